"""Regular polygons: n evenly spaced points on the circle or lines in the plane."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import sympy

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, root_vectors
from packing.errors import positive_integer
from packing.problem import Field, Objects, Problem


def polygon(n: int, objects: Objects = Objects.VECTORS) -> Construction:
    """n points (cos 2 pi k/n, sin 2 pi k/n), coherence cos(2 pi/n); as lines the angles are pi k/n, cos(pi/n).

    Optimal: n arcs share the circle, so one is at most its n-th part. Valid for n >= 2. The exact vectors lie in C^2 as
    (z, conj z)/sqrt 2, whose inner products are the cosines.

    Args: `objects`: points of the sphere (the default), or the lines through them.

    >>> polygon(5, Objects.LINES).coherence
    1/4 + sqrt(5)/4
    """
    positive_integer("n", n)
    turns = n if objects is Objects.VECTORS else 2 * n
    build, rows = partial(_roots, n, turns), partial(_circle, n, turns)
    coherence = sympy.cos(2 * sympy.pi / turns)
    problem = Problem(n, 2, Field.REAL, objects)
    return Construction("polygon", problem, coherence, "", build, optimal="arcs of the circle", rows=rows)


def _roots(n: int, turns: int) -> ExactVectors:
    steps = np.arange(n)
    return root_vectors(turns, np.stack((steps, -steps), axis=1), transitive=True)


def _circle(n: int, turns: int) -> Vectors:
    angles = 2 * np.pi * np.arange(n) / turns
    return np.stack((np.cos(angles), np.sin(angles)), axis=1)


def members(problem: Problem) -> Iterator[Construction]:
    """The n points or lines in the plane, from the pentagon or the four lines of an octagon on."""
    least = 4 if problem.has_lines else 5
    if problem.d == 2 and problem.field is Field.REAL and problem.n >= least:
        yield polygon(problem.n, problem.objects)
