"""Loops over quad-doubles in machine code: entries of arrays, and the Cholesky factors of small matrices.

A number is the sum of four doubles, each at most about half a unit in the last place of the one before. An array is
four arrays of doubles, the parts. The loops have no branches and run along the parts, so that they take vector
instructions; products of doubles are exact by a fused multiply-add. Errors are some 2^-205 of the operands.

References: Dekker, Numer. Math. 18 (1971); Hida, Li and Bailey, IEEE Symposium on Computer Arithmetic (2001).
"""

from __future__ import annotations

import numpy as np

from packing.numeric import Floats, compiled
from packing.sdp.fused import fused

Quad = tuple[float, float, float, float]


@compiled()
def _two_sum(a: float, b: float) -> tuple[float, float]:
    """a + b and its rounding error."""
    total = a + b
    shadow = total - a
    return total, (a - (total - shadow)) + (b - shadow)


@compiled()
def _quick_two_sum(a: float, b: float) -> tuple[float, float]:
    """The same where |a| >= |b|."""
    total = a + b
    return total, b - (total - a)


@compiled()
def _two_product(a: float, b: float) -> tuple[float, float]:
    """a b and its rounding error."""
    product = a * b
    return product, fused(a, b, -product)


@compiled()
def _three_sum(a: float, b: float, c: float) -> tuple[float, float, float]:
    """a + b + c as a sum of three numbers, the leading ones first."""
    first, error = _two_sum(a, b)
    total, second = _two_sum(c, first)
    middle, last = _two_sum(error, second)
    return total, middle, last


@compiled()
def _normal(a: float, b: float, c: float, d: float, e: float) -> Quad:
    """The four parts of a sum of five numbers in falling order of size."""
    d, e = _two_sum(d, e)
    c, d = _two_sum(c, d)
    b, c = _two_sum(b, c)
    a, b = _two_sum(a, b)
    d, e = _quick_two_sum(d, e)
    c, d = _quick_two_sum(c, d)
    b, c = _quick_two_sum(b, c)
    c, d = _quick_two_sum(c, d)
    return a, b, c, d + e


@compiled()
def _sum(a: Quad, b: Quad) -> Quad:
    """The sum of two numbers."""
    s0, t0 = _two_sum(a[0], b[0])
    s1, t1 = _two_sum(a[1], b[1])
    s2, t2 = _two_sum(a[2], b[2])
    s3, t3 = _two_sum(a[3], b[3])
    s1, t0 = _two_sum(s1, t0)
    s2, t0, t1 = _three_sum(s2, t0, t1)
    s3, t0, t2 = _three_sum(s3, t0, t2)
    return _normal(s0, s1, s2, s3, t0 + t1 + t3)


@compiled()
def _product(a: Quad, b: Quad) -> Quad:
    """The product of two numbers."""
    p0, q0 = _two_product(a[0], b[0])
    p1, q1 = _two_product(a[0], b[1])
    p2, q2 = _two_product(a[1], b[0])
    p3, q3 = _two_product(a[0], b[2])
    p4, q4 = _two_product(a[1], b[1])
    p5, q5 = _two_product(a[2], b[0])
    p1, p2, q0 = _three_sum(p1, p2, q0)
    p2, q1, q2 = _three_sum(p2, q1, q2)
    p3, p4, p5 = _three_sum(p3, p4, p5)
    s0, t0 = _two_sum(p2, p3)
    s1, t1 = _two_sum(q1, p4)
    s1, t0 = _two_sum(s1, t0)
    s2 = q2 + p5 + t0 + t1
    s1 += a[0] * b[3] + a[1] * b[2] + a[2] * b[1] + a[3] * b[0] + q0 + q3 + q4 + q5
    return _normal(p0, p1, s0, s1, s2)


@compiled()
def _multiple(a: Quad, b: float) -> Quad:
    """A number times a double."""
    p0, q0 = _two_product(a[0], b)
    p1, q1 = _two_product(a[1], b)
    p2, q2 = _two_product(a[2], b)
    p1, q0 = _two_sum(p1, q0)
    p2, q1, q0 = _three_sum(p2, q1, q0)
    p3, rest = _two_sum(a[3] * b, q2)
    p3, q1 = _two_sum(p3, q1)
    return _normal(p0, p1, p2, p3, rest + q1 + q0)


@compiled()
def _quotient(a: Quad, b: Quad) -> Quad:
    """The quotient of two numbers by long division."""
    q0 = a[0] / b[0]
    rest = _sum(a, _multiple(b, -q0))
    q1 = rest[0] / b[0]
    rest = _sum(rest, _multiple(b, -q1))
    q2 = rest[0] / b[0]
    rest = _sum(rest, _multiple(b, -q2))
    q3 = rest[0] / b[0]
    rest = _sum(rest, _multiple(b, -q3))
    return _normal(q0, q1, q2, q3, rest[0] / b[0])


@compiled()
def _root(a: Quad) -> Quad:
    """The square root, by steps of Newton from that of the first part."""
    first = np.sqrt(a[0])
    root = (first, 0.0, 0.0, 0.0)
    for _ in range(3):
        square = _product(root, root)
        rest = _sum(a, (-square[0], -square[1], -square[2], -square[3]))
        root = _sum(root, _multiple(rest, 0.5 / first))
    return root


