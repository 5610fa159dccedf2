"""Sums over one line of overlaps: powers, counts above each cosine, histogram.

A line is the part `start` .. `stop` of a row of a block. Places are unsigned, so that numba need not ask whether they
count from the end, and no array is sliced: a slice costs two atomic counts of references, a line has hundreds of pairs.
Integers are cast back to the width of the overlaps after every operation, since numba makes results 64 bits wide.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from packing.numeric import compiled

REORDERED = frozenset({"reassoc", "contract", "nsz", "arcp"})
"""Sums may be taken in any order; NaN and infinity keep their meaning."""

LIFT = 2.0**16
"""Powers are summed of 2^16 c: the sixth power of rounding noise (1e-8) then stays a normal float32, which is fast."""

TABLES = 4
"""Histogram counters used in turn: neighbouring pairs often share a bin, and a counter must not wait for itself."""


@compiled(fast=REORDERED)
def add_powers(
    block: Any, row: Any, start: Any, stop: Any, scale: Any, scales: Any, weight: Any, weights: Any, line: Any,
    interference: Any, lift: Any, sums: Any,
) -> Any:  # fmt: skip
    """Scale a row of products to a line of cosines; add |c|^p and sign(c)|c|^p, p = 1, 2, 3, 4, 6; sum c^2 weight.

    The line stays in the nearest cache for the sweeps that follow, and the block is not written again.
    """
    zero = scale - scale
    a1 = a2 = a3 = a4 = a6 = s1 = s2 = s3 = s4 = s6 = own = zero
    for j in range(start, stop):
        c = block[row, j] * (scale * scales[j])
        line[j] = c
        x = c * lift
        a = abs(x)
        square = x * x
        cube = a * square
        fourth = square * square
        a1 += a
        a2 += square
        a3 += cube
        a4 += fourth
        a6 += fourth * square
        s1 += x
        s2 += x * a
        s3 += x * square
        s4 += x * cube
        s6 += x * a * fourth
        own += square * weights[j]
        interference[j] += square * weight
    for index, total in enumerate((a1, a2, a3, a4, a6, s1, s2, s3, s4, s6)):
        sums[index] += total
    return own


@compiled()
def count_above(bits: Any, start: Any, stop: Any, mask: Any, cuts: Any, reached: Any, exceeding: Any) -> None:
    """Count the overlaps above each of the first `reached` cuts, four cuts in one sweep, or two where they suffice."""
    level = 0
    while reached - level > 2:
        cut0, cut1, cut2 = cuts[level], cuts[level + 1], cuts[level + 2]
        cut3 = cuts[min(level + 3, reached - 1)]
        count0 = count1 = count2 = count3 = bits.dtype.type(0)
        for j in range(start, stop):
            a = bits.dtype.type(bits[j] & mask)
            count0 = bits.dtype.type(count0 + (a > cut0))
            count1 = bits.dtype.type(count1 + (a > cut1))
            count2 = bits.dtype.type(count2 + (a > cut2))
            count3 = bits.dtype.type(count3 + (a > cut3))
        exceeding[level] += count0
        exceeding[level + 1] += count1
        exceeding[level + 2] += count2
        if level + 3 < reached:
            exceeding[level + 3] += count3
        level += 4
    if reached > level:
        cut0, cut1 = cuts[level], cuts[reached - 1]
        count0 = count1 = bits.dtype.type(0)
        for j in range(start, stop):
            a = bits.dtype.type(bits[j] & mask)
            count0 = bits.dtype.type(count0 + (a > cut0))
            count1 = bits.dtype.type(count1 + (a > cut1))
        exceeding[level] += count0
        if reached - level > 1:
            exceeding[level + 1] += count1


@compiled(fast=REORDERED)
def histogram_cells(line: Any, start: Any, stop: Any, half: Any, cells: Any) -> None:
    """The histogram cell of each overlap: the width of a cell is 1 / half and the middle one is centred on 0."""
    last = np.int32(2 * half - 1)
    for j in range(start, stop):
        cells[j] = np.uint32(min(max(np.int32(line[j] * half + half), np.int32(0)), last))


@compiled()
def count_cells(cells: Any, start: Any, stop: Any, first: Any, second: Any, third: Any, fourth: Any) -> None:
    """Count cells in four tables in turn."""
    one = np.uint32(1)
    step = np.uint64(4)
    whole = start + (stop - start) // step * step
    for j in range(start, whole, step):
        first[cells[j]] += one
        second[cells[j + np.uint64(1)]] += one
        third[cells[j + np.uint64(2)]] += one
        fourth[cells[j + np.uint64(3)]] += one
    for j in range(whole, stop):
        first[cells[j]] += one
