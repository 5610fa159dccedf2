"""Extremal graph theory behind orthogonal pairs: Turan numbers, four-cycles, and a bound by neighbourhoods."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from packing.problem import Field

FOUR_CYCLE_FREE = (
    *(0, 1, 3, 4, 6, 7, 9, 11, 13, 16, 18, 21, 24, 27, 30, 33, 36, 39, 42, 46),
    *(50, 52, 56, 59, 63, 67, 71, 76, 80, 85, 90, 92),
)
"""ex(n; C4) for n = 1..32: OEIS A006855; Clapham, Flockhart and Sheehan, J. Graph Theory 13 (1989)."""

SOURCES = {
    "Turan": "turan1941",
    "Turan, uniqueness": "turan1941",
    "no four-cycle": "clapham1989",
    "unit distances in R^4": "brass1997",
}
"""The keys of `references.bib` behind the names of the bounds; the others are counted in their own lines."""


def turan(n: int, parts: int) -> int:
    """The most edges of a graph on n vertices without a complete graph on parts + 1 vertices (Turan 1941).

    With n = q parts + r: binomial(n, 2) - r binomial(q+1, 2) - (parts-r) binomial(q, 2).

    >>> turan(16, 2), turan(13, 3)
    (64, 56)
    """
    q, r = divmod(n, parts)
    return math.comb(n, 2) - r * math.comb(q + 1, 2) - (parts - r) * math.comb(q, 2)


def four_cycle_free(n: int) -> int:
    """An upper bound for ex(n; C4), exact for n <= 32; beyond floor(n (1 + sqrt(4n-3)) / 4) (Reiman 1958).

    >>> four_cycle_free(13), four_cycle_free(57)        # the polarity graph of order 7 has 7 * 8^2 / 2 = 224
    (24, 228)
    """
    if n <= len(FOUR_CYCLE_FREE):
        return FOUR_CYCLE_FREE[n - 1]
    return (n + math.isqrt(n * n * (4 * n - 3))) // 4


def distinct_upper(n: int, d: int, field: Field) -> tuple[int, str]:
    """(upper bound, theorem) for orthogonal pairs among n different lines of F^d, d >= 2.

    * n <= d: all pairs. d = 2: a line has one orthogonal line, floor(n/2). d = 3: two lines have one common orthogonal
      line, so there is no four-cycle.
    * d >= 4, neighbourhoods: the lines orthogonal to one lie in F^(d-1). For an edge uv at least deg u + deg v - n
      vertices are joined to both, and the neighbours of v hold at most f_(d-1)(deg v) edges, so, counting triangles,
      sum_v (deg v)^2 - (n/2) sum_v deg v <= sum_v f_(d-1)(deg v). The bound is the largest mean degree that allows it.
    * Removal: a line in fewest pairs can go, f(n) <= floor(n f(n-1)/(n-2)), so f(n)/binomial(n, 2) does not grow.
    * Real d = 4: the 2n antipodal points on a sphere of radius 1/sqrt2 have 4 unit distances for each orthogonal pair,
      and u_4(N) = floor(N^2/4) + N - [0 if 8 | N or 10 | N else 1] for N >= 5 (Brass 1997, van Wamelen 1999; OEIS
      A144873).
    * n > d: less than Turan's number, whose only extremal graph makes lines parallel.

    >>> distinct_upper(13, 3, Field.REAL)[0], distinct_upper(9, 4, Field.REAL)[0], distinct_upper(6, 5, Field.REAL)[0]
    (24, 24, 13)
    """
    if n <= LONGEST:
        return _table(d, field)[n]
    if d == 2:
        return n // 2, "one orthogonal line each"
    if d == 3:
        return four_cycle_free(n), "no four-cycle"
    choices = [(math.comb(n, 2) * _table(d, field)[LONGEST][0] // math.comb(LONGEST, 2), "removal of lines")]
    if d == 4 and field is Field.REAL:
        choices.append((_unit_distances(2 * n) // 4, "unit distances in R^4"))
    return min(choices)


LONGEST = 128
"""Up to this n the bounds are tabulated; beyond, the density of pairs is that at this n or less."""


@cache
def _table(d: int, field: Field) -> tuple[tuple[int, str], ...]:
    """The bounds for n = 0..LONGEST in F^d."""
    bounds: list[tuple[int, str]] = [(0, "empty")]
    for n in range(1, LONGEST + 1):
        if n <= d:
            bounds.append((math.comb(n, 2), "orthonormal"))
        elif d == 2:
            bounds.append((n // 2, "one orthogonal line each"))
        elif d == 3:
            bounds.append((four_cycle_free(n), "no four-cycle"))
        else:
            choices = [
                (turan(n, d) - 1, "Turan, uniqueness"),
                (n * bounds[-1][0] // (n - 2), "removal of a line"),
                (_by_neighbourhoods(n, [bound for bound, _ in _table(d - 1, field)]), "neighbourhoods"),
            ]
            if d == 4 and field is Field.REAL:
                choices.append((_unit_distances(2 * n) // 4, "unit distances in R^4"))
            bounds.append(min(choices))
    return tuple(bounds)


def _unit_distances(points: int) -> int:
    """u_4(N), the most unit distances among N >= 5 points of R^4."""
    return points**2 // 4 + points - (0 if points % 8 == 0 or points % 10 == 0 else 1)


def _by_neighbourhoods(n: int, inner: list[int]) -> int:
    """floor(n v/2), v the largest mean of x = 0..n-1 under a distribution with mean of 2 x^2 - 2 f(x) - n x at most 0.

    The maximum of a linear program with two rows is at one value or at a mean of two: all are tried, in integers.
    """
    degrees = np.arange(n, dtype=np.int64)
    excess = 2 * degrees**2 - 2 * np.array(inner[:n], dtype=np.int64) - n * degrees
    low, high = np.flatnonzero(excess <= 0), np.flatnonzero(excess > 0)
    best = int(n * low.max() // 2)
    if high.size:  # weight down/(down+up) on the larger degree makes the mean excess 0
        down, up = -excess[low][:, None], excess[high][None, :]
        mixed = n * (low[:, None] * up + high[None, :] * down) // (2 * (up + down))
        best = max(best, int(mixed.max()))
    return best
