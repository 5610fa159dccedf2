"""`packing train factorization`"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import Models, Plot, checked, drawn
from packing.report.writers.as_json.toymodels import factorization_json

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.factorization import FactorizationConfig, LearningCurve


def factorization(
    *,
    size: Annotated[int, Integer, Parameter(help="The matrix is size x size.")] = 30,
    rank: Annotated[int, Integer, Parameter(help="Of the target and of the model.")] = 1,
    error: Annotated[str, Parameter(help="squared or cross_entropy.")] = "squared",
    descent: Annotated[str, Parameter(help="flow, sgd or adam.")] = "flow",
    scale: Annotated[float, Parameter(help="Of the factors at the start.")] = 1e-3,
    step: Annotated[float, Parameter(help="Time step or learning rate.")] = 0.05,
    time: Annotated[float, Parameter(help="How long, in steps times rate.")] = 40.0,
    models: Models = 4,
    seed: Seed = 0,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Learn a low-rank matrix as a product from small factors: plateaus, S-curves, and the times theory gives.

    Example: packing train factorization --rank 2 --models 8
    """
    from packing.toymodels.factorization import Error, FactorizationConfig, Optimizer, bump_share, train_factorization

    checked(plot)
    config = FactorizationConfig(
        size, rank, Error.named(error), Optimizer.named(descent), scale, step, time, models, seed
    )  # fmt: skip
    with progress("training", config.models, quiet=json) as bar:
        curves = train_factorization(config, bar.count)
    if plot is not None:
        from packing.report.figures.toymodels import factorization_figure

        drawn(factorization_figure(config, curves), plot)
    share, uncertainty = bump_share(curves)
    show(factorization_json(config, curves), _page(config, curves, share, uncertainty), as_json=json)
    return 0


def _page(config: FactorizationConfig, curves: Sequence[LearningCurve], share: float, uncertainty: float) -> Page:
    from packing.report.writers.terminal import grid, page

    title = f"rank {config.rank} of {config.size} x {config.size}, {config.error.value}, {config.descent.value}"
    theory = "theory" if config.has_closed_form else "1 / s"
    rows = []
    for k, curve in enumerate(curves):
        expected = curve.predicted_half_times[0] if config.has_closed_form else 1.0 / curve.modes[0]
        mode, times = f"{curve.modes[0]:.4g}", (_time(curve.half_times[0]), f"{expected:.4g}")
        rows.append((str(k), _time(curve.plateau), mode, *times))
    table = grid(title, ("model", "plateau ends", "strongest mode s", "half time", theory), rows)
    return page(
        table,
        "Theory: half time (1/2s) ln(s/u0 - 1), for gradient flow of the squared error from small factors."
        if config.has_closed_form
        else "No closed form holds here; by gradient flow small factors would grow e-fold in a time of 1/s.",
        f"Runs with a bump in the alignment of a learned vector: {share:.2f} +- {uncertainty:.2f}.",
    )


def _time(value: float) -> str:
    return f"{value:.4g}" if math.isfinite(value) else "later"
