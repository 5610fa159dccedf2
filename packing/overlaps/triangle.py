"""All pairs of one matrix: prepare the rows, count the pairs (all, or a shard of them), conclude."""

from __future__ import annotations

import math
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError, positive_integer
from packing.files import check_writable
from packing.overlaps.checkpoint import load_tally, save_tally
from packing.overlaps.components import components, ranked
from packing.overlaps.frame import frame
from packing.overlaps.matrix import Floats, Indices, Matrix, as_matrix
from packing.overlaps.panels import Panels
from packing.overlaps.processor import blas_architecture, thread_count
from packing.overlaps.refinement import RefinedPairs, refined_pairs, refined_partners
from packing.overlaps.settings import Precision, Settings
from packing.overlaps.statistics import Cost, Dropped, OverlapStatistics, Pair
from packing.overlaps.stream import Counter, Progress, host_crew, operand, run
from packing.overlaps.survey import Fate, Survey, centred, survey
from packing.overlaps.tally import POWERS, Tally, check_mergeable, empty_tally, lifted


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

DEVICE_BLOCK = 4096
"""Rows of a tile on an accelerator: large enough that a product hides its launch."""


@dataclass(frozen=True, eq=False)
class Preparation:
    """A matrix ready to be counted: its rows with a direction, their norms, the settings for its shape."""

    source: Matrix
    matrix: Matrix
    norms: Floats
    rows: Indices
    dropped: Dropped
    settings: Settings
    fingerprint: str

    def empty(self) -> Tally:
        """A tally of no pairs of this matrix."""
        return empty_tally(self.settings, self.fingerprint, self.matrix.n)


def prepare(
    matrix: Matrix | Packing | npt.ArrayLike,
    settings: Settings | None = None,
    *,
    center: bool = False,
    drop_copies: bool = False,
    device: bool = False,
) -> Preparation:
    """Survey the rows and drop those without a direction; `drop_copies` keeps one of each group of equal rows.

    `center` first subtracts the mean row; `device` chooses blocks for an accelerator, in single precision.
    Raises `InputError` unless two rows are left.
    """
    source = as_matrix(matrix)
    if center:
        source = centred(source)
    found = survey(source)
    rows = found.live
    if drop_copies:
        rows = np.setdiff1d(rows, found.later_copies)
    _check_enough(source, found, rows)
    live = source if rows.size == source.n else source.select(rows)
    norms = found.norms[rows]
    wanted = settings or Settings()
    if device:
        wanted = replace(wanted, precision=Precision.SINGLE, block=max(wanted.block, DEVICE_BLOCK))
    chosen = wanted.resolved(live.n, live.d)
    print_ = zlib.crc32(rows.astype(np.int32).tobytes(), zlib.crc32(norms.tobytes()))
    dropped = Dropped(
        found.dropped(Fate.ZERO),
        found.dropped(Fate.NAN),
        found.dropped(Fate.INFINITE),
        found.duplicates,
        tuple(map(int, found.later_copies)) if drop_copies else (),
    )
    fingerprint = f"{source.n}x{source.d} {source.stored} {print_:08x}"
    return Preparation(source, live, norms, rows, dropped, chosen, fingerprint)


def count(
    prepared: Preparation,
    *,
    shard: Shard = WHOLE,
    workers: int | None = None,
    device: bool = False,
    checkpoint: Path | str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Tally:
    """The tally of the block rows of a shard; with a `checkpoint` file it goes on where that stopped.

    The file is replaced every half minute, at the end, and when the run is interrupted.
    """
    tally = prepared.empty()
    if checkpoint is not None:
        check_writable(checkpoint)
        if Path(checkpoint).exists():
            tally = load_tally(checkpoint)
            _check_resumes(prepared, tally, checkpoint)
    open_rows = [row for row in shard.block_rows(tally.done.size) if not tally.done[row]]
    dtype = prepared.settings.precision.dtype
    rows = operand(Panels(prepared.matrix, prepared.norms, dtype), prepared.norms, dtype)
    crew: Sequence[Counter]
    if device:
        from packing.overlaps.device import DeviceWorker

        crew = [DeviceWorker(rows, prepared.matrix, tally)]
    else:
        crew = host_crew(rows, None, tally, max(1, min(thread_count(workers), len(open_rows))))
    save = None if checkpoint is None else partial(_save, checkpoint)
    return run(crew, open_rows, progress=progress, save=save)


def conclude(
    prepared: Preparation, tally: Tally, *, spectrum: bool = True, cost: Cost | None = None
) -> OverlapStatistics:
    """The statistics of a complete tally: sums to means, candidates again in float64, components, frame operator."""
    check_mergeable(prepared.empty(), tally)
    if not tally.is_complete:
        missing = np.flatnonzero(~tally.done)
        raise InputError(
            f"{missing.size} of {tally.done.size} block rows are not counted yet (first: {int(missing[0])}): "
            "count the other shards and merge them"
        )
    settings, matrix, norms = tally.settings, prepared.matrix, prepared.norms
    pairs = math.comb(matrix.n, 2)
    if int(tally.histogram.sum()) != pairs:
        raise ArithmeticError(f"the histogram holds {int(tally.histogram.sum())} pairs, not {pairs}")
    best = refined_pairs(matrix, norms, tally.closest)
    gain = Panels(matrix, norms, settings.precision.dtype).gain ** 2
    absolute, signed = moments(tally, best, pairs, gain)
    top = tuple(
        Pair(int(prepared.rows[i]), int(prepared.rows[j]), float(c))
        for i, j, c in zip(*(column[: settings.top] for column in best[:3]), strict=True)
    )
    row_maximum, partners = refined_partners(matrix, norms, tally.rows)
    weights = (norms / norms.max()) ** 2
    factors = components(tally.forest, settings.eps, tally.exceeding, matrix.d)
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
        tally.histogram,
        top,
        row_maximum,
        prepared.rows[partners],
        weights / (weights + tally.felt),
        ranked(factors, matrix, norms),
        frame(matrix, Survey(norms, np.zeros(matrix.n, dtype=np.int8), ()), rows=False) if spectrum else None,
        cost or Cost(0.0, 0.0, 1),
        tuple(_notes(prepared)),
    )


