"""The gap between the best packing known and the best bound, over n, a panel for each d."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packing.errors import InputError
from packing.problem import Problem
from packing.records import Stores, opened
from packing.report.best import gap, upper
from packing.report.figures.style import BLUE, GREEN, GREY, Drawing, Size, new_figure, styled
from packing.report.query import Query
from packing.rounding import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class GapPoint:
    """One cell: the upper bound by a packing less the lower bound, 0 where the packing is proved optimal."""

    problem: Problem
    coherence: float
    bound: float
    gap: float


def gap_points(problems: Sequence[Problem], stores: Stores) -> list[GapPoint]:
    """The points of the problems that have a packing, in the order given; `InputError` where none has."""
    points = []
    for problem in problems:
        best = stores.best_known(problem)
        if best is not None:
            points.append(GapPoint(problem, upper(best).value, best.bound.value, gap(best).value))
    if not points:
        raise InputError(f"no packing is known for any of {len(problems)} cells: widen n or d, or name a --store")
    return points


def gap_figure(points: Sequence[GapPoint], size: Size = Size.SLIDE, ax: Axes | None = None) -> Figure:
    """A panel for each d with one height for all: dots are gaps, open rings packings proved optimal."""

    from matplotlib.ticker import MaxNLocator

    dimensions = sorted({point.problem.d for point in points})
    if ax is not None:
        return _in_one(points, dimensions, size, ax)
    columns = min(len(dimensions), 2 if size is Size.COLUMN else 3)
    rows = -(-len(dimensions) // columns)
    highest = max(point.gap for point in points) * 1.12 or 0.01
    with styled(size):
        width, height = size.inches
        figure = new_figure(figsize=(width, max(height, 0.42 * width * rows / columns + 0.5)), layout="constrained")
        panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        for panel in panels.flat[len(dimensions) :]:
            panel.set_visible(False)
        for panel, d in zip(panels.flat, dimensions, strict=False):
            points_of = [point for point in points if point.problem.d == d]
            _draw(panel, points_of)
            panel.set_ylim(-0.04 * highest, highest)
            panel.set_title(f"${points_of[0].problem.space.tex}$")
            panel.xaxis.set_major_locator(MaxNLocator(4 if size is Size.COLUMN else 8, integer=True))
        for panel in panels.flat[max(len(dimensions) - columns, 0) : len(dimensions)]:
            panel.tick_params(labelbottom=True)  # the last of each column, where one below is hidden too
        figure.supxlabel(_counted(points), fontsize="medium")
        figure.supylabel("best packing − bound", fontsize="medium")
        handles, labels = panels.flat[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=3)
    return figure


def _in_one(points: Sequence[GapPoint], dimensions: Sequence[int], size: Size, ax: Axes) -> Figure:
    """The gaps of one d in the panel given."""
    from matplotlib.ticker import MaxNLocator

    if len(dimensions) > 1:
        raise InputError(f"gaps have a panel for each d, and ax is one: ask for one d, not {len(dimensions)}")
    with styled(size):
        _draw(ax, points)
        ax.set(title=f"${points[0].problem.space.tex}$", xlabel=_counted(points), ylabel="best packing − bound")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.legend(loc="upper left")
        figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def _counted(points: Sequence[GapPoint]) -> str:
    """What the axis of n counts."""
    return f"{'vectors' if points[0].problem.m == 1 else 'subspaces'} n"


def _draw(axes: Axes, points: Sequence[GapPoint]) -> None:
    """Both kinds are drawn, empty where there is none, so that every panel has the same legend."""
    open_cells = [point for point in points if point.gap > 0]
    closed = [point for point in points if point.gap == 0]
    axes.axhline(0, color=GREY, lw=0.8, zorder=1)
    axes.vlines([p.problem.n for p in open_cells], 0, [p.gap for p in open_cells], color=BLUE, lw=0.8, alpha=0.5)
    axes.plot([p.problem.n for p in open_cells], [p.gap for p in open_cells], "o", color=BLUE, ms=3.5, label="gap")
    axes.plot(
        [p.problem.n for p in closed], [0.0 for _ in closed], "o", mfc="white", mec=GREEN, mew=1.4, ms=5,
        label="proved optimal", clip_on=False, zorder=3,
    )  # fmt: skip


def draw_gaps(query: Query, size: Size, ax: Axes | None = None) -> Drawing:
    """The figure for the cells of a query (2 <= d <= 7, n <= 49 where open), and what it shows in words."""
    problems = [query.problem(n, d) for n, d in query.cells((2, 7), (2, 49)) if n * (query.m or 1) > d]
    with opened(query.store) as stores:
        points = gap_points(problems, stores)
    closed = sum(point.gap == 0 for point in points)
    title = f"gaps of {counted(len(points), 'cell')}, {closed} of them proved optimal"
    return Drawing(gap_figure(points, size, ax), title)
