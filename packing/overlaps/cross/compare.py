"""All pairs of rows of two matrices: the best match of each row in the other, statistics, one-to-one matching."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable

import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError
from packing.overlaps.block_rows import PairProgress, run
from packing.overlaps.counts import empty_counts
from packing.overlaps.cross.comparison import Comparison, Side
from packing.overlaps.cross.matching import matching
from packing.overlaps.matrix import Matrix
from packing.overlaps.moments import moments
from packing.overlaps.panels import Panels
from packing.overlaps.preparation import prepare
from packing.overlaps.processor import blas_architecture, thread_count
from packing.overlaps.refinement import refined_pairs, refined_partners
from packing.overlaps.settings import Settings
from packing.overlaps.values import Cost, Pair
from packing.overlaps.workers import host_workers, operand

CANDIDATES = 8
"""Partners of each row, on either side, among which the one-to-one matching chooses."""


def compare(
    left: Matrix | Packing | npt.ArrayLike,
    right: Matrix | Packing | npt.ArrayLike,
    settings: Settings | None = None,
    *,
    workers: int | None = None,
    progress: Callable[[PairProgress], None] | None = None,
) -> Comparison:
    """Exact statistics between the rows of two matrices, best match each way, and a one-to-one matching.

    The matching maximises the sum of |cos| among the `CANDIDATES` best partners of each row, on either side: groups of
    rows that are linked by candidates are solved one by one by the Hungarian method (exact within the candidates), a
    group of more than `MOST_ASSIGNED` rows greedily. Reference: Kuhn (1955).

    >>> import numpy as np
    >>> both = compare(np.eye(3), np.array([[0.0, 2, 0], [1, 0, 0], [0, 1, -1]]))
    >>> both.left.partner.tolist(), both.matching.right.tolist()
    ([1, 0, 2], [1, 0, 2])
    """
    began, cpu = time.perf_counter(), time.process_time()
    chosen = settings or Settings()
    one, two = prepare(left, chosen), prepare(right, chosen)
    if one.matrix.d != two.matrix.d:
        raise InputError(
            f"the matrices have {one.matrix.d} and {two.matrix.d} columns: compare rows of one space, or transpose one"
        )
    n, m, d = one.matrix.n, two.matrix.n, one.matrix.d
    kept = min(CANDIDATES, n, m)
    wanted = Settings(chosen.eps, chosen.bins, chosen.top, kept, chosen.precision, chosen.block)
    settings = wanted.resolved(max(n, m), d)
    dtype = settings.precision.dtype
    checksum = zlib.crc32(two.norms.tobytes(), zlib.crc32(one.norms.tobytes()))
    counts = empty_counts(settings, f"{n}+{m}x{d} {checksum:08x}", n, m)
    operands = [operand(Panels(side.matrix, side.norms, dtype), side.norms, dtype) for side in (one, two)]
    threads = host_workers(operands[0], operands[1], counts, min(thread_count(workers), counts.done.size))
    run(threads, list(range(counts.done.size)), progress=progress)
    if int(counts.histogram.sum()) != n * m:
        raise ArithmeticError(f"the histogram holds {int(counts.histogram.sum())} pairs, not {n * m}")
    best = refined_pairs(one.matrix, one.norms, counts.closest, two.matrix, two.norms)
    absolute, signed = moments(counts, best, n * m, operands[0].panels.gain * operands[1].panels.gain)
    left_best, left_partners = refined_partners(one.matrix, one.norms, counts.rows, two.matrix, two.norms)
    right_best, right_partners = refined_partners(two.matrix, two.norms, counts.columns, one.matrix, one.norms)
    return Comparison(
        d,
        Side(one.source.name, one.source.n, one.dropped, one.rows, left_best, two.rows[left_partners[:, 0]]),
        Side(two.source.name, two.source.n, two.dropped, two.rows, right_best, one.rows[right_partners[:, 0]]),
        settings,
        absolute,
        signed,
        counts.histogram,
        dict(zip(settings.eps, map(int, counts.exceeding), strict=True)),
        tuple(
            Pair(int(one.rows[i]), int(two.rows[j]), float(c))
            for i, j, c in zip(*(column[: settings.top] for column in best[:3]), strict=True)
        ),
        matching(one, two, left_partners, right_partners),
        Cost(
            time.perf_counter() - began,
            time.process_time() - cpu,
            thread_count(workers),
            architecture=blas_architecture(),
        ),
    )
