"""What overlaps of groups are compared with: spans of random rows, and the least that any subspaces could have."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from packing.bounds import Bound, lower_bound
from packing.errors import InputError
from packing.problem import Distance, Problem, subspaces


@dataclass(frozen=True)
class RandomSpans:
    """Uniform independent subspaces of R^d of the given ranks: how many spans have each rank.

    >>> RandomSpans(4, {2: 10}).mean, RandomSpans(4, {1: 1, 2: 1}).mean
    (0.5, 0.5)
    """

    d: int
    ranks: Mapping[int, int]

    @property
    def count(self) -> int:
        """The number of spans."""
        return sum(self.ranks.values())

    @property
    def rank(self) -> int | None:
        """The rank of all, None where they differ."""
        return next(iter(self.ranks)) if len(self.ranks) == 1 else None

    @cached_property
    def mean(self) -> float:
        """The mean over pairs of the mean squared cosine: max(p, q)/d of ranks p and q."""
        total, below = 0, 0
        for rank in sorted(self.ranks):
            many = self.ranks[rank]
            total += rank * (many * below + math.comb(many, 2))
            below += many
        return total / (self.d * math.comb(self.count, 2))

    @cached_property
    def deviation(self) -> float | None:
        """The standard deviation of the mean squared cosine of a pair, None where ranks differ."""
        problem = self.problem(Distance.CHORDAL)
        return None if problem is None else math.sqrt(float(problem.space.random_law.variance_f))

    def level(self, probability: float) -> float:
        """The mean squared cosine that a random pair stays below with this probability; 1 where ranks differ."""
        problem = self.problem(Distance.CHORDAL)
        return 1.0 if problem is None else float(problem.space.random_law.quantile(probability)) ** 2

    def largest(self, distance: Distance) -> float | None:
        """The coherence that half of all random choices stay below, pairs taken as independent; None if not known."""
        problem = self.problem(distance)
        if problem is None:
            return None
        try:
            return problem.space.random_law.maximum_quantile(problem.pairs)
        except InputError:  # the law has too few digits for so many pairs
            return None

    def least(self, distance: Distance) -> Bound | None:
        """The best bound: no subspaces of this rank have a smaller coherence; None where ranks differ."""
        problem = self.problem(distance)
        return None if problem is None else lower_bound(problem)

    def problem(self, distance: Distance) -> Problem | None:
        """So many subspaces of one rank; None where ranks differ or all are the whole space."""
        if self.rank is None or self.rank >= self.d:
            return None
        return subspaces(self.count, self.d, self.rank, "R", distance)
