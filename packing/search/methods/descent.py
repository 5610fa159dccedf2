"""One descent from random vectors, or from another start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.configuration import Packing
from packing.problem import Problem, lines
from packing.search.descent import QUICK, SMOOTH, Ladder
from packing.search.methods.method import Method
from packing.search.methods.random_starts import Gaussian, Start
from packing.search.pairs import columns_of, packing_of

GAUSSIAN = Gaussian()


@dataclass(frozen=True)
class Descent:
    """Draw starts, walk down the ladder of p-norms, and take the best of them to its foot.

    Of several `entries` all but one are given up at p = 16: on hard problems the value there orders the ends with a
    rank correlation of 0.95, for two fifths of the work.

    >>> from packing.problem import lines
    >>> Descent().run(lines(6, 3), np.random.default_rng(1)).coherence < 0.4473
    True
    """

    start: Start = GAUSSIAN
    entries: int = 1
    ladder: Ladder = SMOOTH
    first: float = 1.0

    @property
    def name(self) -> str:
        """The name of the start."""
        return self.start.name

    @property
    def price(self) -> float:
        """A second entry costs a third of the first, whose price is `first`."""
        return self.first * (1.0 + (self.entries - 1) / 3.0)

    def fits(self, problem: Problem) -> bool:
        """Where the start does."""
        return self.start.fits(problem)

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        """One descent."""
        space = problem.space
        drawn = [columns_of(self.start.draw(problem, rng), space) for _ in range(self.entries)]
        return packing_of(self.ladder.best_of(drawn, space)[0], problem.space)


FROM_ANYWHERE = Descent()
QUICKLY = Descent(ladder=QUICK, first=0.5)
BEST_OF_FOUR = Descent(entries=4)


@dataclass(frozen=True)
class AntipodalPairs:
    """Points x and -x together: n/2 real lines, which `half` finds, make a code of n points with the same coherence."""

    half: Method = FROM_ANYWHERE
    name: str = "antipodal pairs"

    def fits(self, problem: Problem) -> bool:
        """An even number of points, more than the cross-polytope has."""
        return not problem.has_lines and problem.n % 2 == 0 and problem.n > 2 * problem.d

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        """One descent of the lines."""
        rows = self.half.run(lines(problem.n // 2, problem.d), rng).vectors.real
        return Packing(np.concatenate((rows, -rows)), problem.space)
