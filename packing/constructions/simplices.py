"""The regular simplex: n points with all inner products -1/(n-1), or n equiangular lines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.errors import positive_integer
from packing.problem import Field, Objects, Problem

NAME = "simplex"


def simplex(d: int, objects: Objects = Objects.VECTORS) -> Construction:
    """d + 1 unit vectors of R^d with <x_i, x_j> = -1/d: the projections of the standard basis of R^(d+1).

    Optimal as points by Rankin's bound and as lines by Welch's. Reference: Rankin, Proc. Glasgow Math. Assoc. 2 (1955).

    Args: `objects`: points of the sphere (the default), or the lines through them.

    >>> simplex(2).angles
    (ExactOverlap(value=-1/2, multiplicity=3),)
    """
    positive_integer("d", d)
    return _regular(d + 1, d, Objects(objects))


def members(problem: Problem) -> Iterator[Construction]:
    """The simplex of n points on S^(d-1), n <= d + 1, or of d + 1 lines in R^d."""
    n, d = problem.n, problem.d
    if problem.field is Field.REAL and (n == d + 1 or (1 < n <= d and not problem.has_lines)):
        yield _regular(n, d, problem.objects)


def _regular(n: int, d: int, objects: Objects) -> Construction:
    value = sympy.Rational(1, n - 1)
    has_lines = objects is Objects.LINES
    return Construction(
        NAME,
        Problem(n, d, Field.REAL, objects),
        value if has_lines else -value,
        "rankin1955",
        partial(_centred_basis, n),
        optimal="Welch bound" if has_lines else "Rankin bound",
    )


def _centred_basis(n: int) -> ExactVectors:
    return integer_vectors(n * np.eye(n, dtype=np.int64) - 1, transitive=True)
