"""`packing train dictionary`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.train.options import ClusterName, Plot, checked, drawn, workers
from packing.report.writers.as_json.toymodels import dictionary_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.dictionary import DictionaryResult


_NAMES = {
    "svd": "SVD",
    "coding": "sparse coding",
    "autoencoder": "sparse autoencoder",
    "control": "control: Gaussian activations",
    "randomised": "control: weights shuffled",
}

_UNEXPLAINED = "No price explains .8 of it: train longer, or take sparser features."


def dictionary(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many random features.")] = 64,
    d: Annotated[int, Integer, Parameter(name="-d", help="In how many dimensions.")] = 32,
    file: Annotated[Path | None, Parameter(help="Take the features from this packing instead.")] = None,
    density: Annotated[float, Parameter(help="The chance that a feature is active; --sparsity S says 1 - S.")] = 1.0
    / 32,
    atoms: Annotated[int | None, Integer, Parameter(help="Size of the dictionary; 2n where left out.")] = None,
    price: Annotated[float | None, Parameter(help="L1 price of a code; chosen where left out.")] = None,
    steps: Annotated[int, Integer, Parameter(help="Adam steps.")] = 2000,
    seed: Seed = 0,
    cluster: ClusterName = None,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Recover features from their activations by SVD, sparse coding and a sparse autoencoder, beside two controls.

    Example: packing train dictionary -n 64 -d 32
    """
    import numpy as np

    from packing.configuration import Packing
    from packing.errors import positive_integer
    from packing.formats import load
    from packing.numeric import checked_seed
    from packing.toymodels.dictionary import DictionaryConfig, train_dictionary

    checked(plot)
    shape = positive_integer("n", n), positive_integer("d", d)
    features = Packing(np.random.default_rng(checked_seed(seed)).normal(size=shape)) if file is None else load(file)
    config = DictionaryConfig(features, density, atoms, price, steps, seed=seed)
    with workers(cluster) as executor:
        result = train_dictionary(config, executor=executor)
    if plot is not None:
        from packing.report.figures.toymodels import dictionary_figure

        drawn(dictionary_figure(result), plot)
    show(dictionary_json(result), _page(result), as_json=json)
    return 0


def _page(result: DictionaryResult) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.rounding import upper
    from packing.toymodels.dictionary import EXPLAINED, RECOVERED

    features = result.config.features
    title = (
        f"{counted(features.n, 'feature')} in {counted(features.d, 'dimension')}, coherence {features.coherence:.4g}"
    )
    rows = (
        (
            _NAMES[name],
            str(len(found.directions)),
            f"{found.mean:.4f}",
            *(f"{value:.3f}" for value in (one.recall, one.precision, one.f1)),
            f"{result.chance(found, signed=True).f1:.2g}",
        )
        for name, found in result.found.items()
        for one in (result.score(found, signed=True),)
    )
    columns = ("method", "directions", "mean max |cosine|", "recall", "precision", "F1", "F1 by chance")
    table = grid(title, columns, rows)
    return page(
        table,
        f"A feature and a direction match at a cosine of {RECOVERED:g} or more, with its sign, one to one.",
        f"An SVD can recover at most {upper(result.svd_bound, 3)} of these features: at this coherence a theorem."
        if result.svd_bound < 1
        else "At this coherence no theorem bounds what an SVD recovers.",
        f"Price {result.price:g}: {result.active:.2f} codes active, {result.explained:.3f} of the variance explained."
        + ("" if result.config.price is not None or result.explained >= EXPLAINED else f" {_UNEXPLAINED}"),
    )
