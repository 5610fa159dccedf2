"""Fejes Tóth's bound for points on the ordinary sphere."""

from __future__ import annotations

import sympy

from packing.bounds.bound import ABOUT_POINTS, Bound, Inapplicable, Theorem
from packing.problem import Problem

THEOREM = Theorem("Fejes Tóth", "fejestoth1943")


def fejes_toth(problem: Problem) -> Bound | Inapplicable:
    """max <x, y> >= (cot^2 w - 1) / 2 with w = pi n / (6 (n - 2)), for n points on the sphere of R^3.

    Proof idea: of the 2n - 4 triangles of a triangulation one has at most the mean area 4 pi / (2n - 4), and among
    triangles with sides of at least the minimal angle the equilateral one is smallest. Validity: d = 3, n >= 3.
    Equality: n = 3, 4, 6, 12, where triangles are equilateral. Reference: Fejes Tóth (1943).

    >>> from packing.problem import vectors
    >>> print(fejes_toth(vectors(12, 3)))
    12 vectors on S^2: coherence >= 0.447213595499 (Fejes Tóth, proved)
    """
    n, d = problem.n, problem.d
    if problem.has_lines:
        return Inapplicable(problem, THEOREM, ABOUT_POINTS)
    if d != 3 or n < 3:
        return Inapplicable(problem, THEOREM, f"needs n >= 3 points on S^2, not {n} on S^{d - 1}")
    third = sympy.Rational(n, 6 * (n - 2)) * sympy.pi
    exact = (sympy.cot(third) ** 2 - 1) / 2
    names = {3: "triangle", 4: "tetrahedron", 6: "octahedron", 12: "icosahedron"}
    attained = f"the regular {names[n]}" if n in names else "never: it needs n = 3, 4, 6, 12"
    return Bound(problem, THEOREM, exact, attained=attained)
