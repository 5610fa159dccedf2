"""The phases of the optimal partition: which orthogonal blocks are best at which exponent p, a bar for each n."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from packing.analytic.phases import ORDER, PhaseDiagram, phase_diagram
from packing.errors import InputError
from packing.exponents import EnergyKind
from packing.problem import Objects
from packing.report.figures.style import Drawing, Size, fit_title, panel, styled
from packing.report.query import Query
from packing.rigor import Rigor
from packing.structure import tegum_sum

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHADES = ("#F7FBFF", "#C6DBEF", "#6BAED6", "#2171B5", "#08306B")
"""By the number of blocks, many to one: light to dark, so that grey shows the order too."""

LAST = 2.6
"""Where the axis ends: from p = 2 on one block is best."""


def partition_figure(diagrams: Sequence[PhaseDiagram], size: Size = Size.SLIDE, ax: Axes | None = None) -> Figure:
    """A row for each (n, d): bars are phases, named where there is room; an edge known in floats alone is dashed."""

    with styled(size):
        width, height = size.inches
        figure, axes = panel(size, max(0.6 * height, 0.36 * len(diagrams) + 1.1), ax)
        largest = max(len(phase.blocks) for diagram in diagrams for phase in diagram.phases)
        for row, diagram in enumerate(diagrams):
            for phase in diagram.phases:
                low, high = phase.low, min(phase.high, LAST)
                shade = SHADES[_shade(len(phase.blocks), largest)]
                axes.barh(row, high - low, 0.72, left=low, color=shade, edgecolor="black", lw=0.7)
                name = tegum_sum(phase.blocks)
                room = (high - low) / LAST * width * 0.72 * 72
                if 0.56 * size.type_size * len(name) < room:
                    dark = _shade(len(phase.blocks), largest) >= 3
                    axes.annotate(name, ((low + high) / 2, row), ha="center", va="center",
                                  fontsize=0.9 * size.type_size, color="white" if dark else "black")  # fmt: skip
                else:
                    axes.annotate(name, ((low + high) / 2, row - 0.37), ha="center", va="bottom",
                                  fontsize=0.72 * size.type_size)  # fmt: skip
            for point in diagram.breakpoints:
                if point.rigor is Rigor.NUMERICAL:
                    axes.plot([point.value] * 2, [row - 0.36, row + 0.36], color="white", lw=0.9, ls=(0, (2, 2)))
        _thresholds(axes, diagrams)
        axes.set_yticks(range(len(diagrams)), [f"n = {each.n}, d = {each.d}" for each in diagrams])
        axes.invert_yaxis()
        axes.set_xlim(0, LAST)
        axes.set_xlabel("exponent p")
        axes.set_title(f"Blocks of least energy by exponent,\namong {_scope(diagrams)}")
        if ax is None:
            fit_title(figure, axes)
    return figure


def _scope(diagrams: Sequence[PhaseDiagram]) -> str:
    """Among what all phases of all diagrams are best: the weakest of their scopes."""
    return max((diagram.scope for diagram in diagrams), key=ORDER.index).value


def _thresholds(axes: object, diagrams: Sequence[PhaseDiagram]) -> None:
    """The exponents at which something changes, as marks under the axis where they do not collide."""
    values = sorted({round(point.value, 3) for diagram in diagrams for point in diagram.breakpoints} | {0.0, 1.0})
    kept = [values[0]]
    for value in itertools.islice(values, 1, None):
        if value - kept[-1] > 0.16:
            kept.append(value)
    axes.set_xticks(kept, [f"{value:.3g}" for value in kept])  # type: ignore[attr-defined]


def _shade(blocks: int, largest: int) -> int:
    """0 for the most blocks, 4 for one."""
    if largest == 1:
        return len(SHADES) - 1
    share = 1 - math.log(blocks) / math.log(largest)
    return round(share * (len(SHADES) - 1))


def draw_phases(query: Query, size: Size, ax: Axes | None = None) -> Drawing:
    """The figure for the cells of a query (d = 3, n <= 6 where open), and what it shows in words."""
    if not query.is_real:
        raise InputError(f"the figure of phases is of real vectors: leave out --field {query.field}")
    kind = EnergyKind.RELU if query.objects is Objects.VECTORS else EnergyKind.ABS
    diagrams = [phase_diagram(n, d, kind) for n, d in query.cells((3, 3), (4, 6), 12)]
    count = sum(len(diagram.phases) for diagram in diagrams)
    said = f"{count} phases of {len(diagrams)} problems, best among {_scope(diagrams)}"
    return Drawing(partition_figure(diagrams, size, ax), said)
