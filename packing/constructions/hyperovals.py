"""Hyperovals of PG(2, q), q a power of 2: their exterior lines as a design, and equiangular tight frames.

A hyperoval is a set of q + 2 points that each line meets in 2 points (secants) or in none (exterior lines).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors
from packing.constructions.fields import finite_field, subspace_points
from packing.constructions.hadamard import hadamard_matrix
from packing.constructions.ring import Cyclotomic, Integers
from packing.errors import InputError
from packing.problem import Field, Problem, lines


class Hyperoval(NamedTuple):
    """Incidences of lines and points of PG(2, q).

    Fields: `exterior`: q (q-1)/2 lines and the q^2 - 1 points off the hyperoval; `secants`: the q (q+1)/2 secants that
    avoid its last point, and the same points; `ends`: those secants and the other q + 1 points of the hyperoval.
    """

    exterior: Integers
    secants: Integers
    ends: Integers


def hyperoval(q: int) -> Hyperoval:
    """The conic (1, t, t^2), (0, 0, 1) of PG(2, q) with its nucleus (0, 1, 0), q a power of 2.

    >>> plane = hyperoval(4)
    >>> plane.exterior.shape, plane.secants.shape, plane.ends.shape
    ((6, 15), (10, 15), (10, 5))
    """
    if not is_even_order(q):
        raise InputError(f"hyperovals are built in PG(2, q) for q = 2, 4, 8, ..., not {q}: take a power of 2")
    field = finite_field(q)
    points = subspace_points(q, 3)
    terms = field.multiply(points[:, None, :], points[None, :, :])
    incidence = (field.add(field.add(terms[..., 0], terms[..., 1]), terms[..., 2]) == 0).astype(np.int64)
    number = {tuple(point): i for i, point in enumerate(points.tolist())}
    conic = [number[1, t, int(field.multiply(t, t))] for t in range(q)] + [number[0, 0, 1]]
    nucleus = number[0, 1, 0]
    off = np.setdiff1d(np.arange(len(points)), [*conic, nucleus])
    met = incidence[:, [*conic, nucleus]].sum(axis=1)
    chosen = (met == 2) & (incidence[:, nucleus] == 0)
    return Hyperoval(incidence[met == 0][:, off], incidence[chosen][:, off], incidence[chosen][:, conic])


def is_even_order(q: int) -> bool:
    """Whether q is 2, 4, 8, ..."""
    return q >= 2 and q & (q - 1) == 0


def hyperoval_lines(q: int) -> Construction:
    """q (q^2 + q - 1) lines in C^(q^2 + q - 1) with coherence 1/(q + 1), the Welch bound: (10, 5), (76, 19), (568, 71).

    In q^2 - 1 coordinates, one a point off the hyperoval, and q + 1 more, of sum 0: for each exterior line the q + 2
    vectors of a flat simplex on its q + 1 points; for each secant ab that avoids a certain point of the hyperoval the q
    columns of a Hadamard matrix without its first row on q - 1 points, with 1 at a and -1 at b. Two lines meet once, so
    inner products are units, and those of vectors of one line too. Reference: Fickus, Mixon, Jasper, IEEE Trans.
    Inform. Theory 62 (2016).

    >>> print(hyperoval_lines(4))
    hyperoval, q = 4: 76 lines in C^19, coherence 1/5
    """
    if not is_even_order(q):
        raise InputError(f"hyperovals are built in PG(2, q) for q = 2, 4, 8, ..., not {q}: take a power of 2")
    d = q * q + q - 1
    build = partial(_build, q)
    problem = lines(q * d, d, Field.COMPLEX)
    return Construction(f"hyperoval, q = {q}", problem, sympy.Rational(1, q + 1), "fickus2016", build, "Welch bound")


def members(problem: Problem) -> Iterator[Construction]:
    """The frames of n = q d lines in C^d, d = q^2 + q - 1, q > 2."""
    q = problem.n // problem.d
    if problem.is_complex and q > 2 and problem.n == q * problem.d and is_even_order(q) and problem.d == q * q + q - 1:
        yield hyperoval_lines(q)


def exterior_design(q: int) -> Integers:
    """Exterior lines as q (q-1)/2 points, on q^2 - 1 blocks of q/2: a 2-design with lambda = 1, shape (v, b)."""
    return hyperoval(q).exterior


def _build(q: int) -> ExactVectors:
    plane, ring = hyperoval(q), Cyclotomic(q + 2)
    simplex = ring.power(np.arange(1, q + 2)[:, None] * np.arange(q + 2)[None, :])
    square, one = hadamard_matrix(q)[1:], ring.power(0)
    width = q * q - 1
    outer = np.zeros((len(plane.exterior), q + 2, width + q + 1, ring.degree), dtype=np.int64)
    for rows, line in zip(outer, plane.exterior, strict=True):
        rows[:, np.flatnonzero(line)] = simplex.transpose(1, 0, 2)
    inner = np.zeros((len(plane.secants), q, width + q + 1, ring.degree), dtype=np.int64)
    for rows, line, ends in zip(inner, plane.secants, plane.ends, strict=True):
        rows[:, np.flatnonzero(line)] = square.T[:, :, None] * one
        rows[:, width + np.flatnonzero(ends)] = np.array([1, -1])[:, None] * one
    flat = [rows.reshape(-1, width + q + 1, ring.degree) for rows in (outer, inner)]
    return ExactVectors(ring, np.concatenate(flat))
