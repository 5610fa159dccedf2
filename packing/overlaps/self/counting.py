"""All pairs of one matrix, or a shard of them, counted; with a checkpoint the count goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from packing.errors import InputError, positive_integer
from packing.files import check_writable
from packing.overlaps.block_rows import PairProgress, Worker, run
from packing.overlaps.checkpoint import load_counts, save_counts
from packing.overlaps.counts import PairCounts
from packing.overlaps.panels import Panels
from packing.overlaps.preparation import Preparation
from packing.overlaps.processor import thread_count
from packing.overlaps.workers import host_workers, operand


@dataclass(frozen=True)
class Shard:
    """Part `index` of `of`: every `of`-th block row, so that parts cost about the same.

    >>> Shard(0, 2).block_rows(5)
    [0, 2, 4]
    """

    index: int
    of: int

    def __post_init__(self) -> None:
        positive_integer("the number of shards", self.of)
        if not 0 <= self.index < self.of:
            raise InputError(f"a shard of {self.of} has a number 0 .. {self.of - 1}, not {self.index}: correct it")

    def block_rows(self, blocks: int) -> list[int]:
        """The block rows of this part."""
        return list(range(self.index, blocks, self.of))


WHOLE = Shard(0, 1)


def count(
    prepared: Preparation,
    *,
    shard: Shard = WHOLE,
    workers: int | None = None,
    device: bool = False,
    checkpoint: Path | str | None = None,
    progress: Callable[[PairProgress], None] | None = None,
) -> PairCounts:
    """The counts of the block rows of a shard; with a `checkpoint` file it goes on where that stopped.

    The file is replaced every half minute, at the end, and when the run is interrupted.

    Args: `prepared`: what `prepare` returns; `workers`: threads, one a core by default; `device` True counts on an
    accelerator with jax; `progress` is called with a `PairProgress`.
    """
    counts = begun(prepared, checkpoint)
    open_rows = [row for row in shard.block_rows(counts.done.size) if not counts.done[row]]
    save = None if checkpoint is None else partial(_save, checkpoint)
    return add_block_rows(prepared, counts, open_rows, workers=workers, device=device, progress=progress, save=save)


def begun(prepared: Preparation, checkpoint: Path | str | None) -> PairCounts:
    """The counts that a checkpoint file holds, none where there is no such file yet."""
    if checkpoint is None:
        return prepared.empty()
    check_writable(checkpoint)
    if not Path(checkpoint).exists():
        return prepared.empty()
    counts = load_counts(checkpoint)
    _check_resumes(prepared, counts, checkpoint)
    return counts


def add_block_rows(
    prepared: Preparation,
    counts: PairCounts,
    open_rows: list[int],
    *,
    workers: int | None = None,
    device: bool = False,
    progress: Callable[[PairProgress], None] | None = None,
    save: Callable[[PairCounts], None] | None = None,
) -> PairCounts:
    """Count block rows that are not done yet into `counts`."""
    dtype = prepared.settings.precision.dtype
    rows = operand(Panels(prepared.matrix, prepared.norms, dtype), prepared.norms, dtype)
    threads: Sequence[Worker]
    if device:
        from packing.overlaps.jax_worker import JaxWorker

        threads = [JaxWorker(rows, prepared.matrix, counts)]
    else:
        threads = host_workers(rows, None, counts, max(1, min(thread_count(workers), len(open_rows))))
    return run(threads, open_rows, progress=progress, save=save)


def _check_resumes(prepared: Preparation, counts: PairCounts, path: Path | str) -> None:
    empty = prepared.empty()
    if counts.fingerprint != empty.fingerprint or counts.settings != empty.settings:
        raise InputError(f"{path} is the checkpoint of another matrix or of other settings: name another file")


def _save(path: Path | str, counts: PairCounts) -> None:
    save_counts(counts, path)
