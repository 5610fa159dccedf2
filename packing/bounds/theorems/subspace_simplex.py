"""The simplex bound for subspaces: Rankin's bound among projections, and Lemmens and Seidel's by spectral distance."""

from __future__ import annotations

from fractions import Fraction

import sympy

from packing.bounds.bound import ABOUT_SUBSPACES, Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.objects import Distance
from packing.problem import Problem
from packing.space import Space

CHORDAL = Theorem("simplex", "conway1996")
SPECTRAL = Theorem("Lemmens-Seidel", "lemmens1973isoclinic")


def subspace_simplex(problem: Problem) -> Bound | Inapplicable:
    """mu^2 >= (n m - d) / (d (n - 1)) for n subspaces of dimension m, by chordal and by spectral distance.

    Proof: S = sum P_i has trace n m, so tr S^2 >= (n m)^2 / d, and tr S^2 = n m + sum tr P_i P_j over i != j; some pair
    has at least the mean. tr P_i P_j is m times the mean squared cosine of the principal angles, at most m times the
    largest. Validity: m >= 2, n m > d. Equality: S = (n m / d) I and all pairs equally far apart, by spectral distance
    all principal angles of all pairs equal; only for n <= Z(d) = d(d+1)/2, d^2, d(2d-1) over R, C, H, since the
    projections then are linearly independent. At m = 1 it is the Welch bound. Read for sizes: n <= d (1 - t)/(m - d t).
    References: Conway, Hardin and Sloane (1996); Lemmens and Seidel, Equi-isoclinic subspaces (1973).

    >>> from packing.problem import subspaces
    >>> subspace_simplex(subspaces(8, 4, 2, "C")).exact ** 2, subspace_simplex(subspaces(10, 4, 2)).exact ** 2
    (3/7, 4/9)
    """
    return lower(problem, family(problem.space))


def family(space: Space) -> Family | Silent:
    """The theorem on a space."""
    theorem = CHORDAL if space.distance is Distance.CHORDAL else SPECTRAL
    if space.m == 1:
        return Silent(theorem, ABOUT_SUBSPACES)
    d, m, most = space.d, space.m, space.forms
    if m == d:
        return Silent(theorem, "needs m < d: there is one subspace of full dimension")
    fusion = "equidistant" if space.distance is Distance.CHORDAL else "equi-isoclinic"

    def attained(n: int) -> str:
        if n <= most:
            return f"{fusion} tight fusion frames"
        return f"never: {fusion} tight fusion frames in {space.field}^{d} have n <= {most}"

    return Family(
        theorem,
        space,
        d // m + 1,
        lambda n: sympy.sqrt(sympy.Rational(n * m - d, d * (n - 1))),
        sympy.sqrt(sympy.Rational(m, d)),
        attained,
        f"needs n m > {d}: fewer subspaces can be orthogonal",
        inverse=lambda t: Fraction(d * (1 - t)) / (m - d * t),
        filled=f"{fusion} tight fusion frames",
    )
