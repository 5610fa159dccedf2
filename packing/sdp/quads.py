"""Arrays of about 62 decimal digits: each number is the unevaluated sum of four doubles.

Reference: Hida, Li and Bailey, IEEE Symposium on Computer Arithmetic (2001).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from packing.numeric import Floats

SMALL = 40
"""The size of the matrices that are factored by loops; larger ones are cut in two."""

STRIP = 160
"""The number of rows of a symmetric product that are computed at once."""


@dataclass(frozen=True, eq=False)
class Quads:
    """An array of numbers by its four parts, an array (4, ..).

    >>> third = Quads.of(np.ones(1)) / 3.0
    >>> float((third * 3.0 - 1.0).high[0])
    0.0
    >>> 1e-17 < abs(float((third - 1 / 3).high[0])) < 1e-16
    True
    """

    parts: Floats

    __array_ufunc__ = None

    @classmethod
    def of(cls, value: Any) -> Quads:
        """An array of quad-doubles from one, or from doubles."""
        if isinstance(value, Quads):
            return value
        high = np.asarray(value, dtype=np.float64)
        return cls(np.stack([high, *np.zeros((3, *high.shape))]))

    @classmethod
    def exactly(cls, value: Fraction) -> Quads:
        """A rational number, rounded to the four parts.

        >>> bool((Quads.exactly(Fraction(1, 3)) * 3.0 - 1.0).high == 0)
        True
        """
        parts = []
        for _ in range(4):
            parts.append(float(value))
            value -= Fraction(parts[-1])
        return cls(np.array(parts))

    @property
    def high(self) -> Floats:
        """The nearest doubles."""
        nearest: Floats = self.parts[0]
        return nearest

    @property
    def T(self) -> Quads:
        return self.transpose(*reversed(range(len(self.shape))))

    @property
    def shape(self) -> tuple[int, ...]:
        return self.parts.shape[1:]

    def __getitem__(self, index: Any) -> Quads:
        return Quads(self.parts[(slice(None), *index) if isinstance(index, tuple) else (slice(None), index)])

    def __len__(self) -> int:
        return self.shape[0]

    def __iter__(self) -> Iterator[Quads]:
        return (self[i] for i in range(len(self)))

    def reshape(self, *shape: int) -> Quads:
        return Quads(self.parts.reshape(4, *shape))

    def transpose(self, *axes: int) -> Quads:
        return Quads(self.parts.transpose(0, *(axis + 1 for axis in axes)))

    def __neg__(self) -> Quads:
        return Quads(-self.parts)

    def __add__(self, other: Any) -> Quads:
        return _entrywise(_loops().sums, self, Quads.of(other))

    def __sub__(self, other: Any) -> Quads:
        return self + (-Quads.of(other))

    def __mul__(self, other: Any) -> Quads:
        if isinstance(other, Quads):
            return _entrywise(_loops().products, self, other)
        factors = np.asarray(other, dtype=np.float64)
        shape = np.broadcast_shapes(self.shape, factors.shape)
        rows = np.broadcast_to(factors, shape).ravel()
        return Quads(_loops().multiples(_rows(self, shape), rows).reshape(4, *shape))

    def __truediv__(self, other: Any) -> Quads:
        return _entrywise(_loops().quotients, self, Quads.of(other))

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: Any) -> Quads:
        return -self + other

    def __rtruediv__(self, other: Any) -> Quads:
        return Quads.of(other) / self

    def sqrt(self) -> Quads:
        """The square roots of numbers > 0."""
        return Quads(_loops().roots(_rows(self, self.shape)).reshape(self.parts.shape))

    def sum(self, axis: int) -> Quads:
        """The sum along an axis, by halving."""
        value = Quads(np.moveaxis(self.parts, axis + 1, 1))
        while len(value) > 1:
            half = len(value) // 2
            rest = value[2 * half :]
            value = Quads(np.concatenate([(value[:half] + value[half : 2 * half]).parts, rest.parts], axis=1))
        return value[0]

    def __matmul__(self, other: Any) -> Quads:
        return _product(self, Quads.of(other))

    def __rmatmul__(self, other: Any) -> Quads:
        return _product(Quads.of(other), self)


def joined(arrays: Sequence[Any], axis: int = 0) -> Quads:
    """Arrays of quad-doubles, or of doubles, one after the other along an axis."""
    return Quads(np.concatenate([Quads.of(array).parts for array in arrays], axis=axis + 1))


def stacked(arrays: Sequence[Any], axis: int = 0) -> Quads:
    """Arrays of quad-doubles, or of doubles, along a new axis."""
    return Quads(np.stack([Quads.of(array).parts for array in arrays], axis=axis + 1))


def _loops() -> Any:
    """The compiled loops, which are imported where they are first needed."""
    from packing.sdp import compiled_quads

    return compiled_quads


def _rows(value: Quads, shape: tuple[int, ...]) -> Floats:
    """The parts of an array of that shape as rows (4, n)."""
    missing = (1,) * (len(shape) - len(value.shape))
    full = np.broadcast_to(value.parts.reshape(4, *missing, *value.shape), (4, *shape))
    return np.ascontiguousarray(full.reshape(4, -1))


def _entrywise(loop: Any, left: Quads, right: Quads) -> Quads:
    shape = np.broadcast_shapes(left.shape, right.shape)
    return Quads(loop(_rows(left, shape), _rows(right, shape)).reshape(4, *shape))


def _product(left: Quads, right: Quads) -> Quads:
    """The matrix product; vectors are treated as one row or one column."""
    from packing.sdp.sliced_product import multiply

    if len(left.shape) == 1:
        return _product(left.reshape(1, -1), right)[0]
    if len(right.shape) == 1:
        return _product(left, right.reshape(-1, 1))[:, 0]
    return Quads(multiply(left.parts, right.parts))


def symmetric_product(left: Quads, right: Quads) -> Quads:
    """The matrix product where it is known to be symmetric: little more than half of it is computed."""
    n = len(left)
    found = np.empty((4, n, n))
    for start in range(0, n, STRIP):
        end = min(start + STRIP, n)
        strip = (left[start:end] @ right[:, :end]).parts
        found[:, start:end, :end] = strip
        found[:, :start, start:end] = strip[:, :, :start].transpose(0, 2, 1)
    return Quads(found)


def inverse_root(matrix: Quads) -> Quads:
    """The inverse of the lower triangular L with L L^T = `matrix`; raises `LinAlgError` unless positive definite.

    Where A and C are the corners of the diagonal and B lies below, L^-1 has the corners R and S, inverse roots of A
    and of C - M M^T, M = B R^T, and -S M R below.
    """
    n = len(matrix)
    if n <= SMALL:
        parts = np.ascontiguousarray(matrix.parts).copy()
        if not _loops().factor_small(parts):
            raise np.linalg.LinAlgError("not positive definite")
        return Quads(_loops().inverse_lower(parts))
    half = n // 2
    R = inverse_root(matrix[:half, :half])
    M = matrix[half:, :half] @ R.T
    S = inverse_root(matrix[half:, half:] - M @ M.T)
    found = np.zeros((4, n, n))
    found[:, :half, :half], found[:, half:, half:] = R.parts, S.parts
    found[:, half:, :half] = -(S @ (M @ R)).parts
    return Quads(found)
