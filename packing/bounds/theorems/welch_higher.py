"""The Welch bounds of order k >= 2 (over R: Sidelnikov)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import sympy

from packing.bounds.bound import ABOUT_LINES, Bound, Inapplicable, Theorem
from packing.problem import Field, Problem

THEOREM = Theorem("higher Welch", "welch1974")
REAL_THEOREM = Theorem("Sidelnikov", "sidelnikov1974")

MOST_ORDERS = 100
"""Orders tried: more would help only in d = 2 with hundreds of lines, where the cap bound is far stronger."""

_TIDY_ORDERS = 8
"""Up to here sympy simplifies the root; beyond, rationalising the denominator would only swell it."""


def welch_higher(problem: Problem) -> Bound | Inapplicable:
    """mu^(2k) >= (n / c_k - 1) / (n - 1) for the best order k >= 2, where 1/c_k = E |<x, y>|^(2k) of random lines.

    c_k = C(d+k-1, k) over C and prod_{j<k} (d+2j)/(1+2j) over R. Proof: sum |<x_i, x_j>|^(2k) over all pairs is
    at least its mean n^2/c_k over the group, because |<x, y>|^(2k) is a positive definite function.
    Validity: lines, d >= 2, n > c_2. Equality: equiangular projective k-designs; for k = 2 these are the maximal
    equiangular sets (n = d^2 over C, d(d+1)/2 over R). Reference: Welch (1974), Sidelnikov (1974).

    >>> from packing.problem import lines
    >>> print(welch_higher(lines(9, 3, "C")))
    9 lines in C^3: coherence >= 0.5 (higher Welch, proved)
    """
    n, d = problem.n, problem.d
    theorem = THEOREM if problem.is_complex else REAL_THEOREM
    if not problem.has_lines:
        return Inapplicable(problem, theorem, ABOUT_LINES)
    if d == 1:
        return Inapplicable(problem, theorem, "needs d >= 2: in one dimension all orders agree with Welch")
    least = moment_inverse(d, 2, problem.field)
    if n <= least:
        return Inapplicable(problem, theorem, f"needs n > {least}: below, order 2 gives nothing")
    k = _best_order(problem)
    power = (n / moment_inverse(d, k, problem.field) - 1) / (n - 1)
    base = sympy.Rational(power.numerator, power.denominator)
    exact = sympy.Pow(base, sympy.Rational(1, 2 * k), evaluate=k <= _TIDY_ORDERS)
    return Bound(problem, theorem, exact, attained=f"equiangular projective {k}-designs (order {k} is the best)")


def moment_inverse(d: int, k: int, field: Field) -> Fraction:
    """c_k = 1 / E |<x, y>|^(2k) for independent uniform unit vectors of F^d.

    >>> moment_inverse(3, 2, Field.COMPLEX), moment_inverse(3, 2, Field.REAL)
    (Fraction(6, 1), Fraction(5, 1))
    """
    if field is Field.COMPLEX:
        return Fraction(math.comb(d + k - 1, k))
    return Fraction(math.prod(range(d, d + 2 * k, 2)), math.prod(range(1, 2 * k, 2)))


def _best_order(problem: Problem) -> int:
    """The order with the largest bound, in floats: each order is a proof, so that rounding can only lose a little."""
    return max(_logarithms(problem), key=lambda item: item[1])[0]


def _logarithms(problem: Problem) -> Iterator[tuple[int, float]]:
    """(k, log of the bound of order k) for k >= 2 with c_k < n."""
    n, d = problem.n, problem.d
    log_moment = math.log(d)
    for k in range(2, MOST_ORDERS + 1):
        ratio = (d + k - 1) / k if problem.is_complex else (d + 2 * k - 2) / (2 * k - 1)
        log_moment += math.log(ratio)
        surplus = math.log(n) - log_moment
        if surplus <= 1e-12 and k > 2:
            return
        yield k, (_log_expm1(max(surplus, 1e-300)) - math.log(n - 1)) / (2 * k)


def _log_expm1(x: float) -> float:
    return x + math.log(-math.expm1(-x))
