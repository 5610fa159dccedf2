"""The square antiprism with equal edges: 8 points of S^2, two squares one of which is turned by an eighth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors
from packing.constructions.ring import NestedRoot
from packing.problem import Problem, vectors


def square_antiprism() -> Construction:
    """8 points (r cos, r sin, +-h) at turns of an eighth, signs in turn: h^2 = s = (2 sqrt 2 - 1)/7, r^2 = 1 - s.

    The overlap of neighbours on a square is h^2, of neighbours on both r^2/sqrt 2 - h^2: both are s, as r^2 is
    2 sqrt 2 h^2. With x^2 = 7 h^2 it is (x^4 + x^2)/7, so that the exact vectors have two coordinates for each of the
    plane. Optimal by an exact three-point certificate. Reference: Schuette and van der Waerden, Math. Ann. 123 (1951).

    >>> square_antiprism().angles
    (ExactOverlap(value=-1/7 + 2*sqrt(2)/7, multiplicity=16), ExactOverlap(value=-9/7 + 4*sqrt(2)/7, multiplicity=4), \
ExactOverlap(value=3/7 - 6*sqrt(2)/7, multiplicity=8))
    """
    coherence = (2 * sympy.sqrt(2) - 1) / 7
    return Construction("square antiprism", vectors(8, 3), coherence, "schuette1951", _rows, "three-point bound")


def members(problem: Problem) -> Iterator[Construction]:
    """The antiprism, of 8 points in R^3."""
    if problem == vectors(8, 3):
        yield square_antiprism()


def _rows() -> ExactVectors:
    """Rows of squared norm 112: 4 (x^2, x) times (cos, sin), with cos of an eighth as (x^2 + 1)/4, and +-4 x."""
    even, odd = np.array([[0, 0, 4, 0], [0, 4, 0, 0]]), np.array([[7, 0, -1, 0], [0, 1, 0, 1]])
    turns = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]
    rows = np.zeros((8, 5, 4), dtype=np.int64)
    for k, (c, s) in enumerate(turns):
        radius = odd if k % 2 else even
        rows[k, :2], rows[k, 2:4], rows[k, 4, 1] = c * radius, s * radius, -4 if k % 2 else 4
    return ExactVectors(NestedRoot(8, 1), rows, transitive=True)
