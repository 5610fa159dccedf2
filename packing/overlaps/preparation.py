"""A matrix made ready to be counted: its rows with a direction, their norms, settings for its shape."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError
from packing.numeric import Floats, Indices
from packing.overlaps.counts import PairCounts, empty_counts
from packing.overlaps.matrix import Matrix, as_matrix
from packing.overlaps.row_survey import Fate, Survey, centred, survey
from packing.overlaps.settings import Precision, Settings
from packing.overlaps.values import Dropped, ShortRepr

DEVICE_BLOCK = 4096
"""Rows of a tile on an accelerator: large enough that a product hides its launch."""


@dataclass(frozen=True, eq=False, repr=False)
class Preparation(ShortRepr):
    """A matrix ready to be counted: its rows with a direction, their norms, the settings for its shape."""

    source: Matrix
    matrix: Matrix
    norms: Floats
    rows: Indices
    dropped: Dropped
    settings: Settings
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.matrix}, {self.dropped.count} rows dropped"

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
    device: bool = False,
    least: int = 2,
) -> Preparation:
    """Survey the rows and drop those without a direction; `drop_copies` keeps one of each group of equal rows.

    `center` first subtracts the mean row; `device` chooses blocks for an accelerator, in single precision.
    Raises `InputError` unless `least` rows are left.
    """
    source = as_matrix(matrix)
    if center:
        source = centred(source)
    found = survey(source)
    rows = found.live
    if drop_copies:
        rows = np.setdiff1d(rows, found.later_copies)
    _check_enough(source, found, rows, least)
    live = source if rows.size == source.n else source.select(rows)
    norms = found.norms[rows]
    wanted = settings or Settings()
    if device:
        wanted = replace(wanted, precision=Precision.SINGLE, block=max(wanted.block, DEVICE_BLOCK))
    chosen = wanted.resolved(live.n, live.d)
    checksum = zlib.crc32(rows.astype(np.int32).tobytes(), zlib.crc32(norms.tobytes()))
    dropped = Dropped(
        found.dropped(Fate.ZERO),
        found.dropped(Fate.NAN),
        found.dropped(Fate.INFINITE),
        found.duplicates,
        tuple(map(int, found.later_copies)) if drop_copies else (),
    )
    fingerprint = f"{source.n}x{source.d} {source.stored} {checksum:08x}"
    return Preparation(source, live, norms, rows, dropped, chosen, fingerprint)


def _check_enough(source: Matrix, found: Survey, rows: Indices, least: int) -> None:
    if rows.size >= least:
        return
    kinds = {fate.name.lower(): len(found.dropped(fate)) for fate in (Fate.ZERO, Fate.NAN, Fate.INFINITE)}
    listed = ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
    raise InputError(
        f"overlaps need at least {'two rows' if least == 2 else 'one row'} with a direction, "
        f"not {rows.size} of {source.n}"
        + (f" ({listed})" if listed else "")
        + ": check the file and the name of the matrix"
    )
