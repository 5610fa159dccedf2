"""Polynomials in U, V, T, W and theta on python-flint, and quadratic forms of bases of them.

Theta stands for the root of a number field's polynomial, by which polynomials are reduced.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import flint

from packing.kernel.algebraic import Algebraic, Real, real
from packing.kernel.number_field import RealField
from packing.kernel.threepoint_case import Rows

CONTEXT = flint.fmpq_mpoly_ctx.get(("u", "v", "t", "w", "theta"), "lex")
U, V, T, W, THETA = CONTEXT.gens()
ONE = CONTEXT.constant(1)
Polynomial = Any

INVARIANTS = (U + V + T) / 3, (U * V + V * T + T * U) / 3, U * V * T
"""What does not change with the order of U, V, T."""


def put(polynomial: Polynomial, u: Polynomial, v: Polynomial, t: Polynomial, w: Polynomial) -> Polynomial:
    """The polynomial with others in place of u, v, t, w."""
    return polynomial.compose(u, v, t, w, THETA, ctx=CONTEXT)


def invariant(a: int, b: int, c: int, e: int) -> Polynomial:
    """The product of powers of the invariants and of W."""
    first, second, third = INVARIANTS
    return first**a * second**b * third**c * W**e


def invariant_quadratic(rows: Rows, basis: Sequence[tuple[int, ...]]) -> Polynomial:
    """The sum of G_ij m_i m_j for the products m of powers of the invariants and of W."""
    return invariant_quadratics(rows, basis, [0] * len(basis))[0]


def invariant_quadratics(rows: Rows, basis: Sequence[tuple[int, ...]], grades: list[int]) -> list[Polynomial]:
    """The same, apart for each g_i + g_j: grades g_i are 0 or 1, so that there are three sums, or one if all are 0."""
    collected: list[dict[tuple[int, ...], Any]] = [{} for _ in range(1 + 2 * max(grades, default=0))]
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            terms = collected[grades[i] + grades[j]]
            exponents = tuple(map(int.__add__, basis[i], basis[j]))
            terms[exponents] = terms.get(exponents, 0) + (value if i == j else 2 * value)
    return [_polynomial(terms).compose(*INVARIANTS, W, THETA, ctx=CONTEXT) for terms in collected]


def _polynomial(terms: dict[tuple[int, ...], Any]) -> Polynomial:
    """The polynomial with these coefficients, in four variables."""
    flat: dict[tuple[int, ...], Any] = {}
    for exponents, value in terms.items():
        element = value.element if isinstance(value, Algebraic) else (value,)
        flat |= {(*exponents, k): exactly(c) for k, c in enumerate(element)}
    return CONTEXT.from_dict(flat)


def quadratic(rows: Rows, basis: list[Polynomial]) -> Polynomial:
    """The sum of G_ij b_i b_j."""
    total = 0 * ONE
    for i, left in enumerate(basis):
        row = exactly(rows[i][i]) * left + 2 * sum((exactly(rows[i][j]) * basis[j] for j in range(i)), 0 * ONE)
        total += left * row
    return total


def chebyshev_polynomial(order: int) -> Polynomial:
    return sum((int(c) * U**i for i, c in enumerate(flint.fmpz_poly.chebyshev_t(order).coeffs())), 0 * ONE)


def reduced(polynomial: Polynomial, field: RealField) -> Polynomial:
    """The remainder on division by the polynomial of theta."""
    return polynomial % sum((c * THETA**k for k, c in enumerate(field.polynomial)), 0 * ONE)


def coefficients(polynomial: Polynomial, field: RealField) -> dict[tuple[int, ...], Real]:
    """The coefficients by the exponents of u, v, t, w."""
    terms = {tuple(int(e) for e in exponent): value for exponent, value in reduced(polynomial, field).terms()}
    return by_order(terms, field)


def by_order(terms: dict[tuple[int, ...], Any], field: RealField) -> dict[tuple[int, ...], Real]:
    elements: dict[tuple[int, ...], list[Fraction]] = {}
    for (*order, power), value in terms.items():
        elements.setdefault(tuple(order), [Fraction(0)] * field.degree)[power] += fraction(value)
    return {order: real(tuple(element), field) for order, element in elements.items()}


def exactly(value: Real | int) -> Any:
    """The number as one of flint's, or as a polynomial in theta."""
    if isinstance(value, Algebraic):
        return sum((exactly(c) * THETA**k for k, c in enumerate(value.element)), 0 * ONE)
    return flint.fmpq(value.numerator, value.denominator)


def fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
