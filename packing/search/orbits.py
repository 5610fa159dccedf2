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


class OrbitType(NamedTuple):
    """A cyclic group with its orbits: what decides an `Orbits` but for the problem.

    Complex lines have an exponent a coordinate, with the least list among those that a common phase or another
    generator lead to; points and real lines one a plane, and one for the last of an odd number of rows. An orbit of
    length L has a residue: its seed lives in the rows whose exponents agree with it modulo order / L.
    """

    order: int
    exponents: tuple[int, ...]
    lengths: tuple[int, ...]
    residues: tuple[int, ...]


def draw_type(problem: Problem, order: int, rng: np.random.Generator) -> OrbitType | None:
    """Random exponents and orbit lengths of the cyclic group of `order`, long orbits preferred; None where it failed.

    >>> from packing.problem import lines
    >>> draw_type(lines(13, 3, "C"), 3, np.random.default_rng(1))
    OrbitType(order=3, exponents=(0, 1, 2), lengths=(3, 3, 3, 3, 1), residues=(0, 0, 0, 0, 2))
    """
    kind = kind_of(problem)
    exponents = _exponents(problem, order, rng)
    if np.gcd.reduce([*exponents, order]) > 1:
        return None  # the group is smaller than its order says
    orbits = _lengths(problem.n, order, _of_rows(exponents, problem), kind, rng)
    if not orbits:
        return None
    lengths, residues = zip(*sorted(orbits, key=lambda orbit: (-orbit[0], orbit[1])), strict=True)
    return OrbitType(order, exponents, lengths, residues)


def orbits_of(problem: Problem, chosen: OrbitType) -> Orbits:
    """The orbits of this type.

    >>> from packing.problem import lines
    >>> orbits_of(lines(5, 2, "C"), OrbitType(3, (0, 1), (3, 1, 1), (0, 0, 1))).first
    array([0, 3, 4])
    """
    order, lengths, n = chosen.order, np.array(chosen.lengths), problem.n
    signed = _of_rows(chosen.exponents, problem)
    partner = _halves(problem.d) if problem.is_complex else _neighbours(problem.d)
    owner = np.repeat(np.arange(len(lengths)), lengths)
    first = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    angles = 2.0 * np.pi / order * np.outer(signed, np.arange(n) - first[owner])
    signs = np.where(partner > np.arange(len(partner)), -1.0, 1.0)[:, None]
    sines = signs * np.sin(angles) * (partner != np.arange(len(partner)))[:, None]
    supports = [
        _support(signed, order // length, residue)
        for length, residue in zip(chosen.lengths, chosen.residues, strict=True)
    ]
    return Orbits(np.cos(angles), sines, partner, owner, first, lengths.astype(np.float64), np.column_stack(supports))


def _exponents(problem: Problem, order: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Random exponents, in the least form of those that are the same group."""
    units = [unit for unit in range(1, order + 1) if np.gcd(unit, order) == 1]
    if problem.is_complex:
        drawn = rng.integers(order, size=problem.d)
        return min(tuple(sorted((unit * (drawn - shift) % order).tolist())) for unit in units for shift in set(drawn))
    drawn = rng.integers(order, size=problem.d // 2)
    left = [int(rng.integers(2)) * (order // 2) if order % 2 == 0 else 0] if problem.d % 2 else []
    turns = [unit * drawn % order for unit in units]
    return (*min(tuple(sorted(np.minimum(turn, order - turn).tolist())) for turn in turns), *left)


def _of_rows(exponents: tuple[int, ...], problem: Problem) -> Indices:
    """The exponent of each row of the columns."""
    if problem.is_complex:
        return np.tile(np.array(exponents, dtype=np.int64), 2)
    planes = np.repeat(np.array(exponents[: problem.d // 2], dtype=np.int64), 2)
    return np.append(planes, exponents[problem.d // 2 :]).astype(np.int64)


def _halves(d: int) -> Indices:
    """Row r and row r + d are real and imaginary part."""
    return np.roll(np.arange(2 * d), d)


def _neighbours(d: int) -> Indices:
    """Rows 2 q and 2 q + 1 span a plane; the last of an odd number is its own partner."""
    partner = np.arange(d) ^ 1
    return np.minimum(partner, d - 1) if d % 2 == 0 else np.where(np.arange(d) == d - 1, d - 1, partner)


def _lengths(n: int, order: int, exponents: Indices, kind: Kind, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Orbit lengths with sum n, and the residues of their seeds; empty where none were found."""
    divisors = [h for h in range(1, order + 1) if order % h == 0]
    kinds = [(order // h, residue, _support(exponents, h, residue)) for h in divisors for residue in _allowed(h, kind)]
    kinds = [(length, residue, rows) for length, residue, rows in kinds if rows.any()]
    used = [0] * len(kinds)
    orbits: list[tuple[int, int]] = []
    left = n
    while left:
        fitting = [i for i, (length, _, rows) in enumerate(kinds) if length <= left and used[i] < _room(rows, kind)]
        if not fitting:
            return []
        weights = np.array([float(kinds[i][0]) ** 3 for i in fitting])
        i = fitting[int(rng.choice(len(fitting), p=weights / weights.sum()))]
        used[i] += 1
        orbits.append(kinds[i][:2])
        left -= kinds[i][0]
    return orbits


def _allowed(h: int, kind: Kind) -> list[int]:
    """The residues modulo h of eigenspaces of g^(m/h) that may hold a vector of the kind: any phase, a sign, or 1."""
    if kind is Kind.COMPLEX_LINES:
        return list(range(h))
    return [0, h // 2] if kind is Kind.REAL_LINES and h % 2 == 0 else [0]


def _support(exponents: Indices, h: int, residue: int) -> Floats:
    """1 in the rows whose exponents agree with `residue` modulo h, 0 in the others."""
    rows: Floats = (exponents % h == residue).astype(np.float64)
    return rows


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
