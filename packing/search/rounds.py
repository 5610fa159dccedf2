"""Many restarts in rounds: draw and descend, sharpen the promising ones, finish the best.

A restart is decided by the seed and its number alone, and what a round does depends on earlier rounds only, so the
same seed and number of restarts give the same packing with any number of jobs. Within a round

1. every restart runs its method, and its coherence is estimated from the p-norm that it reached;
2. those within `MARGIN` of the best so far go down to sharper norms;
3. those within `CLOSE` of it become candidates, some of which are finished (`finishing`), as many as a fixed part of
   the work allows; the very best also at the end, for which time is kept back.

Estimates before convergence can be wrong by 4e-3, so `MARGIN` lets some hopeless ones pass rather than lose hits.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from itertools import count

import numpy as np

from packing.configuration import Packing
from packing.problem import Problem
from packing.search.deadline import Budget
from packing.search.descent import SHARP
from packing.search.finishing import CLOSE, Finishing
from packing.search.method import Branching, Learner, Method, fits, name_of, price_of, weight_of
from packing.search.pairs import columns_of
from packing.search.restart import Task, in_order
from packing.search.result import OPTIMAL, Outcome, Progress, SearchResult, Status
from packing.search.symmetric_descent import Seen, SymmetricDescent
from packing.search.tries import Try

MARGIN = 1e-3
HIT = 1e-8
KNOWN = -1
"""The method number of packings that were given."""

POOL = 6
"""How many different packings are hopped from."""

SHARPENED = 16
TOP = 0.1
"""A method does well where its packings are among this part of all."""

ROUNDS = (4, 4, 8, 16, 32, 64)
"""The numbers of restarts of the first rounds; the last is that of all later ones."""


class Rounds:
    """One search: its restarts, and what they show of the methods."""

    def __init__(
        self,
        problem: Problem,
        methods: Sequence[Method],
        seed: int,
        budget: Budget,
        most: int | None = None,
        progress: Callable[[Progress], None] | None = None,
        enough: float = -math.inf,
    ) -> None:
        self.problem, self.space = problem, problem.space
        self.methods = tuple(methods)
        self.seed, self.budget, self.most, self.progress, self.enough = seed, budget, most, progress, enough
        self.restarts = 0
        self.estimates: list[list[float]] = [[] for _ in self.methods]
        self.finishing = Finishing(problem, seed, budget)

    def run(self, executor: Executor | None, known: Sequence[Packing]) -> SearchResult:
        """Rounds until the time is up, the restarts are made or the value is low enough."""
        self.budget.start()
        cpu, interrupted, finishing = time.process_time(), False, self.finishing
        try:
            for packing in known:
                given = Try(columns_of(packing.vectors, self.space), packing.coherence, KNOWN)
                finishing.take(packing, self.sharpened(given))
            for size in _round_sizes():
                if self.restarts == self.most or self.low_enough():
                    break
                if self.time_to_finish() and finishing.candidates.kept:
                    break
                self.round(min(size, (self.most or math.inf) - self.restarts), executor)
                self.tell()
            finishing.conclude()
        except KeyboardInterrupt:
            interrupted = True
            finishing.break_off()
            if finishing.best is None:
                raise
        assert finishing.best is not None
        return SearchResult(
            finishing.best, self.status(interrupted), self.winner, self.seed, self.restarts, self.hits(),
            time.process_time() - cpu, self.seen,
        )  # fmt: skip

    def round(self, size: float, executor: Executor | None) -> None:
        """One round of restarts, cut short where time runs out."""
        pool = self.finishing.candidates.different(POOL)
        methods: list[Method] = [
            method.learn(pool) if isinstance(method, Learner) else method for method in self.methods
        ]
        shares = self.shares([fits(method, self.problem) for method in methods])
        numbers = range(self.restarts, self.restarts + int(size))
        tasks: list[Task] = [(self.problem, methods, shares, self.seed, number) for number in numbers]
        tries: list[Try] = []
        for attempt in in_order(executor, tasks, self.budget.left):
            tries.append(attempt)
            if self.time_to_finish():
                break
        self.restarts += len(tries)
        self.learn(tries)
        promising = sorted(tries, key=lambda attempt: attempt.estimate)[:SHARPENED]
        least = min(self.finishing.level, promising[0].estimate)
        sharpened = [self.sharpened(attempt) for attempt in promising if attempt.estimate <= least + MARGIN]
        least = min([self.finishing.level, *(attempt.estimate for attempt in sharpened)])
        for attempt in sharpened:
            if attempt.estimate <= least + CLOSE:
                self.finishing.meet(attempt, independent=not isinstance(self.methods[attempt.method], Learner))
        self.finishing.work(len(tries))

    def sharpened(self, attempt: Try) -> Try:
        """Where the sharper norms lead from there."""
        columns, largest = SHARP.descend(attempt.columns, self.space)
        return Try(columns, self.space.overlap_of(largest), attempt.method)

    def learn(self, tries: Sequence[Try]) -> None:
        """Remember how the methods did, and tell those that branch."""
        for attempt in tries:
            self.estimates[attempt.method].append(attempt.estimate)
        self.methods = tuple(
            method.after([attempt for attempt in tries if attempt.method == number])
            if isinstance(method, Branching)
            else method
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

    @property
    def seen(self) -> tuple[Seen, ...]:
        """The types of orbits that symmetric descents tried."""
        return next((method.seen for method in self.methods if isinstance(method, SymmetricDescent)), ())

    @property
    def winner(self) -> str:
        """The name of the method that found the best."""
        number = self.finishing.method
        return "known packing" if number == KNOWN else name_of(self.methods[number])

    def status(self, interrupted: bool) -> Status:
        """How the search ended."""
        optimality = self.finishing.optimality
        if optimality.worst <= OPTIMAL or (self.finishing.value <= 1e-15 and self.problem.has_lines):
            return Status(Outcome.CONVERGED, optimality, interrupted)
        if interrupted or self.budget.over:
            return Status(Outcome.STOPPED, optimality, interrupted)
        return Status(Outcome.STALLED, optimality)

    def hits(self) -> int:
        """How many independent restarts reached the best."""
        return max(1, self.finishing.candidates.hits(self.finishing.value + HIT)) if self.restarts else 0

    def time_to_finish(self) -> bool:
        """Whether the time left is what the last finish will take."""
        return self.budget.left < min(1.2 * self.finishing.longest, 0.5 * self.budget.limit)

    def low_enough(self) -> bool:
        """Whether the bound is met up to rounding; orthogonal lines cannot be improved."""
        return self.finishing.value <= max(self.enough, 0.0 if self.problem.has_lines else -1.0) + 4e-15

    def tell(self) -> None:
        """Report the round."""
        if self.progress is not None:
            self.progress(Progress(self.budget.spent, self.restarts, self.hits(), self.finishing.reached))


def _round_sizes() -> Iterable[int]:
    return (ROUNDS[min(number, len(ROUNDS) - 1)] for number in count())
