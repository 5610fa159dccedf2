"""What has been counted so far: sums, histogram, best partners, closest pairs, components; counts of parts merge."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from packing.errors import InputError, check_room
from packing.numeric import Floats
from packing.overlaps.kernels.sums import LIFT
from packing.overlaps.kernels.top_k import TopPairs, TopPartners
from packing.overlaps.kernels.union_find import Forest, merge_forests
from packing.overlaps.settings import Settings, bits_of
from packing.overlaps.values import ShortRepr
from packing.rounding import counted

Integers = npt.NDArray[np.int64]

POWERS = (1, 2, 3, 4, 6)
"""The orders of the moments."""


@dataclass(frozen=True, eq=False, repr=False)
class PairCounts(ShortRepr):
    """The counts over the pairs of some block rows of one matrix (or of two).

    A block row is the pairs (i, j), i < j, with i in one block of `settings.block` rows; `done` says which are in.
    `sums[b]` holds sum |c|^p and sum sign(c)|c|^p of block row b: kept apart, so that any order of work and any merge
    gives the same total to the last bit. `interference[i]` is the sum of c_ij^2 |w_j|^2 over the pairs of row i, in
    units of the largest norm. `rows` and `columns` are the same object where a matrix meets itself.

    Fields: `fingerprint` of the matrix; `histogram` of cos; `exceeding[k]`: pairs with |cos| above the k-th eps;
    `closest`: the closest pairs; `forest`: the components at every eps.
    """

    settings: Settings
    fingerprint: str
    done: npt.NDArray[np.bool_]
    sums: Floats
    histogram: Integers
    exceeding: Integers
    interference: Floats
    rows: TopPartners
    columns: TopPartners
    closest: TopPairs
    forest: Forest

    @property
    def n(self) -> int:
        """The number of rows."""
        return int(self.interference.size)

    @property
    def is_complete(self) -> bool:
        """Whether all block rows are in."""
        return bool(self.done.all())

    def __str__(self) -> str:
        return f"{int(self.done.sum())} of {self.done.size} block rows of {counted(self.n, 'row')}"

    def absorb(self, other: PairCounts) -> None:
        """Add what other counts of the same matrix hold; no block row may be in both."""
        check_mergeable(self, other)
        self.done[:] |= other.done
        self.sums[:] += other.sums  # block rows differ, so one of the terms is 0 and the sum is exact
        self.histogram[:] += other.histogram
        self.exceeding[:] += other.exceeding
        self.interference[:] += other.interference
        _merge_partners(self.rows, other.rows)
        if self.columns is not self.rows:
            _merge_partners(self.columns, other.columns)
        _merge_pairs(self.closest, other.closest)
        merge_forests(self.forest, other.forest)

    def copy(self) -> PairCounts:
        """Counts that share nothing with these."""
        rows = TopPartners(*(array.copy() for array in self.rows))
        columns = rows if self.columns is self.rows else TopPartners(*(array.copy() for array in self.columns))
        return replace(
            self,
            **{name: getattr(self, name).copy() for name in ("done", "sums", "histogram", "exceeding", "interference")},
            rows=rows,
            columns=columns,
            closest=TopPairs(*(array.copy() for array in self.closest)),
            forest=Forest(self.forest.parent.copy(), self.forest.level.copy(), self.forest.edges.copy()),
        )


def empty_counts(settings: Settings, fingerprint: str, n: int, columns: int | None = None) -> PairCounts:
    """Counts of nothing: of an n-row matrix with itself, or with a matrix of `columns` rows."""
    bits = bits_of(settings.precision.dtype)
    blocks = -(-n // settings.block)
    if settings.row_top > 1:
        check_room(f"row_top, {settings.row_top} partners of each of {n} rows,", n, settings.row_top)
    rows = _no_partners(n, settings.row_top, bits)
    levels = len(settings.eps)
    return PairCounts(
        settings,
        fingerprint,
        np.zeros(blocks, dtype=bool),
        np.zeros((blocks, 2 * len(POWERS))),
        np.zeros(settings.bins, dtype=np.int64),
        np.zeros(levels, dtype=np.int64),
        np.zeros(n),
        rows,
        rows if columns is None else _no_partners(columns, settings.row_top, bits),
        TopPairs(
            np.full(2 * settings.top + 16, -1, dtype=bits),  # spare places: rounding can swap the last ones
            np.full(2 * settings.top + 16, -1, dtype=np.int32),
            np.full(2 * settings.top + 16, -1, dtype=np.int32),
        ),
        Forest(np.arange(n, dtype=np.int32), np.full(n, -1, dtype=np.int8), np.zeros(levels, dtype=np.int64)),
    )


def check_mergeable(one: PairCounts, other: PairCounts) -> None:
    """Raise `InputError` unless both count different block rows of one matrix with the same settings."""
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


def _no_partners(n: int, partners: int, bits: type[np.signedinteger]) -> TopPartners:
    return TopPartners(
        np.full(n, -1, dtype=bits), np.full((n, partners), -1, dtype=bits), np.full((n, partners), -1, dtype=np.int32)
    )


def _merge_partners(mine: TopPartners, other: TopPartners) -> None:
    """The best partners of both, larger overlaps first, then smaller row numbers."""
    keep = mine.values.shape[1]
    for start in range(0, mine.thresholds.size, 4096):
        part = slice(start, start + 4096)
        values = np.concatenate((mine.values[part], other.values[part]), axis=1)
        partners = np.concatenate((mine.partners[part], other.partners[part]), axis=1)
        best = np.lexsort((partners, -values), axis=1)[:, :keep]
        mine.values[part] = np.take_along_axis(values, best, axis=1)
        mine.partners[part] = np.take_along_axis(partners, best, axis=1)
        mine.thresholds[part] = mine.values[part, -1]


def _merge_pairs(mine: TopPairs, other: TopPairs) -> None:
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
