"""Polynomials in one variable: lists of coefficients, constant first."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any


def trimmed(p: list[Fraction]) -> list[Fraction]:
    while p and p[-1] == 0:
        p = p[:-1]
    return p


def product(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    total = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            total[i + j] += a * b
    return total


def division(p: list[Fraction], q: list[Fraction]) -> tuple[list[Fraction], list[Fraction]]:
    quotient, rest = [Fraction(0)] * max(len(p) - len(q) + 1, 0), list(p)
    for shift in reversed(range(len(quotient))):
        quotient[shift] = rest[shift + len(q) - 1] / q[-1]
        for i, c in enumerate(q):
            rest[shift + i] -= quotient[shift] * c
    return trimmed(quotient), trimmed(rest)


def divisor(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    while q:
        p, q = q, [c / abs(division(p, q)[1][-1]) for c in division(p, q)[1]]
    return p


def slope(p: list[Fraction]) -> list[Fraction]:
    return [i * c for i, c in enumerate(p)][1:]


def at(p: Any, x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(p):
        total = total * x + c
    return total


def roots_between(p: list[Fraction], low: Fraction, high: Fraction) -> int:
    """Sturm's theorem for a polynomial without multiple roots that is not 0 at the ends."""
    chain = [p, slope(p)]
    while len(chain[-1]) > 1:
        rest = division(chain[-2], chain[-1])[1]
        chain.append([-c / abs(rest[-1]) for c in rest])
    changes = []
    for x in (low, high):
        signs = [at(q, x) > 0 for q in chain if at(q, x) != 0]
        changes.append(sum(a != b for a, b in pairwise(signs)))
    return changes[0] - changes[1]


def is_nonpositive(g: list[Fraction], low: Fraction, high: Fraction) -> bool:
    """Each factor of odd multiplicity must have no root inside; then one value decides."""
    g = trimmed(g)
    if not g or low == high:
        return at(g, low) <= 0
    parts, p = [], g
    while len(p) > 1:
        common = divisor(p, slope(p))
        parts.append(division(p, common)[0])
        p = common
    parts.append([Fraction(1)])
    for single, next_one in zip(parts[::2], [*parts[1::2], [Fraction(1)]], strict=False):
        odd = division(single, next_one)[0]
        for end in (low, high):
            if at(odd, end) == 0:
                odd = division(odd, [-end, Fraction(1)])[0]
        if len(odd) > 1 and roots_between(odd, low, high):
            return False
    step = (high - low) / (len(g) + 1)
    return next(at(g, low + i * step) for i in range(1, len(g) + 1) if at(g, low + i * step) != 0) < 0


def jacobi(a: Fraction, b: Fraction, degree: int) -> list[list[Fraction]]:
    """P_0, ..., P_degree in x by the recurrence of the page."""
    found = [[Fraction(1)]]
    for k in range(degree):
        t = 2 * k + a + b
        w = 2 * k * (k + b) / (t * (t + 1)) if k else Fraction(0)
        v = (b * b - a * a) / (t * (t + 2)) if k else (b - a) / (a + b + 2)
        u = 1 - v - w
        following = product([-v, Fraction(1)], found[k])
        for i, c in enumerate(found[k - 1] if k else []):
            following[i] -= w * c
        found.append([c / u for c in following])
    return found


def zonal(space: str, d: int, degree: int) -> list[list[Fraction]]:
    """The same in y."""
    if space == "S":
        return jacobi(Fraction(d - 3, 2), Fraction(d - 3, 2), degree)
    s = {"R": 1, "C": 2, "H": 4}[space]
    found = []
    for p in jacobi(Fraction(s * (d - 1), 2) - 1, Fraction(s, 2) - 1, degree):
        total = [Fraction(0)]
        for c in reversed(p):
            total = product(total, [Fraction(-1), Fraction(2)])
            total[0] += c
        found.append(trimmed(total))
    return found
