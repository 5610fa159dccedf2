"""All pairs of spans, a block row at a time: sums of squared cosines, and the nearest and farthest pairs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from threadpoolctl import threadpool_limits

from packing.numeric import Indices
from packing.overlaps.block_rows import PairProgress
from packing.overlaps.groups.extremes import LargestPairs
from packing.overlaps.groups.kernel import squared_cosines
from packing.overlaps.groups.spans import Spans


@dataclass
class GroupSums:
    """Over pairs: how many, the sums of f, f^2 and of the largest squared cosine, and the extreme pairs.

    f is the mean squared cosine of the principal angles. `above` counts pairs with f above `level`.
    """

    top: int
    level: float
    pairs: int = 0
    mean: float = 0.0
    square: float = 0.0
    largest: float = 0.0
    above: int = 0
    nearest: LargestPairs = field(init=False)
    sharpest: LargestPairs = field(init=False)
    farthest: LargestPairs = field(init=False)

    def __post_init__(self) -> None:
        self.nearest, self.sharpest, self.farthest = (LargestPairs(self.top) for _ in range(3))

    def add(self, mean: np.ndarray, largest: np.ndarray, left: Indices, right: Indices) -> None:
        """Add pairs: their mean and largest squared cosines and places."""
        self.pairs += mean.size
        self.mean += float(mean.sum())
        self.square += float(mean @ mean)
        self.largest += float(largest.sum())
        self.above += int(np.sum(mean > self.level))
        self.nearest.add(mean, left, right)
        self.sharpest.add(largest, left, right)
        self.farthest.add(-mean, left, right)

    def absorb(self, other: GroupSums) -> None:
        """Add the pairs of another."""
        self.pairs += other.pairs
        self.mean += other.mean
        self.square += other.square
        self.largest += other.largest
        self.above += other.above
        for mine, theirs in (
            (self.nearest, other.nearest),
            (self.sharpest, other.sharpest),
            (self.farthest, other.farthest),
        ):
            mine.add(theirs.values, theirs.left, theirs.right)


def group_sums(
    found: Spans,
    *,
    top: int,
    level: float,
    workers: int,
    progress: Callable[[PairProgress], None] | None = None,
) -> GroupSums:
    """The sums over all pairs of groups: threads share the block rows, and their sums are added in order."""
    cuts = _blocks(found.starts, found.prepared.settings.block)
    whole, began = GroupSums(top, level), time.perf_counter()
    total = found.count * (found.count - 1) // 2
    stop = threading.Event()

    def block_row(place: int) -> GroupSums:
        part = GroupSums(top, level)
        for other in range(place, len(cuts) - 1):
            if stop.is_set():
                break
            _add_block(part, found, (cuts[place], cuts[place + 1]), (cuts[other], cuts[other + 1]))
        return part

    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
        try:
            for part in pool.map(block_row, range(len(cuts) - 1)):
                whole.absorb(part)
                if progress is not None:
                    progress(PairProgress(whole.pairs, total, time.perf_counter() - began))
        finally:
            stop.set()
    return whole


def _add_block(sums: GroupSums, found: Spans, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    """Add the pairs of groups in `rows` with later ones in `columns`."""
    left, right = found.starts[rows[0] : rows[1] + 1], found.starts[columns[0] : columns[1] + 1]
    products = found.basis[left[0] : left[-1]] @ found.basis[right[0] : right[-1]].T
    shape = (rows[1] - rows[0], columns[1] - columns[0])
    mean, largest = np.empty(shape), np.empty(shape)
    rank = int(min(np.diff(left).max(), np.diff(right).max()))
    squared_cosines(products, left - left[0], right - right[0], np.empty((rank, rank)), mean, largest)
    if rows == columns:
        i, j = np.triu_indices(shape[0], 1)
    else:
        i, j = (places.ravel() for places in np.indices(shape))
    sums.add(mean[i, j], largest[i, j], i + rows[0], j + columns[0])


def _blocks(starts: Indices, size: int) -> list[int]:
    """Places of groups at which blocks begin, and the end: at most `size` rows in each, or one group."""
    return list(_block_starts(starts, size))


def _block_starts(starts: Indices, size: int) -> Iterator[int]:
    place, end = 0, starts.size - 1
    while place < end:
        yield place
        following = int(np.searchsorted(starts, starts[place] + size, side="right")) - 1
        place = min(max(following, place + 1), end)
    yield end
