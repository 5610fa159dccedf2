"""The pass over all pairs: block rows shared out to threads, their counts merged, saved on the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol

from threadpoolctl import threadpool_limits

from packing.overlaps.counts import PairCounts

SAVE_SECONDS = 30.0
"""The time between two saves of a checkpoint."""


@dataclass(frozen=True)
class PairProgress:
    """Pairs done and in all, and the seconds spent.

    Fields: `done` and `total` pairs.
    """

    done: int
    total: int
    seconds: float

    @property
    def seconds_left(self) -> float:
        """The time left at the speed so far."""
        return self.seconds * (self.total - self.done) / max(self.done, 1)


class Worker(Protocol):
    """What adds block rows to counts of its own, on the host or on a device."""

    counts: PairCounts
    lock: threading.Lock

    def count(self, block_row: int, stop: threading.Event) -> int:
        """Add one block row to the counts and return its number of pairs, 0 if stopped before."""


def block_pairs(block_row: int, block: int, n: int, columns: int | None = None) -> int:
    """The number of pairs in a block row: i < j within one matrix, all of them between two."""
    start, stop = block_row * block, min((block_row + 1) * block, n)
    if columns is not None:
        return (stop - start) * columns
    return sum(range(n - stop, n - start))


def run(
    workers: Sequence[Worker],
    block_rows: list[int],
    *,
    progress: Callable[[PairProgress], None] | None = None,
    save: Callable[[PairCounts], None] | None = None,
    save_seconds: float = SAVE_SECONDS,
) -> PairCounts:
    """Share out `block_rows` to workers, one thread each with one BLAS thread; all ends in the counts of the first.

    `save` gets consistent counts every `save_seconds`, and at the end also when the run is interrupted: then threads
    finish their block row first.
    """
    counts = workers[0].counts
    columns = None if counts.columns is counts.rows else int(counts.columns.thresholds.size)
    total = sum(block_pairs(row, counts.settings.block, counts.n, columns) for row in block_rows)
    queue, stop = iter(block_rows), threading.Event()
    queue_lock = threading.Lock()
    done = [0] * len(workers)

    def work(index: int) -> None:
        while not stop.is_set():
            with queue_lock:
                block_row = next(queue, None)
            if block_row is None:
                return
            done[index] += workers[index].count(block_row, stop)

    began = saved = time.perf_counter()
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(len(workers)) as pool:
        futures = [pool.submit(work, index) for index in range(len(workers))]
        try:
            for _ in _until_done(futures):
                now = time.perf_counter()
                if progress is not None:
                    progress(PairProgress(sum(done), total, now - began))
                if save is not None and now - saved > save_seconds:
                    save(_merged(workers))
                    saved = time.perf_counter()
        finally:
            stop.set()
            wait(futures)
            if save is not None:
                save(_merged(workers))
    for future in futures:
        future.result()
    if progress is not None:
        progress(PairProgress(sum(done), total, time.perf_counter() - began))
    for worker in workers[1:]:
        counts.absorb(worker.counts)
    return counts


def _until_done(futures: list[Future[None]]) -> Iterator[None]:
    """Wake a few times a second until every thread is done or one has failed."""
    pending = set(futures)
    while pending:
        finished, pending = wait(pending, timeout=0.2, return_when=FIRST_EXCEPTION)
        if any(future.exception() for future in finished):
            return
        yield


def _merged(workers: Sequence[Worker]) -> PairCounts:
    """A copy of all that has been counted, taken while no worker is within a block row."""
    for worker in workers:
        worker.lock.acquire()
    try:
        whole = workers[0].counts.copy()
        for worker in workers[1:]:
            whole.absorb(worker.counts)
    finally:
        for worker in workers:
            worker.lock.release()
    return whole
