"""`packing train memorization`"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import Models, Plot, checked, drawn, logarithmic
from packing.report.writers.as_json.toymodels import memorization_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.autoencoder.config import AutoencoderConfig
    from packing.toymodels.autoencoder.memorization import DataSetFit


def memorization(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many features.")] = 64,
    d: Annotated[int, Integer, Parameter(name="-d", help="In how many hidden dimensions.")] = 2,
    density: Annotated[float, Parameter(help="The chance that a feature is active; --sparsity S says 1 - S.")] = 0.05,
    fewest: Annotated[int, Integer, Parameter(help="The fewest data points.")] = 2,
    most: Annotated[int, Integer, Parameter(help="The most data points.")] = 2048,
    numbers: Annotated[int, Integer, Parameter(help="Numbers of points, evenly in the logarithm.")] = 11,
    models: Models = 5,
    steps: Annotated[int, Integer, Parameter(help="Adam steps, each on all data points.")] = 3000,
    weight_decay: Annotated[float, Parameter(help="Of Adam, decoupled.")] = 0.01,
    seed: Seed = 0,
    out: Annotated[
        Path | None, Parameter(help="Keep the models of each number in this folder, and go on from there after a kill.")
    ] = None,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Finite data: whether models store data points or features, and the double descent between, over data points.

    Example: packing train memorization -n 64 -d 2 --plot memorization.png
    """
    from packing.toymodels import AutoencoderConfig
    from packing.toymodels.autoencoder.memorization import sweep_points

    checked(plot)
    points = sorted({round(value) for value in logarithmic("numbers of points", fewest, most, numbers)})
    config = AutoencoderConfig(n, d, density, models=models, steps=steps, weight_decay=weight_decay, seed=seed)
    with progress("training", len(points) * config.models, quiet=json) as bar:
        fits = sweep_points(config, points, bar.count, checkpoints=out)
    if plot is not None:
        from packing.report.figures.toymodels.memorization import memorization_figure

        drawn(memorization_figure(fits, config), plot)
    show(memorization_json(fits, config), _page(fits, config), as_json=json)
    return 0


def _page(fits: Sequence[DataSetFit], config: AutoencoderConfig) -> Page:
    from packing.averages import mean_of
    from packing.report.writers.terminal import grid, page
    from packing.toymodels.autoencoder.memorization import memorization_sentences

    rows = (
        (
            str(fit.points),
            str(mean_of(fit.training.tolist())),
            str(mean_of(fit.test.tolist())),
            f"{fit.data_share:.3f}",
            f"{fit.feature_share:.3f}",
        )
        for fit in fits
    )
    title = f"{counted(config.n, 'feature')} in {counted(config.d, 'dimension')}, density {config.density}"
    columns = ("T", "loss on the points", "on fresh inputs", "sum of D of points", "sum of D of features")
    return page(grid(title, columns, rows), *memorization_sentences(fits))
