"""Packings that a cyclic group maps to themselves, described by one seed an orbit.

Let g act on the columns of `coordinates` by turning pairs of rows by multiples of 2 pi/m: every unitary (for points and
real lines: orthogonal) matrix of order m is one of these in a suitable basis. A seed x has an orbit of L < m vectors
x, g x, ..., g^(L-1) x where g^L x = lambda x: where x lives in an eigenspace of g^L, in the rows whose exponents agree
modulo m / L. A packing with any unitary symmetry has one of prime order, so that m = 2, 3, 5 with orbits of lengths 1
and m reach every packing that has one of that order.

Over H, g multiplies coordinate k from the left by exp(i t_k), which turns both its part in 1, i and that in j, k. Where
g x = x exp(i t), the first part lives in the coordinates with t_k = t, and, as j turns i into -i, the second in those
with t_k = -t: the rows of the second half have the opposite exponents.

With the mirror, complex conjugation, the group is a dihedral one: conjugation turns g into its inverse, and it is a
symmetry of lines that no unitary matrix is. Alone (m = 1) it reaches every packing with an antiunitary involution that
has fixed lines. Over R the mirror turns over one axis of each plane. Over H there is none: conjugation
is a multiplication there.

The seed of an orbit of subspaces is a frame. Where g^L maps the subspace to itself it is a sum of parts of eigenspaces
of g^L, so that each vector of the frame lives in an eigenspace of its own (over R only in those of +1 and -1).

With k orbits the overlaps of k vectors with all n are enough, and there are n/k times fewer unknowns.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.problem import Problem
from packing.search.pairs import Orbits
from packing.space import Field, Space

Indices = npt.NDArray[np.int64]


EVEN = (0.5, 0.9)
"""How often the eigenspaces are as equal in dimension as they can be, up to 7 coordinates or planes and above: those of
record packings often are."""


class OrbitKind(NamedTuple):
    """One orbit: its length, where its seed lives, and whether the mirror fixes the seed (None without a mirror).

    The seed's rows are those whose exponents agree with `residue` modulo h, where the group has h times more turns
    than the orbit. An orbit off the mirror is twice as long: the second half is the image of the first. Of frames
    `others` are the residues of all vectors but the first.
    """

    length: int
    residue: int
    on_mirror: bool | None = None
    others: tuple[int, ...] = ()

    @property
    def turns(self) -> int:
        """How many vectors the turns alone make of the seed."""
        return self.length // 2 if self.on_mirror is False else self.length


class OrbitType(NamedTuple):
    """A group with its orbits: what decides an `Orbits` but for the problem.

    Lines over C and H have an exponent a coordinate, with the least list among those that a common phase or another
    generator lead to; points and real lines one a plane, and one for the last of an odd number of rows.
    """

    order: int
    exponents: tuple[int, ...]
    orbits: tuple[OrbitKind, ...]


def draw_type(problem: Problem, order: int, rng: np.random.Generator, mirrored: bool = False) -> OrbitType | None:
    """Random exponents and orbits of the cyclic group of `order`, long orbits preferred; None where it failed.

    >>> from packing.problem import lines
    >>> chosen = draw_type(lines(13, 3, "C"), 3, np.random.default_rng(1))
    >>> chosen.exponents, [orbit.length for orbit in chosen.orbits]
    ((0, 0, 1), [3, 3, 3, 3, 1])
    """
    mirrored = mirrored and (problem.is_complex or (problem.field is Field.REAL and problem.m == 1))
    exponents = _exponents(problem, order, rng)
    if np.gcd.reduce([*exponents, order]) > 1:
        return None  # the group is smaller than its order says
    orbits = _drawn_orbits(problem, order, _of_rows(exponents, problem), mirrored, rng)
    if not orbits:
        return None
    return OrbitType(order, exponents, tuple(sorted(orbits, key=lambda orbit: (-orbit.length, *orbit[1:]))))


def orbits_of(problem: Problem, chosen: OrbitType) -> Orbits:
    """The orbits of this type.

    >>> from packing.problem import lines
    >>> orbits_of(lines(5, 2, "C"), OrbitType(3, (0, 1), (OrbitKind(3, 0), OrbitKind(1, 0), OrbitKind(1, 1)))).first
    array([0, 3, 4])
    """
    lengths = np.array([orbit.length for orbit in chosen.orbits])
    turns = np.array([orbit.turns for orbit in chosen.orbits])
    exponents, mirror = _of_rows(chosen.exponents, problem), _mirror(problem)
    partner = _neighbours(problem.d) if problem.field is Field.REAL else _imaginary_parts(problem.space)
    owner = np.repeat(np.arange(len(lengths)), lengths)
    first = np.cumsum(lengths) - lengths
    place = np.arange(problem.n) - first[owner]
    angles = 2.0 * np.pi / chosen.order * np.outer(_turns(chosen.exponents, problem), place % turns[owner])
    signs = np.where(partner > np.arange(len(partner)), -1.0, 1.0)[:, None]
    sines = signs * np.sin(angles) * (partner != np.arange(len(partner)))[:, None]
    mirrored = np.where(place >= turns[owner], mirror[:, None], 1.0)
    supports = [
        _support(exponents, chosen.order // orbit.turns, residue) * (mirror > 0 if orbit.on_mirror else 1.0)
        for residues in zip(*((orbit.residue, *orbit.others) for orbit in chosen.orbits), strict=True)
        for orbit, residue in zip(chosen.orbits, residues, strict=True)
    ]
    return Orbits(
        np.cos(angles) * mirrored, sines * mirrored[partner], partner, owner, first, lengths.astype(np.float64),
        np.column_stack(supports),
    )  # fmt: skip


def _exponents(problem: Problem, order: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Random exponents, half of the time each as often as the others, in the least form of the same group."""
    units = [unit for unit in range(1, order + 1) if np.gcd(unit, order) == 1]
    if problem.field is Field.QUATERNION:
        drawn = _drawn(problem.d, order // 2 + 1, rng)
        return min(tuple(sorted(np.minimum(unit * drawn % order, -unit * drawn % order).tolist())) for unit in units)
    if problem.is_complex:
        drawn = _drawn(problem.d, order, rng)
        return min(tuple(sorted((unit * (drawn - shift) % order).tolist())) for unit in units for shift in set(drawn))
    drawn = _drawn(problem.d // 2, order // 2 + 1, rng)
    left = [int(rng.integers(2)) * (order // 2) if order % 2 == 0 else 0] if problem.d % 2 else []
    turns = [unit * drawn % order for unit in units]
    return (*min(tuple(sorted(np.minimum(turn, order - turn).tolist())) for turn in turns), *left)


def _drawn(count: int, below: int, rng: np.random.Generator) -> Indices:
    """Numbers under `below`: independent, or as even as they can be."""
    if rng.random() < EVEN[count > 7]:
        return np.resize(rng.permutation(below), count).astype(np.int64)
    return rng.integers(below, size=count)


def _mirror(problem: Problem) -> Floats:
    """The sign that the mirror gives to each row: complex conjugation, or one axis of each plane turned over."""
    if problem.is_complex:
        return np.repeat([1.0, -1.0], problem.d)
    if problem.field is Field.QUATERNION:
        return np.ones(problem.space.width)
    return np.where(np.arange(problem.d) % 2 == 1, -1.0, 1.0)


def _of_rows(exponents: tuple[int, ...], problem: Problem) -> Indices:
    """The exponent of each row of the columns; over H that of j and k is the opposite one."""
    turned = _turns(exponents, problem)
    if problem.field is Field.QUATERNION:
        turned[len(turned) // 2 :] *= -1
    return turned


def _turns(exponents: tuple[int, ...], problem: Problem) -> Indices:
    """How often each row turns, with its partner."""
    if problem.field is not Field.REAL:
        return np.tile(np.array(exponents, dtype=np.int64), problem.space.scalars)
    planes = np.repeat(np.array(exponents[: problem.d // 2], dtype=np.int64), 2)
    return np.append(planes, exponents[problem.d // 2 :]).astype(np.int64)


def _imaginary_parts(space: Space) -> Indices:
    """Row r and row r + d are real and imaginary part; over H the parts in j and k are another such pair."""
    pairs = np.arange(space.width).reshape(-1, 2, space.d)
    return pairs[:, ::-1].ravel()


def _neighbours(d: int) -> Indices:
    """Rows 2 q and 2 q + 1 span a plane; the last of an odd number is its own partner."""
    partner = np.arange(d) ^ 1
    return np.minimum(partner, d - 1) if d % 2 == 0 else np.where(np.arange(d) == d - 1, d - 1, partner)


def _drawn_orbits(
    problem: Problem, order: int, exponents: Indices, mirrored: bool, rng: np.random.Generator
) -> list[OrbitKind]:
    """Orbits that fill up n; none where none were found."""
    rooms = _rooms(problem, order, exponents, mirrored)
    orbits: list[OrbitKind] = []
    left = problem.n
    while left:
        fitting = [orbit for orbit, room in rooms.items() if orbit.length <= left and room >= 1]
        if not fitting:
            return []
        weights = np.array([float(orbit.length) ** 3 for orbit in fitting])
        if problem.m > 1:  # there are many short orbits, one for each choice of eigenspaces
            lengths = [orbit.length for orbit in fitting]
            weights /= [lengths.count(length) for length in lengths]
        orbits.append(fitting[int(rng.choice(len(fitting), p=weights / weights.sum()))])
        rooms[orbits[-1]] -= 1
        left -= orbits[-1].length
    return orbits


def _rooms(problem: Problem, order: int, exponents: Indices, mirrored: bool) -> dict[OrbitKind, float]:
    """The kinds of orbits, and how many of each have room."""
    if problem.m > 1:
        return _rooms_of_frames(problem, order, exponents, mirrored)
    space, rooms = problem.space, {}
    for h, residue, rows in _eigenspaces(order, exponents, space):
        dimension = rows.sum() / (space.scalars if 2 * residue % h == 0 else min(space.scalars, 2))
        seeds = 2 if not space.has_lines and h == order else 1
        if mirrored:
            still = np.sum(rows[_mirror(problem) > 0])
            rooms[OrbitKind(order // h, residue, True)] = _room(still, seeds)
            if dimension > 1:
                rooms[OrbitKind(2 * order // h, residue, False)] = np.inf
        else:
            rooms[OrbitKind(order // h, residue)] = _room(dimension, seeds)
    return rooms


def _rooms_of_frames(problem: Problem, order: int, exponents: Indices, mirrored: bool) -> dict[OrbitKind, float]:
    """The same of subspaces: each choice of m eigenspaces of g^L, and the whole of them only once."""
    space = problem.space
    found: dict[tuple[tuple[float, ...], ...], OrbitKind] = {}
    dimensions: dict[OrbitKind, list[float]] = {}
    mirror = _mirror(problem)
    for h in (h for h in range(1, order + 1) if order % h == 0):
        supports = {residue: _support(exponents, h, residue) for residue in _allowed(h, space)}
        for residues in combinations_with_replacement([r for r, rows in supports.items() if rows.any()], space.m):
            kind = OrbitKind(order // h, residues[0], True if mirrored else None, residues[1:])
            found[tuple(sorted(tuple(supports[residue]) for residue in residues))] = kind
            reals = [space.scalars if 2 * residue % h == 0 else min(space.scalars, 2) for residue in residues]
            sizes = [supports[r][mirror > 0].sum() if mirrored else supports[r].sum() for r in residues]
            dimensions[kind] = [
                2 * size / real if mirrored else size / real for size, real in zip(sizes, reals, strict=True)
            ]
    rooms: dict[OrbitKind, float] = {}
    for kind in found.values():
        residues = (kind.residue, *kind.others)
        spare = [size - residues.count(residue) for size, residue in zip(dimensions[kind], residues, strict=True)]
        if min(spare) >= 0:
            rooms[kind] = np.inf if max(spare) > 0 else 1.0
            if mirrored and max(spare) > 0:
                rooms[kind._replace(length=2 * kind.length, on_mirror=False)] = np.inf
    return rooms


def _eigenspaces(order: int, exponents: Indices, space: Space) -> list[tuple[int, int, Floats]]:
    """Every h and residue with rows of its own: where the rows are those of a larger h, orbits of order/h repeat."""
    found: dict[tuple[float, ...], tuple[int, int, Floats]] = {}
    for h in (h for h in range(1, order + 1) if order % h == 0):
        for residue in _allowed(h, space):
            rows = _support(exponents, h, residue)
            if rows.any():
                found[tuple(rows)] = (h, residue, rows)
    return list(found.values())


def _allowed(h: int, space: Space) -> list[int]:
    """The residues modulo h of eigenspaces of g^(m/h) that may hold a vector: any phase, a sign, or 1."""
    if space.field is Field.COMPLEX:
        return list(range(h))
    if space.field is Field.QUATERNION:
        return list(range(h // 2 + 1))
    return [0, h // 2] if space.has_lines and h % 2 == 0 else [0]


def _support(exponents: Indices, h: int, residue: int) -> Floats:
    """1 in the rows whose exponents agree with `residue` modulo h, 0 in the others."""
    rows: Floats = (exponents % h == residue).astype(np.float64)
    return rows


def _room(dimension: float, seeds: int) -> float:
    """How many different seeds a space has: `seeds` where it is one-dimensional, x and -x or x alone."""
    return np.inf if dimension > 1 else dimension * seeds
