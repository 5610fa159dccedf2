"""All packings that a group of signed permutations maps to themselves, by a linear representation of the group.

Let g take x_i to s(g, i) x_{gi} with a number s(g, i) of modulus 1, by an isometry rho(g) of the space. Then rho is a
quotient of the monomial representation e_i -> s(g, i) e_{gi} of n dimensions, so a part of it. The numbers s are those
of the given signs times, for each orbit of lines, a character chi of the stabiliser H of one of them: monomial
representations are induced from characters. So a draw

1. chooses a character for each orbit: trivial for points, with values +1 and -1 for real lines, any for complex ones;
2. splits the monomial representation by the eigenspaces of a random self-adjoint matrix that commutes with it, which
   are irreducible with probability 1, and chooses some whose dimensions add up to d;
3. finds for one vector of each orbit the space in which H acts by chi: the free columns; the others are their images.

Over H the representations are the real ones, which act on all four parts alike.

What is left out: representations that are linear only for a larger group. Where that group doubles the given one, its
generators can be given with signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.problem import Problem
from packing.symmetry.permutations import PermutationGroup, characters, compose, inverse

Complex = npt.NDArray[np.complex128]

SEPARATE = 1e-7
"""Eigenvalues of a random matrix of norm 1 nearer than this are one."""


@dataclass(frozen=True)
class Orbit:
    """Indices of vectors and the maps (length, rows, free) that give each of them from the free columns of one."""

    members: npt.NDArray[np.int64]
    maps: Floats


@dataclass(frozen=True)
class Equivariant:
    """A chart of the packings invariant under one representation: column i is T_i c, with c that of its orbit."""

    orbits: tuple[Orbit, ...]
    start: Floats

    def split(self, free: Floats) -> list[Floats]:
        """The part of each orbit."""
        return np.split(free, np.cumsum([orbit.maps.shape[2] for orbit in self.orbits])[:-1])

    def unit(self, free: Floats) -> Floats:
        """The free columns of unit vectors."""
        return np.concatenate([part / np.linalg.norm(part) for part in self.split(free)])

    def place(self, free: Floats) -> Floats:
        """All columns."""
        columns = np.empty((self.orbits[0].maps.shape[1], sum(len(orbit.members) for orbit in self.orbits)))
        for orbit, part in zip(self.orbits, self.split(free), strict=True):
            columns[:, orbit.members] = (orbit.maps @ part).T
        return columns

    def pull(self, gradient: Floats) -> Floats:
        """sum of T_i^T times the part of column i."""
        return np.concatenate([np.einsum("lrf,rl->f", orbit.maps, gradient[:, orbit.members]) for orbit in self.orbits])

    def restore(self, columns: Floats) -> Floats:
        """The images of the mean free columns."""
        lengths = np.concatenate([np.full(orbit.maps.shape[2], len(orbit.members)) for orbit in self.orbits])
        return self.place(self.pull(columns) / lengths)

    def allowed(self, bases: Floats) -> Floats:
        """The tangent images of moves of the free columns; those along the columns themselves have none."""
        n, _, m = bases.shape
        moves = []
        for orbit in self.orbits:
            along = np.einsum("lrm,lrf->lmf", bases[orbit.members], orbit.maps)
            squares, turned = np.linalg.eigh(np.einsum("lmf,lmg->fg", along, along))
            kept = squares > 0.5 * len(orbit.members)
            part = np.zeros((n, m, int(kept.sum())))
            part[orbit.members] = along @ (turned[:, kept] / np.sqrt(squares[kept]))
            moves.append(part.reshape(n * m, -1))
        return np.concatenate(moves, axis=1)


@dataclass(frozen=True)
class LineOrbit:
    """An orbit of lines or points: its members, for each an element that takes the first there, and their stabiliser.

    `steps[g, i]` is the number in the stabiliser H of the element t_{gi}^-1 g t_i, for each generator g and member i;
    `values` are the characters of H that the vectors may have.
    """

    members: npt.NDArray[np.int64]
    takers: tuple[int, ...]
    stabiliser: npt.NDArray[np.int64]
    steps: npt.NDArray[np.int64]
    values: Complex


@lru_cache(maxsize=64)
def orbits_of(group: PermutationGroup, problem: Problem) -> tuple[LineOrbit, ...]:
    """The orbits of a group on the lines or points of a problem."""
    n, elements = group.n, group.elements
    opposite = tuple(range(n, 2 * n))
    left, orbits = set(range(n)), []
    while left:
        base = min(left)
        takers: dict[int, int] = {}
        for number, element in enumerate(elements):
            takers.setdefault(element[base] % n, number)
        fixing = [number for number, element in enumerate(elements) if element[base] % n == base]
        stabiliser = [elements[number] for number in fixing]
        index = {element: number for number, element in enumerate(stabiliser)}
        values = np.ones((1, len(stabiliser)), dtype=np.complex128)
        if problem.has_lines:
            trivial = [opposite] if opposite in index else []
            values = characters(stabiliser, trivial, real=not problem.is_complex)
        members = sorted(takers)
        steps = [
            [
                index[compose(inverse(elements[takers[step[i] % n]]), compose(step, elements[takers[i]]))]
                for i in members
            ]
            for step in group.generators
        ]
        orbits.append(
            LineOrbit(np.array(members), tuple(takers[i] for i in members), np.array(fixing), np.array(steps), values)
        )
        left -= set(members)
    return tuple(orbits)


@dataclass(frozen=True)
class Monomial:
    """The matrices e_i -> phases[g, i] e_{images[g, i]} of all elements g of a group."""

    images: npt.NDArray[np.int64]
    phases: Complex

    def apply(self, elements: npt.NDArray[np.int64], weights: Complex, columns: Complex) -> Complex:
        """sum of weight * M(g) columns over `elements`."""
        total = np.zeros_like(columns)
        for element, weight in zip(elements, weights, strict=True):
            total[self.images[element]] += (weight * self.phases[element])[:, None] * columns
        return total

    def onto(self, orbit: LineOrbit, columns: Complex) -> Complex:
        """The projection of columns to the vectors that the stabiliser turns as it turns that of the first member."""
        weights = self.phases[orbit.stabiliser, orbit.members[0]].conj() / len(orbit.stabiliser)
        return self.apply(orbit.stabiliser, weights, columns)

    def commuting(self, orbits: tuple[LineOrbit, ...], rng: np.random.Generator, *, real: bool) -> Complex:
        """A random self-adjoint matrix that commutes with all."""
        n = self.images.shape[1]
        matrix = np.zeros((n, n), dtype=np.complex128)
        for orbit in orbits:
            seed = rng.standard_normal((n, 1)).astype(np.complex128)
            if not real:
                seed += 1j * rng.standard_normal((n, 1))
            column = self.onto(orbit, seed)
            for member, taker in zip(orbit.members, orbit.takers, strict=True):
                one = np.array([taker])
                matrix[:, member] = self.apply(one, self.phases[one, orbit.members[0]].conj(), column)[:, 0]
        return matrix + matrix.conj().T


def draw_monomial(group: PermutationGroup, orbits: tuple[LineOrbit, ...], rng: np.random.Generator) -> Monomial:
    """The monomial representation with a random character for each orbit."""
    n = group.n
    steps = np.array(group.generators)
    phases = np.where(steps < n, 1.0 + 0j, -1.0 + 0j)
    for orbit in orbits:
        phases[:, orbit.members] *= orbit.values[rng.integers(len(orbit.values))][orbit.steps]
    images = np.zeros((len(group.elements), n), dtype=np.int64)
    every = np.ones((len(group.elements), n), dtype=np.complex128)
    images[0] = np.arange(n)
    for number, (parent, letter) in enumerate(list(group.words.values())[1:], start=1):
        before = images[parent]
        images[number] = steps[letter, before] % n
        every[number] = phases[letter, before] * every[parent]
    return Monomial(images, every)


def draw_equivariant(
    group: PermutationGroup, orbits: tuple[LineOrbit, ...], problem: Problem, rng: np.random.Generator
) -> Equivariant | None:
    """Random free columns of a random representation, or None where the one drawn has no room for every orbit."""
    monomial = draw_monomial(group, orbits, rng)
    levels, vectors = np.linalg.eigh(_scalars(monomial.commuting(orbits, rng, real=not problem.is_complex), problem))
    chosen = _choose(np.split(np.arange(group.n), _jumps(levels)), problem.d, rng)
    if chosen is None:
        return None
    basis = vectors[:, chosen]
    placed, start = [], []
    for orbit in orbits:
        levels, inside = np.linalg.eigh(
            _scalars(basis.conj().T @ monomial.onto(orbit, np.asarray(basis, dtype=np.complex128)), problem)
        )
        seeds = inside[:, levels > 0.5]
        if not seeds.shape[1]:
            return None
        maps = []
        for taker in orbit.takers:
            one = np.array([taker])
            moved = monomial.apply(one, monomial.phases[one, orbit.members[0]].conj(), basis @ seeds + 0j)
            maps.append(_real_map(_scalars(basis.conj().T @ moved, problem), problem))
        placed.append(Orbit(orbit.members, np.array(maps)))
        start.append(rng.standard_normal(placed[-1].maps.shape[2]))
    return Equivariant(tuple(placed), np.concatenate(start))


def _scalars(matrix: Complex, problem: Problem) -> npt.NDArray[np.complex128] | Floats:
    """Over R and H the matrix without its imaginary part, which is 0 there."""
    return matrix if problem.is_complex else matrix.real


def _real_map(matrix: Complex | Floats, problem: Problem) -> Floats:
    """The map between real columns: over C real parts above imaginary ones, over H four parts alike."""
    if not problem.is_complex:
        return np.asarray(np.kron(np.eye(problem.space.scalars), matrix.real))
    return np.block([[matrix.real, -matrix.imag], [matrix.imag, matrix.real]])


def _jumps(levels: Floats) -> npt.NDArray[np.int64]:
    """Where the sorted eigenvalues jump: between irreducible parts."""
    return np.flatnonzero(np.diff(levels) > SEPARATE * (levels[-1] - levels[0] + 1e-300)) + 1


def _choose(parts: Sequence[npt.NDArray[np.int64]], d: int, rng: np.random.Generator) -> npt.NDArray[np.int64] | None:
    """Parts in random order whose sizes add up to d, every such set equally likely; None where there is none."""
    ways = np.zeros((len(parts) + 1, d + 1))
    ways[0, 0] = 1.0
    for number, part in enumerate(parts):
        ways[number + 1] = ways[number]
        ways[number + 1, len(part) :] += ways[number, : max(d + 1 - len(part), 0)]
    if ways[-1, d] == 0:
        return None
    chosen, left = [], d
    for number in range(len(parts), 0, -1):
        if rng.random() * ways[number, left] >= ways[number - 1, left]:
            chosen.append(parts[number - 1])
            left -= len(parts[number - 1])
    return np.concatenate(chosen)
