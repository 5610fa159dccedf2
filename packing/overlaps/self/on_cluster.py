"""All pairs of one matrix counted by the workers of a cluster, and their parts merged here as they come."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from packing.cluster import Cluster
from packing.overlaps.block_rows import SAVE_SECONDS, PairProgress, block_pairs
from packing.overlaps.checkpoint import save_counts
from packing.overlaps.counts import PairCounts
from packing.overlaps.matrix import Matrix
from packing.overlaps.preparation import Preparation, prepare
from packing.overlaps.processor import blas_architecture
from packing.overlaps.self.all_pairs import conclude
from packing.overlaps.self.counting import add_block_rows, begun
from packing.overlaps.self.statistics import OverlapStatistics
from packing.overlaps.settings import Settings
from packing.overlaps.values import Cost

PARTS = 4
"""Parts for each worker's thread: enough that all end at about the same time."""


@dataclass(frozen=True)
class Opening:
    """How a worker reads the matrix again: a function of the arguments that give it, and `prepare`'s options."""

    read: Callable[..., Matrix]
    arguments: tuple[Any, ...]
    settings: Settings
    options: tuple[tuple[str, Any], ...]

    def prepared(self) -> Preparation:
        """The matrix as `prepare` makes it ready."""
        return prepare(self.read(*self.arguments), self.settings, **dict(self.options))


def overlaps_on_cluster(
    matrix: Matrix,
    read: Callable[..., Matrix],
    arguments: tuple[Any, ...],
    workers: Cluster,
    settings: Settings | None = None,
    *,
    spectrum: bool = True,
    checkpoint: Path | str | None = None,
    progress: Callable[[PairProgress], None] | None = None,
    **options: Any,
) -> OverlapStatistics:
    """`overlaps` with the pairs counted on a cluster: `read(*arguments)` is `matrix` there, `options` are `prepare`'s.

    The rest is done here: the candidates again in float64, the components, the frame operator.

    Args: `workers`: the cluster; `settings`, `spectrum`, `checkpoint` and `progress` as in `overlaps`.
    """
    began, cpu = time.perf_counter(), time.process_time()
    prepared = prepare(matrix, settings, **options)
    opening = Opening(read, arguments, settings or Settings(), tuple(sorted(options.items())))
    counts = count_on_cluster(
        prepared, opening, workers.executor, workers.slots, checkpoint=checkpoint, progress=progress
    )
    found = conclude(prepared, counts, spectrum=spectrum)
    spent = time.perf_counter() - began, time.process_time() - cpu
    return replace(found, cost=Cost(*spent, workers.slots, device="cluster", architecture=blas_architecture()))


def count_on_cluster(
    prepared: Preparation,
    opening: Opening,
    executor: Executor,
    slots: int,
    *,
    checkpoint: Path | str | None = None,
    progress: Callable[[PairProgress], None] | None = None,
) -> PairCounts:
    """The counts of all pairs, by tasks of an executor that read the matrix themselves; `slots` of them run at once.

    A part is every so-manieth open block row, so that parts cost about the same; each is merged as it comes, and no
    more than twice `slots` are under way, so that this process holds few of them. Sums are kept by block row and merged
    exactly, so the counts of a product in single precision are those of one process, whoever counted what. With a
    `checkpoint` the count goes on where it stopped.
    """
    counts = begun(prepared, checkpoint)
    open_rows = [int(row) for row in range(counts.done.size) if not counts.done[row]]
    total = sum(block_pairs(row, counts.settings.block, counts.n) for row in open_rows)
    parts = [open_rows[k :: PARTS * slots] for k in range(min(len(open_rows), PARTS * slots))]
    began = saved = time.perf_counter()
    done = 0
    running: dict[Future[PairCounts], list[int]] = {}
    try:
        while parts or running:
            while parts and len(running) < 2 * slots:
                part = parts.pop(0)
                running[executor.submit(_part, opening, part, prepared.fingerprint)] = part
            for task in wait(running, return_when=FIRST_COMPLETED).done:
                rows = running.pop(task)
                counts.absorb(task.result())
                done += sum(block_pairs(row, counts.settings.block, counts.n) for row in rows)
            now = time.perf_counter()
            if progress is not None:
                progress(PairProgress(done, total, now - began))
            if checkpoint is not None and now - saved > SAVE_SECONDS:
                save_counts(counts, checkpoint)
                saved = now
    finally:
        for task in running:
            task.cancel()
        if checkpoint is not None:
            save_counts(counts, checkpoint)
    return counts


def _part(opening: Opening, rows: list[int], fingerprint: str) -> PairCounts:
    """The counts of some block rows; a worker reads and surveys the matrix once."""
    prepared = _held(opening, fingerprint)
    return add_block_rows(prepared, prepared.empty(), rows, workers=1)


@lru_cache(maxsize=1)
def _held(opening: Opening, fingerprint: str) -> Preparation:
    return opening.prepared()
