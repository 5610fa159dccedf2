"""510 kissing points of R^10: two orbits of the group of the 45 reflections in C^5, seen as real vectors.

The reflections of Mitchell's 45 lines generate a group with two orbits of lines of C^5 that matter: those 45, at
overlaps 0 and 1/2, and 40 at overlaps 1/3 and 1/sqrt 3, which meet the 45 at 0 and 1/sqrt 3. With vectors in a common
lattice over Z[w], w = exp(2 pi i/3), the inner products of modulus 1/sqrt 3 are units times sqrt -3, thus 30 degrees
off the units, and their real parts are at most cos 30 / sqrt 3 = 1/2. So the 6 unit multiples of the 85 lines kiss.
The number is that of Ganzhinov, Highly symmetric lines, arXiv:2207.08266 (2022).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.eisenstein import EISENSTEIN, mitchell_lines
from packing.constructions.exact import ExactVectors
from packing.constructions.ring import Integers
from packing.problem import Problem, vectors

SIZES = {10: 510}
"""The number of points by dimension."""


def two_orbit_points() -> Construction:
    """510 points of R^10 with coherence 1/2: 270 on Mitchell's 45 lines of C^5 and 240 on 40 more.

    >>> print(two_orbit_points())
    two orbits in C^5: 510 vectors on S^9, coherence 1/2
    """
    return Construction("two orbits in C^5", vectors(510, 10), sympy.Rational(1, 2), "ganzhinov2022", _points)


def members(problem: Problem) -> Iterator[Construction]:
    """The kissing configuration in 10 dimensions."""
    if problem.space.has_points and SIZES.get(problem.d) == problem.n:
        yield two_orbit_points()


def second_lines() -> Integers:
    """The 40 lines: three units on three of five places, of norm 3, in the coordinates of the 45, shape (40, 6, 2).

    Their inner products with the 45, which have norm 4, are 0 or twice a unit.

    >>> second_lines().shape
    (40, 6, 2)
    """
    units = [sign * EISENSTEIN.power(e) for e in range(3) for sign in (1, -1)]
    rows = np.zeros((360, 6, 2), dtype=np.int64)
    choices = product(combinations(range(1, 6), 3), product(units, repeat=2))
    for row, (places, (second, third)) in zip(rows, choices, strict=True):
        row[list(places)] = EISENSTEIN.power(0), second, third
    first = mitchell_lines().vectors.coefficients
    products = EISENSTEIN.multiply(EISENSTEIN.conjugate(first)[:, None], rows[None]).sum(axis=2)
    moduli = EISENSTEIN.multiply(EISENSTEIN.conjugate(products), products)[..., 0]
    chosen: Integers = rows[np.isin(moduli, (0, 4)).all(axis=0)]
    return chosen


def _points() -> ExactVectors:
    """Each x as (x, conj x), whose inner products are twice the real parts."""
    root = EISENSTEIN.power(1) - EISENSTEIN.power(2)  # sqrt(-3)
    second = EISENSTEIN.multiply(second_lines(), root)
    lines = np.concatenate((mitchell_lines().vectors.coefficients, second))
    units = [sign * EISENSTEIN.power(e) for e in range(3) for sign in (1, -1)]
    rows = np.concatenate([EISENSTEIN.multiply(lines, unit) for unit in units])
    return ExactVectors(EISENSTEIN, np.concatenate((rows, EISENSTEIN.conjugate(rows)), axis=1))
