"""Monotonic basin hopping: a descent, then hops from its end, each kept where it leads lower.

A restart that hops on its own looks into another funnel than the hops from the best packings known (`neighbours`), and
reaches its floor: most record packings without any symmetry are found this way. Reference: Leary, J. Global Optim. 18
(2000).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from packing.configuration import Packing
from packing.numeric import Floats
from packing.problem import Problem
from packing.search.descent import SMOOTH
from packing.search.neighbours import FROM_THE_MIDDLE
from packing.search.pairs import columns_of, packing_of
from packing.search.starts import gaussian

Descend = Callable[[Floats], tuple[Floats, float]]

GAIN = 1e-7
"""A hop that gains less leads to the same packing."""


@dataclass(frozen=True)
class Hopping:
    """Hops until `patience` in a row gain nothing.

    Three of four hops exchange one or two columns for random ones; the others move all of them by a Gaussian of a size
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
        rng: np.random.Generator,
    ) -> Floats:
        """Where hops lead from these columns with this estimate; `fresh` draws random columns.

        `begin` and `end` are the parts of a descent, each with an estimate: a hop is given up between them where it is
        `hopeless` by then.
        """
        _, middle = begin(columns)
        failures = 0
        while failures < self.patience:
            hopped, halfway = begin(self._hop(columns, fresh(), rng))
            failures += 1
            if halfway > middle + self.hopeless:
                continue
            hopped, reached = end(hopped)
            if reached < value - GAIN:
                columns, value, middle, failures = hopped, reached, halfway, 0
        return columns

    def _hop(self, columns: Floats, fresh: Floats, rng: np.random.Generator) -> Floats:
        count = columns.shape[1]
        if rng.random() < 0.75:
            hopped = columns.copy()
            exchanged = rng.choice(count, min(int(rng.integers(1, 3)), count), replace=False)
            hopped[:, exchanged] = fresh[:, exchanged]
            return hopped
        size = np.exp(rng.uniform(np.log(self.smallest), np.log(self.largest))) / np.sqrt(len(columns))
        moved: Floats = columns / np.linalg.norm(columns, axis=0) + size * fresh
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
            return columns_of(gaussian(problem.n, problem, rng), space)

        start, value = SMOOTH.best_of([fresh() for _ in range(self.entries)], space)
        begin, end = (partial(part.descend, space=space) for part in FROM_THE_MIDDLE.parted())
        columns = self.hops.walk(start, value, begin, end, fresh, rng)
        return packing_of(columns / np.linalg.norm(columns, axis=0), problem.space)
