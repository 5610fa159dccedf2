"""Grids of dictionaries: recall and precision over density, a panel for each set of features and each width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from packing.errors import InputError
from packing.report.figures.style import COLOURS, GREY, Drawing, Size, new_figure, styled
from packing.report.query import Query
from packing.toymodels.dictionary.arrangements import Arrangement
from packing.toymodels.dictionary.methods.settings import Method
from packing.toymodels.dictionary.recorded import recorded_results
from packing.toymodels.dictionary.source import Control
from packing.toymodels.dictionary.summary import SeedGroup, by_seed, recovery_sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from packing.toymodels.dictionary.grid import CellResult

_ORDER = [arrangement.value for arrangement in Arrangement]

_COLUMNS = 3
"""Panels in a row."""


def recovery_figure(results: Sequence[CellResult], size: Size = Size.SLIDE, ax: Axes | None = None) -> Figure:
    """Recall (full) and precision (dashed) over density, with standard errors, a colour a method; chance in grey.

    Into a panel of one's own the first set of features and the first width are drawn.
    """
    groups = [group for group in by_seed(results) if group.cell.control is Control.NONE]
    panels = sorted(
        set(map(_panel_of, groups)), key=lambda panel: (panel[0], -panel[1], _ORDER.index(panel[2]), panel[3])
    )
    if not panels:
        raise InputError("a picture of recovered features needs cells that are no controls: take the control none")
    with styled(size):
        if ax is not None:
            _draw(ax, panels[0], groups)
            ax.legend()
            return ax.get_figure(root=True)  # type: ignore[return-value]
        across = min(len(panels), 1 if size is Size.COLUMN else _COLUMNS)
        down = -(-len(panels) // across)
        width, height = size.inches
        figure = new_figure(figsize=(width, max(1.0, 0.55 * down) * height), layout="constrained")
        grid = figure.subplots(down, across, sharey=True, squeeze=False).ravel()
        for axes, panel in zip(grid, panels, strict=False):
            _draw(axes, panel, groups)
        for axes in grid[len(panels) :]:
            axes.remove()
        for axes in grid[::across]:
            axes.set_ylabel("share")
        handles = {
            label: handle
            for axes in grid[: len(panels)]
            for handle, label in zip(*axes.get_legend_handles_labels(), strict=True)
        }
        figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=2 if across == 1 else 4)
    return figure


def draw_recovery(query: Query, size: Size, ax: Axes | None = None) -> Drawing:
    """The recorded grid, all of it or the n and d asked for, and what it says in words."""
    if not query.is_real or query.objects is not None:
        raise InputError("the figure of dictionaries is of real features: leave out --field and --vectors")
    chosen = [
        result
        for result in recorded_results()
        if all(
            span is None or value in span.within(value, value)
            for span, value in ((query.n, result.cell.n), (query.d, result.cell.d))
        )
    ]
    if not chosen:
        raise InputError(f"no dictionaries are recorded for{query.options}: learn them by packing train recovery")
    said = "\n".join(["features that dictionaries recover", *recovery_sentences(chosen)])
    return Drawing(recovery_figure(chosen, size, ax), said)


def _panel_of(group: SeedGroup) -> tuple[int, int, str, int]:
    return group.cell.n, group.cell.d, group.cell.arrangement.value, group.cell.width


def _place(panel: tuple[int, int, str, int]) -> tuple[int, int, int, int]:
    """Small features first, as the arrangements are listed, narrow dictionaries first."""
    n, d, arrangement, width = panel
    return n, -d, _ORDER.index(arrangement), width


def _draw(axes: Axes, panel: tuple[int, int, str, int], groups: Sequence[SeedGroup]) -> None:
    """One set of features and one width."""
    n, d, arrangement, width = panel
    for method, colour in zip(Method, COLOURS, strict=False):
        mine = sorted(
            (group for group in groups if _panel_of(group) == panel and group.cell.method is method),
            key=lambda group: group.cell.density,
        )
        if not mine:
            continue
        places = [group.cell.density for group in mine]
        recall, precision = ([getattr(group, name) for group in mine] for name in ("recall", "precision"))
        axes.errorbar(
            places, [each.value for each in recall], [each.error for each in recall],
            fmt="o-", color=colour, ms=4, lw=1.4, label=method.full_name,
        )  # fmt: skip
        axes.plot(places, [each.value for each in precision], "--", color=colour, lw=1.0)
    chance = {group.cell.density: group.chance.value for group in groups if _panel_of(group) == panel}
    axes.plot(sorted(chance), [chance[p] for p in sorted(chance)], ":", color=GREY, lw=1.2, label="chance (F1)")
    axes.plot([], [], "--", color=GREY, lw=1.0, label="precision")
    axes.set_xscale("log", base=2)
    axes.set_ylim(-0.03, 1.05)
    axes.set_xlabel("density")
    axes.set_title(f"{n} in R^{d}, {arrangement},\nwidth {width}")
