"""Rankin's simplex bound for points on a sphere."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_POINTS, Bound, Inapplicable, Theorem
from packing.problem import Problem

THEOREM = Theorem("Rankin simplex", "rankin1955")


def rankin_simplex(problem: Problem) -> Bound | Inapplicable:
    """max <x, y> >= -1 / (n - 1).

    Proof: 0 <= |sum x_i|^2 <= n + n (n-1) max <x, y>. Validity: n >= 2 points. Equality: exactly the regular simplices,
    n <= d + 1. Reference: Rankin (1955).

    >>> from packing.problem import vectors
    >>> rankin_simplex(vectors(5, 4)).exact
    -1/4
    """
    n, d = problem.n, problem.d
    if problem.has_lines:
        return Inapplicable(problem, THEOREM, ABOUT_POINTS)
    if n == 1:
        return Inapplicable(problem, THEOREM, "needs n >= 2: one point has no pair")
    attained = "the regular simplex" if n <= d + 1 else f"never: a regular simplex in R^{d} has n <= {d + 1}"
    return Bound(problem, THEOREM, sympy.Rational(-1, n - 1), attained=attained)
