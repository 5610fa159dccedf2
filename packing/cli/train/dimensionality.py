"""`packing train dimensionality`"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import Models, Plot, checked, drawn, logarithmic
from packing.report.writers.as_json.toymodels import dimensionality_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels import TrainedModels


def dimensionality(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many features.")],
    d: Annotated[int, Integer, Parameter(name="-d", help="In how many hidden dimensions.")],
    least: Annotated[float, Parameter(help="The lowest density.")] = 0.05,
    most: Annotated[float, Parameter(help="The highest density.")] = 1.0,
    points: Annotated[int, Integer, Parameter(help="Densities between them, evenly in the logarithm.")] = 16,
    models: Models = 4,
    loss: Annotated[str, Parameter(help="sampled or exact.")] = "sampled",
    steps: Annotated[int | None, Integer, Parameter(help="Adam steps, or most L-BFGS iterations.")] = None,
    seed: Seed = 0,
    out: Annotated[
        Path | None,
        Parameter(help="Keep the models of each density in this folder, and go on from there after a kill."),
    ] = None,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """The dimensionality of each feature over density: the plateaus on which trained features gather.

    Example: packing train dimensionality -n 40 -d 8 --plot dimensionality.png
    """
    from packing.toymodels import AutoencoderConfig, Loss
    from packing.toymodels.autoencoder.dimensionality import sweep_densities

    checked(plot)
    densities = logarithmic("densities", least, most, points, largest=1.0)
    config = AutoencoderConfig(n, d, densities[0], loss=Loss.named(loss), models=models, seed=seed, steps=steps)
    with progress("training", len(densities) * config.models, quiet=json) as bar:
        sets = sweep_densities(config, densities, bar.count, checkpoints=out)
    if plot is not None:
        from packing.report.figures.toymodels import dimensionality_figure

        drawn(dimensionality_figure(sets), plot)
    show(dimensionality_json(sets), _page(sets), as_json=json)
    return 0


def _page(sets: Sequence[TrainedModels]) -> Page:
    import numpy as np

    from packing.report.writers.terminal import grid, page
    from packing.structure import tegum_sum
    from packing.toymodels.autoencoder.trained import REPRESENTED

    config = sets[0].config
    title = (
        f"n = {counted(config.n, 'feature')} in d = {counted(config.d, 'dimension')}, "
        f"{counted(config.models, 'model')} at each density"
    )
    rows = []
    for trained in sets:
        live = trained.dimensionality[np.linalg.norm(trained.weights, axis=2) >= REPRESENTED]
        density = trained.config.density
        norms, total = trained.norm_per_dimension.mean(), trained.dimensionality_sum.mean()
        median = f"{np.median(live):.3f}" if live.size else ""
        blocks = tegum_sum(trained.blocks(trained.best)) or "nothing"
        rows.append(
            (
                f"{density:.4f}",
                f"{1.0 / trained.config.densities[0]:.3f}",
                f"{norms:.3f}",
                f"{total:.3f}",
                median,
                blocks,
            )
        )
    table = grid(title, ("density", "1/density", "||W||^2 / d", "sum of D_i", "median D_i", "blocks of the best"), rows)
    return page(table, "D_i of a feature in an orthogonal block of n_i in d_i dimensions is near d_i/n_i.")
