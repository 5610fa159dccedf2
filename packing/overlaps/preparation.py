"""A matrix made ready to be counted: its rows with a direction, their norms, settings for its shape."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError, finite_number
from packing.numeric import Floats, Indices
from packing.overlaps.copies import checked_tolerance, copies_by_direction
from packing.overlaps.counts import PairCounts, empty_counts
from packing.overlaps.matrix import Matrix
from packing.overlaps.matrix_objects import as_matrix
from packing.overlaps.row_survey import Fate, Survey, survey
from packing.overlaps.settings import Precision, Settings
from packing.overlaps.values import Dropped, ShortRepr
from packing.rounding import counted

CENTRED_AWAY = 1e-12
"""A row less the mean that is shorter than this, relative to the longer of both, equals the mean: it is zero."""

DEVICE_BLOCK = 4096
"""Rows of a tile on an accelerator: large enough that a product hides its launch."""


@dataclass(frozen=True, eq=False, repr=False)
class Preparation(ShortRepr):
    """A matrix ready to be counted: its rows with a direction, their norms, the settings for its shape.

    Fields: `source`: the matrix as given; `matrix`: the rows that take part; `dropped`: those that do not;
    `fingerprint` of the numbers, by which counts are told to belong to it.
    """

    source: Matrix
    matrix: Matrix
    norms: Floats
    rows: Indices
    dropped: Dropped
    settings: Settings
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.matrix}, {counted(self.dropped.count, 'row')} dropped"

    def select(self, which: Indices) -> Preparation:
        """Some of the rows with a direction, by their places among them."""
        return replace(self, matrix=self.matrix.select(which), norms=self.norms[which], rows=self.rows[which])

    def empty(self) -> PairCounts:
        """Counts of no pairs of this matrix."""
        return empty_counts(self.settings, self.fingerprint, self.matrix.n)


def prepare(
    matrix: Matrix | Packing | npt.ArrayLike,
    settings: Settings | None = None,
    *,
    center: bool = False,
    drop_copies: bool = False,
    copies_within: float = 0.0,
    min_norm: float = 0.0,
    device: bool = False,
    least: int = 2,
) -> Preparation:
    """Survey the rows as given and choose those that take part; then `center` subtracts the mean of these.

    Rows without a direction and rows shorter than `min_norm` are dropped. Copies are rows equal number by number, or
    with `copies_within` > 0 rows whose directions differ by at most that, up to sign; `drop_copies` keeps the first of
    each group. `device` chooses blocks for an accelerator, in single precision. Raises `InputError` unless `least` rows
    are left.

    Args: `matrix` (n, d), a vector a row; `settings`: bins, eps and precision (None: those of the shape).
    """
    source, shortest, within = as_matrix(matrix), checked_norm(min_norm), checked_tolerance(copies_within)
    found = survey(source, shortest)
    if within > 0:
        found = replace(found, duplicates=copies_by_direction(source, found.norms, found.live, within))
    rows = np.setdiff1d(found.live, found.later_copies) if drop_copies else found.live
    norms, zero = found.norms, found.dropped(Fate.ZERO)
    _check_enough(source, found, rows, least)
    if center:
        source, norms = centred(source, rows, norms)
        flat = rows[norms[rows] == 0]
        rows, zero = np.setdiff1d(rows, flat), tuple(sorted((*zero, *map(int, flat))))
        _check_enough(source, found, rows, least)
    live = source if rows.size == source.n else source.select(rows)
    norms = norms[rows]
    wanted = settings or Settings()
    wanted = replace(wanted, row_top=min(wanted.row_top, max(1, live.n - 1)))  # a row has no more partners
    if device:
        wanted = replace(wanted, precision=Precision.SINGLE, block=max(wanted.block, DEVICE_BLOCK))
    chosen = wanted.resolved(live.n, live.d)
    checksum = zlib.crc32(rows.astype(np.int32).tobytes(), zlib.crc32(norms.tobytes()))
    dropped = Dropped(
        zero,
        found.dropped(Fate.NAN),
        found.dropped(Fate.INFINITE),
        found.duplicates,
        tuple(map(int, found.later_copies)) if drop_copies else (),
        found.dropped(Fate.SMALL),
    )
    fingerprint = f"{source.n}x{source.d} {source.stored} {checksum:08x}"
    return Preparation(source, live, norms, rows, dropped, chosen, fingerprint)


def centred(matrix: Matrix, rows: Indices, norms: Floats) -> tuple[Matrix, Floats]:
    """The matrix less the mean of some rows, and its norms; 0 for a row that equals the mean to within rounding."""
    mean = np.zeros(matrix.d)
    for start in range(0, rows.size, matrix.chunk):
        mean += (matrix.rows(rows[start : start + matrix.chunk]) / rows.size).sum(axis=0)
    moved = replace(matrix, shift=mean if matrix.shift is None else matrix.shift + mean)
    after = survey(moved)
    scale = np.maximum(norms, np.linalg.norm(mean))
    flat = (after.fates != Fate.GOOD) | (after.norms <= CENTRED_AWAY * scale)
    return moved, np.where(flat, 0.0, after.norms)


def checked_norm(value: float) -> float:
    """A least norm, finite and at least 0, or `InputError`."""
    norm = finite_number("min-norm", value)
    if norm < 0:
        raise InputError(f"min-norm must be at least 0, not {norm:g}: it is a length of rows such as 1e-6")
    return norm


def _check_enough(source: Matrix, found: Survey, rows: Indices, least: int) -> None:
    if rows.size >= least:
        return
    kinds = {fate.name.lower(): len(found.dropped(fate)) for fate in (Fate.ZERO, Fate.NAN, Fate.INFINITE, Fate.SMALL)}
    listed = ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
    raise InputError(
        f"overlaps need at least {'two rows' if least == 2 else 'one row'} with a direction, "
        f"not {rows.size} of {source.n}"
        + (f" ({listed})" if listed else "")
        + ": check the file and the name of the matrix"
    )
