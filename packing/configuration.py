"""A packing: n unit vectors of F^d, validated once and immutable, with its Gram matrix and its coherence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.errors import InputError
from packing.numeric import Floats
from packing.problem import Field, Objects, Problem
from packing.space import Space, field_of, parse_objects
from packing.space import Vectors as Vectors

UNIT_TOLERANCE = 8 * np.finfo(np.float64).eps
"""Rows whose norm is this close to 1 are kept to the last bit, so that normalising twice changes nothing."""

_BLOCK = 1024


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Packing:
    """n unit vectors, one a row: float64 (n, d) over R, complex128 (n, d) over C, float64 (n, d, 4) over H.

    Rows are copied, divided by their norms and frozen; the last axis over H is real part, i, j, k. The second argument
    says whether a row stands for its line (the default) or for a point on the real sphere; a `Space` also says over
    which field. Entries are anything that has a float: numbers of numpy, `Fraction`, sympy (a matrix of it too).
    Two packings are equal where their spaces and all their entries are. Raises `InputError` for an array of another
    shape, without rows or columns, with NaN or infinity, or with a zero row.

    >>> mercedes = Packing([[0, 1], [0.75**0.5, -0.5], [-(0.75**0.5), -0.5]])
    >>> print(mercedes)
    3 lines in R^2, coherence 0.5
    >>> len(mercedes), np.asarray(mercedes).shape, mercedes == mercedes.select([0, 1, 2])
    (3, (3, 2), True)
    """

    vectors: Vectors
    space: Space

    def __init__(self, vectors: Any, objects: Space | Objects | str = Objects.LINES) -> None:
        rows = _numbers(vectors)
        if isinstance(objects, Space):
            space = objects
        else:
            space = Space(parse_objects(objects), max(rows.shape[1], 1), field_of(rows))  # the shape is judged below
        rows = _unit_rows(rows, space)
        rows.setflags(write=False)
        object.__setattr__(self, "vectors", rows)
        object.__setattr__(self, "space", space)

    @property
    def n(self) -> int:
        """The number of vectors."""
        return int(self.vectors.shape[0])

    @property
    def d(self) -> int:
        """The number of dimensions over the field."""
        return self.space.d

    @property
    def field(self) -> Field:
        """The scalars: R, C or H."""
        return self.space.field

    @property
    def objects(self) -> Objects:
        """What a row stands for: its line, or a point on the sphere."""
        return self.space.objects

    @property
    def problem(self) -> Problem:
        """The problem that this packing is a candidate for."""
        return Problem(self.n, self.space)

    @cached_property
    def gram(self) -> Vectors:
        """The Gram matrix <x_i, x_j>, conjugate in x_i, (n, n), over H (n, n, 4), Hermitian, diagonal 1; frozen."""
        gram = self.space.inner(self.vectors, self.vectors)
        diagonal = np.arange(self.n)
        parts = np.zeros((self.n, self.space.scalars))
        parts[:, 0] = 1.0
        gram[diagonal, diagonal] = self.field.scalars_of(parts)
        gram.setflags(write=False)
        return gram

    def overlap_blocks(self, size: int = _BLOCK) -> Iterator[tuple[int, int, Floats]]:
        """Yield (i, j, block): |<x, y>| of lines or <x, y> of points for row ranges i <= j, at most `size` square.

        The memory stays O(size^2) at any n; pairs on and below the diagonal of a block with i == j come along.
        """
        for i in range(0, self.n, size):
            for j in range(i, self.n, size):
                yield i, j, self.space.overlaps(self.vectors[i : i + size], self.vectors[j : j + size])

    @cached_property
    def overlaps(self) -> Floats:
        """The n(n-1)/2 overlaps of pairs i < j in row order: |<x, y>| of lines, <x, y> of points on the sphere."""
        values = np.clip(self.space.overlaps_in(self.gram[np.triu_indices(self.n, 1)]), -1.0, 1.0)
        values.setflags(write=False)
        return values

    @cached_property
    def coherence(self) -> float:
        """The largest overlap of two different vectors, memory O(block); of a single one 0 (lines) or -1 (points).

        >>> Packing([[1, 0], [0, 1]]).coherence
        0.0
        """
        largest = float(self.space.least_overlap)
        for i, j, block in self.overlap_blocks():
            pairs = block[np.triu_indices(block.shape[0], 1)] if i == j else block
            largest = max(largest, float(pairs.max(initial=-1.0)))
        return min(largest, 1.0)

    def select(self, indices: Any) -> Packing:
        """The packing of the rows `indices`, in that order."""
        return Packing(self.vectors[np.asarray(indices)], self.space)

    def __len__(self) -> int:
        return self.n

    def __iter__(self) -> Iterator[Vectors]:
        return iter(self.vectors)

    def __array__(self, dtype: npt.DTypeLike | None = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return np.array(self.vectors, dtype=dtype, copy=copy)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Packing):
            return NotImplemented
        return self.space == other.space and np.array_equal(self.vectors, other.vectors)

    def __hash__(self) -> int:
        return hash((self.space, (self.vectors + 0.0).tobytes()))  # + 0.0: -0 and 0 are equal

    def __reduce__(self) -> tuple[type[Packing], tuple[Vectors, Space]]:
        return Packing, (self.vectors, self.space)

    def __str__(self) -> str:
        return f"{self.problem}, coherence {self.coherence:.12g}"

    __repr__ = __str__


def _unit_rows(rows: Vectors, space: Space) -> Vectors:
    """A normalised copy of the rows as vectors of the space, or `InputError` with the rule it breaks."""
    if rows.shape[1] != space.d:
        raise InputError(f"{space} have {space.d} coordinates, not {rows.shape[1]}: give one vector a row")
    rows = space.embedded(rows)
    parts = space.field.parts_of(rows)
    if not np.isfinite(parts).all():
        i, j = (int(index[0]) for index in np.nonzero(~np.isfinite(parts).all(axis=2)))
        raise InputError(f"every entry of a packing must be finite, but row {i}, column {j} is {rows[i, j]}: remove it")
    largest = np.abs(parts).max(axis=(1, 2), keepdims=True)
    if not largest.all():
        row = int(np.flatnonzero(largest == 0)[0])
        raise InputError(f"every row of a packing must be non-zero, but row {row} is zero: remove it")
    exponent = np.frexp(largest)[1]
    scaled = np.ldexp(parts, -exponent)
    norms = np.sqrt(np.sum(scaled**2, axis=2).sum(axis=1))[:, None, None]
    true_norms = np.ldexp(norms, exponent)
    return space.field.scalars_of(np.where(np.abs(true_norms - 1) <= UNIT_TOLERANCE, parts, scaled / norms))


def _numbers(array: Any) -> Vectors:
    """A copy of `array` in doubles, (n, d) or (n, d, 4); text, other objects and ragged rows are refused."""
    try:
        raw = np.asarray(array)
    except ValueError:
        raise InputError("a packing needs rows of one length, not ragged ones: give an (n, d) array") from None
    raw = _of_objects(raw) if raw.dtype.kind == "O" else raw
    if raw.dtype.kind not in "biufc":
        raise InputError(f"a packing needs numbers, not entries of type {raw.dtype}: give floats or complex numbers")
    if not (raw.ndim == 2 or (raw.ndim == 3 and raw.shape[2] == 4)) or 0 in raw.shape:
        raise InputError(
            f"a packing needs an (n, d) array, of quaternions (n, d, 4), with n and d at least 1, "
            f"not shape {raw.shape}: give one vector a row"
        )
    return raw.astype(np.complex128) if raw.dtype.kind == "c" else raw.astype(np.float64)


def _of_objects(raw: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Exact numbers in doubles, complex ones where a float cannot hold one; what is no number is left as it is."""
    entries = raw.ravel().tolist()
    if not all(hasattr(entry, "__float__") or hasattr(entry, "__complex__") for entry in entries):
        return raw
    for kind in (complex,) if any(isinstance(entry, complex) for entry in entries) else (float, complex):
        try:
            return np.array([kind(entry) for entry in entries]).reshape(raw.shape)
        except (TypeError, ValueError, OverflowError):
            continue
    return raw


__dir__ = shown(__name__)
