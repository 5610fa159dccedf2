"""Matrices of about 32 decimal digits: each number is the unevaluated sum of two doubles, high and low.

Sums and products follow the error-free transformations of Knuth and Dekker; products of matrices and Cholesky factors
are compiled loops of them.

Reference: Dekker, Numer. Math. 18 (1971).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from packing.numeric import Floats

LARGE = 256
"""Entries from which a compiled loop pays."""

WORTH = 65_000
"""Products of entries from which a matrix product by products of doubles pays."""


@dataclass(frozen=True, eq=False)
class DoubleDouble:
    """An array of numbers high + low with |low| at most half a unit in the last place of high.

    >>> third = DoubleDouble.of(np.ones(1)) / 3.0
    >>> float((third * 3.0 - 1.0).high[0])
    0.0
    >>> abs(float((third - 1 / 3).high[0])) > 1e-18
    True
    """

    high: Floats
    low: Floats

    __array_ufunc__ = None

    @classmethod
    def of(cls, value: Any) -> Self:
        """A double-double array from one, or from doubles."""
        if isinstance(value, cls):
            return value
        if isinstance(value, DoubleDouble):
            return cls(value.high, value.low)
        high = np.asarray(value, dtype=np.float64)
        return cls(high, np.zeros_like(high))

    @property
    def T(self) -> Self:
        return type(self)(self.high.T, self.low.T)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.high.shape

    @property
    def size(self) -> int:
        return self.high.size

    def __getitem__(self, index: Any) -> Self:
        return type(self)(self.high[index], self.low[index])

    def __len__(self) -> int:
        return len(self.high)

    def reshape(self, *shape: int) -> Self:
        return type(self)(self.high.reshape(*shape), self.low.reshape(*shape))

    def transpose(self, *axes: int) -> Self:
        return type(self)(self.high.transpose(*axes), self.low.transpose(*axes))

    def _entrywise(self, loop: Any, other: DoubleDouble, shape: tuple[int, ...]) -> Self:
        """A compiled loop over the entries of both, which are brought to one shape."""
        parts = (self.high, self.low, other.high, other.low)
        high, low = loop(*(np.ascontiguousarray(np.broadcast_to(part, shape)).reshape(-1) for part in parts))
        return type(self)(high.reshape(shape), low.reshape(shape))

    def __neg__(self) -> Self:
        return type(self)(-self.high, -self.low)

    def __add__(self, other: Any) -> Self:
        other = self.of(other)
        shape = np.broadcast_shapes(self.shape, other.shape)
        if math.prod(shape) >= LARGE:
            return self._entrywise(_loops().entrywise_sum, other, shape)
        high, error = _two_sum(self.high, other.high)
        return type(self)(*_quick_two_sum(high, error + (self.low + other.low)))

    def __sub__(self, other: Any) -> Self:
        return self + (-self.of(other))

    def __mul__(self, other: Any) -> Self:
        other = self.of(other)
        shape = np.broadcast_shapes(self.shape, other.shape)
        if math.prod(shape) >= LARGE:
            return self._entrywise(_loops().entrywise_product, other, shape)
        high, error = _two_product(self.high, other.high)
        return type(self)(*_quick_two_sum(high, error + (self.high * other.low + self.low * other.high)))

    def __truediv__(self, other: Any) -> Self:
        other = self.of(other)
        first = self.high / other.high
        rest = self - other * first
        second = rest.high / other.high
        third = (rest - other * second).high / other.high
        return type(self)(*_quick_two_sum(first, second)) + third

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: Any) -> Self:
        return -self + other

    def __rtruediv__(self, other: Any) -> Self:
        return self.of(other) / self

    def sqrt(self) -> Self:
        """The square root, by one step of Newton from that of the high part."""
        root = np.sqrt(self.high)
        return self.of(root) + (self - self.of(root) * root).high / (2 * root)

    def sum(self, axis: int | None = None) -> Self:
        """The sum along an axis, or of all entries, by halving."""
        if axis is None:
            return self.reshape(-1).sum(0)
        value = type(self)(np.moveaxis(self.high, axis, 0), np.moveaxis(self.low, axis, 0))
        while len(value) > 1:
            half = len(value) // 2
            rest = value[2 * half :]
            value = value[:half] + value[half : 2 * half]
            if len(rest):
                value = type(self)(np.concatenate([value.high, rest.high]), np.concatenate([value.low, rest.low]))
        return value[0]

    def __matmul__(self, other: Any) -> Self:
        return _product(self, self.of(other))

    def __rmatmul__(self, other: Any) -> Self:
        return _product(self.of(other), self)


class Short(DoubleDouble):
    """The same numbers, of which large matrices are multiplied to some 22 digits, at less than half the time."""


def _loops() -> Any:
    """The compiled loops, which are imported where they are first needed."""
    from packing.sdp import compiled_pairs

    return compiled_pairs


def _product(left: Any, right: Any, symmetric: bool = False) -> Any:
    """The matrix product; vectors are treated as one row or one column."""
    kind = type(left) if isinstance(left, Short) else type(right)
    if len(left.shape) == 1:
        return _product(right.T, left)
    if len(right.shape) == 1:
        return row_products(left, right.reshape(1, -1))
    pairs = [(np.ascontiguousarray(value.high), np.ascontiguousarray(value.low)) for value in (left, right)]
    if kind is Short and math.prod(left.shape) * right.shape[1] > WORTH:
        from packing.sdp import pair_product

        return Short(*(pair_product.multiply_lower if symmetric else pair_product.multiply)(*pairs))
    loop = _loops().multiply_lower if symmetric else _loops().multiply
    return kind(*loop(*pairs[0], *pairs[1]))


def symmetric_product(left: DoubleDouble, right: DoubleDouble) -> DoubleDouble:
    """The matrix product where it is known to be symmetric: half of it is computed."""
    found: DoubleDouble = _product(left, right, symmetric=True)
    return found


def row_products(left: DoubleDouble, right: DoubleDouble) -> DoubleDouble:
    """The inner products of the rows of `left` (m, k) with those of `right`, or with its only row."""
    parts = (np.ascontiguousarray(part) for part in (left.high, left.low, right.high, right.low))
    return (type(left) if isinstance(left, Short) else type(right))(*_loops().row_products(*parts))


def _two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    total = a + b
    shadow = total - a
    return total, (a - (total - shadow)) + (b - shadow)


def _quick_two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    total = a + b
    return total, b - (total - a)


def _two_product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    product = a * b
    a1, b1 = _split(a), _split(b)
    a2, b2 = a - a1, b - b1
    return product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2


def _split(a: Floats) -> Floats:
    """The leading 26 bits."""
    scaled: Floats = a * 134217729.0
    return scaled - (scaled - a)


def inverse_root(matrix: DoubleDouble) -> DoubleDouble:
    """The inverse of the lower triangular L with L L^T = `matrix`; raises `LinAlgError` unless positive definite."""
    high, low = (np.array(part, order="C") for part in (matrix.high, matrix.low))
    loops = _loops()
    if not loops.factor(high, low):
        raise np.linalg.LinAlgError("not positive definite")
    return type(matrix)(*loops.inverse_lower(high, low))
