"""A second checker of three-point certificates, on python-flint, by other means than the kernel's.

The kernels come from explicit sums instead of recurrences, sums of squares are expanded in the variables U, V, T, W as
such instead of in invariants, definiteness is decided by a Cholesky decomposition in ball arithmetic, and Chebyshev
coefficients come from binomials. It must reach the kernel's verdict on each certificate; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import Any

import flint

from packing.kernel.definite import SPARE, check_semidefinite
from packing.kernel.statement import SizeStatement
from packing.kernel.threepoint import Matrices, WithPairs, conclusion
from packing.kernel.threepoint_case import Case, Rows
from packing.kernel.threepoint_entries import Entries

CONTEXT = flint.fmpq_mpoly_ctx.get(("u", "v", "t", "w"), "lex")
U, V, T, W = CONTEXT.gens()
ONE = CONTEXT.constant(1)
Polynomial = Any

PRECISION = 400
"""Bits of the balls in which definiteness is decided; where they do not suffice, integers decide."""


def prove(entries: Entries, spare: float = SPARE) -> SizeStatement:
    """The statement that the entries prove, or `RefusedError`; `MoreWorkError` where `spare` seconds do not suffice."""
    return conclusion(entries, *means(entries, spare))


def means(entries: WithPairs, spare: float = SPARE) -> tuple[Fraction, Fraction, Fraction]:
    """f(1, 1, 1) + sum a_k, and upper bounds of what pairs and triples have in the mean; all matrices are checked."""
    check_semidefinite(entries.matrices(), is_definite, spare)
    f = kernels(entries)
    pair_mean = upper_bound(pairs(entries, f))
    triple_mean = upper_bound(triples(entries, f))
    diagonal = f(1, 1, 1, 1) + sum(map(exactly, entries.two_point), flint.fmpq(0))
    return fraction(diagonal), pair_mean, triple_mean


def kernels(entries: Matrices) -> Polynomial:
    """f in u, v, t, w: sums over the blocks, then over the three poles."""
    case = entries.case
    if case.space == "S":
        edge, X, R = T - U * V, (T - U * V) ** 2, (1 - U**2) * (1 - V**2)
    else:
        edge, X, R = W - U * V, T - 2 * W + U * V, (1 - U) * (1 - V)
    total = 0 * ONE
    for (turn, k, size), rows in zip(case.blocks(), entries.kernels, strict=True):
        a, b = _jacobi_parameters(case, turn)
        radial, weight = 0 * ONE, flint.fmpq(1)
        for j in range(k + 1):  # 2F1(-k, k + a + b + 1; a + 1; (R - X)/R) R^k
            radial += weight * (R - X) ** j * R ** (k - j)
            weight *= (j - k) * (k + a + b + 1 + j) / ((a + 1 + j) * (j + 1))
        other = U * V * X - edge**2  # the square of the imaginary part
        angular = 0 * ONE
        for j in range(turn // 2 + 1):
            angular += comb(turn, 2 * j) * (-1) ** j * edge ** (turn - 2 * j) * other**j
        outer = 0 * ONE
        for i in range(size):
            row = sum((_entry(rows, i, j) * V**j for j in range(size)), 0 * ONE)
            outer += U**i * row
        total += outer * radial * angular
    poles = total + total.compose(V, T, U, W, ctx=CONTEXT) + total.compose(T, U, V, W, ctx=CONTEXT)
    return poles * exactly(entries.unit / 3)


def _jacobi_parameters(case: Case, turn: int) -> tuple[Any, Any]:
    if case.space == "C":
        return flint.fmpq(case.d - 3), flint.fmpq(turn)
    return flint.fmpq(case.d, 2) - 2, flint.fmpq(turn) - flint.fmpq(1, 2)


def pairs(entries: WithPairs, f: Polynomial) -> Polynomial:
    """The polynomial of the pairs plus sums of squares, in U."""
    case = entries.case
    return _scaled(case, pair_polynomial(case, f, entries.two_point)) + pair_squares(entries)


def pair_squares(entries: WithPairs) -> Polynomial:
    """The sums of squares of the pairs, in U."""
    total = 0 * ONE
    for rows, factor in zip(entries.pair_squares, (ONE, 1 - U**2), strict=True):
        basis = [_chebyshev_polynomial(i) for i in range(len(rows))]
        total += factor * _quadratic(rows, basis) * exactly(entries.unit)
    return total


def pair_polynomial(case: Case, f: Polynomial, two_point: list[Fraction]) -> Polynomial:
    """3 f(u, u, 1) + sum a_k P_k(u) in u."""
    a = flint.fmpq(case.d - 2) if case.space == "C" else flint.fmpq(case.d - 3, 2)
    b = {"S": a, "R": flint.fmpq(-1, 2), "C": flint.fmpq(0)}[case.space]
    distance = (1 - U) / 2 if case.space == "S" else 1 - U
    total = 3 * f.compose(U, U, ONE, U, ctx=CONTEXT)
    for k, value in enumerate(two_point, start=1):
        weight = exactly(value)
        for j in range(k + 1):
            total += weight * distance**j
            weight *= (j - k) * (k + a + b + 1 + j) / ((a + 1 + j) * (j + 1))
    return total


def triples(entries: Matrices, f: Polynomial) -> Polynomial:
    """The polynomial of the triples plus sums of squares, in U, V, T, W."""
    case = entries.case
    total = _scaled(case, f)
    differences = [(U - V, T * (V - U)), (V - T, U * (T - V)), (T - U, V * (U - T))]  # of U, V, T and of VT, TU, UV
    root = (U - V) * (V - T) * (T - U)
    for (degree, _), weight, (even, odd, plane) in zip(
        case.weights(), _weights(case), entries.triple_squares, strict=True
    ):
        bases = [[_invariant(*exponent) for exponent in basis] for basis in case.square_bases(degree)]
        squares = _quadratic(even, bases[0]) + root**2 * _quadratic(odd, bases[1])
        for first, second in differences:
            vector = [first * m for m in bases[2]] + [second * m for m in bases[3]]
            squares += _quadratic(plane, [component / 3 for component in vector])
        total += weight * squares * exactly(entries.unit)
    return _on_the_surface(case, total)


def _weights(case: Case) -> list[Polynomial]:
    """The polynomials that are >= 0 on the triples of a code, in U, V, T, W; the order is the kernel's."""
    p, q, r = 1 - U**2, 1 - V**2, 1 - T**2
    a, b, c = 1 - U, 1 - V, 1 - T
    found = [(0, ONE), (2, p + q + r), (4, p * q + q * r + r * p), (6, p * q * r)]
    found += [(2, a * b + b * c + c * a), (3, a * b * c)]
    if case.space == "S":
        found.append((3, _scaled(case, 1 + 2 * U * V * T - U**2 - V**2 - T**2)))
    else:
        found.append((2, _scaled(case, 1 + 2 * W - U - V - T)))
    if case.space == "C":
        found.append((4, _scaled(case, U * V * T - W**2)))
    return [weight for degree, weight in found if degree <= 2 * case.half]


