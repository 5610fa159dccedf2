"""Picture of overlap statistics: histogram and random law, closest partners, spectrum, components against eps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from packing.overlaps import OverlapStatistics
from packing.overlaps.baselines import RandomRows, row_law
from packing.report.figures.style import BLUE, GREEN, GREY, ORANGE, VERMILION, new_figure, styled
from packing.rounding import Rounding, counted, digits

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SHOWN_BINS = 160


def overlap_figure(found: OverlapStatistics) -> Figure:
    """The four pictures of one matrix, titled with its shape.

    Args: `found`: what `overlaps.overlaps` returns.
    """

    with styled():
        figure = new_figure(figsize=(11, 7.6), layout="constrained")
        axes = figure.subplots(2, 2)
        draw_histogram(axes[0, 0], found)
        draw_row_maxima(axes[0, 1], found)
        draw_spectrum(axes[1, 0], found)
        draw_components(axes[1, 1], found)
        name = found.name or "Overlaps"
        figure.suptitle(
            f"{name}: {found.live:,} rows in {counted(found.d, 'dimension', ',')}", fontsize=13, fontweight="bold"
        )
    return figure


def draw_histogram(axes: Axes, found: OverlapStatistics) -> None:
    """Pairs by cosine on a log axis, with what independent random rows would have."""
    edges, counts = coarse_histogram(found.histogram)
    axes.stairs(counts, edges, fill=True, color=BLUE, alpha=0.85, label="this matrix")
    draw_random_pairs(axes, found.random, found.pairs, edges)
    welch = found.least.welch
    if welch > 0:
        axes.axvline(
            welch, color=GREEN, lw=1.3, ls="--", ymax=0.8, label=f"± Welch bound {digits(welch, Rounding.DOWN, 3)}"
        )
        axes.axvline(-welch, color=GREEN, lw=1.3, ls="--", ymax=0.8)
    axes.axvline(found.top[0].cosine, color=VERMILION, lw=1.3, ymax=0.8, label=f"largest {found.top[0].cosine:+.4g}")
    axes.set_yscale("log")
    axes.set_ylim(0.5, 20 * max(10.0, float(counts.max())))
    axes.set_xlim(edges[0], edges[-1])
    axes.set(title="All pairs", xlabel=r"cosine $\langle x_i, x_j\rangle$", ylabel="pairs in a bin")
    axes.legend(loc="upper right", ncols=2)


def draw_random_pairs(axes: Axes, random: RandomRows, pairs: int, edges: npt.NDArray[np.float64]) -> None:
    """How many of so many pairs of independent random rows have a cosine in each bin."""
    law = random.law
    if law is None:
        return
    below = np.where(edges >= 0, (1 + law.cdf(np.abs(edges))) / 2, law.survival(np.abs(edges)) / 2)
    expected = pairs * np.diff(below)
    axes.stairs(np.where(expected > 0, expected, np.nan), edges, color=ORANGE, lw=1.8, label="random rows")


def draw_row_maxima(axes: Axes, found: OverlapStatistics) -> None:
    """The share of rows whose closest partner is below t, against that of random rows."""
    ordered = np.sort(found.row_maximum)
    shares = (np.arange(ordered.size) + 1) / ordered.size
    low = max(0.0, float(ordered[0]) - 0.02)
    points = np.linspace(0, 1, 2001)
    expected = row_law(found.random, points)
    low = max(0.0, min(low, float(points[np.searchsorted(expected, 0.001)]) - 0.02))
    axes.step(np.r_[low, ordered, 1.0], np.r_[0.0, shares, 1.0], where="post", color=BLUE, lw=2, label="this matrix")
    axes.plot(points, expected, color=ORANGE, lw=1.8, label="random rows")
    axes.set_xlim(low, 1.0 if ordered[-1] > 0.6 else max(low + 0.05, 1.3 * float(ordered[-1])))
    axes.set_ylim(0, 1.02)
    axes.set(title="Closest partner of each row", xlabel=r"largest $|\cos|$ of the row", ylabel="share of rows below")
    axes.legend(loc="lower right")


def draw_spectrum(axes: Axes, found: OverlapStatistics) -> None:
    """Eigenvalues of the frame operator over those of a tight frame, and the range that random rows would fill."""
    axes.set(title="Spectrum of the frame operator", xlabel="dimension", ylabel=r"eigenvalue $\times\, d/n$")
    if found.frame is None:
        axes.text(0.5, 0.5, "not computed", ha="center", va="center", transform=axes.transAxes, color=GREY)
        return
    values = found.frame.spectrum[::-1] * found.d / found.live
    floor = 1e-6
    axes.plot(np.arange(1, found.d + 1), np.maximum(values, floor), color=BLUE, lw=2, label="this matrix")
    axes.axhline(1, color=GREEN, lw=1.3, ls="--", label="tight frame (Welch)")
    ratio = math.sqrt(found.d / found.live)
    axes.axhspan((1 - min(ratio, 1)) ** 2, (1 + ratio) ** 2, color=ORANGE, alpha=0.3, lw=0, label="random rows")
    axes.set_xlim(1, max(2, found.d))
    if values.max() > 30 * max(float(np.median(values)), floor):
        axes.set_yscale("log")
    else:
        axes.set_ylim(0, 1.25 * max(float(values.max()), (1 + ratio) ** 2))
    axes.legend(loc="upper right")


def draw_components(axes: Axes, found: OverlapStatistics) -> None:
    """The number of components and the rows of the largest, when pairs with |cos| > eps are joined."""
    axes.set(title="Components at |cos| > eps", xlabel="eps", ylabel="count")
    if not found.factors:
        axes.text(0.5, 0.5, "no eps asked for", ha="center", va="center", transform=axes.transAxes, color=GREY)
        return
    eps = [factors.eps for factors in found.factors]
    axes.plot(eps, [factors.count for factors in found.factors], "o-", color=BLUE, lw=2, label="components")
    largest = [factors.first_sizes(1)[0] for factors in found.factors]
    axes.plot(eps, largest, "s-", color=VERMILION, lw=2, label="rows in the largest")
    axes.plot(eps, [factors.singletons or math.nan for factors in found.factors], "^:", color=GREY, label="rows alone")
    for factors in found.factors:
        if factors.is_tegum:
            axes.annotate(
                f"{factors.count} blocks",
                (factors.eps, factors.count),
                xytext=(4, 9),
                textcoords="offset points",
                color=BLUE,
                fontsize=9.5,
            )
            break
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(0.4, 8 * found.live)
    axes.legend(loc="upper left", ncols=3)


def coarse_histogram(counts: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The edges and counts of a histogram on [-1, 1] where it holds pairs: some 160 bins at most, one centred on 0."""
    edges = np.linspace(-1, 1, counts.size + 1)
    middle = counts.size // 2
    held = np.flatnonzero(counts)
    reach = max(abs(int(held[0]) - middle), abs(int(held[-1]) - middle), 8) if held.size else middle
    width = 2 * (reach // _SHOWN_BINS) + 1  # odd, so that the middle bin stays centred
    steps = -(-(2 * reach + 1 - width) // (2 * width))
    half = min(steps * width + width // 2, middle)
    first = middle - half
    grouped = range(first, middle + half + 1, width)
    merged = np.array([counts[start : min(start + width, middle + half + 1)].sum() for start in grouped])
    stops = [min(start + width, middle + half + 1) for start in grouped]
    return edges[[first, *stops]], merged
