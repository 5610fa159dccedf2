"""The pass over all pairs: block rows shared out to threads, one block buffer each, counts merged, saved on the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from packing.overlaps.kernels import LIFT, TABLES, Scratch, fold
from packing.overlaps.matrix import Floats
from packing.overlaps.panels import Panels
from packing.overlaps.settings import MOST_LEVELS, bits_of
from packing.overlaps.tally import Tally, empty_tally

SAVE_SECONDS = 30.0
"""The time between two saves of a checkpoint."""


@dataclass(frozen=True)
class Progress:
    """Pairs done and in all, and the seconds spent."""

    done: int
    total: int
    seconds: float

    @property
    def seconds_left(self) -> float:
        """The time left at the speed so far."""
        return self.seconds * (self.total - self.done) / max(self.done, 1)


@dataclass(frozen=True, eq=False)
class Operand:
    """Unit rows to be multiplied: panels, how many rows, and |w|^2 in units of the largest."""

    panels: Panels
    n: int
    weights: npt.NDArray[Any]


def operand(panels: Panels, norms: Floats, dtype: np.dtype[Any]) -> Operand:
    """The rows of `panels` with their weights."""
    return Operand(panels, norms.size, ((norms / norms.max()) ** 2).astype(dtype))


class Counter(Protocol):
    """What counts block rows into a tally of its own, on the host or on a device."""

    tally: Tally
    lock: threading.Lock

    def count(self, block_row: int, halt: threading.Event) -> int:
        """Fold one block row into the tally and return its number of pairs, 0 if halted before."""


class Worker:
    """One thread's buffers and tally."""

    def __init__(self, left: Operand, right: Operand | None, tally: Tally) -> None:
        self.tally = tally
        self.lock = threading.Lock()
        self._left, self._right = left, right if right is not None else left
        self._is_triangle = right is None
        settings = tally.settings
        self._dtype = settings.precision.dtype
        self._left_buffer = left.panels.buffer(settings.block)
        self._right_buffer = self._right.panels.buffer(settings.block)
        self._products = np.empty(settings.block**2, dtype=self._dtype)
        self._felt = np.zeros(settings.block, dtype=self._dtype)
        self._mask = bits_of(self._dtype)(np.iinfo(bits_of(self._dtype)).max)
        self._scratch = Scratch(
            np.zeros((TABLES, settings.bins), dtype=np.uint32),
            np.zeros(settings.block, dtype=np.uint32),
            np.zeros((max(len(settings.eps), 1), settings.block), dtype=np.int32),
            np.zeros((max(len(settings.eps), 1), settings.block), dtype=np.int32),
            np.zeros(MOST_LEVELS, dtype=np.int64),
        )

    def count(self, block_row: int, halt: threading.Event) -> int:
        """Fold the pairs of one block row into the tally; return how many there were, 0 if halted before."""
        with self.lock:
            if halt.is_set():
                return 0
            tally, size = self.tally, self.tally.settings.block
            start = block_row * size
            panel = self._left.panels.read(start, start + size, self._left_buffer)
            row_felt = np.zeros(len(panel.rows))
            for first in range(start if self._is_triangle else 0, self._right.n, size):
                diagonal = self._is_triangle and first == start
                other = panel if diagonal else self._right.panels.read(first, first + size, self._right_buffer)
                self._fold(panel, other, (start, first), diagonal, tally.sums[block_row], row_felt)
            tally.felt[start : start + len(row_felt)] += row_felt / LIFT**2
            tally.done[block_row] = True
            return block_pairs(block_row, size, self._left.n, None if self._is_triangle else self._right.n)

    def _fold(self, panel: Any, other: Any, origin: tuple[int, int], diagonal: bool, sums: Any, row_felt: Any) -> None:
        tally, scratch = self.tally, self._scratch
        height, width = len(panel.rows), len(other.rows)
        block = self._products[: height * width].reshape(height, width)
        np.matmul(panel.rows, other.rows.T, out=block)
        felt = self._felt[:width]
        felt[:] = 0
        rows, columns = slice(origin[0], origin[0] + height), slice(origin[1], origin[1] + width)
        fold(
            block, block.view(bits_of(self._dtype)), self._mask, self._dtype.type(LIFT),
            self._dtype.type(tally.settings.bins / 2), tally.settings.cuts, origin, diagonal, self._is_triangle,
            panel.scales, other.scales, self._left.weights[rows], self._right.weights[columns],
            sums, row_felt, felt, tally.exceeding, tally.rows, tally.columns, tally.closest, tally.forest, scratch,
        )  # fmt: skip
        if self._is_triangle:
            tally.felt[columns] += felt.astype(np.float64) / LIFT**2
        tally.histogram[:] += scratch.tables.sum(axis=0, dtype=np.int64)
        scratch.tables[:] = 0


