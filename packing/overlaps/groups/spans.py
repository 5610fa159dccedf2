"""Orthonormal bases of the spans of groups of rows, with their ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.frames import LEAST_RANK
from packing.numeric import Floats, Indices
from packing.overlaps.groups.labels import Groups, Name
from packing.overlaps.preparation import Preparation


@dataclass(frozen=True, eq=False)
class Spans:
    """Orthonormal rows of all groups with a direction, one group after the other, shape (sum of ranks, d).

    `starts` are the first rows of each and the end, `groups` their places among the names, `sizes` how many rows with
    a direction each has. `empty` are the names of groups without any.
    """

    prepared: Preparation
    names: tuple[Name, ...]
    basis: npt.NDArray[Any]
    starts: Indices
    groups: Indices
    rows: tuple[Indices, ...]
    empty: tuple[Name, ...]

    @property
    def count(self) -> int:
        """The number of groups with a direction."""
        return int(self.groups.size)

    @cached_property
    def ranks(self) -> Indices:
        """The dimension of each span."""
        return np.diff(self.starts)

    def name(self, place: int) -> Name:
        """The name of the group at a place among those with a direction."""
        return self.names[int(self.groups[place])]

    def exact(self, place: int) -> Floats:
        """The basis of one span in float64, made again from the rows."""
        return span_of(self.prepared, self.rows[place])


def spans(prepared: Preparation, groups: Groups) -> Spans:
    """The spans of the groups of the rows that take part; `groups` are of the rows of `prepared.source`.

    Raises `InputError` for fewer than two groups with a direction, and where memory does not hold the bases.
    """
    places = groups.places[prepared.rows]
    order = np.argsort(places, kind="stable")
    kinds, starts = np.unique(places[order], return_index=True)
    held = [(int(kind), rows) for kind, rows in zip(kinds, np.split(order, starts[1:]), strict=True) if kind >= 0]
    if len(held) < 2:
        raise InputError(
            f"overlaps of groups need at least two groups with a direction, not {len(held)}: check the labels"
        )
    d = prepared.matrix.d
    most = sum(min(rows.size, d) for _, rows in held)
    dtype = prepared.settings.precision.dtype
    try:
        basis = np.empty((most, d), dtype=dtype)
    except MemoryError:
        raise InputError(
            f"the bases of {len(held)} groups, {most} rows of {d} numbers, do not fit in memory: choose fewer --rows"
        ) from None
    ends = [0]
    for _, rows in held:
        found = span_of(prepared, rows)
        basis[ends[-1] : ends[-1] + len(found)] = found
        ends.append(ends[-1] + len(found))
    present = np.array([kind for kind, _ in held], dtype=np.int64)
    missing = np.setdiff1d(np.arange(len(groups.names)), present)
    empty = tuple(groups.names[int(place)] for place in missing)
    rows_of = tuple(rows for _, rows in held)
    return Spans(prepared, groups.names, basis[: ends[-1]], np.array(ends, dtype=np.int64), present, rows_of, empty)


def span_of(prepared: Preparation, rows: Indices) -> Floats:
    """Orthonormal rows that span the unit rows of a group, in float64; singular values near 0 are rounding."""
    reduced = _triangle(prepared, rows)
    _, singular, right = np.linalg.svd(reduced, full_matrices=False)
    rank = int(np.sum(singular > rank_tolerance(prepared, rows.size) * singular[0]))
    return np.asarray(right[:rank])


def rank_tolerance(prepared: Preparation, rows: int) -> float:
    """Unit rows with a singular value below this times the largest span fewer dimensions: what storage blurs.

    Numbers stored with relative error u move the singular values of k unit rows by at most u sqrt(k).
    """
    return max(LEAST_RANK, 4.0 * prepared.source.unit_roundoff * float(np.sqrt(rows)))


def _triangle(prepared: Preparation, rows: Indices) -> Floats:
    """Unit rows with the same span and singular values as those of the group: the group itself, or d of them."""
    matrix, norms = prepared.matrix, prepared.norms
    d = matrix.d
    if rows.size <= 2 * d:
        return np.asarray(matrix.rows(rows) / norms[rows, None])
    reduced = np.empty((0, d))
    for start in range(0, rows.size, d):
        part = rows[start : start + d]
        more = np.vstack((reduced, matrix.rows(part) / norms[part, None]))
        reduced = np.asarray(np.linalg.qr(more, mode="r"))
    return reduced