def _invariant(a: int, b: int, c: int, e: int) -> Polynomial:
    return ((U + V + T) / 3) ** a * ((U * V + V * T + T * U) / 3) ** b * (U * V * T) ** c * W**e


def _quadratic(rows: Rows, basis: list[Polynomial]) -> Polynomial:
    """The sum of G_ij b_i b_j."""
    total = 0 * ONE
    for i, left in enumerate(basis):
        row = rows[i][i] * left + 2 * sum((rows[i][j] * basis[j] for j in range(i)), 0 * ONE)
        total += left * row
    return total


def _scaled(case: Case, polynomial: Polynomial) -> Polynomial:
    """A polynomial in u, v, t, w in the variables U, V, T, W."""
    centre, radius = exactly(case.centre), exactly(case.radius)
    moved = [centre + radius * variable for variable in (U, V, T)]
    return polynomial.compose(*moved, exactly(case.largest_w) * W, ctx=CONTEXT)


def _on_the_surface(case: Case, polynomial: Polynomial) -> Polynomial:
    """Between real lines W^2 is uvt over the square of the largest w."""
    if case.space != "R":
        return polynomial
    centre, radius = exactly(case.centre), exactly(case.radius)
    square = (centre + radius * U) * (centre + radius * V) * (centre + radius * T) / exactly(case.largest_w) ** 2
    by_power: dict[int, Polynomial] = {}
    for (a, b, c, e), coefficient in polynomial.terms():
        by_power[e] = by_power.get(e, 0 * ONE) + coefficient * U**a * V**b * T**c
    return sum((part * square ** (e // 2) * W ** (e % 2) for e, part in by_power.items()), 0 * ONE)


def upper_bound(polynomial: Polynomial) -> Fraction:
    """Constant plus absolute Chebyshev coefficients; x^n = 2^(1-n) sum C(n, (n-k)/2) T_k, half of it for k = 0."""
    terms = {tuple(int(e) for e in exponent): value for exponent, value in polynomial.terms()}
    for variable in range(4):
        total: dict[tuple[int, ...], Any] = {}
        for exponent, value in terms.items():
            n = exponent[variable]
            for k in range(n % 2, n + 1, 2):
                share = flint.fmpq(comb(n, (n - k) // 2) * (1 if k == 0 else 2), 2**n)
                target = (*exponent[:variable], k, *exponent[variable + 1 :])
                total[target] = total.get(target, flint.fmpq(0)) + share * value
        terms = total
    return fraction(sum((abs(c) if any(order) else c for order, c in terms.items()), flint.fmpq(0)))


def _chebyshev_polynomial(order: int) -> Polynomial:
    return sum((int(c) * U**i for i, c in enumerate(flint.fmpz_poly.chebyshev_t(order).coeffs())), 0 * ONE)


def is_definite(rows: Sequence[Sequence[int]]) -> bool | None:
    """Whether ball arithmetic shows all pivots to be positive, or one to be negative; None where it shows neither."""
    before, flint.ctx.prec = flint.ctx.prec, PRECISION
    try:
        matrix = [[flint.arb(value) for value in row] for row in rows]
        for j in range(len(matrix)):
            pivot = matrix[j][j]
            if not pivot > 0:
                return False if pivot < 0 else None
            column = [matrix[i][j] / pivot for i in range(j + 1, len(matrix))]
            for i in range(j + 1, len(matrix)):
                for k in range(j + 1, i + 1):
                    matrix[i][k] -= column[i - j - 1] * matrix[k][j]
        return True
    finally:
        flint.ctx.prec = before


def _entry(rows: Rows, i: int, j: int) -> int:
    return rows[max(i, j)][min(i, j)]


def exactly(value: Fraction) -> Any:
    return flint.fmpq(value.numerator, value.denominator)


def fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