def block_pairs(block_row: int, block: int, n: int, columns: int | None = None) -> int:
    """The number of pairs in a block row: i < j within one matrix, all of them between two."""
    start, stop = block_row * block, min((block_row + 1) * block, n)
    if columns is not None:
        return (stop - start) * columns
    return sum(range(n - stop, n - start))


def run(
    crew: Sequence[Counter],
    block_rows: list[int],
    *,
    progress: Callable[[Progress], None] | None = None,
    save: Callable[[Tally], None] | None = None,
    save_seconds: float = SAVE_SECONDS,
) -> Tally:
    """Share out `block_rows` to a crew, one thread each with one BLAS thread, and absorb all in the first one's tally.

    `save` gets a consistent tally every `save_seconds`, and at the end also when the run is interrupted: then threads
    finish their block row first.
    """
    tally = crew[0].tally
    columns = None if tally.columns is tally.rows else int(tally.columns.gates.size)
    total = sum(block_pairs(row, tally.settings.block, tally.n, columns) for row in block_rows)
    queue, halt = iter(block_rows), threading.Event()
    ticket = threading.Lock()
    done = [0] * len(crew)

    def work(index: int) -> None:
        while not halt.is_set():
            with ticket:
                block_row = next(queue, None)
            if block_row is None:
                return
            done[index] += crew[index].count(block_row, halt)

    began = saved = time.perf_counter()
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(len(crew)) as pool:
        futures = [pool.submit(work, index) for index in range(len(crew))]
        try:
            for _ in _until_done(futures):
                now = time.perf_counter()
                if progress is not None:
                    progress(Progress(sum(done), total, now - began))
                if save is not None and now - saved > save_seconds:
                    save(_together(crew))
                    saved = time.perf_counter()
        finally:
            halt.set()
            wait(futures)
            if save is not None:
                save(_together(crew))
    for future in futures:
        future.result()
    if progress is not None:
        progress(Progress(sum(done), total, time.perf_counter() - began))
    for worker in crew[1:]:
        tally.absorb(worker.tally)
    return tally


def _until_done(futures: list[Future[None]]) -> Iterator[None]:
    """Wake a few times a second until every thread is done or one has failed."""
    pending = set(futures)
    while pending:
        finished, pending = wait(pending, timeout=0.2, return_when=FIRST_EXCEPTION)
        if any(future.exception() for future in finished):
            return
        yield


def host_crew(left: Operand, right: Operand | None, tally: Tally, workers: int) -> list[Worker]:
    """`workers` threads of this machine; the first counts on top of `tally`."""
    return [Worker(left, right, tally), *(Worker(left, right, _fresh(tally)) for _ in range(workers - 1))]


def _fresh(tally: Tally) -> Tally:
    columns = None if tally.columns is tally.rows else int(tally.columns.gates.size)
    return empty_tally(tally.settings, tally.fingerprint, tally.n, columns)


def _together(crew: Sequence[Counter]) -> Tally:
    """A copy of all that has been counted, taken while no worker is within a block row."""
    for worker in crew:
        worker.lock.acquire()
    try:
        whole = crew[0].tally.copy()
        for worker in crew[1:]:
            whole.absorb(worker.tally)
    finally:
        for worker in crew:
            worker.lock.release()
    return whole
