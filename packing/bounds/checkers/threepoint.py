"""A second checker of three-point certificates, on python-flint, by other means than the kernel's.

The kernels come from explicit sums instead of recurrences, polynomials of invariants are put together by composition
instead of products of powers, definiteness is decided by elimination in ball arithmetic, and Chebyshev coefficients
come from binomials. Numbers of Q(theta) are polynomials in a fifth variable, reduced by division; their signs come from
balls. It must reach the kernel's verdict on each certificate; tests hold the two together.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any

import flint

from packing.bounds.checkers.nulls import check_semidefinite
from packing.bounds.checkers.ring import (
    ONE,
    THETA,
    Polynomial,
    T,
    U,
    V,
    W,
    by_order,
    chebyshev_polynomial,
    coefficients,
    exactly,
    invariant_quadratic,
    invariant_quadratics,
    put,
    quadratic,
    reduced,
)
from packing.bounds.checkers.signs import sign
from packing.kernel.algebraic import Real
from packing.kernel.definite import SPARE
from packing.kernel.number_field import RealField
from packing.kernel.statement import SizeStatement
from packing.kernel.threepoint import conclusion
from packing.kernel.threepoint_case import Case, Rows
from packing.kernel.threepoint_entries import Entries
from packing.kernel.threepoint_sums import Matrices, WithNumbers, WithPairs


def prove(entries: Entries, spare: float = SPARE) -> SizeStatement:
    """The statement that the entries prove, or `RefusedError`; `MoreWorkError` where `spare` seconds do not suffice."""
    return conclusion(entries, *means(entries, spare))


def means(entries: WithPairs, spare: float = SPARE) -> tuple[Real, Real, Real]:
    """f(1, 1, 1) + sum a_k, and upper bounds of what pairs and triples have in the mean; all matrices are checked."""
    check_semidefinite(entries.matrices(), entries.field, spare, entries.null)
    f = kernels(entries)
    pair_mean = upper_bound(pairs(entries, f), entries.field)
    triple_mean = upper_bound(triples(entries, f), entries.field)
    return diagonal(entries, f), pair_mean, triple_mean


def diagonal(entries: WithNumbers, f: Polynomial) -> Real:
    """f(1, 1, 1) + sum a_k."""
    at_one = put(f, ONE, ONE, ONE, ONE) + sum(map(exactly, entries.two_point), flint.fmpq(0))
    return next(iter(coefficients(at_one, entries.field).values()), Fraction(0))


def kernels(entries: Matrices) -> Polynomial:
    """f in u, v, t, w: sums over the blocks, then over the three poles."""
    total = 0 * ONE
    for (turn, k, size), rows in zip(entries.case.blocks(), entries.kernels, strict=True):
        outer = 0 * ONE
        for i in range(size):
            row = sum((_entry(rows, i, j) * V**j for j in range(size)), 0 * ONE)
            outer += U**i * row
        total += outer * around_pole(entries.case, turn, k)
    return over_poles(total) * exactly(entries.unit)


def around_pole(case: Case, turn: int, k: int) -> Polynomial:
    """c_l R^k P_k(2 X / R - 1), l being `turn`."""
    if case.space == "S":
        edge, X, R = T - U * V, (T - U * V) ** 2, (1 - U**2) * (1 - V**2)
    else:
        edge, X, R = W - U * V, T - 2 * W + U * V, (1 - U) * (1 - V)
    a, b = _jacobi_parameters(case, turn)
    radial, weight = 0 * ONE, flint.fmpq(1)
    for j in range(k + 1):  # 2F1(-k, k + a + b + 1; a + 1; (R - X)/R) R^k
        radial += weight * (R - X) ** j * R ** (k - j)
        weight *= (j - k) * (k + a + b + 1 + j) / ((a + 1 + j) * (j + 1))
    other = U * V * X - edge**2  # the square of the imaginary part
    angular = 0 * ONE
    for j in range(turn // 2 + 1):
        angular += comb(turn, 2 * j) * (-1) ** j * edge ** (turn - 2 * j) * other**j
    return radial * angular


def over_poles(polynomial: Polynomial) -> Polynomial:
    """The mean over the three choices of the pole."""
    return (polynomial + put(polynomial, V, T, U, W) + put(polynomial, T, U, V, W)) * flint.fmpq(1, 3)


def _jacobi_parameters(case: Case, turn: int) -> tuple[Any, Any]:
    if case.space == "C":
        return flint.fmpq(case.d - 3), flint.fmpq(turn)
    return flint.fmpq(case.d, 2) - 2, flint.fmpq(turn) - flint.fmpq(1, 2)


def pairs(entries: WithPairs, f: Polynomial) -> Polynomial:
    """The polynomial of the pairs plus sums of squares, in U."""
    case = entries.case
    return scaled(case, pair_polynomial(case, f, entries.two_point)) + pair_squares(entries)


def pair_squares(entries: WithPairs) -> Polynomial:
    """The sums of squares of the pairs, in U."""
    total = 0 * ONE
    for rows, factor in zip(entries.pair_squares, (ONE, 1 - U**2), strict=True):
        basis = [chebyshev_polynomial(i) for i in range(len(rows))]
        total += factor * quadratic(rows, basis) * exactly(entries.unit)
    return total


def pair_polynomial(case: Case, f: Polynomial, two_point: list[Real]) -> Polynomial:
    """3 f(u, u, 1) + sum a_k P_k(u) in u."""
    a = flint.fmpq(case.d - 2) if case.space == "C" else flint.fmpq(case.d - 3, 2)
    b = {"S": a, "R": flint.fmpq(-1, 2), "C": flint.fmpq(0)}[case.space]
    distance = (1 - U) / 2 if case.space == "S" else 1 - U
    total = 3 * put(f, U, U, ONE, U)
    for k, value in enumerate(two_point, start=1):
        weight = exactly(value)
        for j in range(k + 1):
            total += weight * distance**j
            weight *= (j - k) * (k + a + b + 1 + j) / ((a + 1 + j) * (j + 1))
    return total


def triples(entries: Matrices, f: Polynomial) -> Polynomial:
    """The polynomial of the triples plus sums of squares, in U, V, T, W."""
    case = entries.case
    total = scaled(case, f)
    root = (U - V) * (V - T) * (T - U)
    for (degree, _), weight, (even, odd, plane) in zip(
        case.weights(), weights(case), entries.triple_squares, strict=True
    ):
        bases = case.square_bases(degree)
        squares = invariant_quadratic(even, bases[0]) + root**2 * invariant_quadratic(odd, bases[1])
        straight = len(bases[2])  # (U - V) m are differences of U, V, T times m, (U - V) (-T) m those of VT, TU, UV
        parts = invariant_quadratics(plane, [*bases[2], *bases[3]], [0] * straight + [1] * len(bases[3]))
        difference = (U - V) ** 2 / 9 * sum(((-T) ** power * part for power, part in enumerate(parts)), 0 * ONE)
        squares += difference + put(difference, V, T, U, W) + put(difference, T, U, V, W)
        total += weight * squares * exactly(entries.unit)
    return on_the_surface(case, total)


def weights(case: Case) -> list[Polynomial]:
    """The polynomials that are >= 0 on the triples of a code, in U, V, T, W; the order is the kernel's."""
    p, q, r = 1 - U**2, 1 - V**2, 1 - T**2
    a, b, c = 1 - U, 1 - V, 1 - T
    found = [(0, ONE), (2, p + q + r), (4, p * q + q * r + r * p), (6, p * q * r)]
    found += [(2, a * b + b * c + c * a), (3, a * b * c)]
    if case.space == "S":
        found.append((3, scaled(case, 1 + 2 * U * V * T - U**2 - V**2 - T**2)))
    else:
        found.append((2, scaled(case, 1 + 2 * W - U - V - T)))
    if case.space == "C":
        found.append((4, scaled(case, U * V * T - W**2)))
    return [weight for degree, weight in found if degree <= 2 * case.half]


