"""Rankin's cross-polytope bound for points on a sphere."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_POINTS, Bound, Inapplicable, Theorem
from packing.problem import Problem

THEOREM = Theorem("Rankin cross-polytope", "rankin1955")


def cross_polytope(problem: Problem) -> Bound | Inapplicable:
    """max <x, y> >= 0 for more than d + 1 points.

    Proof: at most d + 1 vectors of R^d have pairwise negative inner products (project from one of them, induct).
    Validity: n >= d + 2. Equality: n <= 2d, by vertices of the cross-polytope. Reference: Rankin (1955).

    >>> from packing.problem import vectors
    >>> cross_polytope(vectors(8, 4)).attained
    'vertices of the cross-polytope'
    """
    n, d = problem.n, problem.d
    if problem.has_lines:
        return Inapplicable(problem, THEOREM, ABOUT_POINTS)
    if n < d + 2:
        return Inapplicable(problem, THEOREM, f"needs n >= {d + 2}: a simplex has negative cosines only")
    attained = "vertices of the cross-polytope" if n <= 2 * d else f"never: it needs n <= {2 * d}"
    return Bound(problem, THEOREM, sympy.Integer(0), attained=attained)
