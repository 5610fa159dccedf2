"""Packings that a cyclic group maps to themselves, described by one seed an orbit.

Let g act on the columns of `coordinates` by turning pairs of rows by multiples of 2 pi/m: every unitary (for points and
real lines: orthogonal) matrix of order m is one of these in a suitable basis. A seed x has an orbit of L < m vectors
x, g x, ..., g^(L-1) x where g^L x = lambda x: where x lives in an eigenspace of g^L, in the rows whose exponents agree
modulo m / L. A packing with any symmetry has one of prime order, so that m = 2, 3, 5 with
orbits of lengths 1 and m reach every packing that has a unitary symmetry of that order.

With k orbits the overlaps of k vectors with all n are enough, and there are n/k times fewer unknowns.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.problem import Problem
from packing.search.compiled import compiled
from packing.search.coordinates import Floats, Kind, kind_of

Indices = npt.NDArray[np.int64]


class Orbits(NamedTuple):
    """How k seeds, the columns of a (rows, k) array, become n vectors.

    Vector j is seed `owner[j]` turned: row r is `cosines[r, j]` of itself plus `sines[r, j]` of row `partner[r]`. The
    orbit of seed o begins at vector `first[o]` and has `sizes[o]` vectors; its rows outside `support[:, o]` are 0.
    """

    cosines: Floats
    sines: Floats
    partner: Indices
    owner: Indices
    first: Indices
    sizes: Floats
    support: Floats

    def seeds(self, rng: np.random.Generator) -> Floats:
        """Gaussian seeds."""
        drawn: Floats = rng.standard_normal(self.support.shape) * self.support
        return drawn

    def spread(self, seeds: Floats) -> Floats:
        """All n vectors as columns."""
        columns = np.empty(self.cosines.shape)
        turn(seeds, self, columns)
        return columns


def cyclic_orbits(problem: Problem, order: int, rng: np.random.Generator) -> Orbits | None:
    """Random exponents and orbit lengths of the cyclic group of `order`, long orbits preferred; None where it failed.

    >>> from packing.problem import lines
    >>> orbits = cyclic_orbits(lines(13, 3, "C"), 3, np.random.default_rng(1))
    >>> orbits.sizes.astype(int).tolist()
    [3, 3, 3, 3, 1]
    """
    kind, n = kind_of(problem), problem.n
    turning = problem.d if kind is Kind.COMPLEX_LINES else problem.d // 2
    exponents = rng.integers(order, size=turning)
    if kind is Kind.COMPLEX_LINES:
        exponents[0] = 0  # a common phase changes no line
        partner, signed = _halves(problem.d), np.tile(exponents, 2)
    else:
        left = rng.integers(2) * (order // 2) if order % 2 == 0 else 0
        partner = _neighbours(problem.d)
        signed = np.append(np.repeat(exponents, 2), left)[: problem.d]
    if np.gcd.reduce(np.append(signed, order)) > 1:
        return None  # the group is smaller than its order says
    lengths, supports = _lengths(n, order, signed, kind, rng)
    if not lengths:
        return None
    owner = np.repeat(np.arange(len(lengths)), lengths)
    first = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    angles = 2.0 * np.pi / order * np.outer(signed, np.arange(n) - first[owner])
    signs = np.where(partner > np.arange(len(partner)), -1.0, 1.0)[:, None]
    sines = signs * np.sin(angles) * (partner != np.arange(len(partner)))[:, None]
    return Orbits(
        np.cos(angles), sines, partner, owner, first, np.array(lengths, dtype=np.float64), np.column_stack(supports)
    )


def _halves(d: int) -> Indices:
    """Row r and row r + d are real and imaginary part."""
    return np.roll(np.arange(2 * d), d)


def _neighbours(d: int) -> Indices:
    """Rows 2 q and 2 q + 1 span a plane; the last of an odd number is its own partner."""
    partner = np.arange(d) ^ 1
    return np.minimum(partner, d - 1) if d % 2 == 0 else np.where(np.arange(d) == d - 1, d - 1, partner)


def _lengths(
    n: int, order: int, exponents: Indices, kind: Kind, rng: np.random.Generator
) -> tuple[list[int], list[Floats]]:
    """Orbit lengths with sum n and the rows that each seed may use; empty where none were found."""
    divisors = [h for h in range(1, order + 1) if order % h == 0]
    kinds = [(order // h, rows) for h in divisors for rows in _supports(exponents, h, kind)]
    used = [0] * len(kinds)
    lengths: list[int] = []
    supports: list[Floats] = []
    left = n
    while left:
        fitting = [i for i, (length, rows) in enumerate(kinds) if length <= left and used[i] < _room(rows, kind)]
        if not fitting:
            return [], []
        weights = np.array([float(kinds[i][0]) ** 3 for i in fitting])
        i = fitting[int(rng.choice(len(fitting), p=weights / weights.sum()))]
        used[i] += 1
        lengths.append(kinds[i][0])
        supports.append(kinds[i][1])
        left -= kinds[i][0]
    order_by_length = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    return [lengths[i] for i in order_by_length], [supports[i] for i in order_by_length]


def _supports(exponents: Indices, h: int, kind: Kind) -> list[Floats]:
    """The eigenspaces of g^(m/h) that may hold a vector of the kind: any phase, a sign, or 1."""
    allowed = {Kind.COMPLEX_LINES: range(h), Kind.REAL_LINES: {0, h // 2 if h % 2 == 0 else 0}, Kind.POINTS: {0}}[kind]
    found = [(exponents % h == residue).astype(np.float64) for residue in allowed]
    return [rows for rows in found if rows.any()]


def _room(rows: Floats, kind: Kind) -> float:
    """How many different seeds an eigenspace has: one line, two points where it is one-dimensional."""
    dimension = rows.sum() / (2 if kind is Kind.COMPLEX_LINES else 1)
    return np.inf if dimension > 1 else 2.0 if kind is Kind.POINTS else 1.0


@compiled(fast=True)
def turn(seeds: Floats, orbits: Orbits, columns: Floats) -> None:
    """Write the vectors of all orbits to `columns`."""
    rows, n = columns.shape
    for r in range(rows):
        s = orbits.partner[r]
        for j in range(n):
            o = orbits.owner[j]
            columns[r, j] = orbits.cosines[r, j] * seeds[r, o] + orbits.sines[r, j] * seeds[s, o]