@compiled()
def sums(a: Floats, b: Floats) -> Floats:
    """The sums of the entries of two rows, (4, n)."""
    found = np.empty_like(a)
    for i in range(a.shape[1]):
        found[0, i], found[1, i], found[2, i], found[3, i] = _sum(
            (a[0, i], a[1, i], a[2, i], a[3, i]), (b[0, i], b[1, i], b[2, i], b[3, i])
        )
    return found


@compiled()
def products(a: Floats, b: Floats) -> Floats:
    """The products of the entries of two rows, (4, n)."""
    found = np.empty_like(a)
    for i in range(a.shape[1]):
        found[0, i], found[1, i], found[2, i], found[3, i] = _product(
            (a[0, i], a[1, i], a[2, i], a[3, i]), (b[0, i], b[1, i], b[2, i], b[3, i])
        )
    return found


@compiled()
def multiples(a: Floats, b: Floats) -> Floats:
    """The products of the entries of a row (4, n) with doubles (n,)."""
    found = np.empty_like(a)
    for i in range(a.shape[1]):
        found[0, i], found[1, i], found[2, i], found[3, i] = _multiple((a[0, i], a[1, i], a[2, i], a[3, i]), b[i])
    return found


@compiled()
def quotients(a: Floats, b: Floats) -> Floats:
    """The quotients of the entries of two rows, (4, n)."""
    found = np.empty_like(a)
    for i in range(a.shape[1]):
        found[0, i], found[1, i], found[2, i], found[3, i] = _quotient(
            (a[0, i], a[1, i], a[2, i], a[3, i]), (b[0, i], b[1, i], b[2, i], b[3, i])
        )
    return found


@compiled()
def roots(a: Floats) -> Floats:
    """The square roots of the entries of a row, (4, n)."""
    found = np.empty_like(a)
    for i in range(a.shape[1]):
        found[0, i], found[1, i], found[2, i], found[3, i] = _root((a[0, i], a[1, i], a[2, i], a[3, i]))
    return found


@compiled()
def add_scaled(total: Floats, factor: float, more: Floats) -> None:
    """total := factor total + more, for a row (4, n), a power of two and doubles (n,)."""
    for i in range(total.shape[1]):
        a, b = _two_sum(factor * total[0, i], more[i])
        c, b = _two_sum(factor * total[1, i], b)
        d, b = _two_sum(factor * total[2, i], b)
        e, b = _two_sum(factor * total[3, i], b)
        total[0, i], total[1, i], total[2, i], total[3, i] = _normal(a, c, d, e, b)


@compiled()
def add_product(total: Floats, factor: Quad, row: Floats, most: int) -> None:
    """total += factor row, the first `most` entries of rows (4, n)."""
    for i in range(most):
        more = _product(factor, (row[0, i], row[1, i], row[2, i], row[3, i]))
        total[0, i], total[1, i], total[2, i], total[3, i] = _sum(
            (total[0, i], total[1, i], total[2, i], total[3, i]), more
        )


@compiled()
def factor_small(matrix: Floats) -> bool:
    """Put the Cholesky factor in the place of the lower triangle of (4, n, n); False where a pivot is not positive."""
    n = matrix.shape[1]
    column = np.zeros((4, n))
    for j in range(n):
        if not matrix[0, j, j] > 0:
            return False
        root = _root((matrix[0, j, j], matrix[1, j, j], matrix[2, j, j], matrix[3, j, j]))
        for i in range(j, n):
            value = _quotient((matrix[0, i, j], matrix[1, i, j], matrix[2, i, j], matrix[3, i, j]), root)
            for part in range(4):
                column[part, i] = matrix[part, i, j] = value[part]
        for i in range(j + 1, n):
            less = (-column[0, i], -column[1, i], -column[2, i], -column[3, i])
            add_product(matrix[:, i, j + 1 :], less, column[:, j + 1 :], i - j)
    return True


@compiled()
def inverse_lower(matrix: Floats) -> Floats:
    """The inverse of a lower triangular matrix (4, n, n); what lies above the diagonal is not looked at."""
    n = matrix.shape[1]
    found = np.zeros((4, n, n))
    for i in range(n):
        for t in range(i):
            less = (-matrix[0, i, t], -matrix[1, i, t], -matrix[2, i, t], -matrix[3, i, t])
            add_product(found[:, i], less, found[:, t], t + 1)
        found[0, i, i] = 1.0
        pivot = (matrix[0, i, i], matrix[1, i, i], matrix[2, i, i], matrix[3, i, i])
        for j in range(i + 1):
            value = _quotient((found[0, i, j], found[1, i, j], found[2, i, j], found[3, i, j]), pivot)
            for part in range(4):
                found[part, i, j] = value[part]
    return found


@compiled()
def slices(parts: Floats, units: Floats, bits: int, count: int) -> Floats:
    """Integers (m, count, k): row i of (parts, m, k) is units_i (q_0 2^-bits + q_1 2^-2bits + ..) nearly."""
    number, m, k = parts.shape
    found = np.zeros((m, count, k))
    for i in range(m):
        for part in range(number):
            rest = parts[part, i] / units[i]
            unit = 1.0
            for s in range(count):
                unit *= 2.0**bits
                for j in range(k):
                    value = np.rint(rest[j] * unit)
                    found[i, s, j] += value
                    rest[j] -= value / unit
    return found
