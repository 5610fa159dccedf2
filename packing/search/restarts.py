"""One restart as a task that any executor can run, and the one loop that runs them, whatever is made of them.

A restart is decided by the seed and its number alone, and what a round does depends on earlier rounds only, so the
same seed and number of restarts give the same packing with any number of jobs.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from packing.configuration import Packing
from packing.deadline import Budget, stopping_when
from packing.numeric import Floats
from packing.search.optimality import UNKNOWN, Optimality
from packing.search.result import OPTIMAL, Outcome, Progress, Seen, Status

AHEAD = 64
"""How many restarts an executor is given at a time."""

KNOWN = "known packing"
"""The method of a packing that was given."""

HIT = 1e-8
"""Coherences that differ by no more are one."""

ROUNDING = 4e-15
"""A value this little above the least that there is, or that is asked for, is as low as that."""


@dataclass(frozen=True)
class End:
    """Where one restart ended: the columns, the value estimated there, the method's number and branch."""

    columns: Floats
    estimate: float
    method: int = 0
    branch: object = None


@dataclass(frozen=True)
class Evaluated:
    """A packing, its value, and how far it is from first order."""

    packing: Packing
    value: float
    optimality: Optimality = UNKNOWN


Task = Callable[[], End]
"""A restart: decided by its arguments, and small to send."""


