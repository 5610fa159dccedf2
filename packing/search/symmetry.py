"""Symmetries to search within: cyclic, dihedral and antipodal ones, and any group of permutations of the vectors.

| written             | the packing is mapped to itself by                                                   |
|---------------------|--------------------------------------------------------------------------------------|
| antipodal           | x -> -x; points only                                                                 |
| cyclic:m            | a cyclic group with n/m orbits of length m                                           |
| dihedral:m          | a dihedral group of order 2m with orbits of lengths m and 2m, drawn for each restart |
| (1 2 3)(4 5); (1 4) | isometries x_i -> x_{gi}, of lines up to a factor, for the permutations g generated  |
| FILE                | the same with a generator a line                                                     |
| weyl, pauli, ...    | a group of matrices (see `matrix_groups`)                                            |

A cyclic symmetry is drawn as a diagonal matrix of roots of unity, over R as turns of planes; the others by
`packing.symmetry.representations`, whose docstring says which ones it takes in.
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from packing.errors import InputError
from packing.numeric import Floats
from packing.problem import Problem, lines
from packing.search.columns import columns_of, normalised
from packing.search.framed import FramesOfLines, layered
from packing.search.matrix_groups import KINDS, MatrixGroup
from packing.search.within import Constraint, Parametrization
from packing.space import Space
from packing.symmetry.permutations import PermutationGroup, load_group, parse_group
from packing.symmetry.representations import draw_equivariant, orbits_of

ATTEMPTS = 200
"""So many representations are drawn before a symmetry is said not to fit; ten times as many once one was found."""


@dataclass(frozen=True)
class CyclicChart:
    """Orbits U^j s under one orthogonal map U of order m: the columns are those of s, U s, U^2 s, ..."""

    turn: Floats
    order: int
    start: Floats
    space: Space

    def unit(self, free: Floats) -> Floats:
        """Seeds of length 1, or orthonormal ones."""
        return normalised(free, self.space)

    def place(self, free: Floats) -> Floats:
        """s, U s, ..., U^(m-1) s side by side."""
        width, m = self.space.width, self.space.m
        images = [free]
        for _ in range(self.order - 1):
            images.append(self.turn @ images[-1])
        split = [image.reshape(width, m, -1) for image in images]
        return np.ascontiguousarray(np.concatenate(split, axis=2).reshape(width, -1))

    def pull(self, gradient: Floats) -> Floats:
        """sum of U^-j times the part of image j."""
        total = np.zeros_like(self.start)
        split = np.split(gradient.reshape(self.space.width, self.space.m, -1), self.order, axis=2)
        for part in reversed(split):
            total = part.reshape(total.shape) + self.turn.T @ total
        return total

    def restore(self, columns: Floats) -> Floats:
        """Orbits of the mean seeds."""
        return self.place(self.pull(columns) / self.order)

    def allowed(self, bases: Floats) -> Floats:
        """Equal moves of all members of an orbit, carried along by U."""
        n, _, m = bases.shape
        seeds = n // self.order
        moves = np.zeros((n * m, seeds * m))
        turn = np.kron(np.eye(self.space.m), self.turn)
        for k in range(seeds):
            carried = bases[k]
            for j in range(self.order):
                member = j * seeds + k
                moves[member * m : (member + 1) * m, k * m : (k + 1) * m] = bases[member].T @ carried
                carried = turn @ carried
        return moves / math.sqrt(self.order)


@dataclass(frozen=True)
class Cyclic:
    """Invariant under a cyclic group of the given order, which has n / order orbits of that length.

    The generator is drawn for each restart: over C and H diagonal with roots of unity, over R turns of planes (and a
    sign where a dimension is left and the order is even).
    """

    order: int

    @property
    def name(self) -> str:
        """Such as "cyclic of order 7"."""
        return f"cyclic of order {self.order}"

    def check(self, problem: Problem) -> None:
        """The order must divide n."""
        if problem.n % self.order:
            raise InputError(
                f"the order of a cyclic symmetry must divide n, but {self.order} does not divide {problem.n}: "
                f"choose a divisor of {problem.n}"
            )

    def draw(self, problem: Problem, rng: np.random.Generator) -> CyclicChart:
        """A random generator and random seeds."""
        d, scalars = problem.d, problem.space.scalars
        seeds = columns_of(problem.space.gaussian(problem.n // self.order, rng), problem.space)
        turn = np.eye(len(seeds))
        for plane in range(d if scalars > 1 else d // 2):
            angle = 2 * np.pi * rng.integers(self.order) / self.order
            firsts = [2 * plane] if scalars == 1 else [part * d + plane for part in range(0, scalars, 2)]
            for a in firsts:
                b = a + (1 if scalars == 1 else d)
                turn[a, a] = turn[b, b] = np.cos(angle)
                turn[b, a] = np.sin(angle)
                turn[a, b] = -np.sin(angle)
        if scalars == 1 and d % 2 and self.order % 2 == 0:
            turn[-1, -1] = rng.choice((-1.0, 1.0))
        return CyclicChart(turn, self.order, seeds, problem.space)


@dataclass(frozen=True)
class Antipodal:
    """Points come in pairs x, -x.

    Fields: `name`: what the search calls it.
    """

    name: str = "antipodal"

    def check(self, problem: Problem) -> None:
        """For an even number of points: x and -x are one line."""
        if not problem.space.has_points or problem.n % 2:
            raise InputError(
                f"antipodal pairs need an even number of points, not {problem}: use --vectors and an even n"
            )

    def draw(self, problem: Problem, rng: np.random.Generator) -> CyclicChart:
        """Random points and their opposites."""
        return CyclicChart(
            -np.eye(problem.d), 2, columns_of(problem.space.gaussian(problem.n // 2, rng), problem.space), problem.space
        )


@dataclass(frozen=True)
class Permuted:
    """Invariant under a given group of permutations of the vectors, lines up to multiples."""

    group: PermutationGroup

    @property
    def name(self) -> str:
        """Such as "permutations of order 12"."""
        return f"permutations of order {len(self.group.elements)}"

    def check(self, problem: Problem) -> None:
        """The group must act on n vectors, on points without signs, and have a representation in d dimensions."""
        if self.group.n != problem.n:
            raise InputError(
                f"the permutations are of {self.group.n} points, not of {problem.n}: give those of {problem}"
            )
        if self.group.has_signs and problem.space.has_points:
            raise InputError("points are taken to points, not to opposites of points: leave out the minus signs")
        self.draw(problem, np.random.default_rng(0), ATTEMPTS)

    def draw(self, problem: Problem, rng: np.random.Generator, attempts: int = 10 * ATTEMPTS) -> Parametrization:
        """A random representation with room for every orbit, and random seeds."""
        for _ in range(attempts):
            chart = _equivariant(self.group, problem, rng)
            if chart is not None:
                return chart
        raise InputError(
            f"the group of order {len(self.group.elements)} has no representation that maps {problem} to themselves: "
            "choose another d, or a subgroup"
        )


@dataclass(frozen=True)
class Dihedral:
    """Invariant under a dihedral group of order 2m, with orbits of 2m vectors, and of m that reflections fix."""

    order: int

    @property
    def name(self) -> str:
        """Such as "dihedral of order 14"."""
        return f"dihedral of order {2 * self.order}"

    def check(self, problem: Problem) -> None:
        """The order m of the turns must divide n."""
        if problem.n % self.order:
            raise InputError(
                f"the turns of a dihedral symmetry must divide n, but {self.order} does not divide {problem.n}: "
                f"choose a divisor of {problem.n}"
            )
        self.draw(problem, np.random.default_rng(0), ATTEMPTS)

    def draw(self, problem: Problem, rng: np.random.Generator, attempts: int = 10 * ATTEMPTS) -> Parametrization:
        """Random numbers of long and short orbits, then as for permutations."""
        for _ in range(attempts):
            chart = _equivariant(self.permutations(problem.n, rng), problem, rng)
            if chart is not None:
                return chart
        raise InputError(
            f"no dihedral group of order {2 * self.order} maps {problem} to themselves: choose another order"
        )

    def permutations(self, n: int, rng: np.random.Generator) -> PermutationGroup:
        """The turn j -> j + 1 and a reflection; on a long orbit (j, e) -> (-j, 1 - e), on a short one j -> c - j."""
        m = self.order
        long = int(rng.integers(n // m // 2 + 1))
        turn, mirror = np.arange(n), np.arange(n)
        steps = np.arange(m)
        for orbit in range(long):
            first, second = 2 * m * orbit + steps, 2 * m * orbit + m + steps
            turn[first], turn[second] = np.roll(first, -1), np.roll(second, -1)
            mirror[first], mirror[second] = second[-steps % m], first[-steps % m]
        for orbit in range(2 * long, n // m):
            members = m * orbit + steps
            turn[members] = np.roll(members, -1)
            mirror[members] = members[(int(rng.integers(2)) - steps) % m]
        return PermutationGroup(n, (tuple(turn.tolist()), tuple(mirror.tolist())))


def _equivariant(group: PermutationGroup, problem: Problem, rng: np.random.Generator) -> Parametrization | None:
    """A random chart of the packings that the group permutes; of subspaces by one of their vectors as lines."""
    if problem.m == 1:
        return draw_equivariant(group, orbits_of(group, problem), problem, rng)
    vectors = lines(problem.n * problem.m, problem.d, problem.field)
    whole = layered(group, problem.m)
    chart = draw_equivariant(whole, orbits_of(whole, vectors), vectors, rng)
    return None if chart is None else FramesOfLines(chart, problem.space)


def parse_symmetry(text: str, n: int) -> Constraint:
    """The constraint that `text` names for n vectors: "antipodal", "cyclic:7", "dihedral:7", cycles, or a file of them.

    >>> parse_symmetry("cyclic:7", 14)
    Cyclic(order=7)
    >>> parse_symmetry("(1 2 3)(4 5 6); (1 4)(2 5)(3 6)", 6).name
    'permutations of order 6'
    """
    if text == "antipodal":
        return Antipodal()
    if text in KINDS:
        return MatrixGroup(text)
    if text.lstrip().startswith("("):
        return Permuted(parse_group(text, n))
    kind, _, order = text.partition(":")
    if kind in ("cyclic", "dihedral") and order.isdecimal() and int(order) >= 2:
        return Cyclic(int(order)) if kind == "cyclic" else Dihedral(int(order))
    with suppress(OSError):  # a name too long for a file
        if Path(text).is_file():
            return Permuted(load_group(text, n))
    raise InputError(
        "a symmetry must be 'antipodal', 'cyclic:m' or 'dihedral:m' with m at least 2, 'weyl', 'weyl:zauner', "
        "'weyl:fourier' or 'pauli', permutations such as '(1 2 3)(4 5 6); (1 4)', or a file of these, "
        f"not {text!r}: write cyclic:7"
    )
