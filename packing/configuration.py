"""A packing: n unit vectors or subspaces of F^d, validated once and immutable, with its Gram matrix and coherence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.displayed import Displayed
from packing.doors import shown
from packing.errors import InputError
from packing.exact_gram import ExactGram, unit_floats
from packing.exact_rows import exact_rows
from packing.frames import orthonormal
from packing.numeric import Floats
from packing.problem import Field, Objects, Problem
from packing.rounding import attained
from packing.space import Space, parse_objects
from packing.space import Vectors as Vectors

UNIT_TOLERANCE = 8 * np.finfo(np.float64).eps
"""Rows whose norm is this close to 1 are kept to the last bit, so that normalising twice changes nothing."""

_BLOCK = 1024

_PAIR, _SUBSPACES = 100, 2
_QUICK = 2 * 10**10
"""The coherence of n objects takes n(n-1)/2 (2m)^2 s (100 + d) steps, m^2 for m = 1, s = 1, 2, 4 by the field; so many
take about a second. Measured for d = 3 to 64 and m = 1, 2, 3."""


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Packing(Displayed):
    """n unit vectors, one a row: float64 (n, d) over R, complex128 (n, d) over C, float64 (n, d, 4) over H.

    Rows are copied, divided by their norms and frozen; the last axis over H is real part, i, j, k. The second argument
    says whether a row stands for its line (the default) or for a point on the real sphere; a `Space` also says over
    which field. Of subspaces the array is (n, m, d), over H (n, m, d, 4): m rows that span each, and what is kept are
    the orthonormal rows nearest to them. Entries are anything that has a float: numbers of numpy, `Fraction`, sympy (a
    matrix of it too); what is known exactly of whole and rational rows, which need no length 1, stays in `exact`. Two
    packings are equal where their spaces and all their entries are. Raises `InputError` for an
    array of another shape, without rows or columns, with NaN or infinity, with a zero row or rows that span too little.

    Fields: `objects`: "lines", "vectors", "subspaces" or a `Space`.

    >>> mercedes = Packing([[0, 1], [0.75**0.5, -0.5], [-(0.75**0.5), -0.5]])
    >>> print(mercedes)
    3 lines in R^2, coherence 0.5
    >>> len(mercedes), np.asarray(mercedes).shape, mercedes == mercedes.select([0, 1, 2])
    (3, (3, 2), True)
    >>> print(Packing([[[1, 0, 0, 0], [0, 1, 0, 0]], [[1, 0, 0, 1], [0, 1, 1, 0]]], "subspaces"))
    2 2-dimensional subspaces of R^4, coherence 0.707106781187
    """

    vectors: Vectors
    space: Space
    exact: ExactGram | None = None

    def __init__(
        self, vectors: Any, objects: Space | Objects | str = Objects.LINES, exact: ExactGram | None = None
    ) -> None:
        rows, known = _numbers(vectors)
        if not isinstance(objects, Space):
            rows, space = _read(rows, parse_objects(objects))
        else:
            rows, space = _of_space(rows, objects), objects
        rows = orthonormal(_unit_rows(rows, space), space)
        rows.setflags(write=False)
        object.__setattr__(self, "vectors", rows)
        object.__setattr__(self, "space", space)
        object.__setattr__(self, "exact", (known if exact is None else exact) if space.m == 1 else None)

    @property
    def n(self) -> int:
        """The number of vectors, or of subspaces."""
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
        """What a row stands for: its line, or a point on the sphere; several rows for the subspace they span."""
        return self.space.objects

    @property
    def problem(self) -> Problem:
        """The problem that this packing is a candidate for."""
        return Problem(self.n, self.space)

    @cached_property
    def gram(self) -> Vectors:
        """The Gram matrix <x_i, x_j>, conjugate in x_i, (n, n), over H (n, n, 4), Hermitian, diagonal 1; frozen.

        Of subspaces the blocks (<x_ia, x_jb>), shape (n, n, m, m), over H (n, n, m, m, 4).
        """
        gram = self.space.inner(self.vectors, self.vectors)
        diagonal, m = np.arange(self.n), self.space.m
        parts = np.zeros((m, m, self.space.scalars))
        parts[..., 0] = np.eye(m)
        gram[diagonal, diagonal] = self.field.scalars_of(parts if m > 1 else parts[0, 0])
        gram.setflags(write=False)
        return gram

    def overlap_blocks(self, size: int = _BLOCK) -> Iterator[tuple[int, int, Floats]]:
        """Yield (i, j, block): the overlaps (`Space.overlaps`) for ranges of objects i <= j, at most `size` square.

        The memory stays O(size^2) at any n; pairs on and below the diagonal of a block with i == j come along.
        """
        for i in range(0, self.n, size):
            for j in range(i, self.n, size):
                yield i, j, self.space.overlaps(self.vectors[i : i + size], self.vectors[j : j + size])

    @cached_property
    def overlaps(self) -> Floats:
        """The n(n-1)/2 overlaps of pairs i < j in order: |<x, y>| of lines, <x, y> of points, of subspaces root f."""
        values = np.clip(self.space.overlaps_in(self.gram[np.triu_indices(self.n, 1)]), -1.0, 1.0)
        values.setflags(write=False)
        return values

    @cached_property
    def coherence(self) -> float:
        """The largest overlap of two different objects, memory O(block); of a single one 0, or -1 of points.

        >>> Packing([[1, 0], [0, 1]]).coherence
        0.0
        """
        largest = float(self.space.least_overlap)
        for i, j, block in self.overlap_blocks():
            pairs = block[np.triu_indices(block.shape[0], 1)] if i == j else block
            largest = max(largest, float(pairs.max(initial=-1.0)))
        return min(largest, 1.0)

    def select(self, indices: Any) -> Packing:
        """The packing of the objects `indices`, in that order."""
        chosen = np.asarray(indices)
        return Packing(self.vectors[chosen], self.space, None if self.exact is None else self.exact.select(chosen))

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

    def __reduce__(self) -> tuple[type[Packing], tuple[Vectors, Space, ExactGram | None]]:
        return Packing, (self.vectors, self.space, self.exact)

    @property
    def is_quickly_told(self) -> bool:
        """Whether the coherence is at hand, or takes some second at most; what shows a packing leaves it out otherwise.

        >>> Packing([[1, 0], [0, 1]]).is_quickly_told
        True
        """
        m = self.space.m
        each = (m if m == 1 else _SUBSPACES * m) ** 2 * self.space.scalars * (_PAIR + self.d)
        return "coherence" in self.__dict__ or self.n * (self.n - 1) // 2 * each <= _QUICK

    def __str__(self) -> str:
        if not self.is_quickly_told:
            return f"{self.problem}, whose coherence is computed when it is asked for"
        return f"{self.problem}, coherence {attained(self.coherence)}"

    __repr__ = __str__


def _read(array: Vectors, objects: Objects) -> tuple[Vectors, Space]:
    """The array as objects of the space that its shape names: a last axis of length 4 after all others is of H."""
    axes = 3 if objects is Objects.SUBSPACES else 2
    quaternionic = array.ndim == axes + 1 and array.shape[-1] == 4 and not np.iscomplexobj(array)
    if not (array.ndim == axes or quaternionic) or 0 in array.shape:
        shape, cure = ("(n, m, d)", "m rows that span each") if axes == 3 else ("(n, d)", "one vector a row")
        raise InputError(
            f"a packing needs an {shape} array, of quaternions {shape[:-1]}, 4), with {shape[1:-4]} and d at least 1, "
            f"not shape {array.shape}: give {cure}"
        )
    field = Field.COMPLEX if np.iscomplexobj(array) else Field.QUATERNION if quaternionic else Field.REAL
    m = array.shape[1] if axes == 3 else 1
    space = Space(objects, array.shape[axes - 1], field, m)
    return (array[:, 0] if axes == 3 and m == 1 else array), space


def _of_space(array: Vectors, space: Space) -> Vectors:
    """The array, whose shape must be that of objects of the space, over its field or a smaller one."""
    if space.m == 1 and array.ndim > 2 and array.shape[1:3] == (1, space.d) != (1, 1):
        array = array[:, 0]  # subspaces of dimension 1
    shape = (space.m,) * (space.m > 1) + (space.d,)
    given = array.shape[1:]
    over_quaternions = given == (*shape, 4) and not np.iscomplexobj(array)
    if len(array) and (given == shape or over_quaternions):
        return array
    if array.ndim == 2 and space.m == 1 and 0 not in given:
        raise InputError(f"{space} have {space.d} coordinates, not {given[0]}: give one vector a row")
    raise InputError(
        f"{space} need an array of shape (n, {', '.join(map(str, shape))}), of quaternions with a last axis 4, "
        f"not {array.shape}: give {'one vector a row' if space.m == 1 else 'm rows that span each'}"
    )


def _unit_rows(rows: Vectors, space: Space) -> Vectors:
    """A normalised copy of the rows as vectors of the space, or `InputError` with the rule it breaks."""
    rows = space.embedded(rows)
    parts = space.field.parts_of(rows)
    if not np.isfinite(parts).all():
        place = tuple(int(index[0]) for index in np.nonzero(~np.isfinite(parts).all(axis=-1)))
        raise InputError(f"every entry of a packing must be finite, but {_named(place)} is {rows[place]}: remove it")
    largest = np.abs(parts).max(axis=(-1, -2), keepdims=True)
    if not largest.all():
        place = tuple(int(index[0]) for index in np.nonzero(largest[..., 0, 0] == 0))
        raise InputError(f"every row of a packing must be non-zero, but {_named(place, '')} is zero: remove it")
    exponent = np.frexp(largest)[1]
    scaled = np.ldexp(parts, -exponent)
    norms = np.sqrt(np.sum(scaled**2, axis=-1).sum(axis=-1))[..., None, None]
    true_norms = np.ldexp(norms, exponent)
    return space.field.scalars_of(np.where(np.abs(true_norms - 1) <= UNIT_TOLERANCE, parts, scaled / norms))


def _named(place: tuple[int, ...], column: str = "column") -> str:
    """Where an entry is, or a row: "row 2, column 1", of subspaces "subspace 3, row 2, column 1"."""
    names = ("row", column) if column else ("row",)
    names = ("subspace", *names)[-len(place) :]
    return ", ".join(f"{name} {index}" for name, index in zip(names, place, strict=True))


def _numbers(array: Any) -> tuple[Vectors, ExactGram | None]:
    """A copy of `array` in doubles, and its rows exactly where they are whole or rational numbers.

    Text, other objects and ragged rows are refused.
    """
    try:
        raw = np.asarray(array)
    except ValueError:
        raise InputError("a packing needs rows of one length, not ragged ones: give an (n, d) array") from None
    if raw.dtype == np.float64 and isinstance(array, list | tuple) and np.abs(raw).max(initial=0) >= 2**63:
        raw = np.asarray(array, dtype=object)  # whole numbers that only Python holds
    exact = exact_rows(raw) if raw.dtype.kind in "iuO" else None
    raw = _of_objects(raw) if raw.dtype.kind == "O" else raw
    if raw.dtype.kind == "O" and exact is not None:  # beyond a float
        raw = unit_floats(exact)
    if raw.dtype.kind not in "biufc":
        raise InputError(f"a packing needs numbers, not entries of type {raw.dtype}: give floats or complex numbers")
    return raw.astype(np.complex128) if raw.dtype.kind == "c" else raw.astype(np.float64), exact


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
