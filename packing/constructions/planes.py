r"""Equidistant planes of R^4 that a turn of both sides of S^2 x S^2 permutes: the simplex bound in closed form.

The map x -> a x b of quaternions, a and b imaginary of length 1, is a symmetric involution of trace 0, so that

    P = (1 + L_a R_b)/2 is the projection to a plane,        tr P P' = 1 + (a . a')(b . b'),

and (a, b), (-a, -b) give the same plane. Planes are at the simplex bound where all (a . a')(b . b') are -1/(n - 1).
With circles at heights h and g and a turn of order p on one side, twice that on the other,

    a = (r cos t, r sin t, h),  b = (s cos 2t, s sin 2t, g),  t = 2 pi k/p:

| n  | a and b                                                                                      |
|----|----------------------------------------------------------------------------------------------|
| 5  | p = 5, h = g = 0                                                                             |
| 6  | p = 5, h = g = 1/sqrt 5, and the poles (0, 0, 1), (0, 0, -1)                                 |
| 7  | p = 7, h = 1/sqrt 3, g = 0                                                                   |
| 10 | p = 5, h = g = 1/sqrt 3, and (r cos t, r sin t, -h), (-s cos 2t, -s sin 2t, g)               |

Of 10 planes a . a' is 1/3, (1 +- sqrt 5)/6 or (3 +- sqrt 5)/6 up to its sign, b . b' its conjugate, with a minus sign
where the norm is positive: each product is -1/9. Reference: Conway, Hardin, Sloane, Experiment. Math. 5 (1996), who
found that the bound is attained.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
import sympy

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.errors import InputError
from packing.numeric import Floats
from packing.problem import Problem
from packing.space import Distance, Field, Space

_REFERENCE = "conway1996"


class Circle(NamedTuple):
    """p pairs (a, b): heights h and g, and the signs of the radii, on both sides; at height 1 a pole, p = 1."""

    p: int
    h: sympy.Expr
    g: sympy.Expr
    sign: int = 1


_FIFTH, _THIRD = 1 / sympy.sqrt(5), 1 / sympy.sqrt(3)

CIRCLES: dict[int, tuple[Circle, ...]] = {
    5: (Circle(5, sympy.Integer(0), sympy.Integer(0)),),
    6: (Circle(5, _FIFTH, _FIFTH), Circle(1, sympy.Integer(1), sympy.Integer(-1))),
    7: (Circle(7, _THIRD, sympy.Integer(0)),),
    10: (Circle(5, _THIRD, _THIRD), Circle(5, -_THIRD, _THIRD, -1)),
}
"""The circles of n pairs."""


def turned_planes(n: int) -> Construction:
    """n = 5, 6, 7 or 10 planes of R^4 at the simplex bound, tr P P' = (n - 2)/(n - 1) of all pairs.

    >>> print(turned_planes(10))
    turned planes: 10 2-dimensional subspaces of R^4, coherence 2/3
    """
    if n not in CIRCLES:
        raise InputError(f"turned planes at the simplex bound are 5, 6, 7 or 10, not {n}: take one of these")
    coherence = sympy.sqrt(sympy.Rational(n - 2, 2 * (n - 1)))
    problem = Problem(n, Space.subspaces(4, 2))
    return Construction(
        "turned planes", problem, coherence, _REFERENCE, None, "simplex bound", rows=partial(_turned, n)
    )


def exact_pairs(n: int) -> list[tuple[sympy.Matrix, sympy.Matrix]]:
    """The pairs (a, b) of unit vectors of R^3 in closed form.

    >>> a, b = exact_pairs(5)[1]
    >>> [sympy.cos(2 * sympy.pi / 5), sympy.cos(4 * sympy.pi / 5)] == [a[0], b[0]]
    True
    """
    found = []
    for p, h, g, sign in CIRCLES[n]:
        r, s = sympy.sqrt(1 - h**2), sign * sympy.sqrt(1 - g**2)
        for k in range(p):
            t = 2 * sympy.pi * k / p
            a = sympy.Matrix([r * sympy.cos(t), r * sympy.sin(t), h])
            b = sympy.Matrix([s * sympy.cos(2 * t), s * sympy.sin(2 * t), g])
            found.append((a, b))
    return found


def plane_of(a: Floats, b: Floats) -> Floats:
    """An orthonormal basis, shape (2, 4), of the plane that x -> a x b fixes.

    >>> plane = plane_of(np.array([0.0, 0.0, 1.0]), np.array([0.0, 0.0, -1.0]))                 # k x k^-1 = x
    >>> (np.abs(plane).sum(axis=0) > 1e-9).tolist()
    [True, False, False, True]
    """
    field = Field.QUATERNION
    left, right = np.append(0.0, a)[None], np.append(0.0, b)[None]
    moved = field.multiply(field.multiply(np.repeat(left, 4, axis=0), np.eye(4)), np.repeat(right, 4, axis=0))
    values, vectors = np.linalg.eigh(moved)
    return np.asarray(vectors[:, values > 0.0].T)


def members(problem: Problem) -> Iterator[Construction]:
    """The turned planes of R^4, by chordal distance."""
    space = problem.space
    if space == Space.subspaces(4, 2) and space.distance is Distance.CHORDAL and problem.n in CIRCLES:
        yield turned_planes(problem.n)


def _turned(n: int) -> Vectors:
    pairs = [(np.array(a, dtype=np.float64).ravel(), np.array(b, dtype=np.float64).ravel()) for a, b in exact_pairs(n)]
    return np.array([plane_of(a, b) for a, b in pairs])
