"""Counting the whole numbers in blocks of products, and the pairs that attain one of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.numeric import Indices, compiled

WAYS = 4
"""Counters of one value, taken in turn: a counter that is raised twice in a row waits for itself."""


def tally(block: npt.NDArray[Any], size: int, *, above_diagonal: bool) -> Indices:
    """How often each of 0 .. size - 1 stands in a block of whole floats, or above the diagonal of it.

    >>> tally(np.array([[0.0, 2.0], [1.0, 2.0]]), 3, above_diagonal=False).tolist()
    [1, 1, 2]
    """
    counts = np.zeros((WAYS, size), dtype=np.int64)
    _count(block, counts, above_diagonal)
    return counts.sum(axis=0)


def mark(block: npt.NDArray[Any], target: float, rows: Indices, columns: Indices, *, above_diagonal: bool) -> None:
    """Add to `rows` and `columns` how many entries of each are `target`, or of those above the diagonal."""
    _mark(block, target, rows, columns, above_diagonal)


@compiled()
def _count(block: Any, counts: Any, above_diagonal: bool) -> None:
    for i in range(block.shape[0]):
        for j in range(i + 1 if above_diagonal else 0, block.shape[1]):
            counts[j & 3, int(block[i, j])] += 1


@compiled()
def _mark(block: Any, target: Any, rows: Any, columns: Any, above_diagonal: bool) -> None:
    for i in range(block.shape[0]):
        here = 0
        for j in range(i + 1 if above_diagonal else 0, block.shape[1]):
            if block[i, j] == target:
                here += 1
                columns[j] += 1
        rows[i] += here


__dir__ = shown(__name__)
