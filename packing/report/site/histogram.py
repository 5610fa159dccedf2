"""The overlaps of a packing as bars on a log scale, over what independent uniform vectors would have."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from packing.configuration import Packing

WIDTH, HEIGHT = 640.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 12.0, 40.0

BINS = 61
"""Odd, so that the overlaps 0 and 1/2, which many packings have, lie inside a bin and not on an edge."""

LEAST = 0.5
"""The count at the foot of the log scale: a bin with one pair must be seen."""


@dataclass(frozen=True)
class Bar:
    """A rectangle in the picture and the pairs that it stands for."""

    x: float
    y: float
    width: float
    height: float
    low: float
    high: float
    pairs: int


@dataclass(frozen=True)
class Histogram:
    """Bars, the outline of the random law, the places of coherence and bound, ticks: all in the picture's units."""

    bars: tuple[Bar, ...]
    law: str
    coherence: float
    bound: float
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    foot: float = HEIGHT - BOTTOM


def histogram(packing: Packing, bound: float) -> Histogram:
    """The picture of the n(n-1)/2 overlaps; lines and subspaces on [0, 1], points on [-1, 1].

    >>> picture = histogram(Packing([[1, 0], [0, 1], [1, 1]]), 0.5)
    >>> [(round(bar.low, 2), bar.pairs) for bar in picture.bars]
    [(0.0, 1), (0.7, 2)]
    """
    low = min(float(packing.space.least_overlap), 0.0)  # subspaces that meet have the overlap 1 alone
    edges = np.linspace(low, 1.0, BINS + 1)
    counts, _ = np.histogram(packing.overlaps, edges)
    expected = np.zeros(BINS)
    if packing.d > packing.space.m:
        expected = np.diff(packing.problem.space.random_law.cdf(edges)) * packing.overlaps.size
    most = max(10.0, 2.0 * float(counts.max(initial=1)))

    def across(value: float) -> float:
        return round(LEFT + (value - low) / (1.0 - low) * (WIDTH - RIGHT - LEFT), 2)

    def up(count: float) -> float:
        share = math.log(max(count, LEAST) / LEAST) / math.log(most / LEAST)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 2)

    foot = HEIGHT - BOTTOM
    bars = tuple(
        Bar(across(a), up(c), round(across(b) - across(a), 2), round(foot - up(c), 2), float(a), float(b), int(c))
        for a, b, c in zip(edges[:-1], edges[1:], counts, strict=True)
        if c
    )
    corners = [
        f"{across(x):g},{up(count):g}"
        for a, b, count in zip(edges[:-1], edges[1:], expected, strict=True)
        for x in (a, b)
    ]
    ticks = tuple((across(value), f"{value:g}".replace("-", "−")) for value in np.linspace(low, 1.0, 5))
    powers = tuple((up(10.0**k), f"{10**k:,}") for k in range(math.floor(math.log10(most)) + 1))
    law = "M" + " ".join(corners) if packing.d > packing.space.m else ""
    return Histogram(bars, law, across(packing.coherence), across(bound), ticks, powers)
