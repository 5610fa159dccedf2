"""The orthoplex bound for subspaces: Rankin's cross-polytope bound among projections."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_SUBSPACES, Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.problem import Problem
from packing.space import Space

THEOREM = Theorem("subspace orthoplex", "conway1996")


def subspace_orthoplex(problem: Problem) -> Bound | Inapplicable:
    """mu^2 >= m / d for more than Z(d) subspaces, Z(d) = d(d+1)/2, d^2, d(2d-1) over R, C, H.

    Proof: the traceless parts P - (m/d) I are vectors of a space of dimension Z(d) - 1 with inner products
    tr P Q - m^2 / d, and more than (Z(d) - 1) + 1 vectors are not all at obtuse angles. So some pair has a mean squared
    cosine of at least m/d, and by spectral distance a largest one of at least that. Validity: m >= 2, n > Z(d).
    Equality is possible only for n <= 2 (Z(d) - 1), for example 18 planes of R^4 and 70 four-spaces of R^8 by chordal
    distance. Read for sizes: at most Z(d) subspaces stay below m/d. Reference: Conway, Hardin and Sloane (1996).

    >>> from packing.problem import subspaces
    >>> subspace_orthoplex(subspaces(18, 4, 2)).exact ** 2
    1/2
    """
    return lower(problem, family(problem.space))


def family(space: Space) -> Family | Silent:
    """The theorem on a space."""
    if space.m == 1:
        return Silent(THEOREM, ABOUT_SUBSPACES)
    if space.m == space.d:
        return Silent(THEOREM, "needs m < d: there is one subspace of full dimension")
    least = space.forms
    most = 2 * (least - 1)
    value = sympy.sqrt(sympy.Rational(space.m, space.d))

    def attained(n: int) -> str:
        return "for example 70 four-spaces of R^8" if n <= most else f"never: it needs n <= {most}"

    return Family(
        THEOREM,
        space,
        least + 1,
        lambda n: value,
        value,
        attained,
        f"needs n > {least}, the dimension of the self-adjoint matrices",
        inverse=lambda t: least,
        filled="where the simplex bound is attained",
    )
