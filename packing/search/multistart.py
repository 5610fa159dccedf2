"""Many restarts in rounds: draw and descend, sharpen the promising ones, finish the best.

A restart is decided by the seed and its number alone, and what a round does depends on earlier rounds only, so the
same seed and number of restarts give the same packing with any number of jobs. Within a round

1. every restart runs its method, and its coherence is estimated from the p-norm that it reached;
2. those within `MARGIN` of the best so far go down to sharper norms;
3. those within `CLOSE` of it are finished by the interior point, best first.

Estimates before convergence can be wrong by 4e-3, so `MARGIN` lets some hopeless ones pass rather than lose hits.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from threadpoolctl import threadpool_limits

from packing.configuration import Packing
from packing.errors import InputError, finite_number, positive_integer
from packing.problem import Problem
from packing.search.closedform import known_optimum
from packing.search.coordinates import Floats, Kind, coherence_of, from_columns, kind_of, to_columns
from packing.search.descent import ROUGH, SHARP, SHARPEST, Ladder
from packing.search.finish import InteriorPoint, Optimality
from packing.search.kernels import sharp_estimate
from packing.search.method import METHODS, Method, fits, name_of
from packing.search.result import OPTIMAL, Outcome, SearchResult, Status

SECONDS = 5.0
"""The time given where neither seconds nor restarts are."""

MARGIN = 1e-3
CLOSE = 2e-5
SAME_OVERLAPS = 2e-4
HIT = 1e-8
SHARPENED = 16
FINISHED = 4
ROUNDS = (8, 8, 16, 32, 64)
"""The numbers of restarts of the first rounds; the last is that of all later ones."""

MOST_UNKNOWNS = 3000
"""Above this many tangent coordinates the interior point is too large, and sharper norms take its place."""


UNKNOWN = Optimality(math.inf, math.inf)


@dataclass(frozen=True)
class Progress:
    """What a running search reports after each round."""

    seconds: float
    restarts: int
    hits: int
    coherence: float


@dataclass(frozen=True)
class Try:
    """The end of one restart: the columns reached, the coherence estimated from them, the method's number."""

    columns: Floats
    estimate: float
    method: int


def minimize_coherence(
    problem: Problem,
    seconds: float | None = None,
    seed: int = 0,
    restarts: int | None = None,
    jobs: int = 1,
    method: Method | None = None,
    progress: Callable[[Progress], None] | None = None,
    executor: Executor | None = None,
) -> SearchResult:
    """The packing of `problem` with the least coherence found within `seconds` or `restarts`, whichever ends first.

    Args: `seconds` > 0 of wall time (5 where `restarts` is not given either); `seed` >= 0 decides every random
    choice; `jobs` threads, or any `executor` of `concurrent.futures`; `method` one object with `run(problem, rng)`
    in place of `METHODS`; `progress` is called after every round. Ctrl-C ends the search with the best so far.
    Problems whose optimum is a theorem (see `closedform`) are answered without a search.

    >>> from packing.problem import lines
    >>> print(minimize_coherence(lines(6, 3), restarts=8).packing)
    6 lines in R^3, coherence 0.4472135955
    """
    seed = _seed(seed)
    jobs = positive_integer("jobs", jobs)
    limit = _limit(seconds, restarts)
    most = None if restarts is None else positive_integer("restarts", restarts)
    known = known_optimum(problem)
    if known is not None and method is None:
        packing, name = known
        return SearchResult(packing, Status(Outcome.CONVERGED, Optimality(0.0, 0.0)), name, seed, 0, 0, 0.0)
    if problem.n == 1:
        raise InputError("a search needs at least 2 vectors, not 1: leave out the method")
    warm_up()
    methods = tuple(built_in for built_in in METHODS if fits(built_in, problem)) if method is None else (method,)
    with threadpool_limits(1):
        if executor is not None:
            return _Search(problem, methods, seed, limit, most, progress).run(executor, jobs)
        if jobs == 1:
            return _Search(problem, methods, seed, limit, most, progress).run(None, 1)
        with ThreadPoolExecutor(jobs) as threads:
            return _Search(problem, methods, seed, limit, most, progress).run(threads, jobs)


def warm_up() -> None:
    """Compile or load every kernel, so that a search's clock does not count it."""
    x = np.random.default_rng(0).standard_normal((4, 2))
    Ladder((2,), (2,)).descend(x.T, Kind.REAL_LINES)
    InteriorPoint(iterations=1).run(x / np.linalg.norm(x, axis=1, keepdims=True), Kind.REAL_LINES)


