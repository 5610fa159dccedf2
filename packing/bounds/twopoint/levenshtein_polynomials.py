"""Levenshtein's universal polynomials: exact certificates without a solver, and the optimal ones of sharp codes."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import flint

from packing.bounds.rationals import to_flint
from packing.space import Space

MOST_DEGREE = 32
"""Polynomials tried; overlaps close to 1 would need more."""

Coefficients = list[Fraction]


def levenshtein_coefficients(space: Space, overlap: Fraction) -> Coefficients | None:
    """f_0 = 1, f_1, ... of the best of Levenshtein's polynomials g with g <= 0 up to `overlap`, or None if none fits.

    In the variable x of the space, with s the image of the overlap and K_k the kernel sum r_i Q_i(x) Q_i(s) of the
    adjacent Jacobi polynomials Q_i, they are (x - s) K_{k-1}(x, s)^2 with parameters (a+1, b), of degree 2k - 1, and
    (x + 1)(x - s) K_{k-1}(x, s)^2 with (a+1, b+1), of degree 2k. For a rational overlap they are rational. Each is
    valid where its zonal coefficients are not negative, and the bound g(1)/f_0 is least for one degree.
    Equality: the sharp codes. Reference: Levenshtein (1992).

    >>> from packing.space import Space
    >>> sum(levenshtein_coefficients(Space.sphere(8), Fraction(1, 2)))
    Fraction(240, 1)
    >>> sum(levenshtein_coefficients(Space.lines(4, "C"), Fraction(1, 3)))           # Witting's lines
    Fraction(40, 1)
    """
    best: Coefficients | None = None
    for degree in range(1, MOST_DEGREE + 1):
        f = coefficients_of_degree(space, overlap, degree)
        if f is None:
            continue
        if best is not None and sum(f) >= sum(best):
            break
        best = f
    return best


def coefficients_of_degree(space: Space, overlap: Fraction, degree: int) -> Coefficients | None:
    """f_0 = 1, f_1, ... of Levenshtein's polynomial of this degree, or None where it is not positive definite."""
    s = to_flint(2 * overlap - 1 if space.has_lines else overlap)
    even = degree % 2 == 0
    kernel = _kernel((degree - 1) // 2, space.alpha + 1, space.beta + even, s)
    g = kernel * kernel * flint.fmpq_poly([-s, 1])
    f = _expansion(g * flint.fmpq_poly([1, 1]) if even else g, space)
    if f[0] <= 0 or min(f) < 0:
        return None
    return [Fraction(int((weight / f[0]).p), int((weight / f[0]).q)) for weight in f]


def recurrence(k: int, a: Fraction, b: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """(up, stay, down) in x Q_k = up Q_{k+1} + stay Q_k + down Q_{k-1}, of Jacobi polynomials with Q_k(1) = 1.

    >>> recurrence(1, Fraction(0), Fraction(0)) == (Fraction(2, 3), 0, Fraction(1, 3))              # Legendre
    True
    """
    total = 2 * k + a + b
    if k == 0:
        stay, down = (b - a) / (a + b + 2), Fraction(0)
    else:
        stay = (b * b - a * a) / (total * (total + 2))
        down = 2 * k * (k + b) / (total * (total + 1))
    return 1 - stay - down, stay, down


def _kernel(k: int, a: Fraction, b: Fraction, s: flint.fmpq) -> flint.fmpq_poly:
    """sum r_i Q_i(x) Q_i(s) for i <= k, with r_i = 1 / E Q_i^2, r_0 = 1."""
    total = flint.fmpq_poly()
    for q, r in _polynomials(k, a, b):
        total += q * (r * q(s))
    return total


def _expansion(g: Any, space: Space) -> list[flint.fmpq]:
    """The zonal coefficients of g."""
    weights = [flint.fmpq(0)] * (g.degree() + 1)
    for k, (p, _) in reversed(list(enumerate(_polynomials(g.degree(), space.alpha, space.beta)))):
        weights[k] = g[k] / p[k]
        g = g - p * weights[k]
    return weights


@lru_cache(maxsize=256)
def _polynomials(most: int, a: Fraction, b: Fraction) -> tuple[tuple[flint.fmpq_poly, flint.fmpq], ...]:
    """(Q_i, r_i) for i <= most."""
    before, q, r = flint.fmpq_poly(), flint.fmpq_poly([1]), flint.fmpq(1)
    found = []
    for i in range(most + 1):
        found.append((q, r))
        up, stay, down = map(to_flint, recurrence(i, a, b))
        before, q = q, (flint.fmpq_poly([-stay, 1]) * q - before * down) / up
        r = r * up / to_flint(recurrence(i + 1, a, b)[2])
    return tuple(found)
