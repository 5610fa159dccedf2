"""Basin hopping: from packings that a search knows (`Hop`), from one that a restart found itself, from smaller ones.

The landscape of a hard problem is a funnel with many floors: the neighbours of a good optimum are better places to
look than anywhere. A hop takes a packing, takes out a few vectors and puts others in at random, or moves all a little,
and walks down again from a middle rung of the ladder. A restart that hops on its own, and keeps what leads lower, looks
into another funnel than the hops from the best known, and reaches its floor: most record packings without any symmetry
are found this way. References: Wales and Doye, J. Phys. Chem. A 101 (1997); Leary, J. Global Optim. 18 (2000).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

import numpy as np

from packing.configuration import Packing, Vectors
from packing.numeric import Floats
from packing.problem import Problem
from packing.search.columns import columns_of, normalised, packing_of
from packing.search.ladder import SMOOTH, Ladder
from packing.space import Space

Descend = Callable[[Floats], tuple[Floats, float]]

FROM_THE_MIDDLE = Ladder((4, 5, 6, 7, 8), (60, 60, 60, 60, 100))
"""A hop must not forget where it comes from: it leaves out the smoothest rung."""

GAIN = 1e-7
"""A hop that gains less leads to the same packing."""


@dataclass(frozen=True)
class Hopping:
    """Hops until `patience` in a row gain nothing.

    Three of four hops exchange one or two objects for random ones; the others move all of them by a Gaussian of a size
    between `smallest` and `largest`, drawn on a logarithmic scale. Of hops that gain, nine of ten lie at p = 16 less
    than `hopeless` above the packing that they come from; of all hops, four of ten.
    """

    patience: int = 8
    smallest: float = 0.03
    largest: float = 0.4
    hopeless: float = 5e-4

    def walk(
        self,
        columns: Floats,
        value: float,
        begin: Descend,
        end: Descend,
        fresh: Callable[[], Floats],
        space: Space,
        rng: np.random.Generator,
    ) -> Floats:
        """Where hops lead from these columns with this estimate; `fresh` draws random columns.

        `begin` and `end` are the parts of a descent, each with an estimate: a hop is given up between them where it is
        `hopeless` by then.
        """
        _, middle = begin(columns)
        failures = 0
        while failures < self.patience:
            hopped, halfway = begin(self._hop(columns, fresh(), space, rng))
            failures += 1
            if halfway > middle + self.hopeless:
                continue
            hopped, reached = end(hopped)
            if reached < value - GAIN:
                columns, value, middle, failures = hopped, reached, halfway, 0
        return columns

    def _hop(self, columns: Floats, fresh: Floats, space: Space, rng: np.random.Generator) -> Floats:
        count = columns.shape[1] // space.m
        if rng.random() < 0.75:
            hopped = columns.copy()
            exchanged = rng.choice(count, min(int(rng.integers(1, 3)), count), replace=False)
            frames = np.add.outer(count * np.arange(space.m), exchanged).ravel()
            hopped[:, frames] = fresh[:, frames]
            return hopped
        size = np.exp(rng.uniform(np.log(self.smallest), np.log(self.largest))) / np.sqrt(len(columns))
        moved: Floats = normalised(columns, space) + size * fresh
        return moved


HOPS = Hopping()


@dataclass(frozen=True)
class HoppedDescent:
    """The best of `entries` random packings, and hops from it.

    >>> from packing.problem import lines
    >>> HoppedDescent().run(lines(6, 3), np.random.default_rng(1)).coherence < 0.4473
    True
    """

    entries: int = 4
    hops: Hopping = HOPS
    most_vectors: int = 128
    weight: float = 2.0
    price: float = 8.0
    name: str = "hopped descent"

    def fits(self, problem: Problem) -> bool:
        """Where a walk does not take longer than a search."""
        return 2 <= problem.n <= self.most_vectors

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        """One descent and its hops."""
        space = problem.space

        def fresh() -> Floats:
            return columns_of(problem.space.gaussian(problem.n, rng), space)

        start, value = SMOOTH.best_of([fresh() for _ in range(self.entries)], space)
        begin, end = (partial(part.descend, space=space) for part in FROM_THE_MIDDLE.parted())
        columns = self.hops.walk(start, value, begin, end, fresh, space, rng)
        return packing_of(normalised(columns, space), space)


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
        moved[rng.choice(problem.n, count, replace=False)] = problem.space.gaussian(count, rng)
        return moved

    def _moved(self, rows: Vectors, problem: Problem, rng: np.random.Generator) -> Vectors:
        size = float(np.exp(rng.uniform(np.log(self.smallest), np.log(self.largest))))
        return rows + problem.space.gaussian(problem.n, rng) * (size / np.sqrt(problem.space.width))


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
        grown = columns_of(cast("Vectors", np.concatenate((rows, problem.space.gaussian(1, rng)))), space)
        columns, _ = self.ladder.descend(grown, space)
        return packing_of(columns, problem.space)


def jolted(columns: Floats, space: Space, rng: np.random.Generator) -> Floats:
    """The columns moved by a Gaussian of a size between 0.05 and 0.3; every other time only a few, twice as far.

    From an optimum the interior point leads to others beside it.
    """
    size = np.exp(rng.uniform(np.log(0.05), np.log(0.3))) / np.sqrt(len(columns))
    away = size * rng.standard_normal(columns.shape)
    if rng.random() < 0.5:
        n = columns.shape[1] // space.m
        moved = rng.permutation(n)[: int(rng.integers(1, 6))]
        away *= 2.0 * np.tile(np.isin(np.arange(n), moved), space.m)
    there: Floats = normalised(columns, space) + away
    return there
