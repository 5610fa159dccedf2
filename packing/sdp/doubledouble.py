"""Matrices of about 32 decimal digits: each number is the unevaluated sum of two doubles, high and low.

Sums and products follow the error-free transformations of Knuth and Dekker. A product of matrices splits both factors
into slices of so few bits that the products of slices are exact in double precision, whatever the order of summation
(Ozaki's scheme), so that all the work is done by the BLAS.

References: Dekker, Numer. Math. 18 (1971); Ozaki, Ogita, Oishi, Rump, Numer. Algorithms 59 (2012).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from packing.numeric import Floats

BITS = 106
"""The bits of a number."""


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
    def of(cls, value: Any) -> DoubleDouble:
        """A double-double array from one, or from doubles."""
        if isinstance(value, DoubleDouble):
            return value
        high = np.asarray(value, dtype=np.float64)
        return cls(high, np.zeros_like(high))

    @property
    def T(self) -> DoubleDouble:
        return DoubleDouble(self.high.T, self.low.T)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.high.shape

    @property
    def size(self) -> int:
        return self.high.size

    def __getitem__(self, index: Any) -> DoubleDouble:
        return DoubleDouble(self.high[index], self.low[index])

    def __len__(self) -> int:
        return len(self.high)

    def reshape(self, *shape: int) -> DoubleDouble:
        return DoubleDouble(self.high.reshape(*shape), self.low.reshape(*shape))

    def transpose(self, *axes: int) -> DoubleDouble:
        return DoubleDouble(self.high.transpose(*axes), self.low.transpose(*axes))

    def __neg__(self) -> DoubleDouble:
        return DoubleDouble(-self.high, -self.low)

    def __add__(self, other: Any) -> DoubleDouble:
        other = DoubleDouble.of(other)
        high, error = _two_sum(self.high, other.high)
        return DoubleDouble(*_quick_two_sum(high, error + (self.low + other.low)))

    def __sub__(self, other: Any) -> DoubleDouble:
        return self + (-DoubleDouble.of(other))

    def __mul__(self, other: Any) -> DoubleDouble:
        other = DoubleDouble.of(other)
        high, error = _two_product(self.high, other.high)
        return DoubleDouble(*_quick_two_sum(high, error + (self.high * other.low + self.low * other.high)))

    def __truediv__(self, other: Any) -> DoubleDouble:
        other = DoubleDouble.of(other)
        first = self.high / other.high
        rest = self - other * first
        second = rest.high / other.high
        third = (rest - other * second).high / other.high
        return DoubleDouble(*_quick_two_sum(first, second)) + third

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: Any) -> DoubleDouble:
        return -self + other

    def __rtruediv__(self, other: Any) -> DoubleDouble:
        return DoubleDouble.of(other) / self

    def sqrt(self) -> DoubleDouble:
        """The square root, by one step of Newton from that of the high part."""
        root = np.sqrt(self.high)
        return DoubleDouble.of(root) + (self - DoubleDouble.of(root) * root).high / (2 * root)

    def sum(self, axis: int | None = None) -> DoubleDouble:
        """The sum along an axis, or of all entries, by halving."""
        if axis is None:
            return self.reshape(-1).sum(0)
        value = DoubleDouble(np.moveaxis(self.high, axis, 0), np.moveaxis(self.low, axis, 0))
        while len(value) > 1:
            half = len(value) // 2
            rest = value[2 * half :]
            value = value[:half] + value[half : 2 * half]
            if len(rest):
                value = DoubleDouble(np.concatenate([value.high, rest.high]), np.concatenate([value.low, rest.low]))
        return value[0]

    def __matmul__(self, other: Any) -> DoubleDouble:
        return _product(self, DoubleDouble.of(other))

    def __rmatmul__(self, other: Any) -> DoubleDouble:
        return _product(DoubleDouble.of(other), self)


def _product(left: DoubleDouble, right: DoubleDouble) -> DoubleDouble:
    """The matrix product; vectors are treated as one row or one column."""
    if len(left.shape) == 1:
        return _product(left.reshape(1, -1), right)[0]
    if len(right.shape) == 1:
        return _product(left, right.reshape(-1, 1))[:, 0]
    terms = left.shape[1]
    bits = (53 - int(np.ceil(np.log2(max(terms, 2))))) // 2
    slices = -(-BITS // bits)
    rows = _power_above(np.abs(left.high).max(axis=1, initial=0.0))[:, None]
    columns = _power_above(np.abs(right.high).max(axis=0, initial=0.0))
    a = list(_slices(left, rows, bits, slices))
    b = list(_slices(right, columns, bits, slices))
    total = DoubleDouble.of(np.zeros((left.shape[0], right.shape[1])))
    for order in range(min(slices, len(a) + len(b) - 1) - 1, -1, -1):
        for i in range(max(0, order - len(b) + 1), min(order, len(a) - 1) + 1):
            total = total + a[i] @ b[order - i]
    scale = rows * columns
    return DoubleDouble(total.high * scale, total.low * scale)


def _slices(matrix: DoubleDouble, scale: Floats, bits: int, slices: int) -> Iterator[Floats]:
    """Matrices of multiples of 2^(-bits), 2^(-2 bits), ... with few bits each, that sum up to matrix / scale."""
    high, low = matrix.high / scale, matrix.low / scale
    for i in range(slices):
        big = 0.75 * 2.0 ** (53 - bits * (i + 1))
        part = (high + big) - big
        yield part
        high, low = _quick_two_sum(high - part, low)
        if not high.any():
            return


def _power_above(values: Floats) -> Floats:
    """Powers of two above |values|; 1 for zeros."""
    powers: Floats = np.ldexp(1.0, np.frexp(values)[1] + 1)
    return np.where(values > 0, powers, 1.0)


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
    """The inverse of the lower triangular L with L L^T = `matrix`; raises `LinAlgError` unless positive definite.

    L is found column by column; its inverse by halves, [[A, 0], [B, C]]^-1 = [[A', 0], [-C' B A', C']].
    """
    high, low = matrix.high.copy(), matrix.low.copy()
    n = len(high)
    for j in range(n):
        pivot = DoubleDouble(high[j, j], low[j, j])
        if not pivot.high > 0:
            raise np.linalg.LinAlgError("not positive definite")
        column = DoubleDouble(high[j:, j], low[j:, j]) / pivot.sqrt()
        high[j:, j], low[j:, j] = column.high, column.low
        tail = column[1:]
        if len(tail):
            rest = DoubleDouble(high[j + 1 :, j + 1 :], low[j + 1 :, j + 1 :])
            rest = rest - tail.reshape(-1, 1) * tail.reshape(1, -1)
            high[j + 1 :, j + 1 :], low[j + 1 :, j + 1 :] = rest.high, rest.low
    return _inverse_lower(DoubleDouble(np.tril(high), np.tril(low)))


def _inverse_lower(lower: DoubleDouble) -> DoubleDouble:
    n = len(lower)
    if n == 1:
        return 1.0 / lower
    half = n // 2
    first, last = _inverse_lower(lower[:half, :half]), _inverse_lower(lower[half:, half:])
    corner = -(last @ (lower[half:, :half] @ first))
    high, low = np.zeros((n, n)), np.zeros((n, n))
    for target, pick in ((high, "high"), (low, "low")):
        target[:half, :half], target[half:, half:] = getattr(first, pick), getattr(last, pick)
        target[half:, :half] = getattr(corner, pick)
    return DoubleDouble(high, low)
