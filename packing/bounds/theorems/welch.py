"""The Welch bound."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_LINES, Bound, Inapplicable, Theorem
from packing.bounds.theorems.gerzon import gerzon_number
from packing.problem import Problem

THEOREM = Theorem("Welch", "welch1974")


def welch(problem: Problem) -> Bound | Inapplicable:
    """mu^2 >= (n - d) / (d (n - 1)).

    Proof: the Gram matrix G has rank <= d and trace n, so n + n (n-1) mu^2 >= tr G^2 >= n^2 / d.
    Validity: lines over R or C, n > d. Equality: exactly the equiangular tight frames, so only for n <= d(d+1)/2 over R
    and n <= d^2 over C. Reference: Welch (1974); Rankin (1955) for the simplex behind it.

    >>> from packing.problem import lines
    >>> welch(lines(28, 7)).exact
    1/3
    """
    n, d = problem.n, problem.d
    if not problem.has_lines:
        return Inapplicable(problem, THEOREM, ABOUT_LINES)
    if n <= d:
        return Inapplicable(problem, THEOREM, f"needs n > {d}: fewer lines can be orthogonal")
    most = gerzon_number(d, problem.field)
    if d == 1:
        attained = "always: all lines of one dimension agree"
    elif n <= most:
        attained = "equiangular tight frames"
    else:
        attained = f"never: equiangular tight frames in {problem.field}^{d} have n <= {most}"
    return Bound(problem, THEOREM, sympy.sqrt(sympy.Rational(n - d, d * (n - 1))), attained=attained)
