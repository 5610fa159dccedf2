"""Polynomials with exact coefficients: a dict from the tuple of exponents to a number; no zero is dropped silently.

Enough arithmetic to expand a three-point certificate and to bound what is left of it on a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from packing.kernel.algebraic import Real

Polynomial = dict[tuple[int, ...], Real]


def add(total: Polynomial, other: Polynomial, factor: Real | int = 1) -> None:
    """Add `factor` times `other` to `total`, in place."""
    for exponent, coefficient in other.items():
        total[exponent] = total.get(exponent, Fraction(0)) + factor * coefficient


def multiply(left: Polynomial, right: Polynomial) -> Polynomial:
    """The product.

    >>> multiply({(1, 0): Fraction(1), (0, 1): Fraction(1)}, {(1, 0): Fraction(1), (0, 1): Fraction(-1)})[(2, 0)]
    Fraction(1, 1)
    """
    if len(left) > len(right):
        left, right = right, left
    product: Polynomial = {}
    for a, x in left.items():
        for b, y in right.items():
            exponent = tuple(map(int.__add__, a, b))
            product[exponent] = product.get(exponent, Fraction(0)) + x * y
    return {exponent: coefficient for exponent, coefficient in product.items() if coefficient}


def combine(*terms: tuple[Real | int, Polynomial]) -> Polynomial:
    """The sum of factor times polynomial over `terms`."""
    total: Polynomial = {}
    for factor, polynomial in terms:
        add(total, polynomial, factor)
    return {exponent: coefficient for exponent, coefficient in total.items() if coefficient}


def jacobi(alpha: Fraction, beta: Fraction, degree: int, x: Polynomial, unit: Polynomial) -> list[Polynomial]:
    """unit^k P_k(x / unit) for k = 0..degree: Jacobi polynomials of (alpha, beta), P_k(1) = 1, made homogeneous.

    x P_k = up P_{k+1} + stay P_k + down P_{k-1}, and up = 1 - stay - down as all are 1 at x = 1. Valid where
    alpha, beta > -1. Reference: Szego, Orthogonal Polynomials, (4.5.1).

    >>> u = {(1,): Fraction(1)}
    >>> jacobi(Fraction(0), Fraction(0), 2, u, {(0,): Fraction(1)})[2]          # Legendre
    {(2,): Fraction(3, 2), (0,): Fraction(-1, 2)}
    """
    zero = tuple(0 for _ in next(iter(x)))
    table: list[Polynomial] = [{zero: Fraction(1)}]
    square = multiply(unit, unit)
    for k in range(degree):
        total = 2 * k + alpha + beta
        if k == 0:
            stay, down, before = (beta - alpha) / (total + 2), Fraction(0), {}
        else:
            stay = (beta - alpha) * (beta + alpha) / (total * (total + 2))
            down = 2 * k * (k + beta) / (total * (total + 1))
            before = multiply(square, table[k - 1])
        up = 1 - stay - down
        shifted = combine((1 / up, x), (-stay / up, unit))
        table.append(combine((1, multiply(shifted, table[k])), (-down / up, before)))
    return table


def chebyshev_powers(centre: Real, radius: Real, degree: int) -> list[list[Real]]:
    """Row i: the coefficients of (centre + radius U)^i in the Chebyshev polynomials T_0(U), ..., T_i(U).

    >>> chebyshev_powers(Fraction(0), Fraction(1), 2)[2]                        # U^2 = (T_0 + T_2)/2
    [Fraction(1, 2), Fraction(0, 1), Fraction(1, 2)]
    """
    rows: list[list[Real]] = [[Fraction(1)]]
    for i in range(degree):
        row: list[Real] = [Fraction(0)] * (i + 2)
        for j, coefficient in enumerate(rows[i]):
            row[j] += centre * coefficient
            row[j + 1] += radius * coefficient / 2
            row[abs(j - 1)] += radius * coefficient / 2
        rows.append(row)
    return rows


def to_chebyshev(polynomial: Polynomial, tables: Sequence[list[list[Real]]]) -> Polynomial:
    """Powers of each variable replaced by Chebyshev polynomials; `tables[i]` is `chebyshev_powers` of variable i."""
    for variable, table in enumerate(tables):
        total: Polynomial = {}
        for exponent, coefficient in polynomial.items():
            for order, share in enumerate(table[exponent[variable]]):
                if share:
                    target = (*exponent[:variable], order, *exponent[variable + 1 :])
                    total[target] = total.get(target, Fraction(0)) + coefficient * share
        polynomial = total
    return polynomial


def upper_bound(coefficients: Polynomial) -> Real:
    """The constant plus the absolute values of the other Chebyshev coefficients: an upper bound on the box [-1, 1]^r.

    >>> upper_bound({(0, 0): Fraction(-2), (1, 2): Fraction(-1, 3)})
    Fraction(-5, 3)
    """
    total: Real = Fraction(0)
    for order, c in coefficients.items():
        total = total - c if any(order) and c < 0 else total + c
    return total
