"""Tremain equiangular tight frames: Steiner triple systems with a Hadamard matrix beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import isqrt

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors
from packing.constructions.hadamard import hadamard_matrix, has_hadamard_matrix
from packing.constructions.ring import Cyclotomic, Integers
from packing.constructions.triples import has_triple_system, triple_system
from packing.errors import InputError
from packing.problem import Field, Problem


def tremain_lines(v: int, field: Field) -> Construction:
    """(v+1)(v+2)/2 lines in F^((v+2)(v+3)/6) with coherence 2/(v+3), the Welch bound; v = 1, 3 mod 6, F = R or C.

    A flat simplex of (v+1)/2 vectors spreads over the (v-1)/2 triples through each of v points, with sqrt 2 in a
    coordinate of the point; v + 1 more vectors are the columns of a flat matrix of order v + 1 over sqrt 2, with its
    first row made sqrt(3/2). All inner products are units. Over R Hadamard matrices of orders (v+1)/2 and v + 1 are
    needed. Reference: Fickus, Jasper, Mixon, Peterson, J. Combin. Theory Ser. A 153 (2018).

    Args: `v`: the number of points; `field`: R or C.

    >>> print(tremain_lines(13, Field.COMPLEX))
    Tremain, 13 points: 105 lines in C^40, coherence 1/8
    """
    if not has_triple_system(v):
        raise InputError(f"a Steiner triple system has 1 or 3 mod 6 points, not {v}: take v such as 7, 9, 13 or 15")
    if not _is_built_over(v, field):
        raise InputError(
            f"real Tremain frames need Hadamard matrices of orders {(v + 1) // 2} and {v + 1}, field {field}: take C"
        )
    problem = Problem((v + 1) * (v + 2) // 2, (v + 2) * (v + 3) // 6, field)
    build = partial(_build, v, field)
    return Construction(f"Tremain, {v} points", problem, sympy.Rational(2, v + 3), "fickus2018", build, "Welch bound")


def members(problem: Problem) -> Iterator[Construction]:
    """The frames of n = (v+1)(v+2)/2 lines in d = (v+2)(v+3)/6 dimensions, v >= 7; over C where R has none."""
    v = (isqrt(24 * problem.d + 1) - 5) // 2
    fits = v >= 7 and 6 * problem.d == (v + 2) * (v + 3) and 2 * problem.n == (v + 1) * (v + 2)
    over_reals = fits and problem.is_complex and _is_built_over(v, Field.REAL)
    if fits and not over_reals and problem.has_lines and has_triple_system(v) and _is_built_over(v, problem.field):
        yield tremain_lines(v, problem.field)


def _is_built_over(v: int, field: Field) -> bool:
    real = has_hadamard_matrix((v + 1) // 2) and has_hadamard_matrix(v + 1)
    return field is Field.COMPLEX or (field is Field.REAL and real)


def _build(v: int, field: Field) -> ExactVectors:
    """Rows times sqrt 2, each coordinate of a triple twice and that of sqrt 3 three times, so that all are units."""
    ring = Cyclotomic(v + 1) if field is Field.COMPLEX else Cyclotomic(1)
    small, large = _flat((v + 1) // 2, ring)[1:], _flat(v + 1, ring)
    triples = np.array(triple_system(v))
    b, r = len(triples), (v - 1) // 2
    rows = np.zeros((v, r + 1, 2 * b + v + 3, ring.degree), dtype=np.int64)
    for point, row in enumerate(rows):
        through = np.flatnonzero((triples == point).any(axis=1))
        row[:, through] = row[:, b + through] = small.transpose(1, 0, 2)
        row[:, 2 * b + point, 0] = 2
    last = np.zeros((v + 1, 2 * b + v + 3, ring.degree), dtype=np.int64)
    last[:, 2 * b : 2 * b + v] = large[1:].transpose(1, 0, 2)
    last[:, 2 * b + v :, 0] = 1
    return ExactVectors(ring, np.concatenate((rows.reshape(v * (r + 1), -1, ring.degree), last)))


def _flat(order: int, ring: Cyclotomic) -> Integers:
    """A flat orthogonal matrix with first row 1: Hadamard's over Z, Fourier's over Z[zeta], shape (order, order, k)."""
    if ring.order == 1:
        return hadamard_matrix(order)[:, :, None]
    steps = ring.order // order
    return ring.power(steps * np.arange(order)[:, None] * np.arange(order)[None, :])
