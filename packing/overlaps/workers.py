"""One thread of this machine: its buffers, its counts, one block of products at a time."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.overlaps.block_rows import block_pairs
from packing.overlaps.counts import PairCounts, empty_counts
from packing.overlaps.kernels.fold import fold
from packing.overlaps.kernels.links import scratch_of
from packing.overlaps.kernels.sums import LIFT
from packing.overlaps.panels import Panels
from packing.overlaps.settings import bits_of

_MOST_TALLIED = 2**31
"""After so many pairs the histogram is kept: its counters have 32 bits, and a block holds at most 2^28 pairs."""


@dataclass(frozen=True, eq=False)
class Operand:
    """Unit rows to be multiplied: panels, how many rows, and |w|^2 in units of the largest."""

    panels: Panels
    n: int
    weights: npt.NDArray[Any]


def operand(panels: Panels, norms: Floats, dtype: np.dtype[Any]) -> Operand:
    """The rows of `panels` with their weights."""
    return Operand(panels, norms.size, ((norms / norms.max()) ** 2).astype(dtype))


class HostWorker:
    """The buffers and the counts of one thread."""

    def __init__(self, left: Operand, right: Operand | None, counts: PairCounts) -> None:
        self.counts = counts
        self.lock = threading.Lock()
        self._left, self._right = left, right if right is not None else left
        self._is_self = right is None
        settings = counts.settings
        self._dtype = settings.precision.dtype
        self._left_buffer = left.panels.buffer(settings.block)
        self._right_buffer = self._right.panels.buffer(settings.block)
        self._products = np.empty(settings.block**2, dtype=self._dtype)
        self._mask = bits_of(self._dtype)(np.iinfo(bits_of(self._dtype)).max)
        self._cuts = settings.cuts
        self._scratch = scratch_of(self._dtype, settings.block, len(settings.eps), settings.bins)
        self._tallied = 0

    def count(self, block_row: int, stop: threading.Event) -> int:
        """Add the pairs of one block row to the counts; return how many there were, 0 if stopped before."""
        with self.lock:
            if stop.is_set():
                return 0
            counts, size = self.counts, self.counts.settings.block
            start = block_row * size
            panel = self._left.panels.read(start, start + size, self._left_buffer)
            row_interference = np.zeros(len(panel.rows))
            for first in range(start if self._is_self else 0, self._right.n, size):
                diagonal = self._is_self and first == start
                other = panel if diagonal else self._right.panels.read(first, first + size, self._right_buffer)
                self._fold(panel, other, (start, first), diagonal, counts.sums[block_row], row_interference)
            counts.interference[start : start + len(row_interference)] += row_interference / LIFT**2
            self._keep_histogram()
            counts.done[block_row] = True
            return block_pairs(block_row, size, self._left.n, None if self._is_self else self._right.n)

    def _fold(
        self, panel: Any, other: Any, origin: tuple[int, int], diagonal: bool, sums: Any, row_interference: Any
    ) -> None:
        counts = self.counts
        height, width = len(panel.rows), len(other.rows)
        block = self._products[: height * width].reshape(height, width)
        np.matmul(panel.rows, other.rows.T, out=block)
        rows, columns = slice(origin[0], origin[0] + height), slice(origin[1], origin[1] + width)
        fold(
            block, self._mask, self._dtype.type(LIFT), self._dtype.type(counts.settings.bins / 2), self._cuts,
            origin, diagonal, self._is_self,
            panel.scales, other.scales, self._left.weights[rows], self._right.weights[columns],
            sums, row_interference, counts.interference,
            counts.exceeding, counts.rows, counts.columns, counts.closest, counts.forest, self._scratch,
        )  # fmt: skip
        self._tallied += block.size
        if self._tallied > _MOST_TALLIED:
            self._keep_histogram()

    def _keep_histogram(self) -> None:
        """Add the 32-bit counters of the histogram to its 64-bit ones."""
        self.counts.histogram[:] += self._scratch.tables.sum(axis=0, dtype=np.int64)
        self._scratch.tables[:] = 0
        self._tallied = 0


def host_workers(left: Operand, right: Operand | None, counts: PairCounts, threads: int) -> list[HostWorker]:
    """`threads` threads of this machine; the first adds to `counts`."""
    held = [counts, *(_empty_like(counts) for _ in range(threads - 1))]
    return [HostWorker(left, right, own) for own in held]


def _empty_like(counts: PairCounts) -> PairCounts:
    columns = None if counts.columns is counts.rows else int(counts.columns.thresholds.size)
    return empty_counts(counts.settings, counts.fingerprint, counts.n, columns)
