"""Least energies: random starts, and hops from the best that they found.

The landscape of an energy is rugged once n is a few times d: of a hundred random starts for 40 points in R^5 and the
third power of max(<x, y>, 0), no two end in the same packing. A hop takes a few vectors out of the best packing, puts
others in at random, and goes down again from there without the widest smoothing.
References: Wales and Doye, J. Phys. Chem. A 101 (1997).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from packing.deadline import Budget
from packing.numeric import Floats
from packing.objective import PairSum
from packing.problem import Problem
from packing.search.columns import columns_of, normalised
from packing.search.local_search import LocalSearches, energy_descended, finished
from packing.search.real_energy import ROUGH
from packing.search.restarts import End, Evaluated, Task
from packing.search.within import Beside, Free
from packing.space import Space

FRESH = 12
"""So many restarts are random before the first hop."""

ROUND = 8
"""All hops of a round start from the best packing at its beginning, so that `jobs` change nothing."""

HOPS_IN_FOUR = 2
"""Of four restarts after the first ones, so many are hops."""

POLISHED = 1e-5
"""Ends this little above the best, by part, are descended to rounding."""

MOST_EXCHANGED = 5
"""A hop exchanges one to so many vectors.."""

JOLTS, JOLT = 0.3, (0.05, 0.5)
"""..or, so often, moves all by a Gaussian of a length between these, drawn on a logarithmic scale."""

PLAIN = 0.5
"""The part of random starts without the widest smoothing: of 60 lines in R^12 at p = 5, 30 of them met an energy of
5.36, all others at least 5.95."""

HOP = 1
"""The number that the end of a hop carries as its method."""


class EnergyHops(LocalSearches):
    """Random starts and hops for an energy, without a constraint."""

    def __init__(self, problem: Problem, energy: PairSum, seed: int, budget: Budget, enough: float = -math.inf) -> None:
        super().__init__(problem, energy, Free(), seed, budget, enough)
        self.energy = energy

    def round(self, first: int) -> Iterator[Task]:
        """`ROUND` restarts: random ones, and hops from what is the best now."""
        space = self.problem.space
        base = None if self.best is None else columns_of(self.best.vectors, space)
        for number in range(first, first + ROUND):
            if base is None or number < FRESH or number % 4 >= HOPS_IN_FOUR:
                yield partial(fresh, self.problem, self.energy, self.seed, number)
            else:
                yield partial(hop, self.problem, self.energy, base, self.seed, number)

    def take(self, ends: Sequence[End]) -> None:
        """Finish the ends, with care those that may be the best; only random starts count among those that reach it."""
        for end in ends:
            found = finished(self.problem, self.energy, end)
            if found.value < self.value + POLISHED * abs(self.value) or self.best is None:
                found = self._polished(end)
            if end.method == HOP:
                self.keep(found, "hop")
            else:
                self.count(found, self.within.name)

    def _polished(self, end: End) -> Evaluated:
        """Down to rounding, with next to no smoothing."""
        chart = _all_free(end.columns, self.problem.space)
        sharp = energy_descended(self.problem, self.energy, chart, self.energy.widths[-1:])
        return finished(self.problem, self.energy, sharp)


def fresh(problem: Problem, energy: PairSum, seed: int, number: int) -> End:
    """Where random vectors lead to: every other start without the widest smoothing, which hides narrow minima."""
    rng = np.random.default_rng((seed, number))
    chart = Free().draw(problem, rng)
    widths = energy.widths[1:] if rng.random() < PLAIN else energy.widths
    return energy_descended(problem, energy, chart, widths, ROUGH)


def hop(problem: Problem, energy: PairSum, base: Floats, seed: int, number: int) -> End:
    """Where the columns `base` lead to with one to `MOST_EXCHANGED` of them drawn anew, or all jolted."""
    rng, space = np.random.default_rng((seed, number)), problem.space
    drawn, columns = columns_of(space.gaussian(problem.n, rng), space), base.copy()
    if rng.random() < JOLTS:
        columns += np.exp(rng.uniform(*np.log(JOLT))) / math.sqrt(space.width) * drawn
    else:
        exchanged = rng.permutation(problem.n)[: rng.integers(1, MOST_EXCHANGED + 1)]
        by_object = (space.width, space.m, problem.n)
        columns.reshape(by_object)[:, :, exchanged] = drawn.reshape(by_object)[:, :, exchanged]
    end = energy_descended(problem, energy, _all_free(columns, space), energy.widths[1:], ROUGH)
    return End(end.columns, end.estimate, HOP, end.branch)


def _all_free(columns: Floats, space: Space) -> Beside:
    """A chart in which all objects are free; it starts from these columns."""
    return Beside(space, np.empty((space.width, 0)), normalised(columns, space))
