"""Rankin's cross-polytope bound for points on a sphere."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_POINTS, Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.problem import Problem
from packing.space import Space

THEOREM = Theorem("Rankin cross-polytope", "rankin1955")


def cross_polytope(problem: Problem) -> Bound | Inapplicable:
    """max <x, y> >= 0 for more than d + 1 points.

    Proof: at most d + 1 vectors of R^d have pairwise negative inner products (project from one of them, induct).
    Validity: n >= d + 2. Equality: n <= 2d, by vertices of the cross-polytope; below 2d also by others,
    such as regular simplices in n - d orthogonal subspaces that span R^d. Reference: Rankin (1955).

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import vectors
    >>> cross_polytope(vectors(8, 4)).attained
    'vertices of the cross-polytope'
    >>> cross_polytope(vectors(5, 3)).attained
    'vertices of the cross-polytope, or regular simplices in 2 orthogonal subspaces'
    """
    return lower(problem, family(problem.space))


def family(space: Space) -> Family | Silent:
    """The theorem on a space; read for sizes: at most d + 1 points have negative cosines."""
    if space.has_lines:
        return Silent(THEOREM, ABOUT_POINTS)
    d = space.d
    return Family(
        THEOREM,
        space,
        d + 2,
        lambda n: sympy.Integer(0),
        sympy.Integer(0),
        lambda n: _attained(n, d),
        f"needs n >= {d + 2}: a simplex has negative cosines only",
        inverse=lambda s: d + 1,
        filled="simplices",
    )


def _attained(n: int, d: int) -> str:
    if n > 2 * d:
        return f"never: it needs n <= {2 * d}"
    vertices = "vertices of the cross-polytope"
    return vertices if n == 2 * d else f"{vertices}, or regular simplices in {n - d} orthogonal subspaces"
