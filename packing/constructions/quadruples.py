"""Kissing configurations from sets of quadruples with at most two places in common: Construction A on weight 4.

Words of weight 4 that share at most two places give the points (+-1^4, 0^(d-4)) / 2 with all signs, and with the
+-e_i these touch: 2 d + 16 N points of R^d with all cosines at most 1/2. The largest N are known: 35, 51, 65, 91 for
d = 11, 12, 13, 14 (the last is the Steiner system S(3, 4, 14)). They were found by integer programmes as unions of
orbits of one permutation, and an orbit is kept as its first block. For d = 12 the points are P12a. Reference: Conway
and Sloane, Sphere Packings, Lattices and Groups, chapter 5; Brouwer, Shearer, Sloane, Smith, IEEE Trans. Inform. Theory
36 (1990), for N.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.constructions.ring import Integers
from packing.errors import InputError
from packing.problem import Problem, vectors


@dataclass(frozen=True)
class Quadruples:
    """Blocks of 4 of the places 0 .. d-1, all images of `first` under cycles of `length` places, one after another.

    The last d mod `length` places stay where they are.
    """

    d: int
    length: int
    first: str

    @property
    def blocks(self) -> list[tuple[int, ...]]:
        """The blocks, sorted.

        >>> len(QUADRUPLES[12].blocks)
        51
        """
        moved = self.d // self.length * self.length
        found = set()
        for text in self.first.split():
            block = tuple(int(letter, 16) for letter in text)
            for step in range(self.length):
                found.add(tuple(sorted(self._turned(place, step) if place < moved else place for place in block)))
        return sorted(found)

    def _turned(self, place: int, step: int) -> int:
        start = place // self.length * self.length
        return start + (place - start + step) % self.length


QUADRUPLES = {
    11: Quadruples(11, 3, "0135 0179 018a 0347 0368 039a 046a 0489 0567 345a 3469 367a 6789"),
    12: Quadruples(12, 3, "0136 014b 0157 019a 0348 035b 0379 0459 047a 056a 067b 0689 08ab 3467 36ab 378a 389b"),
    13: Quadruples(
        13, 3, "012c 0149 0157 0168 01ab 0347 035a 036c 0389 045c 048a 0569 058b 067b 07ac 09bc 3468 349a 36ab 37bc"
        " 38ac 678c 679a",
    ),
    14: Quadruples(14, 7, "0125 013a 017d 0189 01bc 027b 028d 02ac 037c 038b 039d 079a 789b"),
}  # fmt: skip
"""The sets of quadruples by dimension."""

SIZES = {d: 2 * d + 16 * count for d, count in {11: 35, 12: 51, 13: 65, 14: 91}.items()}
"""The numbers of points by dimension."""


def quadruple_points(d: int) -> Construction:
    """n points of R^d with coherence 1/2: 582, 840, 1066, 1484 for d = 11, 12, 13, 14.

    >>> print(quadruple_points(12))
    P12a: 840 vectors on S^11, coherence 1/2
    """
    if d not in SIZES:
        raise InputError(f"kissing configurations of quadruples are built in 11 to 14 dimensions, not {d}: take one")
    name = "P12a" if d == 12 else f"quadruples, d = {d}"
    return Construction(name, vectors(SIZES[d], d), sympy.Rational(1, 2), "conway1999", partial(_points, d))


def members(problem: Problem) -> Iterator[Construction]:
    """The kissing configurations in 11 to 14 dimensions."""
    if problem.space.has_points and SIZES.get(problem.d) == problem.n:
        yield quadruple_points(problem.d)


def quadruple_rows(d: int) -> Integers:
    """The rows with +-1 on a quadruple and 0 elsewhere, all signs, shape (16 N, d).

    >>> quadruple_rows(12).shape
    (816, 12)
    """
    blocks = QUADRUPLES[d].blocks
    signs = np.array(list(product((1, -1), repeat=4)), dtype=np.int64)
    rows = np.zeros((len(blocks), 16, d), dtype=np.int64)
    for row, block in zip(rows, blocks, strict=True):
        row[:, list(block)] = signs
    return rows.reshape(-1, d)


def _points(d: int) -> ExactVectors:
    axes = 2 * np.eye(d, dtype=np.int64)
    return integer_vectors(np.concatenate((axes, -axes, quadruple_rows(d))))
