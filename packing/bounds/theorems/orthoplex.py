"""The orthoplex bound for lines: Rankin's cross-polytope bound among projections."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_LINES, Bound, Inapplicable, Theorem
from packing.bounds.theorems.gerzon import gerzon_number
from packing.problem import Problem

THEOREM = Theorem("orthoplex", "conway1996")


def orthoplex(problem: Problem) -> Bound | Inapplicable:
    """mu >= 1 / sqrt(d) for more than Z(d) lines, Z(d) = d(d+1)/2 over R and d^2 over C.

    Proof: the traceless parts x x^* - I/d are vectors of a space of dimension Z(d) - 1 with inner products
    |<x, y>|^2 - 1/d, and more than (Z(d) - 1) + 1 vectors are not all at obtuse angles.
    Validity: n > Z(d). Equality is possible only for n <= 2 (Z(d) - 1), for example d + 1 mutually unbiased bases.
    Reference: Conway, Hardin and Sloane (1996), after Rankin (1955).

    >>> from packing.problem import lines
    >>> orthoplex(lines(20, 4, "C")).exact
    1/2
    """
    n, d = problem.n, problem.d
    if not problem.has_lines:
        return Inapplicable(problem, THEOREM, ABOUT_LINES)
    least = gerzon_number(d, problem.field)
    if n <= least:
        return Inapplicable(problem, THEOREM, f"needs n > {least}, the Gerzon number of {problem.field}^{d}")
    most = 2 * (least - 1)
    attained = "for example maximal mutually unbiased bases" if n <= most else f"never: it needs n <= {most}"
    return Bound(problem, THEOREM, 1 / sympy.sqrt(d), attained=attained if d > 1 else "any lines of one dimension")
