"""Signs of the numbers of certificates, and definiteness of their matrices, from balls of python-flint."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import flint

from packing.kernel.algebraic import Algebraic, Real
from packing.kernel.definite import Matrix
from packing.kernel.number_field import RealField, UndecidedError

PRECISION = 256
"""Bits of the balls in which definiteness is decided; where they do not suffice, integers decide."""

MOST_PRECISION = 1 << 16


def sign(value: Real) -> int:
    """-1, 0 or 1, from balls of growing precision; zero is what looks it."""
    if not isinstance(value, Algebraic):
        return (value > 0) - (value < 0)
    before, precision = flint.ctx.prec, PRECISION
    try:
        while value and precision <= MOST_PRECISION:
            flint.ctx.prec = precision
            found = ball_of(value)
            if found > 0 or found < 0:
                return 1 if found > 0 else -1
            precision *= 2
    finally:
        flint.ctx.prec = before
    if value:
        raise UndecidedError("a number cannot be told from zero")
    return 0


def ball_of(value: int | Real) -> Any:
    """An enclosure, at the precision in force; theta from the roots of its polynomial."""
    if not isinstance(value, Algebraic):
        return flint.arb(value if isinstance(value, int) else _exactly(value))
    total, theta = flint.arb(0), _root(value.field, flint.ctx.prec)
    for c in reversed(value.element):
        total = total * theta + flint.arb(_exactly(c))
    return total


def is_definite(rows: Matrix) -> bool | None:
    """Whether balls show all pivots to be positive, or one to be negative; None where they show neither.

    Rows with large numbers on the diagonal come first: balls grow least so.
    """
    for precision in (PRECISION, 2 * PRECISION, 4 * PRECISION):  # balls grow from block to block
        with flint.ctx.workprec(precision):
            lower = [[ball_of(value) for value in row] for row in rows]
            order = sorted(range(len(lower)), key=lambda i: lower[i][i].mid(), reverse=True)
            verdict = has_positive_pivots([[lower[max(i, j)][min(i, j)] for j in order] for i in order])
        if verdict is not None:
            return verdict
    return None


SMALL = 12
"""The size of the matrices that are eliminated entry by entry; larger ones by blocks."""


def has_positive_pivots(matrix: list[list[Any]]) -> bool | None:
    """The verdict of balls: that of a corner A, then that of C - B A^-1 B^T with B beside and C opposite of it."""
    n = len(matrix)
    if n <= SMALL:
        return _has_positive_pivots_one_by_one(matrix)
    half = n // 2
    verdict = has_positive_pivots([row[:half] for row in matrix[:half]])
    if not verdict:
        return verdict
    corner, beside = (flint.arb_mat([row[part] for row in matrix[:half]]) for part in (slice(half), slice(half, n)))
    opposite = flint.arb_mat([row[half:] for row in matrix[half:]])
    try:
        rest = opposite - beside.transpose() * corner.solve(beside)
    except ZeroDivisionError:
        return None
    return has_positive_pivots(rest.tolist())


def _has_positive_pivots_one_by_one(matrix: list[list[Any]]) -> bool | None:
    """The same for a small matrix, whose lower triangle is overwritten."""
    for j in range(len(matrix)):
        pivot = matrix[j][j]
        if not pivot > 0:
            return False if pivot < 0 else None
        column = [matrix[i][j] / pivot for i in range(j + 1, len(matrix))]
        for i in range(j + 1, len(matrix)):
            for k in range(j + 1, i + 1):
                matrix[i][k] -= column[i - j - 1] * matrix[k][j]
    return True


@lru_cache(maxsize=64)
def _root(field: RealField, precision: int) -> Any:
    """The root of a field's polynomial in its interval."""
    low, high = flint.arb(_exactly(field.low)), flint.arb(_exactly(field.high))
    factors: Any = flint.fmpz_poly(list(field.polynomial)).factor()[1]
    roots = [root for factor, _ in factors for root, _ in factor.complex_roots()]
    inside = [root.real for root in roots if root.imag.contains(0) and low < root.real < high]
    if len(inside) != 1:
        raise UndecidedError("the root cannot be told from others")
    return inside[0]


def _exactly(value: Fraction) -> Any:
    return flint.fmpq(value.numerator, value.denominator)
