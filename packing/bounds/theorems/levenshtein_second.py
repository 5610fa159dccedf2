"""Levenshtein's second bound for lines: the quadratic polynomial."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_LINES, Bound, Inapplicable, Theorem
from packing.bounds.theorems.gerzon import gerzon_number
from packing.problem import Problem

THEOREM = Theorem("Levenshtein second", "levenshtein1992")


def levenshtein_second(problem: Problem) -> Bound | Inapplicable:
    """mu^2 >= (2n - d(d+1)) / ((n - d)(d + 1)) over C and (3n - d(d+2)) / ((n - d)(d + 2)) over R.

    Delsarte's bound with the polynomial u (u - mu^2) in u = |<x, y>|^2: the means of u and u^2 over random lines are
    1/d and 2/(d(d+1)) over C, 3/(d(d+2)) over R. Its zonal coefficients are non-negative because mu^2 stays below
    2/(d+1) <= 4/(d+2) over C, 3/(d+2) <= 6/(d+4) over R.
    Validity: n > Z(d); below the Gerzon number Z(d) the first bound is stronger. Equality: exactly the tight packings
    with overlaps 0 and mu, such as maximal mutually unbiased bases, the 40 lines of Witting in C^4, the 126 in C^6.
    Reference: Levenshtein (1992).

    >>> from packing.problem import lines
    >>> levenshtein_second(lines(126, 6, "C")).exact, levenshtein_second(lines(120, 8)).exact
    (1/2, 1/2)
    """
    n, d = problem.n, problem.d
    if not problem.has_lines:
        return Inapplicable(problem, THEOREM, ABOUT_LINES)
    least = gerzon_number(d, problem.field)
    if n <= least:
        return Inapplicable(problem, THEOREM, f"needs n > {least}, the Gerzon number of {problem.field}^{d}")
    moment, step = (2, 1) if problem.is_complex else (3, 2)
    square = sympy.Rational(moment * n - d * (d + step), (n - d) * (d + step))
    return Bound(problem, THEOREM, sympy.sqrt(square), attained="tight packings whose overlaps are 0 and mu")
