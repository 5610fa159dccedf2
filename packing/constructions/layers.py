"""Kissing configurations in layers over quadruples: 1154 points of R^13, 1662 of R^14, 2564 of R^15.

R^d is R^k x R^r, k = 12 or 14, r = d - k. In units in which each point has squared norm 4, the points are

| in R^k            | in R^r                     | signs and places                                                   |
|-------------------|----------------------------|--------------------------------------------------------------------|
| +-1 on 4 places   | 0                          | all signs on the quadruples (`quadruples.QUADRUPLES`)              |
| +-1/2 everywhere  | v, |v|^2 = 4 - k/4         | signs by a code of distance 4 for each v; far codes for near v     |
| +-2 on one place  | 0                          | k = 14; else instead, with u of a simplex of R^r and a^2 + b^2 = 4 |
| +-a on one place  | b u                        | (a, b) = (sqrt 3, 1) and (sqrt(8/3), 2/sqrt 3) for r = 1, 2        |
| +-1 on 2 places   | +-sqrt 2                   | r = 1, k = 14: all signs on 7 disjoint pairs                       |
| 0                 | 2 w                        | the kissing configuration of R^r, k = 12                           |

Inner products are at most 2. In R^15 that is the configuration of Leech and Sloane, Canad. J. Math. 23 (1971); 1154 is
the number of Zinoviev and Ericson, Probl. Inf. Transm. 35 (1999), who have 1606 in R^14. The 1662 points of R^14 here
are got in the same way; the six v of a hexagon carry the cosets 0, a, a + b, a + b + c, b + c, c of the even words of
length 12, by turns even and odd (a, b, c numbers of no place), of which neighbours are at distance 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import sympy

from packing.constructions.binary_codes import julin_code, words_of_syndrome
from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors
from packing.constructions.quadruples import quadruple_rows
from packing.constructions.ring import INTEGERS, Integers, Quadratic, Ring
from packing.errors import InputError
from packing.problem import Problem, vectors

SIZES = {13: 1154, 14: 1662, 15: 2564}
"""The numbers of points by dimension."""

_REFERENCES = {13: "zinoviev1999", 14: "zinoviev1999", 15: "leech1971"}


def layered_points(d: int) -> Construction:
    """n points of R^d with coherence 1/2: 1154, 1662, 2564 for d = 13, 14, 15.

    >>> print(layered_points(13))
    layers over quadruples, d = 13: 1154 vectors on S^12, coherence 1/2
    """
    if d not in SIZES:
        raise InputError(f"kissing configurations in layers are built in 13, 14 and 15 dimensions, not {d}: take one")
    build = {13: _thirteen, 14: _fourteen, 15: _fifteen}[d]
    name = f"layers over quadruples, d = {d}"
    return Construction(name, vectors(SIZES[d], d), sympy.Rational(1, 2), _REFERENCES[d], build)


def members(problem: Problem) -> Iterator[Construction]:
    """The kissing configurations in 13, 14 and 15 dimensions."""
    if problem.space.has_points and SIZES.get(problem.d) == problem.n:
        yield layered_points(problem.d)


def _thirteen() -> ExactVectors:
    """Rows over Z[sqrt 3], the last coordinate that of R^1; the layers 1 and -1 take the same signs."""
    heights = np.array([[1], [-1]])
    parts = [
        _plain(np.pad(quadruple_rows(12), ((0, 0), (0, 1)))),
        _plain(_joined(1 - 2 * julin_code(), 2 * heights)),
        _plain(_joined(np.zeros((1, 12), dtype=np.int64), heights)),
        _split(12, heights),
    ]
    return _rows(Quadratic(3), parts)


_HEXAGON = np.array([(1, -1, 0), (1, 0, -1), (0, 1, -1), (-1, 1, 0), (-1, 0, 1), (0, -1, 1)])
_BETWEEN = np.array([(2, -1, -1), (1, 1, -2), (-1, 2, -1), (-2, 1, 1), (-1, -1, 2), (1, -2, 1)])
_COSETS = ((0, 0), (1, 12), (0, 12 ^ 13), (1, 12 ^ 13 ^ 14), (0, 13 ^ 14), (1, 14))
"""Parity and syndrome of the words of each v of the hexagon."""


def _fourteen() -> ExactVectors:
    """Rows over Z[sqrt 2]; R^2 as the vectors (x, x), x of sum 0 in three coordinates: longer by sqrt 2."""
    sides = np.hstack((_HEXAGON, _HEXAGON))
    halves = [
        _joined(1 - 2 * words_of_syndrome(12, *coset), side[None, :])
        for coset, side in zip(_COSETS, sides, strict=True)
    ]
    parts = [
        _plain(np.pad(quadruple_rows(12), ((0, 0), (0, 6)))),
        _plain(np.concatenate(halves)),
        _plain(_joined(np.zeros((1, 12), dtype=np.int64), np.hstack((_BETWEEN, _BETWEEN)))),
        _split(12, sides[::2], 2),
    ]
    return _rows(Quadratic(2), parts)


def _fifteen() -> ExactVectors:
    """Integer rows, the last coordinate written twice."""
    axes = 2 * np.eye(14, dtype=np.int64)
    signs = np.array(list(product((1, -1), repeat=2)), dtype=np.int64)
    pairs = np.zeros((7, 4, 14), dtype=np.int64)
    for place, pair in enumerate(pairs):
        pair[:, 2 * place : 2 * place + 2] = signs
    tops = np.array([[1, 1], [-1, -1]])
    parts = [np.pad(rows, ((0, 0), (0, 2))) for rows in (quadruple_rows(14), axes, -axes)]
    parts += [_joined(1 - 2 * words_of_syndrome(14, 0, y), top[None, :]) for y, top in enumerate(tops)]
    parts.append(_joined(pairs.reshape(-1, 14), tops))
    return _rows(INTEGERS, [_plain(rows)[..., :1] for rows in parts])


def _joined(left: Integers, right: Integers) -> Integers:
    """Each row on the left with each on the right, shape (m k, ...)."""
    return np.hstack((np.repeat(left, len(right), axis=0), np.tile(right, (len(left), 1))))


def _plain(rows: Integers) -> Integers:
    """Integer rows as rows over Z[theta]."""
    return np.stack((rows, np.zeros_like(rows)), axis=2)


def _split(k: int, heights: Integers, scale: int = 1) -> Integers:
    """(+-scale theta e_i, u) for the k places i and each u of the simplex."""
    axes = scale * np.eye(k, dtype=np.int64)
    flat = _joined(np.concatenate((axes, -axes)), heights)
    rows = np.zeros((*flat.shape, 2), dtype=np.int64)
    rows[:, :k, 1], rows[:, k:, 0] = flat[:, :k], flat[:, k:]
    return rows


def _rows(ring: Ring, parts: list[Integers]) -> ExactVectors:
    return ExactVectors(ring, np.concatenate(parts))
