"""Features of m dimensions at the command line: their options, what they refuse, and what a training of them shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import drawn, workers
from packing.errors import InputError

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.inputs.law import Sets
    from packing.toymodels.subspaces import SubspaceConfig, SubspaceModels

FeatureDim = Annotated[
    int, Integer, Parameter(help="Dimensions of a feature: 1, or m for features in the ball or on the sphere of R^m.")
]
FeatureLawName = Annotated[str, Parameter(help="Where features of more dimensions are uniform: ball or sphere.")]


def one_dimensional(law: str, variant: str | None = None) -> None:
    """Refuse what features of one dimension do not have: a sphere, and a shrinkage, which is their ReLU."""
    from packing.toymodels.subspaces import FeatureLaw, ReadOut

    if FeatureLaw.named(law) is FeatureLaw.SPHERE:
        raise InputError(
            "features of one dimension are uniform on [0, 1], not on a sphere: "
            "leave --law out, or give --feature-dim of at least 2"
        )
    if variant == ReadOut.SHRINKAGE:
        raise InputError(
            "the variant shrinkage is for features of at least 2 dimensions, not 1, where it is the ReLU: "
            "give --variant relu, or --feature-dim of at least 2"
        )


def plain_errors(m: int, exponent: float, *, bias: bool) -> None:
    """Refuse other errors than squares, and models without a bias, for features of m > 1 dimensions."""
    if exponent != 2:
        raise InputError(
            f"features of {m} dimensions have squared errors alone, not {exponent:g}: leave --error-exponent out"
        )
    if not bias:
        raise InputError(f"features of {m} dimensions are trained with their biases: leave --no-bias out")


def fresh_inputs(m: int, points: int | None, trees: str | None) -> None:
    """Refuse finite data and trees for features of m > 1 dimensions."""
    if points is not None:
        raise InputError(f"features of {m} dimensions have fresh inputs in every step: leave --points out")
    if trees is not None:
        raise InputError(f"features of {m} dimensions are independent, not in trees: leave --trees out")


def plain_features(m: int, task: str, engine: str, correlated: Sets, anticorrelated: Sets) -> None:
    """Refuse what features of m > 1 dimensions do not have."""
    rule = f"features of {m} dimensions"
    if task != "identity":
        raise InputError(f"{rule} have the task identity alone, not {task}: leave --task out")
    if engine != "compiled":
        raise InputError(f"{rule} are trained by the engine compiled alone, not {engine}: leave --engine out")
    for name, sets in (("correlated", correlated), ("anticorrelated", anticorrelated)):
        if sets:
            raise InputError(f"{rule} are independent, not {name} in {len(sets)} sets: leave --{name} out")


def of_subspaces(
    config: SubspaceConfig, out: Path | None, plot: Path | None, cluster: str | None, *, json: bool
) -> int:
    """Train features of more dimensions, and show which are kept and how their subspaces lie."""
    from packing.report.writers.as_json.features import subspaces_json
    from packing.toymodels import train

    with progress("training", config.models, quiet=json) as bar, workers(cluster) as executor:
        trained = train(config, bar.count, checkpoint=out, executor=executor)
    if plot is not None:
        from packing.report.figures.toymodels.features import subspaces_figure

        drawn(subspaces_figure(trained), plot)
    show(subspaces_json(trained), _page(trained), as_json=json)
    return 0


def _page(trained: SubspaceModels) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.rounding import Rounding, digits
    from packing.structure import tegum_sum
    from packing.toymodels.subspaces import least_loss
    from packing.toymodels.subspaces.arrangement import arrangement
    from packing.toymodels.subspaces.sentences import model_sentences

    rows = []
    for model, weights in enumerate(trained.weights):
        lying = arrangement(weights)
        mark = " *" if model == trained.best else ""
        coherence = f"{lying.chordal:.4f}" if lying.whole > 1 else ""
        rows.append((f"{model}{mark}", _loss(trained, model), lying.name, tegum_sum(lying.blocks), coherence))
    table = grid(str(trained.config), ("model", "loss", "kept", "blocks", "coherence"), rows)
    notes = model_sentences(trained)
    least = least_loss(trained.config)
    if least is not None:
        notes.append(f"Least loss there is (Eckart and Young): {digits(least, Rounding.DOWN, 8)}.")
    return page(table, *notes)


def _loss(trained: SubspaceModels, model: int) -> str:
    if trained.errors is None:
        return f"{trained.losses[model]:.8g}"
    return f"{trained.losses[model]:.6f} +- {trained.errors[model]:.6f}"
