"""Restarts near packings already found: basin hopping.

The landscape of a hard problem is a funnel with many floors: the neighbours of a good optimum are better places to
look than anywhere. A hop takes a known packing, takes out a few vectors and puts others in at random, or moves all a
little, and walks down again from a middle rung of the ladder. Reference: Wales and Doye, J. Phys. Chem. A 101 (1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from packing.configuration import Packing, Vectors
from packing.numeric import Floats
from packing.problem import Problem
from packing.search.descent import Ladder
from packing.search.pairs import columns_of, packing_of
from packing.search.starts import gaussian

FROM_THE_MIDDLE = Ladder((4, 5, 6, 7, 8), (60, 60, 60, 60, 100))
"""A hop must not forget where it comes from: it leaves out the smoothest rung."""


def jolted(columns: Floats, rng: np.random.Generator) -> Floats:
    """The columns moved by a Gaussian of a size between 0.05 and 0.3; every other time only a few, twice as far.

    From an optimum the interior point leads to others beside it.
    """
    size = np.exp(rng.uniform(np.log(0.05), np.log(0.3))) / np.sqrt(len(columns))
    away = size * rng.standard_normal(columns.shape)
    if rng.random() < 0.5:
        moved = rng.permutation(columns.shape[1])[: int(rng.integers(1, 6))]
        away *= 2.0 * np.isin(np.arange(columns.shape[1]), moved)
    there: Floats = columns / np.linalg.norm(columns, axis=0) + away
    return there


@dataclass(frozen=True)
class Hop:
    """Basin hopping from `known` packings, best first; without any it does not fit.

    Three of four hops exchange 1 to `most` vectors for random ones; the others move all vectors by a Gaussian of a size
    between `smallest` and `largest`, drawn on a logarithmic scale.
    """

    known: tuple[Packing, ...] = ()
    entries: int = 3
    most: int = 3
    smallest: float = 0.03
    largest: float = 0.4
    ladder: Ladder = FROM_THE_MIDDLE
    name: str = "neighbours"

    def learn(self, known: Sequence[Packing]) -> Hop:
        """The same hops from other packings."""
        return replace(self, known=tuple(known))

    def fits(self, problem: Problem) -> bool:
        """Where there is something to hop from."""
        return bool(self.known) and self.known[0].problem == problem

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        """One hop."""
        chosen = min(int(rng.geometric(0.5)) - 1, len(self.known) - 1)
        rows = self.known[chosen].vectors
        hop = self._exchanged if rng.random() < 0.75 else self._moved
        space = problem.space
        entries = [columns_of(hop(rows, problem, rng), space) for _ in range(self.entries)]
        return packing_of(self.ladder.best_of(entries, space)[0], problem.space)

    def _exchanged(self, rows: Vectors, problem: Problem, rng: np.random.Generator) -> Vectors:
        count = int(rng.integers(1, min(self.most, problem.n - 1) + 1))
        moved = rows.copy()
        moved[rng.choice(problem.n, count, replace=False)] = gaussian(count, problem, rng)
        return moved

    def _moved(self, rows: Vectors, problem: Problem, rng: np.random.Generator) -> Vectors:
        size = float(np.exp(rng.uniform(np.log(self.smallest), np.log(self.largest))))
        return rows + gaussian(problem.n, problem, rng) * (size / np.sqrt(problem.d * (1 + problem.is_complex)))


@dataclass(frozen=True)
class Grow:
    """One more vector, at random, to packings of n - 1: `smaller`, best first."""

    smaller: tuple[Packing, ...] = ()
    ladder: Ladder = FROM_THE_MIDDLE
    name: str = "one vector more"

    def fits(self, problem: Problem) -> bool:
        """Where there is something to add to."""
        return bool(self.smaller) and self.smaller[0].n == problem.n - 1

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        """One start and its descent."""
        rows = self.smaller[int(rng.integers(len(self.smaller)))].vectors
        space = problem.space
        grown = columns_of(cast("Vectors", np.concatenate((rows, gaussian(1, problem, rng)))), space)
        columns, _ = self.ladder.descend(grown, space)
        return packing_of(columns, problem.space)
