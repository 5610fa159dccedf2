"""Matrices of about 32 decimal digits: each number is the unevaluated sum of two doubles, high and low.

Sums and products follow the error-free transformations of Knuth and Dekker; products of matrices and Cholesky factors
are compiled loops of them.

Reference: Dekker, Numer. Math. 18 (1971).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from packing.numeric import Floats

LARGE = 256
"""Entries from which a compiled loop pays."""


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

    def _runs_along(self, other: DoubleDouble) -> bool:
        """Whether the four arrays are large and lie alike in memory, so that one compiled loop serves."""
        parts = (self.high, self.low, other.high, other.low)
        return self.shape == other.shape and self.size >= LARGE and all(part.flags.c_contiguous for part in parts)

    def _by_rows(self, loop: Any, other: DoubleDouble) -> DoubleDouble:
        high, low = loop(self.high.ravel(), self.low.ravel(), other.high.ravel(), other.low.ravel())
        return DoubleDouble(high.reshape(self.shape), low.reshape(self.shape))

    def __neg__(self) -> DoubleDouble:
        return DoubleDouble(-self.high, -self.low)

    def __add__(self, other: Any) -> DoubleDouble:
        other = DoubleDouble.of(other)
        if self._runs_along(other):
            return self._by_rows(_loops().entrywise_sum, other)
        high, error = _two_sum(self.high, other.high)
        return DoubleDouble(*_quick_two_sum(high, error + (self.low + other.low)))

    def __sub__(self, other: Any) -> DoubleDouble:
        return self + (-DoubleDouble.of(other))

    def __mul__(self, other: Any) -> DoubleDouble:
        other = DoubleDouble.of(other)
        if self._runs_along(other):
            return self._by_rows(_loops().entrywise_product, other)
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


def _loops() -> Any:
    """The compiled loops, which are imported where they are first needed."""
    from packing.sdp import compiled_pairs

    return compiled_pairs


def _product(left: DoubleDouble, right: DoubleDouble, loop: Any = None) -> DoubleDouble:
    """The matrix product; vectors are treated as one row or one column."""
    if len(left.shape) == 1:
        return _product(left.reshape(1, -1), right)[0]
    if len(right.shape) == 1:
        return _product(left, right.reshape(-1, 1))[:, 0]
    parts = (np.ascontiguousarray(part) for part in (left.high, left.low, right.high, right.low))
    return DoubleDouble(*(loop or _loops().multiply)(*parts))


def symmetric_product(left: DoubleDouble, right: DoubleDouble) -> DoubleDouble:
    """The matrix product where it is known to be symmetric: half of it is computed."""
    return _product(left, right, _loops().multiply_lower)


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
    return DoubleDouble(*loops.inverse_lower(high, low))
