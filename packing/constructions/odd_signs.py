"""Kissing configurations with odd signs on octads: 11948, 19448, 29768 points of R^19, R^20, R^21.

The sections of the Leech lattice by k = 5, 4, 3 coordinates of an octad hold the points (+-2^2, 0^(d-2)) and (+-1^8, 0)
on the octads that avoid those coordinates, with an even number of minus signs. With an odd number of them instead, the
cosines stay, and no point (+-1^d) whose signs are a word of the Golay code is met closer than at 60 degrees: an octad
and a word meet evenly, so that at most 7 - 1 of 8 signs agree in excess, and 6 / sqrt(8 d) <= 1/2. Words at distance
d/4 are joined together: those whose k other coordinates differ in at most 8 - d/4 places. Reference: Cohn, Li,
Improved kissing numbers in seventeen through twenty-one dimensions, arXiv:2411.04916 (2024), whose number in R^19 is
11692; Ho, arXiv:2603.10425 (2026), for 11948, which ten patterns of five coordinates give.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations, product

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.constructions.golay import golay_code, octads
from packing.constructions.ring import Integers
from packing.errors import InputError
from packing.problem import Problem, vectors

SIZES = {19: 11948, 20: 19448, 21: 29768}
"""The numbers of points by dimension."""

_REFERENCES = {19: "ho2026", 20: "cohn2024kissing", 21: "cohn2024kissing"}


def odd_sign_points(d: int) -> Construction:
    """n points of R^d with coherence 1/2: 11948, 19448, 29768 for d = 19, 20, 21.

    >>> print(odd_sign_points(20))
    octads with odd signs, d = 20: 19448 vectors on S^19, coherence 1/2
    """
    if d not in SIZES:
        raise InputError(
            f"kissing configurations with odd signs are built in 19, 20 and 21 dimensions, not {d}: take one"
        )
    name = f"octads with odd signs, d = {d}"
    return Construction(name, vectors(SIZES[d], d), sympy.Rational(1, 2), _REFERENCES[d], partial(_points, d))


def members(problem: Problem) -> Iterator[Construction]:
    """The kissing configurations in 19, 20 and 21 dimensions."""
    if problem.space.has_points and SIZES.get(problem.d) == problem.n:
        yield odd_sign_points(problem.d)


def _points(d: int) -> ExactVectors:
    blocks = octads()
    first = np.flatnonzero(blocks[0])
    order = np.concatenate((first, np.setdiff1d(np.arange(24), first)))
    left, kept = order[: 24 - d], np.sort(order[24 - d :])
    avoiding = blocks[~blocks[:, left].any(axis=1)][:, kept]
    words = golay_code()
    joined = words[np.isin(words[:, left] @ (1 << np.arange(24 - d)), _patterns(d))][:, kept]
    return integer_vectors(np.concatenate((_pairs(d), _odd(avoiding), 1 - 2 * joined)))


def _patterns(d: int) -> list[int]:
    """Of the 24 - d coordinates, read as bits: any two differ in at most 8 - d/4 places, 2 (d = 21) or 3."""
    single = [0, *(1 << place for place in range(24 - d))]
    return single if d == 21 else sorted({pattern ^ first for pattern in single for first in (0, 1)})


def _pairs(d: int) -> Integers:
    """+-2 on any two places."""
    axes = 2 * np.eye(d, dtype=np.int64)
    rows = [s * axes[i] + t * axes[j] for i, j in combinations(range(d), 2) for s in (1, -1) for t in (1, -1)]
    return np.array(rows)


def _odd(blocks: Integers) -> Integers:
    """+-1 on each block of 8 places with an odd number of minus signs."""
    signs = np.array([s for s in product((1, -1), repeat=8) if np.prod(s) == -1], dtype=np.int64)
    rows = np.zeros((len(blocks), len(signs), blocks.shape[1]), dtype=np.int64)
    for row, block in zip(rows, blocks, strict=True):
        row[:, block == 1] = signs
    return rows.reshape(-1, blocks.shape[1])
