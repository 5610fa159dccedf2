"""The orthoplex bound for lines: Rankin's cross-polytope bound among projections."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_LINES, Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.problem import Problem
from packing.space import Space

THEOREM = Theorem("orthoplex", "conway1996")


def orthoplex(problem: Problem) -> Bound | Inapplicable:
    """mu >= 1 / sqrt(d) for more than Z(d) lines, Z(d) = d(d+1)/2, d^2, d(2d-1) over R, C, H.

    Proof: the traceless parts x x^* - I/d are vectors of a space of dimension Z(d) - 1 with inner products
    |<x, y>|^2 - 1/d, and more than (Z(d) - 1) + 1 vectors are not all at obtuse angles.
    Validity: n > Z(d). Equality is possible only for n <= 2 (Z(d) - 1), for example maximal mutually unbiased bases.
    Read for sizes: at most Z(d) lines have |<x, y>|^2 < 1/d. Reference: Conway, Hardin and Sloane (1996), after
    Rankin (1955).

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import lines
    >>> orthoplex(lines(20, 4, "C")).exact
    1/2
    """
    return lower(problem, family(problem.space))


def family(space: Space) -> Family | Silent:
    """The theorem on a space."""
    if not space.has_lines:
        return Silent(THEOREM, ABOUT_LINES)
    d, least = space.d, space.forms
    most = 2 * (least - 1)

    def attained(n: int) -> str:
        if d == 1:
            return "any lines of one dimension"
        return "for example maximal mutually unbiased bases" if n <= most else f"never: it needs n <= {most}"

    return Family(
        THEOREM,
        space,
        least + 1,
        lambda n: 1 / sympy.sqrt(d),
        1 / sympy.sqrt(d),
        attained,
        f"needs n > {least}, the Gerzon number of {space.field}^{d}",
        inverse=lambda t: least,
        filled="maximal equiangular sets",
    )
