"""Lines of F^2 as points of a sphere: S^1, S^2 (the Bloch sphere) or S^4 carries every spherical code over.

The point (w, z) of S^s, w in F, is the line of (1 + z, w), or of (conj(w), 1 - z); back, z = |a|^2 - |b|^2 and
w = 2 b conj(a) for the line of the unit vector (a, b). Then |<u, v>|^2 = (1 + <x, y>)/2: an isometry up to scale.
Reference: Conway, Hardin, Sloane, Experiment. Math. 5 (1996).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np
import sympy

from packing.configuration import Packing, Vectors
from packing.constructions.construction import Construction
from packing.errors import InputError
from packing.problem import Problem
from packing.space import Field


def points_as_lines(points: Packing) -> Packing:
    """The lines of F^2 at points of S^1, S^2 or S^4: coherence c becomes sqrt((1 + c)/2).

    >>> print(points_as_lines(Packing([[0, 0, 1], [0, 0, -1]], "vectors")))
    2 lines in C^2, coherence 0
    """
    space = points.space.line_twin
    if space is None:
        raise InputError(f"lines of F^2 are points on S^1, S^2 or S^4, not {points.problem}: take d = 2, 3 or 5")
    field = space.field
    w, z = points.vectors.real[:, :-1], points.vectors.real[:, -1:]
    one = np.zeros_like(w)
    one[:, 0] = 1.0
    conjugate = field.parts_of(field.conjugate(field.scalars_of(w)))
    north, south = np.stack((one * (1 + z), w), axis=1), np.stack((conjugate, one * (1 - z)), axis=1)
    return Packing(field.scalars_of(np.where(z[:, :, None] >= 0, north, south)), space)


def lines_as_points(lines: Packing) -> Packing:
    """The points of S^1, S^2 or S^4 at lines of F^2: coherence c becomes 2 c^2 - 1.

    >>> print(lines_as_points(Packing([[1, 0], [0.6, 0.8j]])))
    2 vectors on S^2, coherence -0.28
    """
    space, field = lines.space.sphere_twin, lines.field
    if space is None:
        raise InputError(f"points of a sphere are lines of F^2, not {lines.problem}: take d = 2")
    a, b = lines.vectors[:, 0], lines.vectors[:, 1]
    w = 2 * field.parts_of(field.multiply(b, field.conjugate(a)))
    z = field.moduli(a) ** 2 - field.moduli(b) ** 2
    return Packing(np.column_stack((w, z)), space)


def sphere_lines(points: Construction) -> Construction:
    """The lines of F^2 at the given points of S^1, S^2 or S^4; optimal where these are.

    The coherence is exact, the vectors are floats.

    >>> from packing.constructions.crosspolytopes import cross_polytope
    >>> print(sphere_lines(cross_polytope(5)))                    # five unbiased bases of H^2
    cross-polytope as lines: 10 lines in H^2, coherence sqrt(2)/2
    """
    space = points.problem.space.line_twin
    if space is None:
        raise InputError(f"lines of F^2 come from points on S^1, S^2 or S^4, not from {points.problem}: take others")
    return Construction(
        f"{points.name} on the Bloch sphere" if space.field is Field.COMPLEX else f"{points.name} as lines",
        Problem(points.problem.n, space),
        sympy.sqrt((1 + points.coherence) / 2),
        points.reference,
        None,
        points.optimal,
        rows=partial(_rows, points),
        rigor=points.rigor,
    )


def bloch_lines(points: Construction) -> Construction:
    """The lines of C^2 at the given points of S^2.

    >>> from packing.constructions.icosahedral import icosahedron
    >>> print(bloch_lines(icosahedron()).packing)
    12 lines in C^2, coherence 0.850650808352
    """
    if points.problem.d != 3 or points.problem.has_lines:
        raise InputError(f"lines of C^2 come from points on S^2, not from {points.problem}: take vectors with d = 3")
    return sphere_lines(points)


def members(problem: Problem, native: Callable[[Problem], Iterable[Construction]]) -> Iterator[Construction]:
    """The lines of C^2 or H^2 at each point set that `native` gives for n points on S^2 or S^4."""
    sphere = problem.space.sphere_twin
    if sphere is not None and problem.field is not Field.REAL and problem.n > 2:
        for points in native(Problem(problem.n, sphere)):
            yield sphere_lines(points)


def _rows(points: Construction) -> Vectors:
    return points_as_lines(points.packing).vectors