@dataclass
class _Search:
    """The running numbers of one search."""

    problem: Problem
    methods: tuple[Method, ...]
    seed: int
    limit: float
    most: int | None
    progress: Callable[[Progress], None] | None
    restarts: int = 0
    best: Packing | None = None
    value: float = math.inf
    optimality: Optimality = UNKNOWN
    winner: int = 0
    reached: list[float] = field(default_factory=list)
    estimates: list[list[float]] = field(default_factory=list)

    def run(self, executor: Executor | None, jobs: int) -> SearchResult:
        self.kind = kind_of(self.problem)
        self.estimates = [[] for _ in self.methods]
        self.began, cpu = time.perf_counter(), time.process_time()
        interrupted = False
        try:
            for size in _round_sizes():
                self.round(min(size, (self.most or math.inf) - self.restarts), executor, jobs)
                self.tell()
                if self.out_of_time() or self.restarts == self.most or self.nothing_below():
                    break
        except KeyboardInterrupt:
            if self.best is None:
                raise
            interrupted = True
        assert self.best is not None
        return SearchResult(
            self.best, self.status(interrupted), name_of(self.methods[self.winner]), self.seed, self.restarts,
            self.hits(), time.process_time() - cpu,
        )  # fmt: skip

    def round(self, size: float, executor: Executor | None, jobs: int) -> None:
        """One round of restarts, cut short where time runs out."""
        numbers = range(self.restarts, self.restarts + int(size))
        tasks = [(self.problem, self.methods, self.shares(), self.seed, number) for number in numbers]
        tries: list[Try] = []
        for attempt in _ordered(executor, jobs, tasks):
            tries.append(attempt)
            if self.out_of_time():
                break
        self.restarts += len(tries)
        for attempt in tries:
            self.estimates[attempt.method].append(attempt.estimate)
        promising = sorted(tries, key=lambda attempt: attempt.estimate)[:SHARPENED]
        least = min(self.value, promising[0].estimate)
        sharpened = [self.sharpen(attempt) for attempt in promising if attempt.estimate <= least + MARGIN]
        finished = 0
        for attempt in sorted(sharpened, key=lambda attempt: attempt.estimate):
            if attempt.estimate > self.value + CLOSE:
                break
            if self.same_as_best(attempt):
                self.reached.append(self.value)
            elif finished < FINISHED:
                self.finish(attempt)
                finished += 1

    def sharpen(self, attempt: Try) -> Try:
        columns, largest = SHARP.descend(attempt.columns, self.kind)
        return Try(columns, coherence_of(largest, self.kind), attempt.method)

    def same_as_best(self, attempt: Try) -> bool:
        """Whether all overlaps agree with the best packing's up to what this p-norm blurs: the same optimum again."""
        if self.best is None:
            return False
        overlaps = np.sort(from_columns(attempt.columns, self.problem).overlaps)
        return bool(np.max(np.abs(overlaps - np.sort(self.best.overlaps))) < SAME_OVERLAPS)

    def finish(self, attempt: Try) -> None:
        problem = self.problem
        unknowns = problem.n * (2 * problem.d - 2 if problem.is_complex else problem.d - 1)
        if unknowns > MOST_UNKNOWNS:
            columns, _ = SHARPEST.descend(attempt.columns, self.kind)
            packing, optimality = from_columns(columns, problem), UNKNOWN
        else:
            rows = np.ascontiguousarray((attempt.columns / np.linalg.norm(attempt.columns, axis=0)).T)
            end = InteriorPoint().run(rows, self.kind, self.out_of_time)
            packing, optimality = from_columns(np.ascontiguousarray(end.rows.T), problem), end.optimality
        value = packing.coherence
        self.reached.append(value)
        if value < self.value - 1e-15 or (value <= self.value + 1e-12 and optimality.worst < self.optimality.worst):
            self.best, self.value, self.optimality, self.winner = packing, value, optimality, attempt.method

    def shares(self) -> tuple[float, ...]:
        """The part of the next round that each method gets: by how often it came near the best, and never nothing."""
        scores = [
            (1 + sum(estimate <= self.value + MARGIN for estimate in made)) / (2 + len(made)) for made in self.estimates
        ]
        even = 1.0 / len(scores)
        return tuple(0.8 * score / sum(scores) + 0.2 * even for score in scores)

    def status(self, interrupted: bool) -> Status:
        if self.optimality.worst <= OPTIMAL or (self.value <= 1e-15 and self.problem.has_lines):
            return Status(Outcome.CONVERGED, self.optimality)
        if interrupted or self.out_of_time():
            return Status(Outcome.STOPPED, self.optimality, interrupted)
        return Status(Outcome.STALLED, self.optimality)

    def hits(self) -> int:
        return sum(value <= self.value + HIT for value in self.reached)

    def out_of_time(self) -> bool:
        return time.perf_counter() - self.began > self.limit

    def nothing_below(self) -> bool:
        """Orthogonal lines cannot be improved."""
        return self.problem.has_lines and self.value <= 1e-15

    def tell(self) -> None:
        if self.progress is not None:
            self.progress(Progress(time.perf_counter() - self.began, self.restarts, self.hits(), self.value))


def one_restart(problem: Problem, methods: Sequence[Method], shares: Sequence[float], seed: int, number: int) -> Try:
    """Restart `number` of the search with this seed: choose a method, run it, estimate where it leads."""
    rng = np.random.default_rng((seed, number))
    chosen = int(rng.choice(len(methods), p=np.array(shares)))
    kind = kind_of(problem)
    columns = to_columns(methods[chosen].run(problem, rng).vectors, kind)
    largest = sharp_estimate(columns, int(kind), ROUGH.squarings[-1], np.zeros((4, problem.n, problem.n)))
    return Try(columns, coherence_of(float(largest), kind), chosen)


Task = tuple[Problem, Sequence[Method], Sequence[float], int, int]


def _ordered(executor: Executor | None, jobs: int, tasks: Sequence[Task]) -> Iterator[Try]:
    """The tries in the order of their tasks; those not wanted any more are cancelled."""
    if executor is None:
        for task in tasks:
            yield one_restart(*task)
        return
    futures = [executor.submit(one_restart, *task) for task in tasks]
    try:
        for future in futures:
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def _round_sizes() -> Iterable[int]:
    return (ROUNDS[min(number, len(ROUNDS) - 1)] for number in count())


def _seed(seed: object) -> int:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError(f"the seed must be a whole number of at least 0, not {seed!r}: give one such as 0")
    return int(seed)


def _limit(seconds: object, restarts: object) -> float:
    if seconds is None:
        return SECONDS if restarts is None else math.inf
    limit = finite_number("seconds", seconds)
    if limit <= 0:
        raise InputError(f"seconds must be greater than 0, not {seconds!r}: give a time such as 5")
    return limit
