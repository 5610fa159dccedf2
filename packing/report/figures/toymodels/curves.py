"""Recorded factorizations in one picture: runs with a bump, plateaus, and what comes to zero loss, over the start."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from packing.averages import Average
from packing.report.figures.style import COLOURS, GREY, new_figure, styled
from packing.toymodels.factorization.bumps import BUMP_PROMINENCE
from packing.toymodels.factorization.config import Error
from packing.toymodels.factorization.design import WAYS, ZERO_RANK, Way, curve_design, way_of, zero_design
from packing.toymodels.factorization.recorded import ZERO, RecordedCell, cells_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARKS = {2: ("o", "-"), 3: ("s", "--"), 10: ("^", ":")}
"""The mark and the line of a rank."""


def curves_figure(cells: Sequence[RecordedCell], prominence: float = BUMP_PROMINENCE) -> Figure:
    """Shares of runs with a bump over the start for both losses, plateaus, and the last losses of rank 10.

    Colours are optimizers, marks are ranks; bars are standard errors.

    Args: `cells`: the recorded runs, one for each optimizer, rank and start; `prominence`: the least strength of a
    bump that counts.
    """
    with styled():
        figure = new_figure(figsize=(15, 10), layout="constrained")
        (squared, entropy), (plateaus, zero) = figure.subplots(2, 2)
        found = cells_of(curve_design(0), cells)
        _draw_ways(squared, found, Error.SQUARED, [cell.bump_share(prominence) for cell in found])
        _draw_ways(entropy, found, Error.CROSS_ENTROPY, [cell.bump_share(prominence) for cell in found])
        _draw_ways(plateaus, found, Error.SQUARED, [cell.plateaus for cell in found])
        for axes, title in (
            (squared, "Squared error: share of runs with a bump"),
            (entropy, "Cross-entropy: share of runs with a bump"),
            (plateaus, "Squared error: plateaus a run"),
        ):
            axes.set_title(title)
        for axes in (squared, entropy):
            axes.set_ylim(-0.03, 1.03)
        squared.legend(fontsize=9, ncols=3, loc="lower center", bbox_to_anchor=(0.5, 0.0))
        _draw_zero(zero, cells_of(zero_design(0), cells))
    return figure


def _draw_ways(axes: Axes, cells: Sequence[RecordedCell], error: Error, values: Sequence[Average]) -> None:
    """One line for each way down and each rank above 1, over the scale of the start."""
    for colour, way in zip(COLOURS, WAYS[error], strict=False):
        for shift, (rank, (mark, line)) in enumerate(_MARKS.items()):
            chosen = [
                (cell.config.scale, value)
                for cell, value in zip(cells, values, strict=True)
                if cell.config.error is error and cell.config.rank == rank and way_of(cell.config) == way
            ]
            if chosen:
                _draw_line(axes, chosen, 1 + 0.05 * (shift - 1), color=colour, marker=mark, ls=line,
                           label=f"{_named(way)}, rank {rank}")  # fmt: skip
    axes.set_xscale("log")
    axes.set_xlabel("scale of the start")


def _draw_zero(axes: Axes, cells: Sequence[RecordedCell]) -> None:
    ways = list(dict.fromkeys(way_of(cell.config) for cell in cells))
    for k, way in enumerate(ways):
        chosen = [(cell.config.scale, cell.log_least) for cell in cells if way_of(cell.config) == way]
        style: dict[str, Any] = {
            "color": COLOURS[k % len(COLOURS)],
            "marker": "o" if way.descent == "sgd" else "^",
            "ls": "-",
        }
        _draw_line(axes, chosen, 1 + 0.03 * (k - len(ways) / 2), label=f"{_named(way)}, rate {way.step:g}", **style)
    axes.axhline(math.log10(ZERO), color=GREY, lw=1.0, ls=":", label=f"counts as zero: {ZERO:g}")
    axes.set_xscale("log")
    axes.set_xlabel("scale of the start")
    axes.set_ylabel(r"$\log_{10}$ of the least loss")
    axes.set_title(f"Cross-entropy at rank {ZERO_RANK}: does it reach zero?")
    axes.legend(fontsize=9)


def _draw_line(axes: Axes, points: Sequence[tuple[float, Average]], shift: float, **style: Any) -> None:
    """Values with bars of their standard errors, side by side by `shift`."""
    ordered = sorted(points, key=lambda point: point[0])
    places, values = [shift * scale for scale, _ in ordered], [value for _, value in ordered]
    axes.errorbar(places, [v.value for v in values], [v.error for v in values], capsize=2, ms=5, lw=1.4, **style)


def _named(way: Way) -> str:
    return way.descent.value if way.batch is None else f"{way.descent.value} in batches"
