"""Fejes Tóth's bound for points on the ordinary sphere, which are the lines of C^2."""

from __future__ import annotations

import sympy

from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.problem import Problem

THEOREM = Theorem("Fejes Tóth", "fejestoth1943")


def fejes_toth(problem: Problem) -> Bound | Inapplicable:
    """max <x, y> >= c = (cot^2 w - 1) / 2 with w = pi n / (6 (n - 2)), for n points on the sphere of R^3.

    The lines of C^2 are the points of that sphere (Bloch, Hopf) with <x, y> = 2 |<x, y>|^2 - 1: mu >= 1 / (2 sin w).

    Proof idea: of the 2n - 4 triangles of a triangulation one has at most the mean area 4 pi / (2n - 4), and among
    triangles with sides of at least the minimal angle the equilateral one is smallest. Validity: n >= 3 points with
    d = 3, or lines of C^2. Equality: n = 3, 4, 6, 12, where triangles are equilateral. Reference: Fejes Tóth (1943).

    >>> from packing.problem import vectors
    >>> print(fejes_toth(vectors(12, 3)))
    12 vectors on S^2: coherence >= 0.447213595499 (Fejes Tóth, proved)
    >>> from packing.problem import lines
    >>> fejes_toth(lines(6, 2, "C")).exact
    sqrt(2)/2
    """
    n, d = problem.n, problem.d
    on_sphere = (d == 2 and problem.is_complex) if problem.has_lines else d == 3
    if not on_sphere or n < 3:
        return Inapplicable(problem, THEOREM, "needs n >= 3 points on S^2, or lines in C^2")
    third = sympy.Rational(n, 6 * (n - 2)) * sympy.pi
    exact = 1 / (2 * sympy.sin(third)) if problem.has_lines else (sympy.cot(third) ** 2 - 1) / 2
    names = {3: "triangle", 4: "tetrahedron", 6: "octahedron", 12: "icosahedron"}
    attained = f"the regular {names[n]}" if n in names else "never: it needs n = 3, 4, 6, 12"
    return Bound(problem, THEOREM, exact, attained=attained)
