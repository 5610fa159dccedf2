"""Levenshtein's bound of any degree, read from both sides: the coherence of n objects, and the size of a code."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

import numpy as np

from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.bounds.family import exceeds
from packing.bounds.from_certificates import from_certificate, size_from_certificate
from packing.bounds.size_bound import SizeBound
from packing.bounds.twopoint.levenshtein_polynomials import coefficients_of_degree, recurrence
from packing.bounds.twopoint.size_certificate import assemble
from packing.certificates import Certificate
from packing.problem import Problem
from packing.space import Space

THEOREM = Theorem("Levenshtein", "levenshtein1992")

LARGEST_DEGREE = 24
"""Beyond, certificates are longer than the kernel reads; the linear programme or caps say more there."""

_MOST_COMPARED = 10**6
"""Sizes above this are not compared with the coherence bound: its rounding is coarser than one object."""

_GRID = 10**10
_STEPS_BACK = (0, 1, 2, 4, 8, 64)


def levenshtein(problem: Problem) -> Bound | Inapplicable:
    """The overlap at which Levenshtein's polynomials of degree m >= 3 admit n objects, rounded down to a rational.

    L_m(s) = (1 - Q^{1,0}_{k-1+e}(s) / Q^{0,e}_k(s)) sum_{i < k+e} r_i, m = 2k - 1 + e, e in {0, 1}, bounds the size of
    codes for s between the largest roots of neighbouring adjacent Jacobi polynomials, and is increasing there. The
    float root of L_m(s) = n is moved down to a rational number and its polynomial checked exactly.
    Validity: d >= 2 and n above the bounds of degree 1 and 2, which stand as Levenshtein's first and second and as
    Rankin's. Where n needs a degree beyond `LARGEST_DEGREE`, the last value stands. Equality: sharp codes, such as the
    roots of E8. Reference: Levenshtein (1992).

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import lines, vectors
    >>> print(levenshtein(vectors(240, 8)).exact, levenshtein(lines(98280, 24)).exact)
    1/2 1/2
    """
    if problem.d == 1:
        return Inapplicable(problem, THEOREM, "needs d >= 2: zonal polynomials need two dimensions")
    where = problem.space
    if problem.n <= (least := tight_design(where, 3)):
        return Inapplicable(problem, THEOREM, f"needs n > {least}: up to there degrees 1 and 2 are the best")
    degree, x = root(where, problem.n)
    for overlap in _candidates((x + 1) / 2 if where.has_lines else x):
        certificate = _certificate(where, overlap, degree)
        if certificate is not None and certificate["at_most"] <= problem.n:
            bound = from_certificate(problem, certificate)
            if isinstance(bound, Bound):
                return Bound(problem, THEOREM, bound.exact, bound.rigor, bound.attained, certificate)
    return Inapplicable(problem, THEOREM, "no rational overlap near its root passed the exact check")


def levenshtein_size(space: Space, overlap: Fraction) -> SizeBound | None:
    """L_m(s) at a rational overlap, exact: the other side of `levenshtein`; None beyond its degrees.

    Degrees 1 and 2 are the closed forms, here with a certificate.

    The coherence bound is rounded down to a rational number. Where that is not above `overlap` for one object more than
    L_m(s) allows, the size is that of the coherence bounds, so that the two sides agree.

    >>> levenshtein_size(Space.sphere(8), Fraction(1, 2)).exact
    Fraction(240, 1)
    """
    degree = degree_at(space, float(2 * overlap - 1 if space.has_lines else overlap)) if space.d > 1 else None
    certificate = _certificate(space, overlap, degree) if degree is not None else None
    bound = None if certificate is None else size_from_certificate(space, overlap, certificate)
    if bound is None or degree is None or degree < 3 or bound.upper_bound > _MOST_COMPARED:
        return bound
    n = bound.upper_bound
    while not _exceeds(levenshtein(Problem(n + 1, space)), overlap):
        n += 1
    return bound if n == bound.upper_bound else replace(bound, exact=n, attained="")


def _exceeds(bound: Bound | Inapplicable, overlap: Fraction) -> bool:
    return isinstance(bound, Bound) and exceeds(bound.exact, overlap, bound.problem.space)


def degree_at(space: Space, x: float, most: int = LARGEST_DEGREE) -> int | None:
    """The degree m in whose range x lies; None beyond `most`.

    >>> degree_at(Space.sphere(8), -0.2), degree_at(Space.sphere(8), -0.1), degree_at(Space.sphere(3), 0.9999)
    (1, 2, None)
    """
    return next((m for m in range(1, most + 1) if x <= range_end(space, m) + 1e-12), None)


def tight_design(where: Space, strength: int) -> int:
    """The least size of a design of this strength: where L_m passes to L_{m+1}, m = `strength` - 1.

    >>> from packing.space import Space
    >>> [tight_design(Space.sphere(8), strength) for strength in (1, 2, 3, 4, 5, 7)]
    [2, 9, 16, 44, 72, 240]
    """
    k, odd = divmod(strength, 2)
    a, b = where.alpha, where.beta
    shifted = b + odd
    total, r = Fraction(0), Fraction(1)
    for i in range(k + 1):
        total += r
        r *= recurrence(i, a, shifted)[0] / recurrence(i + 1, a, shifted)[2]
    return math.ceil(total * ((a + b + 2) / (b + 1)) if odd else total)


def root(where: Space, n: int, most: int = LARGEST_DEGREE) -> tuple[int, float]:
    """(m, s) with L_m(s) = n and s in the range of m, in floats; the end of the last range if n lies beyond."""
    low, degree = -1.0, 0
    for degree in range(1, most + 1):
        high, size = range_end(where, degree), _size(where, degree)
        if size(high) >= n:
            for _ in range(80):
                middle = (low + high) / 2
                low, high = (middle, high) if size(middle) < n else (low, middle)
            return degree, low
        low = high
    return degree, low


@lru_cache(maxsize=1024)
def range_end(where: Space, degree: int) -> float:
    """The end of the range of L_m: the largest root of Q^{1,0}_k for m = 2k - 1, of Q^{1,1}_k for m = 2k."""
    k, even = (degree + 1) // 2, degree % 2 == 0
    a, b = where.alpha + 1, where.beta + even
    steps = [recurrence(i, a, b) for i in range(k + 1)]
    diagonal = [float(stay) for _, stay, _ in steps[:k]]
    beside = [math.sqrt(float(steps[i][0] * steps[i + 1][2])) for i in range(k - 1)]
    matrix = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
    return float(np.linalg.eigvalsh(matrix)[-1])


@lru_cache(maxsize=1024)
def _size(where: Space, degree: int) -> Callable[[float], float]:
    """L_m as a function of s, in floats."""
    e = 1 - degree % 2
    k = (degree + 1 - e) // 2
    upper = [tuple(map(float, recurrence(i, where.alpha + 1, where.beta))) for i in range(k + e)]
    lower = [tuple(map(float, recurrence(i, where.alpha, where.beta + e))) for i in range(k)]
    total, r = 0.0, 1.0
    for i in range(k + e):
        total += r
        r *= float(recurrence(i, where.alpha, where.beta)[0] / recurrence(i + 1, where.alpha, where.beta)[2])

    def value(steps: list[tuple[float, ...]], s: float) -> float:
        before, current = 0.0, 1.0
        for up, stay, down in steps:
            before, current = current, ((s - stay) * current - down * before) / up
        return current

    return lambda s: (1 - value(upper[: k - 1 + e], s) / value(lower, s)) * total


def _candidates(overlap: float) -> list[Fraction]:
    """A small rational next to `overlap`, which a sharp code would have, then points of a grid below it."""
    small = Fraction(overlap).limit_denominator(1000)
    nearest = math.floor(overlap * _GRID)
    grid = [Fraction(nearest - back, _GRID) for back in _STEPS_BACK]
    return [small, *grid] if abs(float(small) - overlap) < 1e-10 else grid


def _certificate(where: Space, overlap: Fraction, degree: int) -> Certificate | None:
    f = coefficients_of_degree(where, overlap, degree)
    return None if f is None else assemble(where, overlap, f, "Levenshtein's polynomial")
