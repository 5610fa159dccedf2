"""The Bukh-Cox bound for few more lines than dimensions."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_LINES, Bound, Inapplicable, Theorem
from packing.problem import Problem

THEOREM = Theorem("Bukh-Cox", "bukh2020")


def bukh_cox(problem: Problem) -> Bound | Inapplicable:
    """1/mu <= n E - 1 with E = (1 + (k-1) sqrt(k+1)) / k^2 over C, (2 + (k-1) sqrt(k+2)) / (k(k+1)) over R; k = n - d.

    Proof: choose vectors w_i of F^k whose Gram matrix W is annihilated by the Gram matrix G of the lines. The diagonal
    of G W = 0 gives |w_i|^2 <= mu sum_{j != i} |<w_i, w_j>|. Linear maps of F^k act on the w_i; at the one that
    minimises sum |w_i| with determinant 1 the directions of the w_i, weighted by |w_i|, are isotropic. For isotropic
    directions the mean |<u, u'>| is at most its value E at a maximal equiangular set of F^k: bound sqrt(y) by the
    parabola that touches it at y = 1/(k+1) (over R 1/(k+2)) and meets it at 1; its leading coefficient is negative and
    the mean of y^2 is least at designs. Now sum over i, with (sum |w_i|)^2 <= n sum |w_i|^2.
    Validity: lines with n > d. Equality: when a maximal equiangular set of F^k, each vector equally often, has n
    vectors: over C k^2 | n with a SIC, over R k(k+1)/2 | n for k = 1, 2, 3, 7, 23. Reference: Bukh and Cox (2020).

    >>> from packing.problem import lines
    >>> print(bukh_cox(lines(6, 4, "R")).exact, bukh_cox(lines(8, 6, "C")).exact)
    1/3 4/(4 + 8*sqrt(3))
    """
    n, d = problem.n, problem.d
    if not problem.has_lines:
        return Inapplicable(problem, THEOREM, ABOUT_LINES)
    k = n - d
    if k < 1:
        return Inapplicable(problem, THEOREM, f"needs n > {d}: fewer lines can be orthogonal")
    if problem.is_complex:
        pairs, mean = sympy.Integer(k) ** 2, 1 + (k - 1) * sympy.sqrt(k + 1)
    else:
        pairs, mean = sympy.Integer(k * (k + 1)), 2 + (k - 1) * sympy.sqrt(k + 2)
    attained = f"copies of a maximal equiangular set of {problem.field}^{k}"
    return Bound(problem, THEOREM, pairs / sympy.expand(n * mean - pairs), attained=attained)
