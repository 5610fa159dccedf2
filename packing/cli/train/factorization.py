"""`packing train factorization`"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import ClusterName, Models, Plot, checked, drawn, workers
from packing.report.writers.as_json.toymodels import factorization_json

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.factorization import FactorizationConfig, LearningCurve

PROMINENCE = 0.2
"""`BUMP_PROMINENCE`, written here so that the help needs no import."""


def factorization(
    *,
    size: Annotated[int, Integer, Parameter(help="The matrix is size x size.")] = 30,
    rank: Annotated[int, Integer, Parameter(help="Of the model.")] = 1,
    target_rank: Annotated[
        int | None, Integer, Parameter(help="Of the target, at least that of the model; the same without.")
    ] = None,
    error: Annotated[str, Parameter(help="squared or cross_entropy.")] = "squared",
    descent: Annotated[str, Parameter(help="flow, sgd or adam.")] = "flow",
    batch: Annotated[
        int | None, Integer, Parameter(help="Entries that a step of sgd or adam sees; the whole matrix without.")
    ] = None,
    scale: Annotated[float, Parameter(help="Of the factors at the start.")] = 1e-3,
    step: Annotated[float, Parameter(help="Time step or learning rate.")] = 0.05,
    time: Annotated[float, Parameter(help="How long, in steps times rate.")] = 40.0,
    prominence: Annotated[float, Parameter(help="What a bump is: how far an alignment rises and falls.")] = PROMINENCE,
    models: Models = 4,
    seed: Seed = 0,
    cluster: ClusterName = None,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Learn a low-rank matrix as a product from small factors: S-curves, plateaus, bumps, and the times theory gives.

    Example: packing train factorization --rank 2 --models 8
    """
    from packing.toymodels.factorization import (
        Error,
        FactorizationConfig,
        Optimizer,
        checked_prominence,
        train_factorization,
    )

    checked(plot)
    checked_prominence(prominence)
    config = FactorizationConfig(
        size, rank, Error.named(error), Optimizer.named(descent), scale, step, time, models, seed, target_rank, batch
    )  # fmt: skip
    with progress("training", config.models, quiet=json) as bar, workers(cluster) as executor:
        curves = train_factorization(config, bar.count, executor=executor)
    if plot is not None:
        from packing.report.figures.toymodels import factorization_figure

        drawn(factorization_figure(config, curves, prominence), plot)
    show(factorization_json(config, curves, prominence), _page(config, curves, prominence), as_json=json)
    return 0


def _page(config: FactorizationConfig, curves: Sequence[LearningCurve], prominence: float) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.toymodels.factorization import bump_share

    title = f"{config.title}, {config.size} x {config.size}"
    theory = "theory" if config.has_closed_form else "1 / s"
    rows = []
    for k, curve in enumerate(curves):
        expected = curve.predicted_half_times[0] if config.has_closed_form else 1.0 / curve.modes[0]
        rows.append((
            str(k), _time(curve.plateau), str(len(curve.plateaus)), str(len(curve.find_bumps(prominence))),
            f"{curve.modes[0]:.4g}", _time(curve.half_times[0]), f"{expected:.4g}",
            f"{curve.losses[-1]:.2e}",
        ))  # fmt: skip
    heads = ("model", "plateau ends", "plateaus", "bumps", "mode s", "half time", theory, "loss")
    share, uncertainty = bump_share(curves, prominence)
    alone = " (one vector has none to compete with)" if config.rank == 1 else ""
    return page(
        grid(title, heads, rows),
        "Theory: half time (1/2s) ln(s/u0 - 1), for gradient flow of the squared error from small factors."
        if config.has_closed_form
        else "No closed form holds here; by gradient flow small factors would grow e-fold in a time of 1/s.",
        f"Runs in which a learned vector leaves a target vector to another: {share:.2f} +- {uncertainty:.2f}{alone}.",
    )


def _time(value: float) -> str:
    return f"{value:.4g}" if math.isfinite(value) else "later"
