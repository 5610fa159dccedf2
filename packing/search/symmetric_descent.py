"""Descent and basin hopping among the packings with a small cyclic symmetry.

Most of the best packings known have some symmetry, and those of order 2, 3 or 5 are many times rarer than packings
without: there are fewer unknowns, fewer optima, and each step costs k rows of the Gram matrix in place of n (`orbits`).
Which group a problem's best packing has is not known beforehand, so that each run draws one and stays with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.configuration import Packing
from packing.problem import Problem
from packing.search.coordinates import Floats, from_columns, kind_of
from packing.search.descent import ROUGH
from packing.search.neighbours import FROM_THE_MIDDLE
from packing.search.orbits import Orbits, cyclic_orbits

ORDERS = (2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7)
"""The orders drawn from; those that divide others find what the others find."""

DRAWS = 50
"""How many times exponents are drawn where orbits of theirs do not fill up n."""

GAIN = 1e-7
"""A hop that gains less leads to the same packing."""


@dataclass(frozen=True)
class SymmetricDescent:
    """The best of `entries` random packings of one symmetry, then hops until `patience` in a row gain nothing.

    A hop exchanges one or two orbits for random ones, or moves every seed by a Gaussian of a size between `smallest`
    and `largest`.

    >>> from packing.problem import lines
    >>> SymmetricDescent().run(lines(6, 3), np.random.default_rng(1)).coherence < 0.4473
    True
    """

    orders: tuple[int, ...] = ORDERS
    entries: int = 4
    patience: int = 8
    smallest: float = 0.03
    largest: float = 0.4
    most_vectors: int = 128
    weight: float = 6.0
    name: str = "symmetric descent"

    def fits(self, problem: Problem) -> bool:
        """Where there are a few vectors and a plane to turn."""
        return problem.d >= 2 and 4 <= problem.n <= self.most_vectors

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        """One symmetry, drawn, descended and hopped within."""
        kind = kind_of(problem)
        orbits = self._orbits(problem, rng)
        seeds, largest = ROUGH.best_of([orbits.seeds(rng) for _ in range(self.entries)], kind, orbits)
        failures = 0
        while failures < self.patience:
            hopped, reached = FROM_THE_MIDDLE.descend(self._hop(seeds, orbits, rng), kind, orbits)
            failures += 1
            if reached < largest - GAIN:
                seeds, largest, failures = hopped, reached, 0
        return from_columns(orbits.spread(seeds / np.linalg.norm(seeds, axis=0)), problem)

    def _orbits(self, problem: Problem, rng: np.random.Generator) -> Orbits:
        for _ in range(DRAWS):
            order = int(rng.choice([order for order in self.orders if order <= problem.n]))
            orbits = cyclic_orbits(problem, order, rng)
            if orbits is not None:
                return orbits
        trivial = cyclic_orbits(problem, 1, rng)
        assert trivial is not None
        return trivial

    def _hop(self, seeds: Floats, orbits: Orbits, rng: np.random.Generator) -> Floats:
        fresh = orbits.seeds(rng)
        if rng.random() < 0.75:
            hopped = seeds.copy()
            exchanged = rng.choice(seeds.shape[1], min(int(rng.integers(1, 3)), seeds.shape[1]), replace=False)
            hopped[:, exchanged] = fresh[:, exchanged]
            return hopped
        size = np.exp(rng.uniform(np.log(self.smallest), np.log(self.largest))) / np.sqrt(len(seeds))
        moved: Floats = seeds / np.linalg.norm(seeds, axis=0) + size * fresh
        return moved
