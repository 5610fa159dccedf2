"""Where restarts begin: random vectors, orbits of groups that many record packings have, and harmonic frames.

A start is any object with a `name`, `fits(problem)` and `draw(problem, rng)`, which returns (n, d) rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, cast, runtime_checkable

import numpy as np
import numpy.typing as npt

from packing.configuration import Vectors
from packing.numeric import Floats
from packing.problem import Problem
from packing.space import Field, Space

REACH = 16
"""Harmonic frames come from groups with up to so many elements more than n."""

SHAKE = 1e-3
"""Half of the orbits are moved by this: the symmetry is then a hint and not a cage."""


@runtime_checkable
class Start(Protocol):
    """What a start is."""

    @property
    def name(self) -> str:
        """The name that results carry."""

    def fits(self, problem: Problem) -> bool:
        """Whether there is a start of this kind for the problem."""

    def draw(self, problem: Problem, rng: np.random.Generator) -> Vectors:
        """(n, d) rows, not normalised."""


@dataclass(frozen=True)
class Gaussian:
    """Independent Gaussian vectors: uniform on the sphere.

    >>> from packing.problem import lines
    >>> Gaussian().draw(lines(5, 3, "C"), np.random.default_rng(0)).shape
    (5, 3)
    """

    name: str = "random"

    def fits(self, problem: Problem) -> bool:
        """Always."""
        return True

    def draw(self, problem: Problem, rng: np.random.Generator) -> Vectors:
        """n Gaussian rows."""
        return problem.space.gaussian(problem.n, rng)


@dataclass(frozen=True)
class CyclicOrbits:
    """Orbits of a cyclic group Z_m with free seeds, m dividing n - r, filled up by r <= 2 coordinate vectors.

    Over C and H the generator is diagonal with random m-th roots of unity; over R it is the sum of plane rotations by
    multiples of 2 pi/m, and of signs where a dimension is left.
    """

    name: str = "cyclic orbits"

    def fits(self, problem: Problem) -> bool:
        """From 3 vectors in 2 dimensions on."""
        return problem.n >= 3 and problem.d >= 2

    def draw(self, problem: Problem, rng: np.random.Generator) -> Vectors:
        """k orbits of length m and r coordinate vectors, k m + r = n."""
        n = problem.n
        choices = [(m, r) for r in range(min(3, n - 1)) for m in range(3, n - r + 1) if (n - r) % m == 0]
        m, r = choices[rng.integers(len(choices))] if choices else (n, 0)
        seeds = problem.space.gaussian((n - r) // m, rng)
        orbit = _turned_orbit(seeds, m, problem.space, rng)
        fill = problem.space.from_real(coordinate_objects(r, problem.space))
        return shaken(cast("Vectors", np.concatenate((orbit, fill))), problem, rng)


@dataclass(frozen=True)
class WeylHeisenbergOrbits:
    """Orbits of the Weyl-Heisenberg group: d^2 lines a free vector, of which n are kept (SIC, mutually unbiased)."""

    name: str = "Weyl-Heisenberg orbits"

    def fits(self, problem: Problem) -> bool:
        """Complex lines, as far as whole orbits with something to keep are affordable."""
        return problem.field is Field.COMPLEX and problem.d >= 2 and problem.n <= 4 * problem.d**2

    def draw(self, problem: Problem, rng: np.random.Generator) -> Vectors:
        """As many orbits as cover n, then n of their vectors."""
        n, d = problem.n, problem.d
        seeds = problem.space.gaussian(-(-n // d**2), rng)
        phases = np.exp(2j * np.pi * np.outer(np.arange(d), np.arange(d)) / d)
        shifted = np.stack([np.roll(seeds, shift, axis=-1) for shift in range(d)])
        turns = phases if problem.m == 1 else phases[:, None, :]
        rows = (shifted[:, :, None] * turns).reshape(-1, *problem.space.shape)
        kept = np.sort(rng.choice(len(rows), n, replace=False))
        return shaken(cast("Vectors", rows[kept]), problem, rng)


@dataclass(frozen=True)
class HarmonicFrames:
    """n of the m characters of Z_m, n <= m <= n + `REACH`, on the flattest of `choices` random sets of d elements.

    |sum over D of exp(2 pi i c s/m)|/d is the overlap of two characters at distance c. Where D is a difference set they
    are equiangular; such D are narrow, and descents miss them where a count of sums finds them at once: 31 lines in C^6
    hold 25 that were long the best known. Reference: Xia, Zhou and Giannakis, IEEE Trans. Inf. Theory 51 (2005).

    >>> from packing.problem import lines
    >>> HarmonicFrames().draw(lines(7, 3, "C"), np.random.default_rng(0)).shape
    (7, 3)
    """

    choices: int = 1000
    name: str = "harmonic frames"

    def fits(self, problem: Problem) -> bool:
        """From two more lines than dimensions up to d^2, the most that are equiangular."""
        lines = problem.has_lines and problem.field is Field.COMPLEX and problem.d >= 3
        return lines and problem.d + 2 <= problem.n <= problem.d**2

    def draw(self, problem: Problem, rng: np.random.Generator) -> Vectors:
        """The best set found, then n of the m characters in a row, in half of the draws at random."""
        n, d = problem.n, problem.d
        m = n + int(rng.integers(REACH + 1))
        roots = np.exp(2j * np.pi * np.arange(m) / m)
        chosen = flattest(m, d, self.choices, rng)
        kept = np.arange(n) if rng.random() < 0.5 else np.sort(rng.choice(m, n, replace=False))
        return shaken(roots[np.outer(kept, chosen) % m], problem, rng)


@dataclass(frozen=True)
class TegumProduct:
    """Random vectors in mutually orthogonal subspaces, the counts about in proportion to the dimensions.

    Where the optimum is a tegum product, as for d + 2 to 2d points on a sphere, these starts lead there, but so do
    random ones: no built-in method begins here, `Descent(TegumProduct())` does.
    """

    name: str = "tegum products"

    def fits(self, problem: Problem) -> bool:
        """Where two subspaces get a vector each."""
        return problem.m == 1 and problem.d >= 2 and problem.n >= 4

    def draw(self, problem: Problem, rng: np.random.Generator) -> Vectors:
        """Two to four blocks: a random cut of the coordinates, then each vector in a block drawn by its dimension."""
        n, d = problem.n, problem.d
        blocks = min(int(rng.integers(2, 5)), d)
        cuts = np.sort(rng.choice(np.arange(1, d), blocks - 1, replace=False))
        of_coordinate = np.searchsorted(cuts, np.arange(d), side="right")
        of_vector = of_coordinate[(np.arange(n) * d // n + rng.integers(d)) % d]
        inside = np.tile(of_vector[:, None] == of_coordinate, problem.space.scalars)
        rows = problem.space.to_real(problem.space.gaussian(n, rng)) * inside
        return shaken(problem.space.from_real(rows), problem, rng)


def shaken(rows: Vectors, problem: Problem, rng: np.random.Generator) -> Vectors:
    """The rows, in half of the draws moved by `SHAKE` of their length."""
    if rng.random() < 0.5:
        return rows
    space = problem.space
    real = space.to_real(rows)
    lengths = np.linalg.norm(real, axis=-1, keepdims=True) / np.sqrt(problem.d)
    return space.from_real(real + SHAKE * lengths * space.to_real(space.gaussian(len(rows), rng)))


def _turned_orbit(seeds: Vectors, m: int, space: Space, rng: np.random.Generator) -> Vectors:
    """g^j x for all seeds x and j < m, the powers one after the other.

    Over R the planes that g turns are pairs of coordinates; otherwise pairs of parts of one coordinate.
    """
    real, d = space.to_real(seeds), space.d
    if space.scalars == 1:
        first, second = np.arange(0, d - 1, 2), np.arange(1, d, 2)
        exponents = np.array([rng.integers(m) for _ in first])
    else:
        first = np.concatenate([part * d + np.arange(d) for part in range(0, space.scalars, 2)])
        second, exponents = first + d, np.tile(rng.integers(m, size=d), space.scalars // 2)
    angles = 2.0 * np.pi * np.outer(np.arange(m), exponents).reshape(m, *(1,) * (real.ndim - 1), -1) / m
    orbit = np.broadcast_to(real, (m, *real.shape)).copy()
    orbit[..., first] = np.cos(angles) * real[..., first] - np.sin(angles) * real[..., second]
    orbit[..., second] = np.sin(angles) * real[..., first] + np.cos(angles) * real[..., second]
    if space.scalars == 1 and d % 2 and m % 2 == 0 and rng.random() < 0.5:
        orbit[..., -1] *= ((-1.0) ** np.arange(m)).reshape(m, *(1,) * (real.ndim - 1))
    return space.from_real(orbit.reshape(-1, *real.shape[1:]))


def coordinate_objects(count: int, space: Space) -> Floats:
    """The first `count` coordinate lines or subspaces, in real coordinates.

    >>> coordinate_objects(2, Space.subspaces(4, 2)).argmax(axis=2).tolist()
    [[0, 1], [2, 3]]
    """
    if space.m == 1:
        return np.eye(count, space.width)
    chosen = np.arange(count * space.m).reshape(count, space.m) % space.d
    return np.asarray(np.eye(space.d, space.width)[chosen])


def flattest(m: int, d: int, choices: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """The d elements of Z_m, 0 among them, whose character sums have the least maximum among `choices` random ones.

    >>> chosen = flattest(7, 3, 200, np.random.default_rng(0))
    >>> np.unique((chosen[:, None] - chosen) % 7, return_counts=True)[1].tolist()     # each difference once
    [3, 1, 1, 1, 1, 1, 1]
    """
    sets = 1 + np.argsort(rng.random((choices, m - 1)), axis=1)[:, : d - 1]
    marked = np.zeros((choices, m))
    marked[:, 0] = 1.0
    marked[np.arange(choices)[:, None], sets] = 1.0
    sums = np.abs(np.fft.rfft(marked, axis=1)[:, 1:]).max(axis=1)
    return np.flatnonzero(marked[int(np.argmin(sums))])
