"""All pairs of one matrix: prepare the rows, count the pairs, conclude."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import overload

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError
from packing.overlaps.block_rows import PairProgress
from packing.overlaps.counts import PairCounts, check_mergeable
from packing.overlaps.groups.labels import Groups
from packing.overlaps.groups.statistics import GroupOverlaps, group_overlaps
from packing.overlaps.matrix import Matrix
from packing.overlaps.moments import moments
from packing.overlaps.panels import Panels
from packing.overlaps.preparation import Preparation, prepare
from packing.overlaps.processor import blas_architecture, thread_count
from packing.overlaps.products import largest_overlap
from packing.overlaps.refinement import refined_pairs, refined_partners
from packing.overlaps.row_survey import Survey
from packing.overlaps.self.components import components, ranked
from packing.overlaps.self.counting import count
from packing.overlaps.self.frame import FrameStatistics, frame
from packing.overlaps.self.geometry import described
from packing.overlaps.self.statistics import OverlapStatistics
from packing.overlaps.settings import Settings
from packing.overlaps.values import Cost, Pair


def conclude(
    prepared: Preparation, counts: PairCounts, *, spectrum: bool = True, cost: Cost | None = None
) -> OverlapStatistics:
    """The statistics of complete counts: sums to means, candidates again in float64, components, frame operator.

    Args: `prepared`: the rows that were counted; `spectrum` False leaves the frame operator out; `cost`: what was
    spent so far.
    """
    check_mergeable(prepared.empty(), counts)
    if not counts.is_complete:
        missing = np.flatnonzero(~counts.done)
        raise InputError(
            f"{missing.size} of {counts.done.size} block rows are not counted yet (first: {int(missing[0])}): "
            "count the other shards and merge them"
        )
    settings, matrix, norms = counts.settings, prepared.matrix, prepared.norms
    pairs = math.comb(matrix.n, 2)
    if int(counts.histogram.sum()) != pairs:
        raise ArithmeticError(f"the histogram holds {int(counts.histogram.sum())} pairs, not {pairs}")
    best = refined_pairs(matrix, norms, counts.closest)
    gain = Panels(matrix, norms, settings.precision.dtype).gain ** 2
    absolute, signed = moments(counts, best, pairs, gain)
    top = tuple(
        Pair(int(prepared.rows[i]), int(prepared.rows[j]), float(c))
        for i, j, c in zip(*(column[: settings.top] for column in best[:3]), strict=True)
    )
    cosines, partners = refined_partners(matrix, norms, counts.rows)
    weights = (norms / norms.max()) ** 2
    factors = components(counts.forest, settings.eps, counts.exceeding, matrix.d)
    shares = weights / (weights + counts.interference)
    return OverlapStatistics(
        prepared.source.name,
        prepared.source.n,
        prepared.source.d,
        prepared.source.stored,
        settings,
        prepared.dropped,
        prepared.rows,
        norms,
        absolute,
        signed,
        counts.histogram,
        top,
        np.abs(cosines[:, 0]),
        prepared.rows[partners],
        shares,
        described(ranked(factors, matrix, norms), matrix, norms, prepared.rows, shares),
        _frame(prepared) if spectrum else None,
        cost or Cost(0.0, 0.0, 1),
        tuple(_notes(prepared)),
        _without_copies(prepared, top),
        cosines,
    )


@overload
def overlaps(
    matrix: Matrix | Packing | npt.ArrayLike,
    settings: Settings | None = None,
    *,
    groups: None = None,
    center: bool = False,
    drop_copies: bool = False,
    copies_within: float = 0.0,
    min_norm: float = 0.0,
    spectrum: bool = True,
    workers: int | None = None,
    device: bool = False,
    checkpoint: Path | str | None = None,
    progress: Callable[[PairProgress], None] | None = None,
) -> OverlapStatistics: ...


@overload
def overlaps(
    matrix: Matrix | Packing | npt.ArrayLike,
    settings: Settings | None = None,
    *,
    groups: Groups | npt.ArrayLike,
    center: bool = False,
    min_norm: float = 0.0,
    workers: int | None = None,
    progress: Callable[[PairProgress], None] | None = None,
) -> GroupOverlaps: ...


def overlaps(
    matrix: Matrix | Packing | npt.ArrayLike,
    settings: Settings | None = None,
    *,
    groups: Groups | npt.ArrayLike | None = None,
    center: bool = False,
    drop_copies: bool = False,
    copies_within: float = 0.0,
    min_norm: float = 0.0,
    spectrum: bool = True,
    workers: int | None = None,
    device: bool = False,
    checkpoint: Path | str | None = None,
    progress: Callable[[PairProgress], None] | None = None,
) -> OverlapStatistics | GroupOverlaps:
    """Exact overlap statistics of the rows of a real matrix over all pairs, in one streamed pass.

    Work n^2 d flops of matrix product and about 1 ns a pair for everything else; memory a few blocks of 512 rows and
    some 64 bytes a row, plus d x d arrays for the spectrum. Rows are chosen as `prepare` does, and those left out told.
    `workers` threads (default: one a core) share the block rows; with `device` products and sums are left to jax.
    In single precision moments of order 2 and above are those of float64 to 1e-7 relative; the first to some 1e-8
    absolute, the rounding of one product. The closest pairs, the coherence and the best partner of each row are
    computed again in float64; partners equal to within 1e-7 may stand for each other.
    With `groups`, one label a row, the answer is of the spans of groups (see `group_overlaps`).

    Args: `matrix` (n, d), a vector a row; `settings`: bins, eps and precision (None: those of the shape); `center`
    subtracts the mean row; `drop_copies`, `copies_within` (a distance of unit rows) and `min_norm` choose rows as
    `prepare` does; `progress` is called with a `PairProgress`. `checkpoint`: a file in which the counts are kept, so
    that a run that was killed goes on.

    >>> import numpy as np
    >>> answer = overlaps(np.array([[1.0, 0], [0, 1], [3, 3], [0, 0]]))
    >>> answer.dropped.zero, round(answer.coherence, 12), round(answer.absolute[2], 12)
    ((3,), 0.707106781187, 0.333333333333)
    """
    if groups is not None:
        if drop_copies or copies_within or device or checkpoint is not None:
            raise InputError("groups are counted whole, here and at once: leave out copies, device and checkpoint")
        return group_overlaps(
            matrix, groups, settings, center=center, min_norm=min_norm, workers=workers, progress=progress
        )
    began, cpu = time.perf_counter(), time.process_time()
    prepared = prepare(
        matrix,
        settings,
        center=center,
        drop_copies=drop_copies,
        copies_within=copies_within,
        min_norm=min_norm,
        device=device,
    )
    counts = count(prepared, workers=workers, device=device, checkpoint=checkpoint, progress=progress)
    found = conclude(prepared, counts, spectrum=spectrum)
    spent = Cost(
        time.perf_counter() - began,
        time.process_time() - cpu,
        1 if device else thread_count(workers),
        device="jax" if device else "cpu",
        architecture=blas_architecture(),
    )
    return replace(found, cost=spent)


def _frame(prepared: Preparation) -> FrameStatistics:
    """The frame statistics of the rows that take part, in the precision of the pairs."""
    all_good = Survey(prepared.norms, np.zeros(prepared.matrix.n, dtype=np.int8), ())
    return frame(prepared.matrix, all_good, rows=False, precision=prepared.settings.precision)


def _without_copies(prepared: Preparation, top: tuple[Pair, ...]) -> float | None:
    """The largest |cos| of two rows that are no copies, None where all rows are copies; another pass where need be."""
    if prepared.dropped.copies_dropped or not prepared.dropped.duplicates:
        return abs(top[0].cosine)
    group = {row: index for index, rows in enumerate(prepared.dropped.duplicates) for row in rows}
    for pair in top:
        if pair.left not in group or group[pair.left] != group.get(pair.right):
            return abs(pair.cosine)
    later = [row for rows in prepared.dropped.duplicates for row in rows[1:]]
    different = np.flatnonzero(~np.isin(prepared.rows, later))
    if different.size < 2:
        return None
    return largest_overlap(prepared.select(different.astype(np.int64)), prepared.settings.precision.dtype)


def _notes(prepared: Preparation) -> list[str]:
    """What a reader must know before trusting a number."""
    notes = []
    n, d = prepared.matrix.n, prepared.matrix.d
    if d > n:
        notes.append(
            f"There are more columns ({d}) than rows ({n}): these rows could all be orthogonal. "
            "If the vectors are the columns, transpose."
        )
    blur = prepared.source.unit_roundoff / math.sqrt(d)
    if prepared.source.shift is None and prepared.settings.eps and blur * 4 > prepared.settings.eps[0]:
        notes.append(
            f"Numbers stored as {prepared.source.stored} blur an overlap by about {blur:.0e}: "
            f"components below eps = {4 * blur:.0e} may be joined by rounding."
        )
    if prepared.dropped.duplicates and not prepared.dropped.copies_dropped:
        copies = sum(map(len, prepared.dropped.duplicates))
        notes.append(
            f"{copies} rows are copies, in {len(prepared.dropped.duplicates)} "
            f"group{'s' * (len(prepared.dropped.duplicates) > 1)}: they count as pairs of cosine 1; "
            "drop copies to leave them out."
        )
    return notes
