"""Levenshtein's universal polynomials: exact certificates without a solver, and the optimal ones of sharp codes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from packing.kernel.polynomial import expansion, zonal_polynomials
from packing.zonal import Space

MOST_DEGREE = 32
"""Polynomials tried; overlaps close to 1 would need more."""

Polynomial = list[Fraction]


def levenshtein_coefficients(space: Space, overlap: Fraction) -> Polynomial | None:
    """f_0 = 1, f_1, ... of the best of Levenshtein's polynomials g with g <= 0 up to `overlap`, or None if none fits.

    In the variable x of the space, with s the image of the overlap and K_k the kernel sum r_i Q_i(x) Q_i(s) of the
    adjacent Jacobi polynomials Q_i, they are (x - s) K_{k-1}(x, s)^2 with parameters (a+1, b), of degree 2k - 1, and
    (x + 1)(x - s) K_{k-1}(x, s)^2 with (a+1, b+1), of degree 2k. For a rational overlap they are rational. Each is
    valid where its zonal coefficients are not negative, and the bound g(1)/f_0 is least for one degree.
    Equality: the sharp codes. Reference: Levenshtein (1992).

    >>> from packing.zonal import Geometry
    >>> sum(levenshtein_coefficients(Space(Geometry.SPHERE, 8), Fraction(1, 2)))
    Fraction(240, 1)
    >>> sum(levenshtein_coefficients(Space(Geometry.COMPLEX_LINES, 4), Fraction(1, 3)))           # Witting's lines
    Fraction(40, 1)
    """
    s = 2 * overlap - 1 if space.has_lines else overlap
    basis = zonal_polynomials(space.geometry.value, space.d, MOST_DEGREE)
    best: Polynomial | None = None
    for degree in range(1, MOST_DEGREE + 1):
        g = _in_overlap(space, _polynomial(space, degree, s))
        f = expansion(g, basis[: degree + 1])
        if f[0] <= 0 or min(f) < 0:
            continue
        f = [weight / f[0] for weight in f]
        if best is not None and sum(f) >= sum(best):
            break
        best = f
    return best


def _polynomial(space: Space, degree: int, s: Fraction) -> Polynomial:
    """Levenshtein's polynomial of this degree in x."""
    even = degree % 2 == 0
    kernel = _kernel((degree - 1) // 2, space.alpha + 1, space.beta + (1 if even else 0), s)
    g = _product(_product(kernel, kernel), [-s, Fraction(1)])
    return _product(g, [Fraction(1), Fraction(1)]) if even else g


def _kernel(k: int, a: Fraction, b: Fraction, s: Fraction) -> Polynomial:
    """sum r_i Q_i(x) Q_i(s) for i <= k: Q_i Jacobi polynomials with Q_i(1) = 1 and r_i = 1 / E Q_i^2, r_0 = 1."""
    before: Polynomial = [Fraction(0)]
    q: Polynomial = [Fraction(1)]
    r = Fraction(1)
    total = [Fraction(0)] * (k + 1)
    for i in range(k + 1):
        at_s = _value(q, s)
        for power, coefficient in enumerate(q):
            total[power] += r * at_s * coefficient
        up, stay, down = _recurrence(i, a, b)
        following = [Fraction(0), *(c / up for c in q)]
        for power, coefficient in enumerate(q):
            following[power] -= stay * coefficient / up
        for power, coefficient in enumerate(before):
            following[power] -= down * coefficient / up
        before, q = q, following
        r *= up / _recurrence(i + 1, a, b)[2]
    return total


def _recurrence(k: int, a: Fraction, b: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """(up, stay, down) in x Q_k = up Q_{k+1} + stay Q_k + down Q_{k-1}; they add up to 1."""
    total = 2 * k + a + b
    if k == 0:
        stay, down = (b - a) / (a + b + 2), Fraction(0)
    else:
        stay = (b * b - a * a) / (total * (total + 2))
        down = 2 * k * (k + b) / (total * (total + 1))
    return 1 - stay - down, stay, down


def _in_overlap(space: Space, p: Polynomial) -> Polynomial:
    """The polynomial in x as one in the overlap y: x = y on the sphere, x = 2y - 1 of lines."""
    if not space.has_lines:
        return p
    total: Polynomial = [Fraction(0)]
    for coefficient in reversed(p):
        total = _product(total, [Fraction(-1), Fraction(2)])
        total[0] += coefficient
    return total[: len(p)]


def _product(p: Polynomial, q: Polynomial) -> Polynomial:
    total = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, left in enumerate(p):
        for j, right in enumerate(q):
            total[i + j] += left * right
    return total


def _value(p: Polynomial, x: Fraction) -> Any:
    total = Fraction(0)
    for coefficient in reversed(p):
        total = total * x + coefficient
    return total
