"""Picture of two dictionaries: all pairs, the best match of each row by |cos| and by cos, all beside chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from packing.numeric import SAME_VALUE, Floats
from packing.overlaps import Comparison, Matching
from packing.overlaps.cross.chance import Simulated
from packing.overlaps.cross.sides import Side
from packing.report.figures.overlaps import coarse_histogram, draw_random_pairs
from packing.report.figures.style import BLUE, GREEN, GREY, ORANGE, VERMILION, new_figure, styled
from packing.rounding import counted
from packing.space import Space

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BINS = 80
_POINTS = 2001


def comparison_figure(both: Comparison) -> Figure:
    """The four pictures of two matrices: all pairs, best |cos|, and the share of rows matched, by |cos| and by cos.

    Args: `both`: what `overlaps.compare` returns.
    """

    left, right = both.left, both.right
    with styled():
        figure = new_figure(figsize=(11, 7.6), layout="constrained")
        axes = figure.subplots(2, 2)
        draw_pairs(axes[0, 0], both)
        draw_best_histogram(axes[0, 1], both)
        draw_match_curve(axes[1, 0], both, signed=False)
        draw_match_curve(axes[1, 1], both, signed=True)
        names = f"{left.name or 'first'} ({left.rows.size:,} rows) and {right.name or 'second'} ({right.rows.size:,})"
        figure.suptitle(f"{names} in {counted(both.d, 'dimension', ',')}", fontsize=13, fontweight="bold")
    return figure


def draw_pairs(axes: Axes, both: Comparison) -> None:
    """All pairs of a row of one and a row of the other by cosine on a log axis, over those of random rows."""
    edges, counts = coarse_histogram(both.histogram)
    axes.stairs(counts, edges, fill=True, color=BLUE, alpha=0.85, label="these matrices")
    draw_random_pairs(axes, both.random, int(both.histogram.sum()), edges)
    axes.axvline(both.top[0].cosine, color=VERMILION, lw=1.3, ymax=0.8, label=f"largest {both.top[0].cosine:+.4g}")
    axes.set_yscale("log")
    axes.set_ylim(0.5, 20 * max(10.0, float(counts.max())))
    axes.set_xlim(edges[0], edges[-1])
    axes.set(title="All pairs", xlabel=r"cosine $\langle w_i, v_j\rangle$", ylabel="pairs in a bin")
    axes.legend(loc="upper right", ncols=2)


def draw_best_histogram(axes: Axes, both: Comparison) -> None:
    """The rows of either side by their best |cos|, over those of random rows."""
    edges = np.linspace(0, 1, _BINS + 1)
    for side, color, name in _sides(both):
        counts, _ = np.histogram(side.best, edges)
        axes.stairs(counts, edges, fill=color == BLUE, alpha=0.85, color=color, lw=1.8, label=f"rows of the {name}")
    for side, line, name in _chances(both):
        expected = side.rows.size * np.diff(chance_law(side, edges, signed=False))
        axes.stairs(expected, edges, color=ORANGE, lw=1.8, ls=line, label=f"random rows{name}")
    axes.set_xlim(0, 1)
    axes.set(title="Best match of each row", xlabel=r"largest $|\cos|$ of the row", ylabel="rows in a bin")
    axes.legend(loc="best")


def draw_match_curve(axes: Axes, both: Comparison, *, signed: bool) -> None:
    """The share of rows with a match of |cos| (cos, if signed) >= t: best match each way, one to one, and chance."""
    points = np.linspace(-1 if signed else 0, 1, _POINTS)
    low = 0.0
    for side, color, name in _sides(both):
        best = side.best_signed if signed else side.best
        axes.plot(points, share_above(best, points), color=color, lw=2, label=f"best, rows of the {name}")
        low = min(low, float(best.min()))
    for side, line, name in _chances(both):
        law = chance_law(side, points, signed=signed)
        axes.plot(points, 1 - law, color=ORANGE, lw=1.8, ls=line, label=f"best, random rows{name}")
    matching, chance = (both.signed_matching, both.signed_chance) if signed else (both.matching, both.chance)
    if matching is not None:
        _draw_matching(axes, matching, chance, points)
    axes.set_xlim(low, 1)
    axes.set_ylim(0, 1.02)
    value = r"$\cos$" if signed else r"$|\cos|$"
    axes.set(title=f"Share of rows matched, by {value}", xlabel="t", ylabel=f"share of rows with {value} at least t")
    axes.legend(loc="best", fontsize=8.5)


def share_above(values: Floats, points: Floats) -> Floats:
    """The share of the values that are at least t, at each point t; those equal to within 1e-9 are.

    >>> share_above(np.array([0.2, 0.5, 0.5, 1.0]), np.array([0.0, 0.5, 0.6])).tolist()
    [1.0, 0.75, 0.25]
    """
    ordered = np.sort(values)
    shares: Floats = 1 - np.searchsorted(ordered, points - SAME_VALUE, side="left") / ordered.size
    return shares


def chance_law(side: Side, points: Floats, *, signed: bool) -> Floats:
    """P(the best |cos| (cos, if signed) of a random row <= t) = F(t)^m at each t, m the rows of the other side."""
    if side.d == 1:
        below = np.where(points >= 1, 1.0, 2.0**-side.others if signed else 0.0)
        return np.where(points < -1, 0.0, below) if signed else below
    law = (Space.sphere(side.d) if signed else Space.lines(side.d)).random_law
    values: npt.NDArray[np.float64] = np.asarray(law.cdf(points), dtype=np.float64) ** side.others
    return values


def _sides(both: Comparison) -> tuple[tuple[Side, str, str], ...]:
    """Each side with its colour and its name."""
    return (both.left, BLUE, "first"), (both.right, VERMILION, "second")


def _chances(both: Comparison) -> tuple[tuple[Side, str, str], ...]:
    """The sides whose rows have different chances, with the style of the line and what is added to its name."""
    if both.left.others == both.right.others:
        return ((both.left, "-", ""),)
    return (both.left, "-", ", first"), (both.right, ":", ", second")


def _draw_matching(axes: Axes, matching: Matching, chance: Simulated | None, points: Floats) -> None:
    cosines = matching.cosines if matching.signed else np.abs(matching.cosines)
    axes.plot(points, share_above(cosines, points), color=GREEN, lw=1.6, ls="--", label="matched one to one")
    if chance is not None:
        label = f"random, one to one: mean {chance.mean:.3g}"
        axes.axvline(chance.mean, color=GREY, lw=1.3, ls=":", label=label)
