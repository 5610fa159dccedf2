"""Polynomials in four variables: coefficients by exponents."""

from __future__ import annotations

from fractions import Fraction
from math import comb

Poly = dict[tuple[int, int, int, int], Fraction]

ONE: Poly = {(0, 0, 0, 0): Fraction(1)}
U, V, T, W = ({tuple(int(i == j) for i in range(4)): Fraction(1)} for j in range(4))  # type: ignore[misc]


def plus(*terms: tuple[Fraction | int, Poly]) -> Poly:
    total: Poly = {}
    for factor, p in terms:
        for e, c in p.items():
            total[e] = total.get(e, Fraction(0)) + factor * c
    return {e: c for e, c in total.items() if c}


def times(*factors: Poly) -> Poly:
    total = ONE
    for p in factors:
        grown: Poly = {}
        for (a, b, c, e), x in total.items():
            for (i, j, k, m), y in p.items():
                place = (a + i, b + j, c + k, e + m)
                grown[place] = grown.get(place, Fraction(0)) + x * y
        total = grown
    return total


def powers(p: Poly, most: int) -> list[Poly]:
    found = [ONE]
    for _ in range(most):
        found.append(times(found[-1], p))
    return found


def put(p: Poly, *values: Poly) -> Poly:
    """A polynomial with others in place of its variables."""
    most = [max((e[i] for e in p), default=0) for i in range(4)]
    table = [powers(value, m) for value, m in zip(values, most, strict=True)]
    by_last: dict[tuple[int, int], Poly] = {}
    for (a, b, c, e), x in p.items():
        inner = by_last.setdefault((c, e), {})
        by_last[c, e] = plus((1, inner), (x, times(table[0][a], table[1][b])))
    return plus(*((1, times(inner, table[2][c], table[3][e])) for (c, e), inner in by_last.items()))


def upper(p: Poly) -> Fraction:
    """|p|+: x^n = 2^(1-n) times the sum of comb(n, (n-k)/2) T_k, half of it for k = 0."""
    for i in range(4):
        total: Poly = {}
        for e, c in p.items():
            n = e[i]
            for k in range(n % 2, n + 1, 2):
                place = (*e[:i], k, *e[i + 1 :])
                share = Fraction(comb(n, (n - k) // 2) * (2 if k else 1), 2**n)
                total[place] = total.get(place, Fraction(0)) + share * c  # type: ignore[index,arg-type]
        p = total
    return sum((c if e == (0, 0, 0, 0) else abs(c) for e, c in p.items()), Fraction(0))
