"""The Welch bounds of order k >= 2 (over R: Sidelnikov)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import sympy

from packing.bounds.bound import ABOUT_LINES, Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.problem import Field, Problem, parse_field
from packing.space import Space

THEOREM = Theorem("higher Welch", "welch1974")
REAL_THEOREM = Theorem("Sidelnikov", "sidelnikov1974")

MOST_ORDERS = 100
"""Orders tried: more would help only in d = 2 with hundreds of lines, where the cap bound is far stronger."""

_TIDY_ORDERS, _TIDY_LINES = 8, 10**4
"""Up to here sympy simplifies the root; beyond, rationalising the denominator would only swell it."""


def welch_higher(problem: Problem) -> Bound | Inapplicable:
    """mu^(2k) >= (n / c_k - 1) / (n - 1) for the best order k >= 2, where 1/c_k = E |<x, y>|^(2k) of random lines.

    c_k = prod_{j<k} (s d + 2j) / (s + 2j) with s = 1, 2, 4 over R, C, H, so C(d+k-1, k) over C. Proof: the sum of
    |<x_i, x_j>|^(2k) over all pairs is at least its mean n^2/c_k over the group, because |<x, y>|^(2k) is a positive
    definite function. Validity: lines, d >= 2, n > c_2. Equality: equiangular projective k-designs; for k = 2 these
    are the maximal equiangular sets. Reference: Welch (1974), Sidelnikov (1974).

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import lines
    >>> print(welch_higher(lines(9, 3, "C")))
    9 lines in C^3: coherence >= 0.5 (higher Welch, proved)
    """
    return lower(problem, family(problem.space))


def family(space: Space) -> Family | Silent:
    """The theorem on a space: the best order for each n."""
    theorem = REAL_THEOREM if space.field is Field.REAL else THEOREM
    if not space.has_lines:
        return Silent(theorem, ABOUT_LINES)
    if space.d == 1:
        return Silent(theorem, "needs d >= 2: in one dimension all orders agree with Welch")
    least = moment_inverse(space.d, 2, space.field)
    last = moment_inverse(space.d, MOST_ORDERS, space.field)
    return Family(
        theorem,
        space,
        math.floor(least) + 1,
        lambda n: _coherence(space, n),
        sympy.Pow(_rational(1 / last), sympy.Rational(1, 2 * MOST_ORDERS), evaluate=False),
        lambda n: (lambda k: f"equiangular projective {k}-designs (order {k} is the best)")(_best_order(space, n)),
        f"needs n > {least}: below, order 2 gives nothing",
        near=lambda overlap: _count(space, overlap),
        filled="equiangular projective designs",
    )


def moment_inverse(d: int, k: int, field: Field | str) -> Fraction:
    """c_k = 1 / E |<x, y>|^(2k) for independent uniform unit vectors of F^d.

    >>> moment_inverse(3, 2, Field.COMPLEX), moment_inverse(3, 2, Field.REAL), moment_inverse(3, 2, "H")
    (Fraction(6, 1), Fraction(5, 1), Fraction(7, 1))
    """
    s = parse_field(field).real_dimension
    return Fraction(math.prod(range(s * d, s * d + 2 * k, 2)), math.prod(range(s, s + 2 * k, 2)))


def _coherence(space: Space, n: int) -> sympy.Expr:
    k = _best_order(space, n)
    power = (n / moment_inverse(space.d, k, space.field) - 1) / (n - 1)
    return sympy.Pow(_rational(power), sympy.Rational(1, 2 * k), evaluate=k <= _TIDY_ORDERS and n < _TIDY_LINES)


def _count(space: Space, overlap: float) -> int:
    """About the largest n whose bound, squared, is at most `overlap`, in floats."""
    target = math.log(max(overlap, 1e-300)) / 2

    def exceeds(n: int) -> bool:
        return max(value for _, value in _logarithms(space, n)) > target

    low = math.floor(moment_inverse(space.d, 2, space.field)) + 1
    high = 2 * low
    while not exceeds(high) and high < 10**40:
        low, high = high, 2 * high
    while high - low > 1 + (low >> 40):
        middle = (low + high) // 2
        low, high = (low, middle) if exceeds(middle) else (middle, high)
    return low


def _rational(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def _best_order(space: Space, n: int) -> int:
    """The order with the largest bound, in floats: each order is a proof, so that rounding can only lose a little."""
    return max(_logarithms(space, n), key=lambda item: item[1])[0]


def _logarithms(space: Space, n: int) -> Iterator[tuple[int, float]]:
    """(k, log of the bound of order k) for k >= 2 with c_k < n."""
    s, d = space.scalars, space.d
    log_moment = math.log(d)
    for k in range(2, MOST_ORDERS + 1):
        log_moment += math.log((s * d + 2 * k - 2) / (s + 2 * k - 2))
        surplus = math.log(n) - log_moment
        if surplus <= 1e-12 and k > 2:
            return
        yield k, (_log_expm1(max(surplus, 1e-300)) - math.log(n - 1)) / (2 * k)


def _log_expm1(x: float) -> float:
    return x + math.log(-math.expm1(-x))
