"""Loops over double-doubles in machine code: products of matrices, Cholesky factors and their inverses.

A matrix is two arrays of doubles, high and low, as in `packing.sdp.doubledouble`. The inner loops run along rows over
independent sums, so that they take vector instructions, and products of doubles are exact by a fused multiply-add.

References: Dekker, Numer. Math. 18 (1971); Hida, Li and Bailey, IEEE Symposium on Computer Arithmetic (2001).
"""

from __future__ import annotations

import numpy as np

from packing.numeric import Floats, compiled
from packing.sdp.fused import fused

LANES = 8
"""Sums that run beside each other in an inner product, so that they take vector instructions."""


@compiled()
def _add_product(
    factor_high: float, factor_low: float, high: Floats, low: Floats, total_high: Floats, total_low: Floats, most: int
) -> None:
    """total += factor times a row, the first `most` entries."""
    for j in range(most):
        product = factor_high * high[j]
        error = fused(factor_high, high[j], -product)
        error = fused(factor_high, low[j], error)
        error = fused(factor_low, high[j], error)
        before = total_high[j]
        rough = before + product
        shadow = rough - before
        rest = ((before - (rough - shadow)) + (product - shadow)) + (total_low[j] + error)
        total_high[j] = rough + rest
        total_low[j] = rest - (total_high[j] - rough)


@compiled()
def _quotient(high: float, low: float, by_high: float, by_low: float) -> tuple[float, float]:
    """The quotient of two double-doubles, by two steps of long division."""
    first = high / by_high
    product = first * by_high
    rest = ((high - product) - fused(first, by_high, -product)) + (low - first * by_low)
    second = rest / by_high
    total = first + second
    return total, second - (total - first)


@compiled()
def _root(high: float, low: float) -> tuple[float, float]:
    """The square root, by one step of Newton from that of the high part."""
    root = np.sqrt(high)
    square = root * root
    rest = ((high - square) - fused(root, root, -square)) + low
    second = rest / (2 * root)
    total = root + second
    return total, second - (total - root)


@compiled()
def _sum(high: float, low: float, more_high: float, more_low: float) -> tuple[float, float]:
    """The sum of two double-doubles."""
    rough = high + more_high
    shadow = rough - high
    rest = ((high - (rough - shadow)) + (more_high - shadow)) + (low + more_low)
    total = rough + rest
    return total, rest - (total - rough)


@compiled()
def multiply(left_high: Floats, left_low: Floats, right_high: Floats, right_low: Floats) -> tuple[Floats, Floats]:
    """The product of an (m, k) and a (k, n) matrix."""
    rows, inner = left_high.shape
    columns = right_high.shape[1]
    high, low = np.zeros((rows, columns)), np.zeros((rows, columns))
    for i in range(rows):
        for t in range(inner):
            _add_product(left_high[i, t], left_low[i, t], right_high[t], right_low[t], high[i], low[i], columns)
    return high, low


@compiled()
def multiply_lower(left_high: Floats, left_low: Floats, right_high: Floats, right_low: Floats) -> tuple[Floats, Floats]:
    """The product where it is known to be symmetric: half of it is computed."""
    rows, inner = left_high.shape
    high, low = np.zeros((rows, rows)), np.zeros((rows, rows))
    for i in range(rows):
        for t in range(inner):
            _add_product(left_high[i, t], left_low[i, t], right_high[t], right_low[t], high[i], low[i], i + 1)
    for i in range(rows):
        for j in range(i):
            high[j, i], low[j, i] = high[i, j], low[i, j]
    return high, low


@compiled()
def row_products(left_high: Floats, left_low: Floats, right_high: Floats, right_low: Floats) -> tuple[Floats, Floats]:
    """The inner products of the rows of (m, k) with those of another such matrix, or with one row (1, k)."""
    m, k = left_high.shape
    high, low = np.zeros(m), np.zeros(m)
    sums_high, sums_low = np.zeros(LANES), np.zeros(LANES)
    for i in range(m):
        other = i if len(right_high) > 1 else 0
        sums_high[:], sums_low[:] = 0.0, 0.0
        for t in range(0, k, LANES):
            for s in range(min(LANES, k - t)):
                a, b = left_high[i, t + s], right_high[other, t + s]
                product = a * b
                error = fused(a, b, -product)
                error = fused(a, right_low[other, t + s], error)
                error = fused(left_low[i, t + s], b, error)
                sums_high[s], sums_low[s] = _sum(sums_high[s], sums_low[s], product, error)
        for s in range(LANES):
            high[i], low[i] = _sum(high[i], low[i], sums_high[s], sums_low[s])
    return high, low


