"""Where restarts begin: random vectors, and orbits of groups that many record packings have in their symmetry.

A start is any object with a `name`, `fits(problem)` and `draw(problem, rng)`, which returns (n, d) rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, cast, runtime_checkable

import numpy as np

from packing.configuration import Vectors
from packing.problem import Problem

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
class Random:
    """Independent Gaussian vectors: uniform on the sphere.

    >>> from packing.problem import lines
    >>> Random().draw(lines(5, 3, "C"), np.random.default_rng(0)).shape
    (5, 3)
    """

    name: str = "random"

    def fits(self, problem: Problem) -> bool:
        """Always."""
        return True

    def draw(self, problem: Problem, rng: np.random.Generator) -> Vectors:
        """n Gaussian rows."""
        return gaussian(problem.n, problem, rng)


RANDOM = Random()


@dataclass(frozen=True)
class Cyclic:
    """Orbits of a cyclic group Z_m with free seeds, m dividing n - r, filled up by r <= 2 coordinate vectors.

    Over C the generator is diagonal with random m-th roots of unity; over R it is the sum of plane rotations by
    multiples of 2 pi/m, and of signs where a dimension is left.
    """

    name: str = "cyclic orbits"

    def fits(self, problem: Problem) -> bool:
        """From 3 vectors in 2 dimensions on."""
        return problem.n >= 3 and problem.d >= 2

    def draw(self, problem: Problem, rng: np.random.Generator) -> Vectors:
        """k orbits of length m and r coordinate vectors, k m + r = n."""
        n, d = problem.n, problem.d
        choices = [(m, r) for r in range(min(3, n - 1)) for m in range(3, n - r + 1) if (n - r) % m == 0]
        m, r = choices[rng.integers(len(choices))] if choices else (n, 0)
        seeds = gaussian((n - r) // m, problem, rng)
        orbit = _diagonal_orbit(seeds, m, rng) if problem.is_complex else _rotated_orbit(seeds, m, rng)
        return shaken(cast("Vectors", np.concatenate((orbit, np.eye(n, d)[:r]))), problem, rng)


@dataclass(frozen=True)
class WeylHeisenberg:
    """Orbits of the Weyl-Heisenberg group: d^2 lines a free vector, of which n are kept (SIC, mutually unbiased)."""

    name: str = "Weyl-Heisenberg orbits"

    def fits(self, problem: Problem) -> bool:
        """Complex lines, as far as whole orbits with something to keep are affordable."""
        return problem.is_complex and problem.d >= 2 and problem.n <= 4 * problem.d**2

    def draw(self, problem: Problem, rng: np.random.Generator) -> Vectors:
        """As many orbits as cover n, then n of their vectors."""
        n, d = problem.n, problem.d
        seeds = gaussian(-(-n // d**2), problem, rng)
        phases = np.exp(2j * np.pi * np.outer(np.arange(d), np.arange(d)) / d)
        shifted = np.stack([np.roll(seeds, shift, axis=1) for shift in range(d)])
        rows = (shifted[:, :, None, :] * phases).reshape(-1, d)
        kept = np.sort(rng.choice(len(rows), n, replace=False))
        return shaken(cast("Vectors", rows[kept]), problem, rng)


@dataclass(frozen=True)
class TegumProduct:
    """Random vectors in mutually orthogonal subspaces, the counts about in proportion to the dimensions.

    Where the optimum is a tegum product, as for d + 2 to 2d points on a sphere, these starts lead there, but so do
    random ones: no built-in method begins here, `Descent(TegumProduct())` does.
    """

    name: str = "tegum products"

    def fits(self, problem: Problem) -> bool:
        """Where two subspaces get a vector each."""
        return problem.d >= 2 and problem.n >= 4

    def draw(self, problem: Problem, rng: np.random.Generator) -> Vectors:
        """Two to four blocks: a random cut of the coordinates, then each vector in a block drawn by its dimension."""
        n, d = problem.n, problem.d
        blocks = min(int(rng.integers(2, 5)), d)
        cuts = np.sort(rng.choice(np.arange(1, d), blocks - 1, replace=False))
        of_coordinate = np.searchsorted(cuts, np.arange(d), side="right")
        of_vector = of_coordinate[(np.arange(n) * d // n + rng.integers(d)) % d]
        return shaken(gaussian(n, problem, rng) * (of_vector[:, None] == of_coordinate), problem, rng)


def gaussian(count: int, problem: Problem, rng: np.random.Generator) -> Vectors:
    """`count` Gaussian vectors of the problem's field and dimension."""
    rows: Vectors = rng.standard_normal((count, problem.d))
    if problem.is_complex:
        rows = rows + 1j * rng.standard_normal((count, problem.d))
    return rows


def shaken(rows: Vectors, problem: Problem, rng: np.random.Generator) -> Vectors:
    """The rows, in half of the draws moved by `SHAKE` of their length."""
    if rng.random() < 0.5:
        return rows
    lengths = np.linalg.norm(rows, axis=1, keepdims=True) / np.sqrt(problem.d)
    return rows + SHAKE * lengths * gaussian(len(rows), problem, rng)


def _diagonal_orbit(seeds: Vectors, m: int, rng: np.random.Generator) -> Vectors:
    exponents = rng.integers(m, size=seeds.shape[1])
    phases = np.exp(2j * np.pi * np.outer(np.arange(m), exponents) / m)
    return cast("Vectors", (phases[:, None, :] * seeds).reshape(-1, seeds.shape[1]))


def _rotated_orbit(seeds: Vectors, m: int, rng: np.random.Generator) -> Vectors:
    d = seeds.shape[1]
    orbit = np.broadcast_to(seeds, (m, *seeds.shape)).copy()
    for plane in range(d // 2):
        angle = 2 * np.pi * rng.integers(m) * np.arange(m)[:, None] / m
        x, y = seeds[:, 2 * plane], seeds[:, 2 * plane + 1]
        orbit[:, :, 2 * plane] = np.cos(angle) * x - np.sin(angle) * y
        orbit[:, :, 2 * plane + 1] = np.sin(angle) * x + np.cos(angle) * y
    if d % 2 and m % 2 == 0 and rng.random() < 0.5:
        orbit[:, :, -1] *= (-1.0) ** np.arange(m)[:, None]
    return cast("Vectors", orbit.reshape(-1, d))
