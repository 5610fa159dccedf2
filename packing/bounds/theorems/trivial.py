"""Trivial cases: orthogonal lines, and a single point."""

from __future__ import annotations

import sympy

from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.problem import Problem

THEOREM = Theorem("trivial", "welch1974")


def trivial(problem: Problem) -> Bound | Inapplicable:
    """mu >= 0 of lines, attained exactly if n <= d; mu >= -1 of one point, whose maximum over no pair is -1.

    Validity: lines with n <= d, points with n = 1. Equality: orthonormal vectors; any point.

    >>> from packing.problem import lines
    >>> print(trivial(lines(3, 4, "C")))
    3 lines in C^4: coherence >= 0 (trivial, proved)
    """
    if problem.has_lines:
        if problem.n > problem.d:
            return Inapplicable(problem, THEOREM, f"needs n <= {problem.d}: more lines than dimensions overlap")
        return Bound(problem, THEOREM, sympy.Integer(0), attained="orthonormal vectors, for every n <= d")
    if problem.n > 1:
        return Inapplicable(problem, THEOREM, "needs n = 1: two points have a cosine")
    return Bound(problem, THEOREM, sympy.Integer(-1), attained="any single point")
