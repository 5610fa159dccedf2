"""Levenshtein's second bound for lines: the quadratic polynomial."""

from __future__ import annotations

from fractions import Fraction

import sympy

from packing.bounds.bound import ABOUT_LINES, Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.problem import Problem
from packing.space import Space

THEOREM = Theorem("Levenshtein second", "levenshtein1992")


def levenshtein_second(problem: Problem) -> Bound | Inapplicable:
    """mu^2 >= (n d m - d) / (n - d), m the mean of |<x, y>|^4 over random lines: (s + 2) / (d (s d + 2)), s = 1, 2, 4.

    So (2n - d(d+1)) / ((n-d)(d+1)) over C, (3n - d(d+2)) / ((n-d)(d+2)) over R, (3n - d(2d+1)) / ((n-d)(2d+1)) over H.
    Delsarte's bound with the polynomial u (u - mu^2) in u = |<x, y>|^2, whose mean over random lines is 1/d. Its zonal
    coefficients are not negative, because mu^2 < d m = (s+2)/(sd+2) <= 2 (s+2)/(sd+4), the ratio of the covariance
    of u^2 and u to the variance of u.
    Validity: n > Z(d); below the Gerzon number Z(d) the first bound is stronger. Equality: exactly the tight packings
    with overlaps 0 and mu, such as maximal mutually unbiased bases, the 40 lines of Witting in C^4, the 126 in C^6.
    Reference: Levenshtein (1992).

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import lines
    >>> levenshtein_second(lines(126, 6, "C")).exact, levenshtein_second(lines(120, 8)).exact
    (1/2, 1/2)
    >>> levenshtein_second(lines(165, 5, "H")).exact
    1/2
    """
    return lower(problem, family(problem.space))


def family(space: Space) -> Family | Silent:
    """The theorem on a space; its size bound is (1 - t) / (m - t/d)."""
    if not space.has_lines:
        return Silent(THEOREM, ABOUT_LINES)
    d, least, s = space.d, space.forms, space.scalars
    mean = Fraction(s + 2, d * (s * d + 2))

    def coherence(n: int) -> sympy.Expr:
        square = (n * d * mean - d) / (n - d)
        return sympy.sqrt(sympy.Rational(square.numerator, square.denominator))

    return Family(
        THEOREM,
        space,
        least + 1,
        coherence,
        sympy.sqrt(sympy.Rational(s + 2, s * d + 2)),
        lambda n: "tight packings whose overlaps are 0 and mu",
        f"needs n > {least}, the Gerzon number of {space.field}^{d}",
        inverse=lambda t: (1 - t) / (mean - t / d),
        filled="tight packings whose overlaps are 0 and mu",
    )
