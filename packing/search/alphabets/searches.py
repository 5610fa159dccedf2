"""Independent restarts among the frames of an alphabet; the best is kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count

from packing.configuration import Packing
from packing.deadline import Budget
from packing.problem import Problem
from packing.search.alphabets.alphabet import Alphabet
from packing.search.finishing import MARGIN
from packing.search.restarts import End, KeepBest, Task


class AlphabetSearches(KeepBest):
    """Restarts of one alphabet, whose promising ends are finished."""

    def __init__(
        self, problem: Problem, alphabet: Alphabet, seed: int, budget: Budget, enough: float = -math.inf
    ) -> None:
        super().__init__(budget, max(enough, problem.space.overlap_of(float(problem.space.least_f))))
        self.problem, self.alphabet, self.seed = problem, alphabet, seed

    def begin(self, known: Sequence[Packing], tell: Callable[[], None]) -> None:
        """Nothing is given: few packings have such entries."""

    def round(self, first: int) -> Iterator[Task]:
        """All restarts: they learn nothing from each other."""
        for number in count(first):
            yield partial(self.alphabet.restart, self.problem, self.seed, number)

    def take(self, ends: Sequence[End]) -> None:
        """Finish the ends that may be the best."""
        for end in ends:
            if end.estimate <= self.value + MARGIN:
                self.count(self.alphabet.finished(self.problem, end), self.alphabet.name)
