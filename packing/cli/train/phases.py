"""`packing train phases`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import Plot, checked, drawn, logarithmic
from packing.report.writers.as_json.toymodels import phases_json

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.autoencoder.phases import DensityPhases


def phases(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many features.")],
    d: Annotated[int, Integer, Parameter(name="-d", help="In how many dimensions.")],
    least: Annotated[float, Parameter(help="The lowest density.")] = 0.02,
    most: Annotated[float, Parameter(help="The highest density.")] = 0.6,
    points: Annotated[int, Integer, Parameter(help="Densities between them, evenly in the logarithm.")] = 12,
    starts: Annotated[int, Integer, Parameter(help="Random starts at each density.")] = 20,
    width: Annotated[float, Parameter(help="Relative width of a bracketed transition.")] = 1e-3,
    seed: Seed = 0,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Which orthogonal blocks have the least exact loss that was found at each density, and where that changes.

    Example: packing train phases -n 7 -d 3 --plot phases.png
    """
    from packing.toymodels.autoencoder.phases import phase_diagram

    checked(plot)
    grid = logarithmic("densities", least, most, points, largest=1.0)
    with progress("training", len(grid), quiet=json) as bar:
        diagram = phase_diagram(n, d, grid, starts=starts, seed=seed, width=width, progress=bar.count)
    if plot is not None:
        from packing.report.figures.toymodels import phase_figure

        drawn(phase_figure(diagram), plot)
    show(phases_json(diagram), _page(diagram), as_json=json)
    return 0


def _page(diagram: DensityPhases) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.structure import tegum_sum

    title = f"{diagram.n} features in {diagram.d} dimensions"
    rows = []
    for point in diagram.points:
        second = point.states[1] if len(point.states) > 1 else None
        first = (f"{point.density:.4f}", tegum_sum(point.best.blocks), f"{point.best.loss:.6g}")
        other = (tegum_sum(second.blocks), f"{second.loss:.6g}") if second else ("", "")
        rows.append((*first, *other, f"{point.hits}/{point.starts}"))
    table = grid(title, ("density", "best blocks", "loss", "next best", "loss", "hits"), rows)
    changes = [
        f"At {change.density:.5f} +- {change.uncertainty:.5f}: "
        f"{tegum_sum(change.below)} gives way to {tegum_sum(change.above)}."
        for change in diagram.transitions
    ]
    return page(table, *changes)
