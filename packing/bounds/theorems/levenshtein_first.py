"""Levenshtein's first bound for lines: the linear polynomial."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_LINES, Bound, Inapplicable, Theorem
from packing.problem import Problem

THEOREM = Theorem("Levenshtein first", "levenshtein1992")


def levenshtein_first(problem: Problem) -> Bound | Inapplicable:
    """mu^2 >= (n - d) / (d (n - 1)): Delsarte's bound with the polynomial u - mu^2 in u = |<x, y>|^2.

    The mean of u over random lines is 1/d, so n (1/d - mu^2) <= 1 - mu^2. The value is Welch's, and so is the size.
    Validity: lines with d < n <= Z(d); beyond the Gerzon number Z(d) the second bound is stronger.
    Equality: equiangular tight frames. Reference: Levenshtein (1992).

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import lines
    >>> levenshtein_first(lines(6, 3, "R")).exact
    sqrt(5)/5
    """
    n, d = problem.n, problem.d
    if not problem.has_lines:
        return Inapplicable(problem, THEOREM, ABOUT_LINES)
    most = problem.space.forms
    if not d < n <= most:
        return Inapplicable(problem, THEOREM, f"needs {d} < n <= {most}, the Gerzon number of {problem.field}^{d}")
    exact = sympy.sqrt(sympy.Rational(n - d, d * (n - 1)))
    return Bound(problem, THEOREM, exact, attained="equiangular tight frames")