class Strategy(Protocol):
    """What a search makes of its restarts.

    A round is a number of tasks that do not depend on each other. Where `in_rounds`, ends are taken in after the round
    and tell what the next one does; otherwise each is taken in by itself, and a round may have no end.
    """

    budget: Budget
    in_rounds: bool

    def begin(self, known: Sequence[Packing], tell: Callable[[], None]) -> None:
        """Take in packings that were given; `tell` reports from within a long restart."""

    def round(self, first: int) -> Iterable[Task]:
        """The tasks of the next round, the first of which is restart number `first`."""

    def take(self, ends: Sequence[End]) -> None:
        """Learn from these ends, and keep what is good."""

    def conclude(self) -> None:
        """Finish when no more restarts are made."""

    def break_off(self) -> None:
        """Finish at once: the search was interrupted."""

    @property
    def best(self) -> Packing | None:
        """The best packing."""

    @property
    def winner(self) -> str:
        """The name of the method that found it."""

    @property
    def value(self) -> float:
        """The least value of a packing at hand."""

    @property
    def optimality(self) -> Optimality:
        """How far the best is from first order."""

    @property
    def converged(self) -> bool:
        """Whether the best is shown to be a first-order optimum."""

    @property
    def hits(self) -> int:
        """How many restarts reached the best."""

    @property
    def has_found(self) -> bool:
        """Whether there is something to hand back."""

    @property
    def low_enough(self) -> bool:
        """Whether nothing lower is asked for, or possible."""

    @property
    def time_is_up(self) -> bool:
        """Whether no time is left for another restart."""

    @property
    def stopped(self) -> bool:
        """Whether it was the time that ended the search."""

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What the restarts showed of symmetries."""


class KeepBest:
    """The best of independent restarts; values that differ by no more than `same` are one."""

    in_rounds = False

    def __init__(self, budget: Budget, least: float = -math.inf, same: float = HIT) -> None:
        self.budget, self.least, self.same = budget, least, same
        self.best: Packing | None = None
        self.value, self.winner, self.optimality = math.inf, "", UNKNOWN
        self.reached: list[float] = []

    def keep(self, found: Evaluated, name: str) -> None:
        """Keep a packing where it is the best."""
        if found.value < self.value:
            self.best, self.value, self.winner, self.optimality = found.packing, found.value, name, found.optimality

    def count(self, found: Evaluated, name: str) -> None:
        """Keep the packing where a restart ended, and count it."""
        self.reached.append(found.value)
        self.keep(found, name)

    def conclude(self) -> None:
        """Nothing is left to do."""

    def break_off(self) -> None:
        """Nothing is left to do."""

    @property
    def converged(self) -> bool:
        """Whether the best is shown to be a first-order optimum."""
        return self.optimality.worst <= OPTIMAL

    @property
    def hits(self) -> int:
        """How many ends have the value of the best."""
        return sum(value <= self.value + self.same for value in self.reached)

    @property
    def has_found(self) -> bool:
        """Whether there is a best."""
        return self.best is not None

    @property
    def low_enough(self) -> bool:
        """Whether the value asked for is reached."""
        return self.value <= self.least + ROUNDING

    @property
    def time_is_up(self) -> bool:
        """Whether all of it is spent."""
        return self.budget.over

    @property
    def stopped(self) -> bool:
        """Whether all time is spent."""
        return self.time_is_up

    @property
    def seen(self) -> tuple[Seen, ...]:
        """Nothing."""
        return ()


@dataclass
class Restarts:
    """The loop: rounds of restarts until their number, the time, or the value is reached."""

    strategy: Strategy
    most: int | None = None
    executor: Executor | None = None
    progress: Callable[[Progress], None] | None = None
    made: int = 0
    interrupted: bool = False

    def run(self, known: Sequence[Packing]) -> Packing:
        """The best packing; Ctrl-C ends the search with the best so far, and is raised where there is none."""
        strategy = self.strategy
        strategy.budget.start()
        try:
            strategy.begin(known, self.tell)
            while not self.over:
                self._round()
            strategy.conclude()
        except KeyboardInterrupt:
            self.interrupted = True
            strategy.break_off()
            if strategy.best is None:
                raise
        assert strategy.best is not None
        return strategy.best

    @property
    def over(self) -> bool:
        """Whether no more restarts are made."""
        strategy = self.strategy
        return self.made == self.most or strategy.low_enough or (strategy.time_is_up and strategy.has_found)

    @property
    def hits(self) -> int:
        """How many restarts reached the best, none where none were made."""
        return self.strategy.hits if self.made else 0

    @property
    def status(self) -> Status:
        """How the search ended."""
        optimality = self.strategy.optimality
        if self.strategy.converged:
            return Status(Outcome.CONVERGED, optimality, self.interrupted)
        if self.interrupted or self.strategy.stopped:
            return Status(Outcome.STOPPED, optimality, self.interrupted)
        return Status(Outcome.STALLED, optimality)

    def tell(self) -> None:
        """Report what there is."""
        if self.progress is not None:
            strategy = self.strategy
            self.progress(Progress(strategy.budget.spent, self.made, self.hits, strategy.value))

    def _round(self) -> None:
        """One round of restarts, cut short where time runs out."""
        strategy, ends = self.strategy, list[End]()
        tasks = islice(strategy.round(self.made), None if self.most is None else self.most - self.made)
        with closing(in_order(self.executor, tasks, strategy.budget.left)) as attempts:
            for end in attempts:
                self.made += 1
                ends.append(end)
                if not strategy.in_rounds:
                    self._take(ends)
                    ends = []
                if strategy.time_is_up or self.over:
                    break
        if ends:
            self._take(ends)

    def _take(self, ends: Sequence[End]) -> None:
        self.strategy.take(ends)
        self.tell()


def in_order(executor: Executor | None, tasks: Iterable[Task], seconds: float = math.inf) -> Generator[End]:
    """The ends in the order of their tasks; those not wanted any more are cancelled, or broken off after `seconds`."""
    if executor is None:
        for task in tasks:
            yield task()
        return
    until, waiting = time.time() + seconds, iter(tasks)
    futures = deque(executor.submit(run_until, until, task) for task in islice(waiting, AHEAD))
    try:
        while futures:
            end = futures.popleft().result()
            futures.extend(executor.submit(run_until, until, task) for task in islice(waiting, 1))
            yield end
    finally:
        for future in futures:
            future.cancel()


def run_until(until: float, task: Task) -> End:
    """The restart, broken off when `time.time()` is past `until`: an executor's worker has no other clock."""
    with stopping_when(lambda: time.time() > until):
        return task()
