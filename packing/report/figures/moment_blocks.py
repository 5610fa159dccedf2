"""How many orthogonal blocks there are at which moment: theory, heuristics, searches and trained models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from packing.analytic.heuristics import corrected_blocks, end_blocks
from packing.errors import InputError
from packing.report.figures.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    VERMILION,
    Drawing,
    Size,
    new_figure,
    styled,
)
from packing.report.query import Query
from packing.studies.moment_run import MomentCount, recorded_moments
from packing.studies.moment_sentences import moment_sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LARGE = (100_000, 10_000)
"""Features and dimensions at which the heuristics are drawn: in small dimensions they say nothing."""

CURVES = (
    ("limit", "trained, one active, no bias", BLUE, "o"),
    ("limit with bias", "the same with biases", VERMILION, "v"),
    ("density 0.1", "trained at density .1", ORANGE, "^"),
    ("density 0.4", "trained at density .4", GREEN, "s"),
)


def moment_blocks_figure(counts: Sequence[MomentCount], size: Size = Size.SLIDE) -> Figure:
    """A panel for the heuristics at a large size, and one for each size of the run: blocks against the exponent."""
    sizes = sorted({(count.n, count.d) for count in counts})
    wide = size is Size.SLIDE
    with styled(size):
        width, height = size.inches
        shape = (1, len(sizes) + 1) if wide else (len(sizes) + 1, 1)
        figure = new_figure(
            figsize=(width * (1.25 if wide else 1), height if wide else 2.3 * shape[0]), layout="constrained"
        )
        panels = figure.subplots(*shape)
        _heuristics(panels[0])
        for axes, (n, d) in zip(panels[1:], sizes, strict=True):
            _measured(axes, [count for count in counts if (count.n, count.d) == (n, d)], n, d)
        handles, labels = panels[1].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3 if wide else 1)
    return figure


def _heuristics(axes: Axes) -> None:
    n, d = LARGE
    grid = np.linspace(0.3, 4.0, 75)
    corrected = [corrected_blocks(n, d, float(p)) for p in grid]
    axes.plot(grid, [np.nan if k is None else k for k in corrected], color=BLUE, lw=2, label="corrected exponent")
    plain = [end_blocks(n, d, float(p)) for p in grid]
    axes.plot(grid, plain, color=GREY, lw=1.4, ls="--", label="Johnson-Lindenstrauss")
    least = [0.8 * d if p < 2 else 1.25 for p in grid]  # a theorem where d divides n; set off, to be seen
    axes.plot(grid, least, color=ORANGE, lw=1.4, label="least energy of lines")
    axes.set_yscale("log")
    axes.set_ylim(0.7, 4e7)
    axes.set_xlabel("exponent p")
    axes.set_ylabel("orthogonal blocks")
    axes.set_title(f"n = {n:,}, d = {d:,}")
    axes.legend(loc="upper right", handlelength=1.4)


def _measured(axes: Axes, counts: Sequence[MomentCount], n: int, d: int) -> None:
    by_method: dict[str, list[MomentCount]] = {}
    for count in counts:
        by_method.setdefault(count.method, []).append(count)
    exact = by_method["partition"]
    places = [count.exponent for count in exact]
    axes.step(
        places, [count.mean for count in exact], where="mid", color=GREY, lw=5, alpha=0.35, label="best partition"
    )
    found = by_method["search"]
    axes.plot(places, [count.mean for count in found], "x", color="black", ms=8, label="best packing of a search")
    for shift, (method, name, colour, mark) in enumerate(CURVES):
        _with_errors(axes, by_method[method], 0.05 * (shift - 1.5), label=name, color=colour, marker=mark)
    axes.set_xlabel("exponent of the error")
    axes.set_xticks(range(1, 9))
    axes.set_ylim(0, d + 0.5)
    axes.set_yticks(range(d + 1))
    axes.set_title(f"n = {n}, d = {d}")


def _with_errors(axes: Axes, counts: Sequence[MomentCount], shift: float, **look: Any) -> None:
    axes.errorbar(
        [count.exponent + shift for count in counts], [count.mean for count in counts],
        [count.error for count in counts], lw=1.2, ms=4.5, capsize=2, **look,
    )  # fmt: skip


def draw_moment_blocks(query: Query, size: Size, ax: Axes | None = None) -> Drawing:
    """The figure of the recorded run, and what it shows in words."""
    if ax is not None or query != Query():
        raise InputError("the figure of moment-blocks is of a recorded run with panels of its own: leave options out")
    counts = recorded_moments()
    return Drawing(moment_blocks_figure(counts, size), " ".join(moment_sentences(counts)))