def scaled(case: Case, polynomial: Polynomial) -> Polynomial:
    """A polynomial in u, v, t, w in the variables U, V, T, W."""
    centre, radius = exactly(case.centre), exactly(case.radius)
    u, v, t = (centre + radius * variable for variable in (U, V, T))
    return put(polynomial, u, v, t, exactly(case.largest_w) * W)


def on_the_surface(case: Case, polynomial: Polynomial) -> Polynomial:
    """Between real lines W^2 is uvt over the square of the largest w."""
    if case.space != "R":
        return polynomial
    centre, radius = exactly(case.centre), exactly(case.radius)
    square = (centre + radius * U) * (centre + radius * V) * (centre + radius * T) * exactly(1 / case.largest_w) ** 2
    by_power: dict[int, Polynomial] = {}
    for (a, b, c, e, k), coefficient in polynomial.terms():
        by_power[e] = by_power.get(e, 0 * ONE) + coefficient * U**a * V**b * T**c * THETA**k
    return sum((part * square ** (e // 2) * W ** (e % 2) for e, part in by_power.items()), 0 * ONE)


def upper_bound(polynomial: Polynomial, field: RealField) -> Real:
    """Constant plus absolute Chebyshev coefficients; x^n = 2^(1-n) sum C(n, (n-k)/2) T_k, half of it for k = 0."""
    terms = {tuple(int(e) for e in exponent): value for exponent, value in reduced(polynomial, field).terms()}
    for variable in range(4):
        total: dict[tuple[int, ...], Any] = {}
        for exponent, value in terms.items():
            n = exponent[variable]
            for k in range(n % 2, n + 1, 2):
                share = flint.fmpq(comb(n, (n - k) // 2) * (1 if k == 0 else 2), 2**n)
                target = (*exponent[:variable], k, *exponent[variable + 1 :])
                total[target] = total.get(target, flint.fmpq(0)) + share * value
        terms = total
    found = by_order(terms, field)
    parts = (c * sign(c) if any(order) else c for order, c in found.items())
    return sum(parts, Fraction(0))


def _entry(rows: Rows, i: int, j: int) -> Any:
    return exactly(rows[max(i, j)][min(i, j)])
