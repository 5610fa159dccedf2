"""What has been counted so far: sums, histogram, nearest rows, closest pairs, components; tallies of parts merge."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.overlaps.kernels import LIFT, Closest, Forest, Nearest, graft
from packing.overlaps.matrix import Floats
from packing.overlaps.settings import Settings, bits_of

Counts = npt.NDArray[np.int64]

POWERS = (1, 2, 3, 4, 6)
"""The orders of the moments."""


@dataclass(frozen=True, eq=False)
class Tally:
    """The counts over the pairs of some block rows of one matrix (or of two).

    A block row is the pairs (i, j), i < j, with i in one block of `settings.block` rows; `done` says which are in.
    `sums[b]` holds sum |c|^p and sum sign(c)|c|^p of block row b: kept apart, so that any order of work and any merge
    gives the same total to the last bit. `felt[i]` is the sum of c_ij^2 |w_j|^2 over the pairs of row i, in units of
    the largest norm. `rows` and `columns` are the same object where a matrix meets itself.
    """

    settings: Settings
    fingerprint: str
    done: npt.NDArray[np.bool_]
    sums: Floats
    histogram: Counts
    exceeding: Counts
    felt: Floats
    rows: Nearest
    columns: Nearest
    closest: Closest
    forest: Forest

    @property
    def n(self) -> int:
        """The number of rows."""
        return int(self.felt.size)

    @property
    def is_complete(self) -> bool:
        """Whether all block rows are in."""
        return bool(self.done.all())

    def absorb(self, other: Tally) -> None:
        """Add what another tally of the same matrix has counted; no block row may be in both."""
        check_mergeable(self, other)
        self.done[:] |= other.done
        self.sums[:] += other.sums  # block rows differ, so one of the terms is 0 and the sum is exact
        self.histogram[:] += other.histogram
        self.exceeding[:] += other.exceeding
        self.felt[:] += other.felt
        _merge_nearest(self.rows, other.rows)
        if self.columns is not self.rows:
            _merge_nearest(self.columns, other.columns)
        _merge_closest(self.closest, other.closest)
        graft(self.forest, other.forest)

    def copy(self) -> Tally:
        """A tally that shares nothing with this one."""
        rows = Nearest(*(array.copy() for array in self.rows))
        columns = rows if self.columns is self.rows else Nearest(*(array.copy() for array in self.columns))
        return replace(
            self,
            **{name: getattr(self, name).copy() for name in ("done", "sums", "histogram", "exceeding", "felt")},
            rows=rows,
            columns=columns,
            closest=Closest(*(array.copy() for array in self.closest)),
            forest=Forest(self.forest.parent.copy(), self.forest.level.copy(), self.forest.edges.copy()),
        )


def empty_tally(settings: Settings, fingerprint: str, n: int, columns: int | None = None) -> Tally:
    """A tally of nothing: of an n-row matrix with itself, or with a matrix of `columns` rows."""
    bits = bits_of(settings.precision.dtype)
    blocks = -(-n // settings.block)
    rows = _nobody(n, settings.row_top, bits)
    levels = len(settings.eps)
    return Tally(
        settings,
        fingerprint,
        np.zeros(blocks, dtype=bool),
        np.zeros((blocks, 2 * len(POWERS))),
        np.zeros(settings.bins, dtype=np.int64),
        np.zeros(levels, dtype=np.int64),
        np.zeros(n),
        rows,
        rows if columns is None else _nobody(columns, settings.row_top, bits),
        Closest(
            np.full(2 * settings.top + 16, -1, dtype=bits),  # spare places: rounding can swap the last ones
            np.full(2 * settings.top + 16, -1, dtype=np.int32),
            np.full(2 * settings.top + 16, -1, dtype=np.int32),
        ),
        Forest(np.arange(n, dtype=np.int32), np.full(n, -1, dtype=np.int8), np.zeros(levels, dtype=np.int64)),
    )


def check_mergeable(one: Tally, other: Tally) -> None:
    """Raise `InputError` unless the tallies count different block rows of one matrix with the same settings."""
    if one.fingerprint != other.fingerprint:
        raise InputError("the parts are of different matrices: merge parts of one matrix, read in the same way")
    if one.settings != other.settings:
        raise InputError(f"the parts were measured differently: {_difference(one.settings, other.settings)}; agree")
    both = np.flatnonzero(one.done & other.done)
    if both.size:
        raise InputError(f"both parts hold block row {int(both[0])} of {one.done.size}: merge different shards")


def lifted(power: int) -> float:
    """The factor by which a sum of powers is stored too large."""
    return LIFT**power


def _nobody(n: int, partners: int, bits: type[np.signedinteger]) -> Nearest:
    return Nearest(
        np.full(n, -1, dtype=bits), np.full((n, partners), -1, dtype=bits), np.full((n, partners), -1, dtype=np.int32)
    )


def _merge_nearest(mine: Nearest, other: Nearest) -> None:
    """The best partners of both, larger overlaps first, then smaller row numbers."""
    keep = mine.values.shape[1]
    for start in range(0, mine.gates.size, 4096):
        part = slice(start, start + 4096)
        values = np.concatenate((mine.values[part], other.values[part]), axis=1)
        partners = np.concatenate((mine.partners[part], other.partners[part]), axis=1)
        best = np.lexsort((partners, -values), axis=1)[:, :keep]
        mine.values[part] = np.take_along_axis(values, best, axis=1)
        mine.partners[part] = np.take_along_axis(partners, best, axis=1)
        mine.gates[part] = mine.values[part, -1]


def _merge_closest(mine: Closest, other: Closest) -> None:
    values, left, right = (np.concatenate(arrays) for arrays in zip(mine, other, strict=True))
    best = np.lexsort((right, left, -values))[: mine.values.size][::-1]  # rising values are a heap
    for array, merged in zip(mine, (values, left, right), strict=True):
        array[:] = merged[best]


def _difference(one: Settings, other: Settings) -> str:
    for field in fields(one):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if mine != theirs:
            return f"{field.name} is {mine} in one and {theirs} in the other"
    return "nothing differs"


def signed_values(patterns: npt.NDArray[Any], dtype: np.dtype[Any]) -> npt.NDArray[Any]:
    """The floats behind the bits of `Nearest` and `Closest`; -1 marks a place without an overlap."""
    return np.where(patterns < 0, -1.0, np.maximum(patterns, 0).view(dtype)).astype(np.float64)
