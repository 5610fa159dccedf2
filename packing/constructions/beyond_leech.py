"""Kissing configurations of R^25 to R^32 over the Leech lattice: some of its points are split into the new dimensions.

Let S be minimal vectors of the Leech lattice with cosines at most 1/4 among themselves, and u_1, u_2, u_3 unit vectors
of R^k at 120 degrees. The points (sqrt(2/3) x, sqrt(1/3) u_j), x in S, three for one, are at cosines at most 2/3 * 1/4
+ 1/3 = 1/2 for one u, 2/3 - 1/3 * 1/2 = 1/2 for one x, and sqrt(2/3)/2 to the other minimal vectors. A second set
without a common point and a second triangle fit in if all cosines of the u are at most 1/2. So each triangle in a root
system of R^k adds 2 |S| points, and (0, w) with <u, w> <= sqrt 3/2 adds more. For k = 1 the pair +-1 takes the place of
the triangle, with (sqrt(3/4) x, +-1/2). Ma and others, arXiv:2511.13391 (2025), have more points in R^25 to R^31.

S has 336 points here: 21 orbits of changes of sign by a code of 16 words of weights 0, 12, 24, found by a tabu search
for compatible orbits; the sets are its images under changes of sign by words of the Golay code.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations, product

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.constructions.golay import golay_code, leech_vectors
from packing.constructions.ring import Integers
from packing.constructions.roots import e8_roots
from packing.errors import InputError
from packing.problem import Problem, vectors

TRIANGLES = {1: 0, 2: 2, 3: 4, 4: 8, 5: 12, 6: 24, 7: 42, 8: 80}
"""The most triangles without a common root in A_2, A_3, D_4, D_5 (which leave four roots), E_6, E_7, E_8."""

AXES = {1: 2, 2: 6, 3: 8, 4: 24, 5: 26, 6: 30, 7: 84, 8: 240}
"""How many points (0, w) are added."""

SPREAD = 336
"""The size of S."""

SIZES = {24 + k: 196560 + AXES[k] + (2 * TRIANGLES[k] * SPREAD if k > 1 else SPREAD) for k in AXES}
"""The numbers of points by dimension."""

_CODE = (0x07D789, 0x2CEF44, 0x7B8551, 0x83AD27)
_FIRST = """
    T++-++-++-+++----++--+-- +t+-+++++-++--+-++-+++-- ++t+++--+++++-+--+-+-+-+ +++T--+-+-+++++++++++---
    ++++t+-+-+-+++-+++--+-+- +++--T-------+-+--+--++- +++-++T---+---+--+-++-++ ++++++-T-+-++++-+-+-++-+
    ++++----T++----+--+++-++ ++++-----T++--++-+---+++ +++-+++-+T-------++-+++- ++++++++++T+-++-++-----+
    +++-+++--+-T-+++--++++++ +++----+++--T--+---+---- +++----++++-+T----+-+++- ++++++-+++-+---T----++--
    ++++++++----+--+-t+++-++ +++------++++++--++T-+-- ++++++++-++-+-+-++-+-T+- +++-----+--+--------+-+t
    +++-++--++--++----++-+-T
