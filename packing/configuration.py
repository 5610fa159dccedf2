"""A packing: n unit rows in F^d, validated once and immutable, with its Gram matrix and its coherence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.problem import Field, Objects, Problem

Vectors = npt.NDArray[np.float64] | npt.NDArray[np.complex128]

UNIT_TOLERANCE = 8 * np.finfo(np.float64).eps
"""Rows whose norm is this close to 1 are kept to the last bit, so that normalising twice changes nothing."""

_BLOCK = 1024


@dataclass(frozen=True, eq=False)
class Packing:
    """n unit vectors as the rows of an (n, d) matrix: float64 over R, complex128 over C.

    Rows are copied, divided by their norms and frozen. `objects` says whether a row stands for its line (the default)
    or for a point on the real sphere. Raises `InputError` for an array that is not (n, d), has no row or no column,
    holds NaN or infinity, or has a zero row.

    >>> mercedes = Packing([[0, 1], [0.75**0.5, -0.5], [-(0.75**0.5), -0.5]])
    >>> print(mercedes)
    3 lines in R^2, coherence 0.5
    """

    vectors: Vectors
    objects: Objects = Objects.LINES

    def __post_init__(self) -> None:
        rows = _unit_rows(self.vectors)
        rows.setflags(write=False)
        object.__setattr__(self, "vectors", rows)
        object.__setattr__(self, "objects", self.problem.objects)

    @property
    def n(self) -> int:
        """The number of vectors."""
        return int(self.vectors.shape[0])

    @property
    def d(self) -> int:
        """The number of dimensions."""
        return int(self.vectors.shape[1])

    @property
    def field(self) -> Field:
        """The scalars, R or C."""
        return Field.COMPLEX if np.iscomplexobj(self.vectors) else Field.REAL

    @property
    def problem(self) -> Problem:
        """The problem that this packing is a candidate for."""
        return Problem(self.n, self.d, self.field, self.objects)

    @cached_property
    def gram(self) -> Vectors:
        """The Gram matrix <x_i, x_j>, conjugate in x_i, shape (n, n), Hermitian with unit diagonal; frozen."""
        gram: Vectors = self.vectors.conj() @ self.vectors.T
        np.fill_diagonal(gram, 1.0)
        gram.setflags(write=False)
        return gram

    def overlap_blocks(self, size: int = _BLOCK) -> Any:
        """Yield (i, j, block): |<x, y>| of lines or <x, y> of points for row ranges i <= j, at most `size` square.

        The memory stays O(size^2) at any n; pairs on and below the diagonal of a block with i == j come along.
        """
        for i in range(0, self.n, size):
            left = self.vectors[i : i + size].conj()
            for j in range(i, self.n, size):
                product = left @ self.vectors[j : j + size].T
                yield i, j, np.abs(product) if self.problem.has_lines else product

    @cached_property
    def overlaps(self) -> npt.NDArray[np.float64]:
        """The n(n-1)/2 overlaps of pairs i < j in row order: |<x, y>| of lines, <x, y> of points on the sphere."""
        upper = self.gram[np.triu_indices(self.n, 1)]
        values: npt.NDArray[np.float64] = np.abs(upper) if self.problem.has_lines else np.real(upper)
        values = np.clip(values, -1.0, 1.0)
        values.setflags(write=False)
        return values

    @cached_property
    def coherence(self) -> float:
        """The largest overlap of two different vectors, memory O(block); of a single one 0 (lines) or -1 (points).

        >>> Packing([[1, 0], [0, 1]]).coherence
        0.0
        """
        largest = 0.0 if self.problem.has_lines else -1.0
        for i, j, block in self.overlap_blocks():
            pairs = block[np.triu_indices(block.shape[0], 1)] if i == j else block
            largest = max(largest, float(pairs.max(initial=-1.0)))
        return min(largest, 1.0)

    def select(self, indices: Any) -> Packing:
        """The packing of the rows `indices`, in that order."""
        return Packing(self.vectors[np.asarray(indices)], self.objects)

    def __reduce__(self) -> tuple[type[Packing], tuple[Vectors, Objects]]:
        return Packing, (self.vectors, self.objects)

    def __str__(self) -> str:
        return f"{self.problem}, coherence {self.coherence:.12g}"

    __repr__ = __str__


def _unit_rows(array: Any) -> Vectors:
    """A normalised copy of the rows of `array`, or `InputError` with the rule it breaks."""
    rows = _numbers(array)
    if rows.ndim != 2 or 0 in rows.shape:
        raise InputError(
            f"a packing needs an (n, d) array with n and d at least 1, not shape {rows.shape}: give one vector a row"
        )
    if not np.isfinite(rows).all():
        i, j = (int(index[0]) for index in np.nonzero(~np.isfinite(rows)))
        raise InputError(f"every entry of a packing must be finite, but row {i}, column {j} is {rows[i, j]}: remove it")
    largest = np.abs(rows).max(axis=1, keepdims=True)
    if not largest.all():
        row = int(np.flatnonzero(largest == 0)[0])
        raise InputError(f"every row of a packing must be non-zero, but row {row} is zero: remove it")
    exponent = np.frexp(largest)[1]
    scaled = np.ldexp(rows.real, -exponent) + (1j * np.ldexp(rows.imag, -exponent) if np.iscomplexobj(rows) else 0.0)
    norms: npt.NDArray[np.float64] = np.linalg.norm(scaled, axis=1, keepdims=True)
    true_norms = np.ldexp(norms, exponent)
    return cast("Vectors", np.where(np.abs(true_norms - 1) <= UNIT_TOLERANCE, rows, scaled / norms))


def _numbers(array: Any) -> Vectors:
    """A float64 or complex128 copy of `array`; text, objects and ragged rows are refused."""
    try:
        raw = np.asarray(array)
    except ValueError:
        raise InputError("a packing needs rows of one length, not ragged ones: give an (n, d) array") from None
    if raw.dtype.kind not in "biufc":
        raise InputError(f"a packing needs numbers, not entries of type {raw.dtype}: give floats or complex numbers")
    return raw.astype(np.complex128) if raw.dtype.kind == "c" else raw.astype(np.float64)
