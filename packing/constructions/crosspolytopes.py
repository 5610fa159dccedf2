"""Orthonormal bases and cross-polytopes: every overlap 0, or -1 between opposite points."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.errors import positive_integer
from packing.problem import Field, Objects, Problem


def cross_polytope(d: int) -> Construction:
    """The 2d points +e_i, -e_i on S^(d-1), coherence 0: optimal by Rankin's second bound.

    >>> cross_polytope(2).angles
    (ExactOverlap(value=0, multiplicity=4), ExactOverlap(value=-1, multiplicity=2))
    """
    positive_integer("d", d)
    return _points(2 * d, d)


def orthonormal_basis(d: int, field: Field = Field.REAL) -> Construction:
    """The d lines along a basis of F^d, coherence 0.

    Args: `field`: "R", "C" or "H".

    >>> print(orthonormal_basis(3))
    orthonormal basis: 3 lines in R^3, coherence 0
    """
    positive_integer("d", d)
    return _lines(Problem(d, d, field, Objects.LINES))


def members(problem: Problem) -> Iterator[Construction]:
    """Orthonormal lines, n <= d, or a part of the cross-polytope, d + 1 < n <= 2d points with all axes in use."""
    n, d = problem.n, problem.d
    if problem.has_lines and n <= d:
        yield _lines(problem)
    elif not problem.has_lines and d + 1 < n <= 2 * d:
        yield _points(n, d)


def _lines(problem: Problem) -> Construction:
    name = "orthonormal basis" if problem.n == problem.d else "orthonormal lines"
    return Construction(name, problem, sympy.S.Zero, "rankin1955", partial(_basis, problem.n, problem.d), "orthonormal")


def _points(n: int, d: int) -> Construction:
    name = "cross-polytope" if n == 2 * d else "part of the cross-polytope"
    problem = Problem(n, d, Field.REAL, Objects.VECTORS)
    return Construction(name, problem, sympy.S.Zero, "rankin1955", partial(_both_ends, n, d), "Rankin bound")


def _basis(n: int, d: int) -> ExactVectors:
    return integer_vectors(np.eye(n, d, dtype=np.int64), transitive=True)


def _both_ends(n: int, d: int) -> ExactVectors:
    basis = np.eye(d, dtype=np.int64)
    return integer_vectors(np.concatenate((basis, -basis[: n - d])), transitive=n == 2 * d)