@compiled()
def entrywise_product(
    left_high: Floats, left_low: Floats, right_high: Floats, right_low: Floats
) -> tuple[Floats, Floats]:
    """The products of the entries of two rows."""
    high, low = np.empty_like(left_high), np.empty_like(left_high)
    for i in range(len(high)):
        product = left_high[i] * right_high[i]
        error = fused(left_high[i], right_high[i], -product)
        error = fused(left_high[i], right_low[i], error)
        error = fused(left_low[i], right_high[i], error)
        high[i] = product + error
        low[i] = error - (high[i] - product)
    return high, low


@compiled()
def entrywise_sum(left_high: Floats, left_low: Floats, right_high: Floats, right_low: Floats) -> tuple[Floats, Floats]:
    """The sums of the entries of two rows."""
    high, low = np.empty_like(left_high), np.empty_like(left_high)
    for i in range(len(high)):
        rough = left_high[i] + right_high[i]
        shadow = rough - left_high[i]
        rest = ((left_high[i] - (rough - shadow)) + (right_high[i] - shadow)) + (left_low[i] + right_low[i])
        high[i] = rough + rest
        low[i] = rest - (high[i] - rough)
    return high, low


@compiled()
def factor(high: Floats, low: Floats) -> bool:
    """Put the Cholesky factor in the place of the lower triangle; False where a pivot is not positive."""
    n = len(high)
    column_high, column_low = np.zeros(n), np.zeros(n)
    for j in range(n):
        if not high[j, j] > 0:
            return False
        root_high, root_low = _root(high[j, j], low[j, j])
        for i in range(j, n):
            column_high[i], column_low[i] = _quotient(high[i, j], low[i, j], root_high, root_low)
            high[i, j], low[i, j] = column_high[i], column_low[i]
        for i in range(j + 1, n):
            _add_product(
                -column_high[i],
                -column_low[i],
                column_high[j + 1 :],
                column_low[j + 1 :],
                high[i, j + 1 :],
                low[i, j + 1 :],
                i - j,
            )
    return True


@compiled()
def inverse_lower(high: Floats, low: Floats) -> tuple[Floats, Floats]:
    """The inverse of a lower triangular matrix, row by row; what lies above the diagonal is not looked at."""
    n = len(high)
    found_high, found_low = np.zeros((n, n)), np.zeros((n, n))
    for i in range(n):
        for t in range(i):
            _add_product(-high[i, t], -low[i, t], found_high[t], found_low[t], found_high[i], found_low[i], t + 1)
        found_high[i, i] = 1.0
        for j in range(i + 1):
            found_high[i, j], found_low[i, j] = _quotient(found_high[i, j], found_low[i, j], high[i, i], low[i, i])
    return found_high, found_low


@compiled()
def left_slices(high: Floats, low: Floats, cuts: Floats) -> Floats:
    """Rows (m, k) cut by adding and taking away `cuts` (m,): the leading bits and the rest, side by side (m, 2k)."""
    m, k = high.shape
    found = np.empty((m, 2 * k))
    for i in range(m):
        for j in range(k):
            leading = (high[i, j] + cuts[i]) - cuts[i]
            found[i, j] = leading
            found[i, k + j] = (high[i, j] - leading) + low[i, j]
    return found


@compiled()
def right_slices(high: Floats, low: Floats, cuts: Floats) -> Floats:
    """Columns (k, n) cut in the same way: leading bits, the rest, and both together, one below the other (3k, n)."""
    k, n = high.shape
    found = np.empty((3 * k, n))
    for i in range(k):
        for j in range(n):
            leading = (high[i, j] + cuts[j]) - cuts[j]
            found[i, j] = leading
            found[k + i, j] = (high[i, j] - leading) + low[i, j]
            found[2 * k + i, j] = high[i, j]
    return found


@compiled()
def pairs(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """The sums of the entries of two rows of doubles, of which the second is not much larger, as double-doubles."""
    high, low = np.empty_like(first), np.empty_like(first)
    for i in range(len(first)):
        high[i] = first[i] + second[i]
        shadow = high[i] - first[i]
        low[i] = (first[i] - (high[i] - shadow)) + (second[i] - shadow)
    return high, low


@compiled()
def mirror(high: Floats, low: Floats) -> None:
    """Copy what lies below the diagonal to above it."""
    for i in range(len(high)):
        for j in range(i):
            high[j, i], low[j, i] = high[i, j], low[i, j]
