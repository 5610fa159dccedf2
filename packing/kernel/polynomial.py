"""Exact polynomials in one variable: zonal polynomials of the four spaces, and the sign of a polynomial on an interval.

A polynomial is the list of its coefficients, constant term first, without trailing zeros; [] is 0.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import TypeVar

Integers = list[int]
Number = TypeVar("Number", int, Fraction)


def zonal_polynomials(space: str, d: int, degree: int) -> list[list[Fraction]]:
    """P_0, ..., P_degree in the overlap y of a space, with P_k(1) = 1: positive definite functions on it.

    `space` is S (the sphere of R^d, y = <u, v>) or R, C, H (lines over that field, y = |<u, v>|^2). In the variable
    x = y on the sphere and x = 2y - 1 of lines they are Jacobi polynomials with parameters
    S: a = b = (d-3)/2; R: a = (d-3)/2, b = -1/2; C: a = d-2, b = 0; H: a = 2d-3, b = 1, and
    x P_k = up P_{k+1} + stay P_k + down P_{k-1} with up + stay + down = 1. Valid for d >= 2.

    >>> zonal_polynomials("S", 3, 2)[2] == [Fraction(-1, 2), 0, Fraction(3, 2)]
    True
    >>> zonal_polynomials("C", 3, 1)[1] == [Fraction(-1, 2), Fraction(3, 2)]
    True
    """
    a, b = {
        "S": (Fraction(d - 3, 2), Fraction(d - 3, 2)),
        "R": (Fraction(d - 3, 2), Fraction(-1, 2)),
        "C": (Fraction(d - 2), Fraction(0)),
        "H": (Fraction(2 * d - 3), Fraction(1)),
    }[space]
    slope, offset = (1, 0) if space == "S" else (2, -1)
    before: list[Fraction] = []
    polynomials = [[Fraction(1)]]
    for k in range(degree):
        total = 2 * k + a + b
        if k == 0:
            down, stay = Fraction(0), (b - a) / (a + b + 2)
        else:
            down = 2 * k * (k + b) / (total * (total + 1))
            stay = (b * b - a * a) / (total * (total + 2))
        up = 1 - stay - down
        current = polynomials[k]
        following = [Fraction(0)] * (k + 2)
        for power, coefficient in enumerate(current):
            following[power + 1] += slope * coefficient / up
            following[power] += (offset - stay) * coefficient / up
        for power, coefficient in enumerate(before):
            following[power] -= down * coefficient / up
        before = current
        polynomials.append(following)
    return polynomials


def combination(weights: list[Fraction], polynomials: list[list[Fraction]]) -> list[Fraction]:
    """sum weights[k] polynomials[k]."""
    total = [Fraction(0)] * max(len(polynomial) for polynomial in polynomials)
    for weight, polynomial in zip(weights, polynomials, strict=True):
        for power, coefficient in enumerate(polynomial):
            total[power] += weight * coefficient
    return _trimmed(total)


def expansion(polynomial: list[Fraction], basis: list[list[Fraction]]) -> list[Fraction]:
    """The weights of `polynomial` in a basis whose k-th member has degree k.

    >>> expansion([Fraction(0), Fraction(0), Fraction(3)], zonal_polynomials("S", 3, 2)) == [1, 0, 2]
    True
    """
    rest = list(polynomial) + [Fraction(0)] * (len(basis) - len(polynomial))
    weights = [Fraction(0)] * len(basis)
    for k in reversed(range(len(basis))):
        weights[k] = rest[k] / basis[k][k]
        for power, coefficient in enumerate(basis[k]):
            rest[power] -= weights[k] * coefficient
    return weights


def quotient_by_root(polynomial: list[Fraction], root: Fraction) -> list[Fraction]:
    """polynomial / (y - root), for a root of it (Horner)."""
    quotient: list[Fraction] = []
    carry = Fraction(0)
    for coefficient in reversed(polynomial[1:]):
        carry = carry * root + coefficient
        quotient.append(carry)
    return quotient[::-1]


def value(polynomial: list[Fraction], point: Fraction) -> Fraction:
    """polynomial(point)."""
    total = Fraction(0)
    for coefficient in reversed(polynomial):
        total = total * point + coefficient
    return total


def is_nonpositive(polynomial: list[Fraction], low: Fraction, high: Fraction) -> bool:
    """Whether polynomial(y) <= 0 for each y in [low, high], low <= high; touching 0 is allowed, anywhere.

    The sign changes exactly at the roots of odd multiplicity. Sturm's theorem counts those inside the interval; if
    there is none, one point where the polynomial is not zero decides.

    >>> square = [Fraction(-1, 4), Fraction(1), Fraction(-1)]                      # -(y - 1/2)^2
    >>> is_nonpositive(square, Fraction(0), Fraction(1)), is_nonpositive([Fraction(-1, 4), 1], Fraction(0), Fraction(1))
    (True, False)
    """
    p = integral(polynomial)
    if not p:
        return True
    if low < high:
        odd = _odd_part(p)
        for end in (low, high):
            while sign_at(odd, end) == 0:
                odd = _divided(odd, [-end.numerator, end.denominator])
        if _roots_between(odd, low, high) > 0:
            return False
    steps = len(p)
    for step in range(steps + 1):
        sign = sign_at(p, low + (high - low) * Fraction(step, steps))
        if sign:
            return sign < 0
    return low == high


def count_roots(p: Integers, low: Fraction, high: Fraction) -> int:
    """The number of different roots of p in (low, high), where p is not 0 at the ends.

    >>> count_roots([2, -5, 4, -1], Fraction(0), Fraction(3, 2))               # (1 - y)^2 (2 - y)
    1
    """
    if len(p) < 2:
        return 0
    return _roots_between(_divided(p, common_divisor(p, _derivative(p))), low, high)


def _odd_part(p: Integers) -> Integers:
    """The product, each once, of the factors of p that have odd multiplicity."""
    radicals = []
    while len(p) > 1:
        common = common_divisor(p, _derivative(p))
        radicals.append(_divided(p, common))
        p = common
    odd = [1]
    for i in range(0, len(radicals), 2):
        exactly = _divided(radicals[i], radicals[i + 1]) if i + 1 < len(radicals) else radicals[i]
        odd = _product(odd, exactly)
    return odd


def _roots_between(p: Integers, low: Fraction, high: Fraction) -> int:
    """The number of roots in (low, high) of a square-free p that is not 0 at the ends."""
    chain = [p, _primitive(_derivative(p))]
    while len(chain[-1]) > 1:
        chain.append([-c for c in _remainder(chain[-2], chain[-1])])
    return _variations(chain, low) - _variations(chain, high)


def _variations(chain: list[Integers], point: Fraction) -> int:
    signs = [sign for sign in (sign_at(p, point) for p in chain) if sign]
    return sum(left != right for left, right in pairwise(signs))


def sign_at(p: Integers, point: Fraction) -> int:
    """The sign of p(point).

    >>> sign_at([-5, 0, 1], Fraction(2)), sign_at([-5, 0, 1], Fraction(9, 4))
    (-1, 1)
    """
    total, power = 0, 1
    for coefficient in reversed(p):
        total = total * point.numerator + coefficient * power
        power *= point.denominator
    return (total > 0) - (total < 0)


def integral(polynomial: list[Fraction]) -> Integers:
    """A positive multiple with coprime integer coefficients."""
    common = lcm(*(Fraction(c).denominator for c in polynomial))
    return _primitive([int(c * common) for c in _trimmed(list(polynomial))])


def _primitive(p: Integers) -> Integers:
    divisor = gcd(*p)
    return [c // divisor for c in p] if divisor > 1 else p


def _derivative(p: Integers) -> Integers:
    return [power * c for power, c in enumerate(p)][1:]


def _product(p: Integers, q: Integers) -> Integers:
    total = [0] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            total[i + j] += a * b
    return total


def _remainder(p: Integers, q: Integers) -> Integers:
    """A positive multiple of the remainder of p by q, with coprime coefficients."""
    p = list(p)
    scale, orientation = abs(q[-1]), 1 if q[-1] > 0 else -1
    while len(p) >= len(q):
        lead, shift = p[-1] * orientation, len(p) - len(q)
        p = [scale * c for c in p]
        for power, c in enumerate(q):
            p[power + shift] -= lead * c
        p = _trimmed(p)
    return _primitive(p)


def common_divisor(p: Integers, q: Integers) -> Integers:
    """The greatest common divisor, up to a factor.

    >>> common_divisor([1, 2, 1], [-1, 0, 1])                                  # (y + 1)^2 and (y - 1)(y + 1)
    [1, 1]
    """
    p, q = _primitive(p), _primitive(q)
    while q:
        p, q = q, _remainder(p, q)
    return p


def _divided(p: Integers, q: Integers) -> Integers:
    """A non-zero multiple of p / q, where q divides p."""
    p, quotient = list(p), [0] * (len(p) - len(q) + 1)
    for shift in reversed(range(len(quotient))):
        scale = q[-1] // gcd(q[-1], p[shift + len(q) - 1])
        p, quotient = [scale * c for c in p], [scale * c for c in quotient]
        quotient[shift] = p[shift + len(q) - 1] // q[-1]
        for power, c in enumerate(q):
            p[power + shift] -= quotient[shift] * c
    return _primitive(quotient)


def _trimmed(p: list[Number]) -> list[Number]:
    while p and p[-1] == 0:
        p.pop()
    return p
