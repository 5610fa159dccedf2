"""Sections of the Leech lattice: kissing configurations in dimensions 14 to 23, and equiangular lines in 17 to 22."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.derived import derived, half
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.constructions.golay import leech_vectors
from packing.constructions.operations import both_signs
from packing.constructions.ring import Integers
from packing.problem import Field, Problem, lines

LAMINATED = {23: 93150, 22: 49896, 21: 27720, 20: 17400, 19: 10668, 18: 7398, 17: 5346, 16: 4320}
LAMINATED |= {15: 2340, 14: 1422}
"""The minimal vectors of the laminated lattices by dimension; in 16 that is the Barnes-Wall lattice."""

EQUIANGULAR = {22: 176, 21: 126, 20: 90, 19: 72, 17: 48}
"""How many of the 276 lines are orthogonal to 1, 2, 3, 4 or 6 further vectors, by dimension."""


def laminated_lines(d: int) -> Construction:
    """The lines of the minimal vectors of a section of the Leech lattice: coherence 1/2. Valid for 14 <= d <= 23.

    Orthogonal to the roots A_1, A_2, A_3, D_4, D_5, E_6, E_7, E_8, scaled to minimal vectors, are the laminated
    lattices down to d = 16. From there each step takes the sum of two orthogonal minimal vectors which leaves the most.
    Reference: Conway and Sloane, Sphere Packings, Lattices and Groups, chapter 6.

    >>> print(laminated_lines(16))
    Barnes-Wall lines: 2160 lines in R^16, coherence 1/2
    """
    name = "Barnes-Wall lines" if d == 16 else f"laminated lattice lines, d = {d}"
    build = partial(_laminated_rows, d)
    return Construction(name, lines(LAMINATED[d] // 2, d), sympy.Rational(1, 2), "conway1999", build)


def equiangular_lines(d: int) -> Construction:
    """The lines among the 276 of R^23 in a subspace of dimension d: coherence 1/5; d = 22, 21, 20, 19, 17.

    For d = 22 and 21 the Welch bound is met. Reference: Lemmens and Seidel, J. Algebra 24 (1973).

    >>> print(equiangular_lines(21))
    lines of McLaughlin's 276, d = 21: 126 lines in R^21, coherence 1/5
    """
    name = f"lines of McLaughlin's 276, d = {d}"
    optimal = "Welch bound" if d in (21, 22) else ""
    build = partial(_equiangular_rows, d)
    return Construction(name, lines(EQUIANGULAR[d], d), sympy.Rational(1, 5), "lemmens1973", build, optimal)


def members(problem: Problem) -> Iterator[Construction]:
    """The sections of n lines, or of n points as kissing configurations."""
    d = problem.d
    if problem.field is not Field.REAL:
        return
    if d in LAMINATED and problem.n == LAMINATED[d] // (2 if problem.has_lines else 1):
        yield laminated_lines(d) if problem.has_lines else both_signs(laminated_lines(d))
    if problem.has_lines and EQUIANGULAR.get(d) == problem.n:
        yield equiangular_lines(d)


def _laminated_rows(d: int) -> ExactVectors:
    return integer_vectors(half(_laminated(d)))


def _equiangular_rows(d: int) -> ExactVectors:
    return integer_vectors(_equiangular(d))


_TIES = (0, 1, 1, 2, 3, 5, 6)
"""Which earlier node the second, third, ... node of the Dynkin diagram of E_8 hangs on, so that D_4, ..., E_7 occur."""


@cache
def _laminated(d: int) -> Integers:
    """The minimal vectors orthogonal to 24 - d roots, each of them orthogonal to all before but the one it hangs on."""
    vectors = leech_vectors()
    roots = vectors[:1]
    for tied in _TIES[: 23 - d]:
        products = np.where(np.arange(len(roots)) == tied, -16, 0)
        fits = (vectors @ roots.T == products).all(axis=1)
        roots = np.concatenate((roots, vectors[fits][:1]))
    section: Integers = vectors[~(vectors @ roots.T).any(axis=1)]
    sums = [x + y for x in section[:12] for y in section[section @ x == 0][::7]] if d < 16 else []
    for _ in range(16 - d):
        orthogonal = section @ np.array(sums).T == 0
        counts = orthogonal.sum(axis=0)
        counts[counts == len(section)] = 0
        section = section[orthogonal[:, int(counts.argmax())]]
    return section


@cache
def _equiangular(d: int) -> Integers:
    """Step by step the lines orthogonal to that Leech vector, seen in R^23, which leaves the most of them."""
    vectors = leech_vectors()
    normal = vectors[0] - vectors[np.flatnonzero(vectors @ vectors[0] == 8)[0]]
    rows = half(derived(vectors, normal, 24))
    seen = int(normal @ normal) * half(vectors) - np.outer(half(vectors) @ normal, normal)
    orthogonal = rows @ seen.T == 0
    kept = np.arange(len(rows))
    dimension = 23
    while dimension > d:
        counts = orthogonal[kept].sum(axis=0)
        counts[counts == len(kept)] = 0
        kept = kept[orthogonal[kept, int(counts.argmax())]]
        dimension -= 1
    return rows[kept]
