"""The free search for least coherence: draw and descend, sharpen the promising ones, finish the best.

Within a round

1. every restart runs its method, and its coherence is estimated from the p-norm that it reached;
2. those within `MARGIN` of the best so far go down to sharper norms;
3. those within `CLOSE` of it become candidates, some of which are finished (`finishing`), as many as a fixed part of
   the work allows; the very best also at the end, for which time is kept back.

Estimates before convergence can be wrong by 4e-3, so `MARGIN` lets some hopeless ones pass rather than lose hits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from packing.configuration import Packing
from packing.deadline import Budget
from packing.problem import Problem
from packing.search.columns import columns_of
from packing.search.finishing import CLOSE, MARGIN, Finishing
from packing.search.ladder import SHARP, estimated_largest
from packing.search.methods.method import (
    Branching,
    Learner,
    Method,
    Remembering,
    fits,
    name_of,
    price_of,
    weight_of,
)
from packing.search.optimality import Optimality
from packing.search.restarts import HIT, KNOWN, ROUNDING, End, Task
from packing.search.result import OPTIMAL, Seen

GIVEN = -1
"""The method number of packings that were given."""

POOL = 6
"""How many different packings are hopped from."""

SHARPENED = 16
TOP = 0.1
"""A method does well where its packings are among this part of all."""

ROUNDS = (4, 4, 8, 16, 32, 64)
"""The numbers of restarts of the first rounds; the last is that of all later ones."""


class MultiStart:
    """One search: its restarts, and what they show of the methods."""

    in_rounds = True

    def __init__(
        self, problem: Problem, methods: Sequence[Method], seed: int, budget: Budget, enough: float = -math.inf
    ) -> None:
        self.problem, self.space = problem, problem.space
        self.methods = tuple(methods)
        self.seed, self.budget = seed, budget
        self.least = max(enough, self.space.overlap_of(float(self.space.least_f)))
        self.rounds = 0
        self.estimates: list[list[float]] = [[] for _ in self.methods]
        self.given: list[float] = []
        self.finishing = Finishing(problem, seed, budget)

    def begin(self, known: Sequence[Packing], tell: Callable[[], None]) -> None:
        """Descend from the packings that are given, and keep them."""
        for packing in known:
            end = self.sharpened(End(columns_of(packing.vectors, self.space), packing.coherence, GIVEN))
            self.given.append(min(packing.coherence, end.estimate))
            self.finishing.take(packing, end)

    def round(self, first: int) -> list[Task]:
        """One round of restarts: the methods as they are now, and their shares."""
        pool = self.finishing.candidates.different(POOL)
        methods: list[Method] = [
            method.learn(pool) if isinstance(method, Learner) else method for method in self.methods
        ]
        shares = self.shares([fits(method, self.problem) for method in methods])
        size = ROUNDS[min(self.rounds, len(ROUNDS) - 1)]
        self.rounds += 1
        return [
            partial(one_restart, self.problem, methods, shares, self.seed, number)
            for number in range(first, first + size)
        ]

    def take(self, ends: Sequence[End]) -> None:
        """Remember how the methods did, sharpen and finish the best ends."""
        self.learn(ends)
        promising = sorted(ends, key=lambda end: end.estimate)[:SHARPENED]
        least = min(self.finishing.level, promising[0].estimate)
        sharpened = [self.sharpened(end) for end in promising if end.estimate <= least + MARGIN]
        least = min([self.finishing.level, *(end.estimate for end in sharpened)])
        for end in sharpened:
            if end.estimate <= least + CLOSE:
                self.finishing.meet(end, independent=not isinstance(self.methods[end.method], Learner))
        self.finishing.work(len(ends))

    def sharpened(self, end: End) -> End:
        """Where the sharper norms lead from there."""
        columns, largest = SHARP.descend(end.columns, self.space)
        return End(columns, self.space.overlap_of(largest), end.method)

    def learn(self, ends: Sequence[End]) -> None:
        """Remember how the methods did, and tell those that branch."""
        for end in ends:
            self.estimates[end.method].append(end.estimate)
        self.methods = tuple(
            method.after([end for end in ends if end.method == number]) if isinstance(method, Branching) else method
            for number, method in enumerate(self.methods)
        )

    def shares(self, fitting: Sequence[bool]) -> tuple[float, ...]:
        """The part of the next round that each method gets.

        Methods that learn get half of it together; the others by how often they came near the best, or among the
        `TOP` of all that were drawn, for their price, never nothing.
        """
        learning = [isinstance(method, Learner) for method in self.methods]
        drawn = [made for made, learns in zip(self.estimates, learning, strict=True) if not learns and made]
        near = self.finishing.level + MARGIN
        good = max(near, float(np.quantile(np.concatenate(drawn), TOP))) if drawn else math.inf
        scores = [
            weight_of(method) / price_of(method) * (1 + sum(estimate <= good for estimate in made)) / (2 + len(made))
            for method, made in zip(self.methods, self.estimates, strict=True)
        ]
        shares = np.zeros(len(scores))
        for group in (True, False):
            members = [i for i, fit in enumerate(fitting) if fit and learning[i] == group]
            total = sum(scores[i] for i in members)
            for i in members:
                shares[i] = 0.8 * scores[i] / total + 0.2 / len(members)
        return tuple(float(share) for share in shares / shares.sum())

    def conclude(self) -> None:
        """Finish the best."""
        self.finishing.conclude()

    def break_off(self) -> None:
        """Keep the best as it is."""
        self.finishing.break_off()

    @property
    def best(self) -> Packing | None:
        """The best packing."""
        return self.finishing.best

    @property
    def value(self) -> float:
        """The lowest coherence of a packing at hand."""
        return self.finishing.reached

    @property
    def optimality(self) -> Optimality:
        """How far the best is from first order."""
        return self.finishing.optimality

    @property
    def winner(self) -> str:
        """The name of the method that found the best."""
        number = self.finishing.method
        return KNOWN if number == GIVEN else name_of(self.methods[number])

    @property
    def seen(self) -> tuple[Seen, ...]:
        """The types of orbits that symmetric descents tried."""
        return next((tuple(method.seen) for method in self.methods if isinstance(method, Remembering)), ())

    @property
    def converged(self) -> bool:
        """Whether the best is a first-order optimum; orthogonal lines always are."""
        orthogonal = not self.space.has_points and self.finishing.value <= 1e-15
        return orthogonal or self.optimality.worst <= OPTIMAL

    @property
    def hits(self) -> int:
        """How many independent restarts reached the best; what was given is none of them."""
        same = self.finishing.value + HIT
        given = sum(value <= same for value in self.given)
        return max(int(self.winner != KNOWN), self.finishing.candidates.hits(same) - given)

    @property
    def has_found(self) -> bool:
        """Whether there is a candidate."""
        return bool(self.finishing.candidates.kept)

    @property
    def low_enough(self) -> bool:
        """Whether the bound is met up to rounding; orthogonal lines cannot be improved."""
        return self.finishing.value <= self.least + ROUNDING

    @property
    def time_is_up(self) -> bool:
        """Whether the time left is what the last finish will take."""
        return self.budget.left < min(1.2 * self.finishing.longest, 0.5 * self.budget.limit)

    @property
    def stopped(self) -> bool:
        """Whether all time is spent."""
        return self.budget.over


def one_restart(problem: Problem, methods: Sequence[Method], shares: Sequence[float], seed: int, number: int) -> End:
    """Restart `number` of the search with this seed: choose a method, run it, estimate where it leads."""
    rng = np.random.default_rng((seed, number))
    chosen = int(rng.choice(len(methods), p=np.array(shares)))
    space, method = problem.space, methods[chosen]
    if isinstance(method, Branching):
        branch = method.branch(problem, rng)
        packing = method.follow(branch, problem, rng)
    else:
        branch, packing = None, method.run(problem, rng)
    columns = columns_of(packing.vectors, space)
    return End(columns, space.overlap_of(estimated_largest(columns, space)), chosen, branch)
