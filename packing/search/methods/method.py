"""What a search method is, any object with `run(problem, rng)` that returns a packing; and the plainest, a descent.

`name`, `fits(problem)`, `weight` and `price` are used where they are there. What a method returns need not be good or
finished: the search ranks the packings, sharpens the promising ones and finishes the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np

from packing.configuration import Packing
from packing.problem import Problem, lines
from packing.search.columns import columns_of, packing_of
from packing.search.ladder import QUICK, SMOOTH, Ladder
from packing.search.methods.random_starts import Gaussian, Start
from packing.search.restarts import End
from packing.search.result import Seen


class Method(Protocol):
    """One restart: `run(problem, rng)` returns a packing of the problem, which need not be finished."""

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        """A packing of `problem`, drawn and improved with no randomness but that of `rng`."""


@runtime_checkable
class Learner(Protocol):
    """A method that wants to know the best packings found so far."""

    def learn(self, known: Sequence[Packing]) -> Method:
        """The method as it goes on from there; `known` has the problem of the search, best first."""


@runtime_checkable
class Branching(Protocol):
    """A method that chooses among branches, a group say, and wants to know how its runs ended."""

    def branch(self, problem: Problem, rng: np.random.Generator) -> Any:
        """What the next restart does."""

    def follow(self, branch: Any, problem: Problem, rng: np.random.Generator) -> Packing:
        """A packing of `problem`, as the branch says."""

    def after(self, ends: Sequence[End]) -> Method:
        """The method as it goes on after these ends, all its own."""


@runtime_checkable
class Remembering(Protocol):
    """A method that a later search of the same problem can go on with."""

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What it learnt."""

    def going_on(self, seen: Sequence[Seen]) -> Method:
        """The same method, which knows what an earlier one learnt."""


GAUSSIAN = Gaussian()


@dataclass(frozen=True)
class Descent:
    """Draw starts, walk down the ladder of p-norms, and take the best of them to its foot.

    Of several `entries` all but one are given up at p = 16: on hard problems the value there orders the ends with a
    rank correlation of 0.95, for two fifths of the work.

    Fields: `start` draws packings; `ladder` says which p-norms, from the multiple `first` of its beginning on.

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
        return problem.space.has_points and problem.n % 2 == 0 and problem.n > 2 * problem.d

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        """One descent of the lines."""
        rows = self.half.run(lines(problem.n // 2, problem.d), rng).vectors.real
        return Packing(np.concatenate((rows, -rows)), problem.space)


def name_of(method: Method) -> str:
    """The method's `name`, else that of its class."""
    return str(getattr(method, "name", type(method).__name__))


def weight_of(method: Method) -> float:
    """How much more often than others the method is drawn at equal success: its `weight`, else 1."""
    return float(getattr(method, "weight", 1.0))


def price_of(method: Method) -> float:
    """What a restart costs, in descents of one random start: the method's `price`, else 1."""
    return float(getattr(method, "price", 1.0))


def fits(method: Method, problem: Problem) -> bool:
    """Whether the method can run on the problem; one that does not say so always can."""
    says = getattr(method, "fits", None)
    return True if says is None else bool(says(problem))
