"""The icosahedron and the dodecahedron: 6 and 10 lines, 12 and 20 points in R^3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors
from packing.constructions.operations import both_signs
from packing.constructions.ring import Quadratic
from packing.problem import Objects, Problem, lines


def icosahedron(objects: Objects = Objects.VECTORS) -> Construction:
    """The 12 vertices (0, +-1, +-g) and cyclic shifts, g = (1 + sqrt 5)/2, coherence 1/sqrt 5; or their 6 lines.

    The lines are the rows of sqrt 5 I + C, C the symmetric conference matrix of order 6: C^2 = 5 I, so that their Gram
    matrix is 10 I + 2 sqrt 5 C. Optimal as points (Fejes Toth) and as lines (Welch). Reference: Fejes Toth 1943.

    Args: `objects`: points of the sphere (the default), or the lines through them.

    >>> icosahedron().angles
    (ExactOverlap(value=sqrt(5)/5, multiplicity=30), ExactOverlap(value=-sqrt(5)/5, multiplicity=30), \
ExactOverlap(value=-1, multiplicity=6))
    """
    axes = Construction("icosahedron", lines(6, 3), 1 / sympy.sqrt(5), "fejestoth1943", _axes, "Welch bound")
    return axes if objects is Objects.LINES else _points(axes, "Fejes Toth bound")


def dodecahedron(objects: Objects = Objects.VECTORS) -> Construction:
    """The 20 vertices (+-1, +-1, +-1), (0, +-1/g, +-g) and cyclic shifts, coherence sqrt 5/3; or their 10 lines.

    Reference: Coxeter, Regular Polytopes (1963).

    Args: `objects`: points of the sphere (the default), or the lines through them.

    >>> dodecahedron(Objects.LINES).angles
    (ExactOverlap(value=sqrt(5)/3, multiplicity=15), ExactOverlap(value=1/3, multiplicity=30))
    """
    axes = Construction("dodecahedron", lines(10, 3), sympy.sqrt(5) / 3, "coxeter1963", _diagonals)
    return axes if objects is Objects.LINES else _points(axes, "")


def members(problem: Problem) -> Iterator[Construction]:
    """The icosahedron and the dodecahedron, as points or lines."""
    if problem.d != 3 or problem.n not in ((6, 10) if problem.has_lines else (12, 20)):
        return
    for solid in (icosahedron, dodecahedron):
        construction = solid(problem.objects)
        if construction.problem == problem:
            yield construction


def _points(axes: Construction, optimal: str) -> Construction:
    return replace(both_signs(axes), name=axes.name, optimal=optimal)


def _axes() -> ExactVectors:
    """Rows of sqrt 5 I + C over Z[sqrt 5]: a vertex on the axis and a pentagon that joins it with signs."""
    conference = np.ones((6, 6), dtype=np.int64)
    steps = (np.arange(5)[:, None] - np.arange(5)[None, :]) % 5
    conference[1:, 1:] = np.where((steps == 1) | (steps == 4), 1, -1)
    np.fill_diagonal(conference, 0)
    return ExactVectors(Quadratic(5), np.stack((conference, np.eye(6, dtype=np.int64)), axis=2), transitive=True)


def _diagonals() -> ExactVectors:
    """Twice the 10 vertices in one half space, over Z[sqrt 5]: 2 g = 1 + sqrt 5 and 2/g = sqrt 5 - 1."""
    cube = [[(2, 0), (2 * a, 0), (2 * b, 0)] for a in (1, -1) for b in (1, -1)]
    rectangle = [[(0, 0), (-1, 1), (s, s)] for s in (1, -1)]
    shifted = [row[k:] + row[:k] for row in rectangle for k in range(3)]
    return ExactVectors(Quadratic(5), np.array(cube + shifted), transitive=True)
