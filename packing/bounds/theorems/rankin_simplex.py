"""Rankin's simplex bound for points on a sphere."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_POINTS, Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.problem import Problem
from packing.space import Space

THEOREM = Theorem("Rankin simplex", "rankin1955")


def rankin_simplex(problem: Problem) -> Bound | Inapplicable:
    """max <x, y> >= -1 / (n - 1).

    Proof: 0 <= |sum x_i|^2 <= n + n (n-1) max <x, y>. Validity: n >= 2 points. Equality: exactly the regular simplices,
    n <= d + 1. Read for sizes: n <= 1 - 1/s for s < 0. Reference: Rankin (1955).

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import vectors
    >>> rankin_simplex(vectors(5, 4)).exact
    -1/4
    """
    return lower(problem, family(problem.space))


def family(space: Space) -> Family | Silent:
    """The theorem on a space."""
    if space.has_lines:
        return Silent(THEOREM, ABOUT_POINTS)
    d = space.d
    return Family(
        THEOREM,
        space,
        2,
        lambda n: sympy.Rational(-1, n - 1),
        sympy.Integer(0),
        lambda n: "the regular simplex" if n <= d + 1 else f"never: a regular simplex in R^{d} has n <= {d + 1}",
        "needs n >= 2: one point has no pair",
        inverse=lambda s: 1 - 1 / s,
        filled="regular simplices",
    )