"""
"""One vector of each orbit: +, -, T, t for 1, -1, 3, -3."""


def split_leech_points(d: int) -> Construction:
    """n points of R^d with coherence 1/2, 25 <= d <= 32: the Leech points, with 336 split for each triangle.

    >>> [split_leech_points(d).problem.n for d in range(25, 33)]
    [196898, 197910, 199256, 201960, 204650, 212718, 224868, 250560]
    """
    if d not in SIZES:
        raise InputError(f"split Leech points are built in 25 to 32 dimensions, not {d}: choose another d")
    name = f"split Leech points, d = {d}"
    return Construction(name, vectors(SIZES[d], d), sympy.Rational(1, 2), "leech1967", partial(_points, d - 24))


def members(problem: Problem) -> Iterator[Construction]:
    """The kissing configurations in 25 to 32 dimensions."""
    if problem.space.has_points and SIZES.get(problem.d) == problem.n:
        yield split_leech_points(problem.d)


def spread_sets(count: int) -> Integers:
    """`count` <= 80 sets without a common point, each of 336 Leech vectors with cosines at most 1/4, (count, 336, 24).

    >>> spread_sets(2).shape
    (2, 336, 24)
    """
    letters = {"+": 1, "-": -1, "T": 3, "t": -3}
    first = np.array([[letters[letter] for letter in text] for text in _FIRST.split()], dtype=np.int64)
    bits = np.array([[word >> (23 - place) & 1 for place in range(24)] for word in _CODE])
    code = np.array(list(product((0, 1), repeat=4))) @ bits % 2
    base = (first[:, None] * (1 - 2 * code)[None]).reshape(-1, 24)
    used: set[bytes] = set()
    sets: list[Integers] = []
    for word in golay_code():
        moved = base * (1 - 2 * word)
        keys = {row.tobytes() for row in moved.astype(np.int8)}
        if len(sets) < count and not keys & used:
            used |= keys
            sets.append(moved)
    return np.array(sets)


def roots_and_axes(k: int) -> tuple[Integers, Integers]:
    """The roots of A_2, A_3, D_4, D_5, E_6, E_7, E_8 times 2, and the w: integer rows in one space of dimension k."""
    if k <= 3:
        return _small_roots_and_axes(k)
    every = e8_roots()
    turned = (every.reshape(-1, 4, 2) @ np.array([[1, 1], [1, -1]])).reshape(-1, 8)
    basis = np.eye(8, dtype=np.int64)
    left = basis[4:] if k == 4 else (basis[4:7] - basis[5:])[k - 8 :] if k < 8 else basis[:0]
    return every[~(every @ left.T).any(axis=1)], turned[~(turned @ left.T).any(axis=1)]


def _small_roots_and_axes(k: int) -> tuple[Integers, Integers]:
    """For A_2 and A_3 the roots turned by 30 degrees in a plane, and for A_3 its normal."""
    basis = np.eye(k + 1, dtype=np.int64)
    roots = np.array([2 * (x - y) for x in basis for y in basis if (x != y).any()])
    axes = [3 * basis[i] - basis[:3].sum(axis=0) for i in range(3)]
    axes += [basis.sum(axis=0) - 4 * basis[3]] if k == 3 else []
    return roots, np.concatenate((axes, np.negative(axes)))


def triangles(roots: Integers) -> Integers:
    """Triples of roots of sum 0, no root in two of them, as many as `TRIANGLES` says: shape (m, 3, width).

    The root in the fewest triples that are left is served first.
    """
    number = {tuple(row): i for i, row in enumerate(roots.tolist())}
    pairs = combinations(range(len(roots)), 2)
    sums = ((i, j, number.get(tuple((-roots[i] - roots[j]).tolist()), -1)) for i, j in pairs)
    open_ = {triple for triple in sums if triple[2] > triple[1]}
    chosen = []
    while open_:
        counts = np.bincount(np.array(list(open_)).ravel(), minlength=len(roots))
        triple = min(open_, key=lambda t: (min(counts[list(t)]), sum(counts[list(t)]), t))
        chosen.append(triple)
        open_ = {other for other in open_ if not set(other) & set(triple)}
    return roots[np.array(chosen)]


def _points(k: int) -> ExactVectors:
    if k == 1:
        return integer_vectors(_over_a_line())
    roots, axes = roots_and_axes(k)
    simplices = triangles(roots)
    sets = spread_sets(len(simplices))
    new = [_joined(points, np.hstack((us, us))) for points, us in zip(sets, simplices, strict=True)]
    width = 2 * roots.shape[1]
    parts = [np.pad(_unsplit(sets), ((0, 0), (0, width))), *new, np.pad(np.hstack((axes, axes)), ((0, 0), (24, 0)))]
    return integer_vectors(np.concatenate(parts))


def _over_a_line() -> Integers:
    """The new coordinate written six times: (3 x, +-4^6), as 3^2 * 32 / 3 = 6 * 4^2."""
    sets = spread_sets(1)
    ends = np.repeat(np.array([[4], [-4]]), 6, axis=1)
    plain, poles = np.pad(_unsplit(sets), ((0, 0), (0, 6))), np.pad(ends, ((0, 0), (24, 0)))
    return np.concatenate((plain, _joined(3 * sets[0], ends), poles))


def _unsplit(sets: Integers) -> Integers:
    split = {row.tobytes() for row in sets.reshape(-1, 24).astype(np.int8)}
    points = leech_vectors()
    kept = np.array([row.tobytes() not in split for row in points.astype(np.int8)])
    return points[kept]


def _joined(left: Integers, right: Integers) -> Integers:
    """Each row on the left with each on the right."""
    return np.hstack((np.repeat(left, len(right), axis=0), np.tile(right, (len(left), 1))))
