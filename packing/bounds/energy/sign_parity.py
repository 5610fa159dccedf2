"""Welch's bound on E_p = sum |<x_i, x_j>|^p, raised where signs cannot form an equiangular tight frame.

Theorem. Let n unit vectors span at most d < n dimensions of R^d, p >= 2 and c^2 = (n-d)/(d(n-1)). Let S hold the signs
of their overlaps, 0 on the diagonal, and let v be the sum of the squared differences between the eigenvalues of S and
those of an equiangular tight frame, d times (n-d)/(dc) and n - d times -1/c, both in falling order. Then

    E_p >= c^p (n(n-1) + p(p-2)/(4(p-1)) v).

With D = n/(dc) and mu = (n-2d)/(dc), the sum R of the squares of the entries of S^2 - mu S off the diagonal is at most
v (D + v^(1/2))^2. These entries of S^2 are sums of n - 2 signs, so that R cannot vanish unless mu is an integer of
their parity. With r(k, m) the distance from mu to the integers k modulo m,

    n odd:  R >= n(n-1) r(n, 2)^2,
    n even: R >= n(n-1) r(n+2, 4)^2, or if r(n, 4) is less, R >= (n(n-1) - n^2/2) r(n+2, 4)^2 + n^2/2 r(n, 4)^2.

The proof is on a page of its own, `proofs/signs-of-overlaps.md`. Equality: equiangular tight frames.
"""

from __future__ import annotations

import sympy


def signs_that_fail(n: int, d: int) -> sympy.Expr:
    """The least R that parity allows; 0 where it does not forbid an equiangular tight frame.

    >>> signs_that_fail(6, 3), signs_that_fail(5, 3), signs_that_fail(8, 4)
    (0, 20*(1 - sqrt(6)/3)**2, 96)
    """
    mu = (n - 2 * d) * sympy.sqrt(sympy.Rational(n - 1, d * (n - d)))
    pairs = sympy.Integer(n * (n - 1))
    if n % 2:
        return pairs * _distance(mu, n, 2) ** 2
    alike, unlike, halves = _distance(mu, n + 2, 4) ** 2, _distance(mu, n, 4) ** 2, sympy.Rational(n * n, 2)
    return pairs * alike if alike <= unlike else (pairs - halves) * alike + halves * unlike


def near_equiangular(n: int, d: int, p: sympy.Expr) -> sympy.Expr | None:
    """The bound for p > 2 and 1 < d < n; None where it says no more than Welch's.

    >>> near_equiangular(6, 3, sympy.Integer(5)) is None
    True
    >>> near_equiangular(14, 6, sympy.Integer(3)).evalf(6), (182 * sympy.sqrt(sympy.Rational(8, 78)) ** 3).evalf(6)
    (6.00685, 5.97812)
    """
    least = signs_that_fail(n, d)
    if least == 0:
        return None
    c = sympy.sqrt(sympy.Rational(n - d, d * (n - 1)))
    between = n / (d * c)
    root = (sympy.sqrt(between**2 + 4 * sympy.sqrt(least)) - between) / 2
    return c**p * (n * (n - 1) + p * (p - 2) / (4 * (p - 1)) * root**2)


def _distance(number: sympy.Expr, residue: int, modulus: int) -> sympy.Expr:
    """From a real number to the nearest integer that is `residue` modulo `modulus`."""
    nearest = residue + modulus * sympy.floor((number - residue) / modulus + sympy.Rational(1, 2))
    return abs(number - nearest)
