"""The largest overlaps: the best partners of each row (top-k by insertion), the closest pairs of all (a heap).

Absolute values are compared as integers: for floats of one sign the order of the bits is the order of the numbers,
and integer maxima vectorise where float maxima do not.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import compiled

STRETCH = 64
"""Overlaps are compared in stretches of so many; most stretches hold nothing above the thresholds."""


class TopPartners(NamedTuple):
    """The best partners of each row: `values` (bits) in falling order, `thresholds` = the last of them, contiguous."""

    thresholds: npt.NDArray[Any]
    values: npt.NDArray[Any]
    partners: npt.NDArray[np.int32]


class TopPairs(NamedTuple):
    """The largest overlaps of all as a binary heap, smallest first."""

    values: npt.NDArray[Any]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]


@compiled()
def line_maximum(bits: Any, mask: Any, thresholds: Any) -> Any:
    """The largest absolute overlap of a line, and whether any overlap is above the threshold of its column."""
    largest = bits[0] - bits[0]
    above = largest
    for j in range(bits.size):
        a = bits[j] & mask
        largest = max(largest, a)
        above |= a > thresholds[j]
    return largest, above != 0


@compiled()
def _insert(top: Any, row: Any, value: Any, partner: Any) -> None:
    """Insert a partner among the best of `row`."""
    values, partners = top.values[row], top.partners[row]
    place = values.size - 1
    while place > 0 and values[place - 1] < value:
        values[place] = values[place - 1]
        partners[place] = partners[place - 1]
        place -= 1
    values[place] = value
    partners[place] = partner
    top.thresholds[row] = values[values.size - 1]


@compiled()
def _replace_smallest(pairs: Any, value: Any, left: Any, right: Any) -> None:
    """Replace the smallest of the closest pairs and restore the heap."""
    values = pairs.values
    place = 0
    while True:
        child = 2 * place + 1
        if child >= values.size:
            break
        if child + 1 < values.size and values[child + 1] < values[child]:
            child += 1
        if values[child] >= value:
            break
        values[place] = values[child]
        pairs.left[place], pairs.right[place] = pairs.left[child], pairs.right[child]
        place = child
    values[place] = value
    pairs.left[place], pairs.right[place] = left, right


@compiled()
def update_top_k(bits: Any, mask: Any, row: Any, first: Any, rows: Any, columns: Any, pairs: Any) -> None:
    """Update the partners of the row, those of the columns, and the closest pairs, from one line of a block."""
    for begin in range(0, bits.size, STRETCH):
        end = min(begin + STRETCH, bits.size)
        least = min(rows.thresholds[row], pairs.values[0])
        above = bits[0] - bits[0]
        for j in range(begin, end):
            a = bits[j] & mask
            above |= (a > least) | (a > columns.thresholds[first + j])
        if above == 0:
            continue
        for j in range(begin, end):
            a = bits[j] & mask
            column = first + j
            if a > rows.thresholds[row]:
                _insert(rows, row, a, column)
            if a > columns.thresholds[column]:
                _insert(columns, column, a, row)
            if a > pairs.values[0]:
                _replace_smallest(pairs, a, row, column)
