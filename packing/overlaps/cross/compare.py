"""All pairs of rows of two matrices: the best match of each row in the other, statistics, one-to-one matching."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from dataclasses import replace

import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError
from packing.overlaps.block_rows import PairProgress, run
from packing.overlaps.counts import empty_counts
from packing.overlaps.cross.chance import simulated_matching
from packing.overlaps.cross.comparison import Comparison
from packing.overlaps.cross.matching import best_matching
from packing.overlaps.cross.sides import row_by_row, side
from packing.overlaps.matrix import Matrix
from packing.overlaps.moments import moments
from packing.overlaps.panels import Panels
from packing.overlaps.preparation import prepare
from packing.overlaps.processor import blas_architecture, thread_count
from packing.overlaps.refinement import refined_pairs
from packing.overlaps.settings import Settings
from packing.overlaps.values import Cost, Pair
from packing.overlaps.workers import host_workers, operand


def compare(
    left: Matrix | Packing | npt.ArrayLike,
    right: Matrix | Packing | npt.ArrayLike,
    settings: Settings | None = None,
    *,
    center: bool = False,
    drop_copies: bool = False,
    copies_within: float = 0.0,
    min_norm: float = 0.0,
    matching: bool = True,
    chance: int | None = None,
    seed: int = 0,
    workers: int | None = None,
    progress: Callable[[PairProgress], None] | None = None,
) -> Comparison:
    """Exact statistics between the rows of two matrices, best match each way, and the best one-to-one matchings.

    Rows are chosen on each side as `prepare` does. Best matches are taken by |cos| and by cos. So are two matchings of
    min(n, m) rows, each of largest mean among all, with a proof (`Matching.gap`); `matching=False` leaves them out, a
    few passes over all pairs. `chance` random pairs of dictionaries, drawn from `seed`, say what the matchings of
    random rows reach (None: as many as take seconds).

    Raises `InputError` where the rows do not lie in one space, or none of a side has a direction.

    Args: `left` (n, d) and `right` (m, d); `settings`: bins, eps and precision (None: those of the shape); `center`
    subtracts the mean row; `drop_copies`, `copies_within` (a distance of unit rows) and `min_norm` choose rows as
    `prepare` does; `progress` is called with a `PairProgress`. `workers`: threads, one a core by default.

    >>> import numpy as np
    >>> both = compare(np.eye(3), np.array([[0.0, 2, 0], [1, 0, 0], [0, 1, -1]]))
    >>> both.left.partner.tolist(), both.matching.right.tolist()
    ([1, 0, 2], [1, 0, 2])
    """
    began, cpu = time.perf_counter(), time.process_time()
    chosen = settings or Settings()
    one, two = (
        prepare(
            matrix,
            chosen,
            center=center,
            drop_copies=drop_copies,
            copies_within=copies_within,
            min_norm=min_norm,
            least=1,
        )
        for matrix in (left, right)
    )
    if one.matrix.d != two.matrix.d:
        raise InputError(
            f"the matrices have {one.matrix.d} and {two.matrix.d} columns: compare rows of one space, "
            "or transpose one (--against-transpose)"
        )
    n, m, d = one.matrix.n, two.matrix.n, one.matrix.d
    settings = replace(chosen, row_top=min(chosen.row_top, n, m)).resolved(max(n, m), d)
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
    pairs = tuple(
        Pair(int(one.rows[i]), int(two.rows[j]), float(c))
        for i, j, c in zip(*(column[: settings.top] for column in best[:3]), strict=True)
    )
    found = Comparison(
        d,
        side(one, two, counts.rows, settings),
        side(two, one, counts.columns, settings),
        settings,
        absolute,
        signed,
        counts.histogram,
        dict(zip(settings.eps, map(int, counts.exceeding), strict=True)),
        pairs,
        best_matching(one, two) if matching else None,
        best_matching(one, two, signed=True) if matching else None,
        simulated_matching(n, m, d, draws=chance, seed=seed) if matching else None,
        simulated_matching(n, m, d, signed=True, draws=chance, seed=seed) if matching else None,
        row_by_row(one, two),
        Cost(0.0, 0.0, thread_count(workers), architecture=blas_architecture()),
    )
    spent = replace(found.cost, seconds=time.perf_counter() - began, cpu_seconds=time.process_time() - cpu)
    return replace(found, cost=spent)
