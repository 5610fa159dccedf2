"""Trivial cases: orthogonal lines and subspaces, subspaces that must meet, and a single point."""

from __future__ import annotations

import sympy

from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.problem import Problem

THEOREM = Theorem("trivial", "welch1974")


def trivial(problem: Problem) -> Bound | Inapplicable:
    """mu >= 0 of lines, attained exactly if n <= d; mu >= -1 of one point, whose maximum over no pair is -1.

    Two subspaces of dimension m > d/2 share 2m - d dimensions: mu^2 >= (2m - d)/m by chordal distance, mu = 1 by
    spectral. Proof: a modulus is not negative, and two subspaces meet in at least 2m - d dimensions. Validity: lines
    with n <= d, points with n = 1, subspaces always. Equality: orthonormal vectors, which span orthogonal subspaces
    where n m <= d; any point.

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import lines
    >>> print(trivial(lines(3, 4, "C")))
    3 lines in C^4: coherence >= 0 (trivial, proved)
    """
    if problem.has_lines:
        if problem.n > problem.d:
            return Inapplicable(problem, THEOREM, f"needs n <= {problem.d}: more lines than dimensions overlap")
        return Bound(problem, THEOREM, sympy.Integer(0), attained="orthonormal vectors, for every n <= d")
    if problem.space.m > 1:
        return _of_subspaces(problem)
    if problem.n > 1:
        return Inapplicable(problem, THEOREM, "needs n = 1: two points have a cosine")
    return Bound(problem, THEOREM, sympy.Integer(-1), attained="any single point")


def _of_subspaces(problem: Problem) -> Bound:
    space = problem.space
    if problem.n == 1:
        return Bound(problem, THEOREM, sympy.Integer(space.least_overlap), attained="any single subspace")
    least = sympy.sqrt(sympy.Rational(space.least_f.numerator, space.least_f.denominator))
    attained = "orthogonal subspaces, for every n m <= d" if problem.n * space.m <= space.d else ""
    return Bound(problem, THEOREM, least, attained=attained)
