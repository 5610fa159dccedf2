"""Fejes Tóth's bound for points on the ordinary sphere, which are the lines of C^2, and for lines of R^3."""

from __future__ import annotations

from collections.abc import Callable
from math import atan, pi, sqrt

import sympy

from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.problem import Problem
from packing.space import Field, Space

THEOREM = Theorem("Fejes Tóth", "fejestoth1943")

_NAMES = {3: "triangle", 4: "tetrahedron", 6: "octahedron", 12: "icosahedron"}


def fejes_toth(problem: Problem) -> Bound | Inapplicable:
    """max <x, y> >= c = (cot^2 w - 1) / 2 with w = pi n / (6 (n - 2)), for n points on the sphere of R^3.

    The lines of C^2 are the points of that sphere (Bloch, Hopf) with <x, y> = 2 |<x, y>|^2 - 1: mu >= 1 / (2 sin w).
    n lines of R^3 meet it in 2n points with the same largest cosine: mu >= c(2n).

    Proof idea: of the 2n - 4 triangles of a triangulation one has at most the mean area 4 pi / (2n - 4), and among
    triangles with sides of at least the minimal angle the equilateral one is smallest. Validity: n >= 3 points with
    d = 3, lines of C^2, or lines of R^3. Equality: 3, 4, 6, 12 points, where triangles are equilateral.
    Reference: Fejes Tóth (1943).

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import vectors
    >>> print(fejes_toth(vectors(12, 3)))
    12 vectors on S^2: coherence >= 0.447213595499 (Fejes Tóth, proved)
    >>> from packing.problem import lines
    >>> fejes_toth(lines(6, 2, "C")).exact, fejes_toth(lines(3, 3)).exact
    (sqrt(2)/2, 0)
    """
    return lower(problem, family(problem.space))


def family(space: Space) -> Family | Silent:
    """The theorem on S^2, on the lines of C^2 and on those of R^3."""
    if space == Space.sphere(3):
        return _family(space, 1, _cosine, _count)
    if space == Space.lines(2, Field.COMPLEX):
        return _family(space, 1, lambda n: 1 / (2 * sympy.sin(_angle(n))), lambda t: _count(2 * t - 1))
    if space == Space.lines(3):
        return _family(space, 2, lambda n: _cosine(2 * n), lambda t: _count(sqrt(t)) / 2)
    return Silent(THEOREM, "needs n >= 3 points on S^2, or lines in C^2 or R^3")


def _family(
    space: Space, copies: int, coherence: Callable[[int], sympy.Expr], near: Callable[[float], float]
) -> Family:
    """`copies` points of the sphere to each object."""

    def attained(n: int) -> str:
        if copies * n in _NAMES:
            return f"the regular {_NAMES[copies * n]}"
        return "never: it needs n = 3, 4, 6, 12" if copies == 1 else "never: it needs n = 3 or 6"

    reason = "needs n >= 3 points on S^2, or lines in C^2 or R^3"
    filled = "regular triangles, tetrahedra, octahedra, icosahedra"
    return Family(
        THEOREM,
        space,
        3,
        coherence,
        sympy.Integer(1),
        attained,
        reason,
        near=near,
        filled=filled,
    )


def _angle(n: int) -> sympy.Expr:
    return sympy.Rational(n, 6 * (n - 2)) * sympy.pi


def _cosine(n: int) -> sympy.Expr:
    return (sympy.cot(_angle(n)) ** 2 - 1) / 2


def _count(cosine: float) -> float:
    """The real n whose cosine is the given one."""
    if cosine <= -0.5:
        return 3.0
    w = atan(1 / sqrt(2 * cosine + 1))
    return 12 * w / (6 * w - pi) if 6 * w > pi else 1e18
