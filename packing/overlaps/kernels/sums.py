"""Sums over one line of overlaps: powers, counts above each cosine, histogram."""

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
    line: Any, scale: Any, scales: Any, weight: Any, weights: Any, interference: Any, lift: Any, sums: Any
) -> Any:
    """Scale a line of products to cosines; add |c|^p and sign(c)|c|^p, p = 1, 2, 3, 4, 6; return sum c^2 weight."""
    zero = line[0] - line[0]
    a1 = a2 = a3 = a4 = a6 = s1 = s2 = s3 = s4 = s6 = own = zero
    for j in range(line.size):
        c = line[j] * (scale * scales[j])
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
def count_above(bits: Any, mask: Any, cuts: Any, reached: Any, exceeding: Any) -> None:
    """Count the overlaps above each of the first `reached` cuts, four cuts in one sweep, or two where they suffice."""
    level = 0
    while reached - level > 2:
        cut0, cut1, cut2 = cuts[level], cuts[level + 1], cuts[level + 2]
        cut3 = cuts[min(level + 3, reached - 1)]
        count0 = count1 = count2 = count3 = np.int32(0)
        for j in range(bits.size):
            a = bits[j] & mask
            count0 += np.int32(a > cut0)
            count1 += np.int32(a > cut1)
            count2 += np.int32(a > cut2)
            count3 += np.int32(a > cut3)
        exceeding[level] += count0
        exceeding[level + 1] += count1
        exceeding[level + 2] += count2
        if level + 3 < reached:
            exceeding[level + 3] += count3
        level += 4
    if reached > level:
        cut0, cut1 = cuts[level], cuts[reached - 1]
        count0 = count1 = np.int32(0)
        for j in range(bits.size):
            a = bits[j] & mask
            count0 += np.int32(a > cut0)
            count1 += np.int32(a > cut1)
        exceeding[level] += count0
        if reached - level > 1:
            exceeding[level + 1] += count1


@compiled(fast=REORDERED)
def histogram_cells(line: Any, half: Any, cells: Any) -> None:
    """The histogram cell of each overlap: the width of a cell is 1 / half and the middle one is centred on 0."""
    last = np.int32(2 * half) - np.int32(1)
    for j in range(line.size):
        cells[j] = np.uint32(min(max(np.int32(line[j] * half + half), np.int32(0)), last))


@compiled()
def count_cells(cells: Any, size: Any, tables: Any) -> None:
    first, second, third, fourth = tables[0], tables[1], tables[2], tables[3]
    one = np.uint32(1)
    whole = size - size % 4
    for j in range(0, whole, 4):
        first[cells[j]] += one
        second[cells[j + 1]] += one
        third[cells[j + 2]] += one
        fourth[cells[j + 3]] += one
    for j in range(whole, size):
        first[cells[j]] += one