def overlaps(
    matrix: Matrix | Packing | npt.ArrayLike,
    settings: Settings | None = None,
    *,
    center: bool = False,
    drop_copies: bool = False,
    spectrum: bool = True,
    workers: int | None = None,
    device: bool = False,
    checkpoint: Path | str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> OverlapStatistics:
    """Exact overlap statistics of the rows of a real matrix over all pairs, in one streamed pass.

    Work n^2 d flops of matrix product and about 1 ns a pair for everything else; memory a few blocks of 512 rows and
    some 64 bytes a row, plus d x d arrays for the spectrum. Zero, NaN and infinite rows are left out and reported.
    `workers` threads (default: one a core) share the block rows; with `device` products and sums are left to jax.
    In single precision moments of order 2 and above are those of float64 to 1e-7 relative; the first to some 1e-8
    absolute, the rounding of one product. The closest pairs, the coherence and the best partner of each row are
    computed again in float64; partners equal to within 1e-7 may stand for each other.

    >>> import numpy as np
    >>> answer = overlaps(np.array([[1.0, 0], [0, 1], [3, 3], [0, 0]]))
    >>> answer.dropped.zero, round(answer.coherence, 12), round(answer.absolute[2], 12)
    ((3,), 0.707106781187, 0.333333333333)
    """
    began, cpu = time.perf_counter(), time.process_time()
    prepared = prepare(matrix, settings, center=center, drop_copies=drop_copies, device=device)
    tally = count(prepared, workers=workers, device=device, checkpoint=checkpoint, progress=progress)
    found = conclude(prepared, tally, spectrum=spectrum)
    spent = Cost(
        time.perf_counter() - began,
        time.process_time() - cpu,
        1 if device else thread_count(workers),
        device="jax" if device else "cpu",
        architecture=blas_architecture(),
    )
    return replace(found, cost=spent)


def moments(tally: Tally, best: RefinedPairs, pairs: int, gain: float) -> tuple[dict[int, float], dict[int, float]]:
    """The means of |c|^p and sign(c)|c|^p; on average the cosines of the tally are too large by the factor `gain`."""
    totals = [math.fsum(column) for column in tally.sums.T]
    absolute, signed = {}, {}
    for place, power in enumerate(POWERS):
        change, signed_change = best.correction(power, gain)
        unit = lifted(power) * gain**power
        absolute[power] = (totals[place] / unit + change) / pairs
        signed[power] = (totals[place + len(POWERS)] / unit + signed_change) / pairs
    return absolute, signed


def _check_enough(source: Matrix, found: Survey, rows: Indices) -> None:
    if rows.size >= 2:
        return
    kinds = {fate.name.lower(): len(found.dropped(fate)) for fate in (Fate.ZERO, Fate.NAN, Fate.INFINITE)}
    told = ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
    raise InputError(
        f"overlaps need at least two rows with a direction, not {rows.size} of {source.n}"
        + (f" ({told})" if told else "")
        + ": check the file and the name of the matrix"
    )


def _check_resumes(prepared: Preparation, tally: Tally, path: Path | str) -> None:
    empty = prepared.empty()
    if tally.fingerprint != empty.fingerprint or tally.settings != empty.settings:
        raise InputError(f"{path} is the checkpoint of another matrix or of other settings: name another file")


def _save(path: Path | str, tally: Tally) -> None:
    save_tally(tally, path)


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
