"""The rows before their overlaps: norms, rows without a direction (zero, NaN, infinite), and exact duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats, Indices, compiled
from packing.overlaps.matrix import Matrix
from packing.overlaps.values import ShortRepr
from packing.rounding import counted

SMALLEST_NORM = 1e-290
"""A row below this norm counts as zero: dividing by it would overflow."""


class Fate(IntEnum):
    """What a row is: `good`, or the reason why it has no overlaps."""

    GOOD = 0
    ZERO = 1
    NAN = 2
    INFINITE = 3
    SMALL = 4


@dataclass(frozen=True, eq=False, repr=False)
class Survey(ShortRepr):
    """Norms and fates of all n rows, and the groups of rows that are equal number by number.

    Zero, NaN and infinite rows (also rows whose norm overflows) have no direction: they take no part in the overlaps.
    Duplicates have one, and take part; each group is a tuple of row numbers in order.

    Fields: `norms` (n,); `fates` (n,): why a row has no direction, 0 where it has one; `duplicates`: the groups.
    """

    norms: Floats
    fates: npt.NDArray[np.int8]
    duplicates: tuple[tuple[int, ...], ...]

    def __str__(self) -> str:
        return (
            f"{counted(self.norms.size, 'row')}, {self.dropped_count} without a direction, "
            f"{counted(len(self.duplicates), 'group')} of copies"
        )

    @property
    def live(self) -> Indices:
        """The rows that have overlaps."""
        return np.flatnonzero(self.fates == Fate.GOOD).astype(np.int64)

    def dropped(self, fate: Fate) -> tuple[int, ...]:
        """The rows of one bad fate."""
        return tuple(map(int, np.flatnonzero(self.fates == fate)))

    @property
    def dropped_count(self) -> int:
        """How many rows are dropped."""
        return int(np.count_nonzero(self.fates))

    @property
    def later_copies(self) -> Indices:
        """All duplicates but the first of each group."""
        return np.array(sorted(row for group in self.duplicates for row in group[1:]), dtype=np.int64)


def survey(matrix: Matrix, min_norm: float = 0.0) -> Survey:
    """Norms in float64, fates and duplicates of all rows, in one pass over the matrix.

    Rows with a norm below `min_norm` are `small`, and take no part in the overlaps either.

    >>> import numpy as np
    >>> found = survey(Matrix(np.array([[3.0, 4], [0, 0], [3, 4], [np.nan, 1]])))
    >>> found.norms[0], found.dropped(Fate.ZERO), found.dropped(Fate.NAN), found.duplicates
    (np.float64(5.0), (1,), (3,), ((0, 2),))
    """
    norms = np.zeros(matrix.n)
    fates = np.zeros(matrix.n, dtype=np.int8)
    hashes = np.zeros(matrix.n, dtype=np.uint64)
    odd = np.random.default_rng(0).integers(0, 2**63, size=matrix.d, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    for start, rows in matrix.chunks():
        part = slice(start, start + len(rows))
        rows += 0.0  # so that -0.0 and 0.0 are the same bits
        _inspect(rows, rows.view(np.uint64), odd, SMALLEST_NORM, norms[part], fates[part], hashes[part])
    fates[(fates == Fate.GOOD) & (norms < min_norm)] = Fate.SMALL
    return Survey(norms, fates, _duplicates(matrix, hashes, fates))


@compiled(fast=frozenset({"reassoc", "contract", "nsz"}))
def _inspect(rows: Any, bits: Any, odd: Any, smallest: Any, norms: Any, fates: Any, hashes: Any) -> None:
    for i in range(rows.shape[0]):
        largest = 0.0
        square = 0.0
        code = np.uint64(0)
        for k in range(rows.shape[1]):
            x = rows[i, k]
            largest = max(largest, abs(x))
            square += x * x
            code += (bits[i, k] ^ (bits[i, k] >> np.uint64(33))) * odd[k]  # the sign bit alone must not cancel
        hashes[i] = code
        if not 1e-280 < square < 1e280:  # also where it is NaN: look again, without overflow
            missing = False
            largest = 0.0
            for k in range(rows.shape[1]):
                missing |= rows[i, k] != rows[i, k]
                largest = max(largest, abs(rows[i, k]))
            if missing:
                fates[i] = 2
                continue
            if largest == np.inf:
                fates[i] = 3
                continue
            square = 0.0
            if largest > 0:
                for k in range(rows.shape[1]):
                    x = rows[i, k] / largest
                    square += x * x
            norm = largest * np.sqrt(square)
        else:
            norm = np.sqrt(square)
        norms[i] = norm
        if norm == np.inf:
            fates[i] = 3
        elif norm < smallest:
            fates[i] = 1


def _duplicates(matrix: Matrix, hashes: npt.NDArray[np.uint64], fates: npt.NDArray[np.int8]) -> Any:
    """Rows with equal hashes, compared number by number."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    edges = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1], [True])))
    groups = []
    for begin in np.flatnonzero(np.diff(edges) > 1):
        members = order[edges[begin] : edges[begin + 1]]
        members = members[fates[members] == Fate.GOOD]
        while members.size > 1:  # more than once only where different rows have one hash
            same = _equal_to_first(matrix, members)
            if np.count_nonzero(same) > 1:
                groups.append(tuple(map(int, np.sort(members[same]))))
            members = members[~same]
    return tuple(sorted(groups))


def _equal_to_first(matrix: Matrix, members: Indices) -> npt.NDArray[np.bool_]:
    first, same = matrix.rows(members[:1]), np.empty(members.size, dtype=bool)
    for start in range(0, members.size, matrix.chunk):
        part = slice(start, start + matrix.chunk)
        same[part] = (matrix.rows(members[part]) == first).all(axis=1)
    return same
