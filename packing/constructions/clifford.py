"""Half-dimensional subspaces from points of a sphere: all principal angles of a pair are equal.

Let A_1, ..., A_s be isometries of F^h with A_i^* A_j + A_j^* A_i = 2 [i = j] (Hurwitz, Radon). For a unit vector v of
R^(s+1) the space of all (x cos t, sum_i w_i A_i x sin t), v = (cos 2t, w sin 2t), has the projection (1 + E(v))/2 with
anticommuting E, so two of them have

    f = (1 + v . v')/2,        by chordal and by spectral distance.

A simplex of n <= s + 2 points gives equi-isoclinic subspaces at the simplex bound, and no more are equidistant so in
R^2h: Lemmens and Seidel. Over C there are s = 2a for h = 2^(a-1) c; over R s = 1, 2, 4, 8 for h divisible by that.
Reference: Lemmens and Seidel, Indag. Math. 35 (1973).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

import numpy as np
import numpy.typing as npt
import sympy

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.errors import InputError
from packing.problem import Problem, vectors
from packing.space import Field, Space

Matrices = npt.NDArray[np.complex128]

_REFERENCE = "lemmens1973isoclinic"

_LARGEST = 32
"""Subspaces are built in so many dimensions."""


def isoclinic_halves(points: Construction, d: int, field: Field | str = Field.COMPLEX) -> Construction:
    """One subspace of dimension d/2 of F^d for each of the points of a sphere: f = (1 + cosine)/2.

    Args: `points`: a construction on a sphere whose dimension the Clifford system of F^d has; `field`: "R", "C" or
    "H".

    >>> from packing.constructions.simplices import simplex
    >>> print(isoclinic_halves(simplex(7), 8))
    simplex, halves of C^8: 8 4-dimensional subspaces of C^8, coherence sqrt(21)/7
    """
    scalars = Field(field)
    most = sphere_dimension(d, scalars)
    if points.problem.has_lines or points.problem.d > most:
        raise InputError(
            f"halves of {scalars}^{d} belong to points of a sphere in at most {most} dimensions, not to "
            f"{points.problem}: take others, or a larger d"
        )
    problem = Problem(points.problem.n, Space.subspaces(d, d // 2, scalars))
    coherence = sympy.sqrt(sympy.expand((1 + points.coherence) / 2))
    n = problem.n
    simplex = points.coherence == sympy.Rational(-1, n - 1) if n > 1 else False
    name = f"{points.name}, halves of {scalars}^{d}"
    rows = partial(_halves, points, d, scalars)
    optimal = "simplex bound" if simplex else ""
    return Construction(name, problem, coherence, _REFERENCE, None, optimal, rows=rows, rigor=points.rigor)


def sphere_dimension(d: int, field: Field | str) -> int:
    """s + 1: the dimension of the sphere whose points become halves of F^d; 0 where d is odd.

    >>> [sphere_dimension(d, "C") for d in (2, 4, 8, 12)], [sphere_dimension(d, "R") for d in (2, 4, 8, 16, 12)]
    ([3, 5, 7, 5], [2, 3, 5, 9, 3])
    """
    return _isometries(d // 2, Field(field)) + 1 if d % 2 == 0 else 0


@cache
def _isometries(h: int, field: Field) -> int:
    return len(hurwitz(h, field))


def hurwitz(h: int, field: Field | str) -> Matrices:
    """The isometries A_i of F^h, shape (s, h, h)."""
    if Field(field) is Field.REAL:
        order = next(order for order in (8, 4, 2, 1) if h % order == 0)
        found = _left_products(order).astype(np.complex128)
    else:
        order = h & -h
        found = np.stack([np.eye(order), *(1j * each for each in _anticommuting(order))])
    return np.stack([np.kron(each, np.eye(h // order)) for each in found])


def members(problem: Problem, known: Callable[[Problem], tuple[Construction, ...]]) -> Iterator[Construction]:
    """The halves of F^d that known points of spheres give, over R and C."""
    space = problem.space
    if 2 * space.m != space.d or space.field is Field.QUATERNION or space.d > _LARGEST or problem.n < 2:
        return
    for points in known(vectors(problem.n, sphere_dimension(space.d, space.field)))[:1]:
        found = isoclinic_halves(points, space.d, space.field)
        yield Construction(
            found.name, problem, found.coherence, found.reference, None, found.optimal, found.rows, found.rigor
        )


def _anticommuting(order: int) -> list[Matrices]:
    """2a + 1 anticommuting self-adjoint involutions of C^order, order = 2^a."""
    x, y, z = np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])
    found: list[Matrices] = [np.eye(1, dtype=np.complex128)]
    while len(found[0]) < order:
        one = np.eye(len(found[0]))
        found = [np.kron(x, each) for each in found] + [
            np.asarray(np.kron(side, one), dtype=np.complex128) for side in (y, z)
        ]
    return found


def _left_products(order: int) -> npt.NDArray[np.float64]:
    """The matrices of x -> e_i x in the reals, complex numbers, quaternions, octonions (Cayley and Dickson)."""
    table = np.ones((1, 1, 1))  # table[i, :, j] = e_i e_j
    while len(table) < order:
        n = len(table)
        conjugate = np.diag([1.0, *(-1.0,) * (n - 1)])
        twice = np.zeros((2 * n, 2 * n, 2 * n))
        for i in range(n):
            for j in range(n):
                twice[i, :n, j] = table[i, :, j]  # (a, b)(c, e) = (a c - e* b, e a + b c*)
                twice[n + i, :n, n + j] = -(np.einsum("k,kml,l->m", conjugate[j], table, np.eye(n)[i]))
                twice[i, n:, n + j] = table[j, :, i]
                twice[n + i, n:, j] = table[i] @ conjugate[j]
        table = twice
    return table


def _halves(points: Construction, d: int, field: Field) -> Vectors:
    """Bases (cos t, sin t sum_i w_i A_i): rows are the vectors."""
    isometries, h = hurwitz(d // 2, field), d // 2
    rows = points.packing.vectors
    v = np.pad(rows, ((0, 0), (0, len(isometries) + 1 - rows.shape[1])))
    lengths = np.linalg.norm(v[:, 1:], axis=1)
    half = 0.5 * np.arctan2(lengths, v[:, 0])
    w = (
        np.where(lengths[:, None] > 0, v[:, 1:], np.eye(len(isometries))[:1])
        / np.where(lengths > 0, lengths, 1)[:, None]
    )
    turned = np.einsum("ns,sab->nba", w, isometries)
    both = np.concatenate((np.cos(half)[:, None, None] * np.eye(h), np.sin(half)[:, None, None] * turned), axis=2)
    return np.ascontiguousarray(both.real) if field is Field.REAL else both
