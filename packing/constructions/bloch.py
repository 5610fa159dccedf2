"""Lines of C^2 as points of S^2: the Bloch sphere carries every spherical code over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import cast

import numpy as np
import sympy

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.errors import InputError
from packing.problem import Field, Problem, lines, vectors

_CARRIED = ("Rankin bound", "Fejes Toth bound")
"""Bounds for points on S^2, and so for the lines of C^2."""


def bloch_lines(points: Construction) -> Construction:
    """The lines of C^2 at the given points of S^2: |<u, v>|^2 = (1 + <x, y>)/2, an isometry up to scale.

    The line at (x, y, z) is spanned by (1 + z, x + iy), at (0, 0, -1) by (0, 1). The coherence is exact, the vectors
    are floats. Reference: Conway, Hardin, Sloane, Experiment. Math. 5 (1996).

    >>> from packing.constructions.icosahedral import icosahedron
    >>> print(bloch_lines(icosahedron()).packing)
    12 lines in C^2, coherence 0.850650808352
    """
    if points.problem.d != 3 or points.problem.has_lines:
        raise InputError(f"lines of C^2 come from points on S^2, not from {points.problem}: take vectors with d = 3")
    return Construction(
        f"{points.name} on the Bloch sphere",
        lines(points.problem.n, 2, Field.COMPLEX),
        sympy.sqrt((1 + points.coherence) / 2),
        points.reference,
        None,
        points.optimal if points.optimal in _CARRIED else "",
        rows=partial(_spinors, points),
    )


def members(problem: Problem, native: Callable[[Problem], Iterable[Construction]]) -> Iterator[Construction]:
    """The lines at each point set that `native` gives for n points on S^2."""
    if problem.is_complex and problem.d == 2 and problem.n > 2:
        for points in native(vectors(problem.n, 3)):
            yield bloch_lines(points)


def _spinors(points: Construction) -> Vectors:
    x, y, z = points.packing.vectors.real.T
    north = np.stack((1 + z, x + 1j * y), axis=1)
    south = np.stack((x - 1j * y, 1 - z), axis=1)
    return cast("Vectors", np.where((z >= 0)[:, None], north, south))
