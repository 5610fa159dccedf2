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
def line_maximum(bits: Any, start: Any, stop: Any, mask: Any, thresholds: Any, first: Any) -> Any:
    """The largest absolute overlap of a line, and whether any is above the threshold of its column, `first` + place."""
    largest = above = bits.dtype.type(0)
    for j in range(start, stop):
        a = bits.dtype.type(bits[j] & mask)
        largest = max(largest, a)
        above = bits.dtype.type(above | (a > thresholds[first + j]))
    return largest, above != 0


@compiled()
def _insert(thresholds: Any, values: Any, partners: Any, row: Any, value: Any, partner: Any) -> None:
    """Insert a partner among the best of `row`."""
    place = values.shape[1] - 1
    while place > 0 and values[row, place - 1] < value:
        values[row, place] = values[row, place - 1]
        partners[row, place] = partners[row, place - 1]
        place -= 1
    values[row, place] = value
    partners[row, place] = partner
    thresholds[row] = values[row, values.shape[1] - 1]


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
def update_top_k(
    bits: Any, start: Any, stop: Any, mask: Any, row: Any, first: Any, rows: Any, columns: Any, pairs: Any
) -> None:
    """Update the partners of the row, those of the columns, and the closest pairs, from one line of a block."""
    thresholds, mine, closest = columns.thresholds, rows.thresholds, pairs.values
    for begin in range(start, stop, np.uint64(STRETCH)):
        end = min(begin + np.uint64(STRETCH), stop)
        least = min(mine[row], closest[0])
        above = bits.dtype.type(0)
        for j in range(begin, end):
            a = bits.dtype.type(bits[j] & mask)
            above = bits.dtype.type(above | (a > least) | (a > thresholds[first + j]))
        if above == 0:
            continue
        for j in range(begin, end):
            a = bits.dtype.type(bits[j] & mask)
            column = first + j
            if a > mine[row]:
                _insert(mine, rows.values, rows.partners, row, a, column)
            if a > thresholds[column]:
                _insert(thresholds, columns.values, columns.partners, column, a, row)
            if a > closest[0]:
                _replace_smallest(pairs, a, row, column)
