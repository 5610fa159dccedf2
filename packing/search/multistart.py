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
from collections.abc import Callable, Iterable, Sequence
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
from packing.search.descent import SHARP, SHARPEST, Ladder
from packing.search.finish import InteriorPoint
from packing.search.method import METHODS, Learner, Method, fits, name_of
from packing.search.optimality import UNKNOWN, Optimality
from packing.search.restart import Task, Try, in_order
from packing.search.result import OPTIMAL, Outcome, SearchResult, Status

SECONDS = 5.0
"""The time given where neither seconds nor restarts are."""

MARGIN = 1e-3
CLOSE = 2e-4
SAME_ESTIMATE = 2e-6
SAME_OVERLAPS = 1e-4
HIT = 1e-8
KNOWN = -1
"""The method number of packings that were given."""

POOL = 4
"""How many different packings are hopped from."""

SHARPENED = 16
FINISHED = 2
MEMORY = 64
"""How many finished tries are remembered, so as not to finish the same again."""

ROUNDS = (8, 8, 16, 32, 64)
"""The numbers of restarts of the first rounds; the last is that of all later ones."""

MOST_UNKNOWNS = 3000
"""Above this many tangent coordinates the interior point is too large, and sharper norms take its place."""


@dataclass(frozen=True)
class Progress:
    """What a running search reports after each round."""

    seconds: float
    restarts: int
    hits: int
    coherence: float


def minimize_coherence(
    problem: Problem,
    seconds: float | None = None,
    seed: int = 0,
    restarts: int | None = None,
    jobs: int = 1,
    method: Method | None = None,
    progress: Callable[[Progress], None] | None = None,
    executor: Executor | None = None,
    known: Sequence[Packing] = (),
    enough: float = -math.inf,
    also: Sequence[Method] = (),
    clock: Callable[[], float] = time.perf_counter,
) -> SearchResult:
    """The packing of `problem` with the least coherence found within `seconds` or `restarts`, whichever ends first.

    Args: `seconds` > 0 of wall time (5 where `restarts` is not given either); `seed` >= 0 decides every random
    choice; `jobs` threads, or any `executor` of `concurrent.futures`; `method` one object with `run(problem, rng)`
    in place of `METHODS`, and `also` more of them; `progress` is called after every round; `known` packings of the
    problem are finished first and hopped from; the search ends early at a coherence of `enough`, say a lower bound,
    up to rounding. Ctrl-C ends it with the best so far. `seconds` are those of `clock`: `time.thread_time` gives a
    search in this thread the same work on a busy machine as on an idle one.
    Problems whose optimum is a theorem (see `closedform`) are answered without a search.

    >>> from packing.problem import lines
    >>> print(minimize_coherence(lines(6, 3), restarts=8).packing)
    6 lines in R^3, coherence 0.4472135955
    """
    seed = checked_seed(seed)
    jobs = positive_integer("jobs", jobs)
    limit = checked_limit(seconds, restarts)
    most = None if restarts is None else positive_integer("restarts", restarts)
    optimum = known_optimum(problem)
    if optimum is not None and method is None:
        packing, name = optimum
        return SearchResult(packing, Status(Outcome.CONVERGED, Optimality(0.0, 0.0)), name, seed, 0, 0, 0.0)
    if problem.n == 1:
        raise InputError("a search needs at least 2 vectors, not 1: leave out the method")
    for packing in known:
        if packing.problem != problem:
            raise InputError(f"known packings must be of {problem}, not of {packing.problem}: leave that one out")
    warm_up()
    methods = (*(METHODS if method is None else (method,)), *also)
    running = _Search(problem, methods, seed, limit, most, progress, enough, clock)
    with threadpool_limits(1):
        if executor is not None or jobs == 1:
            return running.run(executor, known)
        with ThreadPoolExecutor(jobs) as threads:
            return running.run(threads, known)


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
    enough: float
    clock: Callable[[], float] = time.perf_counter
    restarts: int = 0
    best: Packing | None = None
    value: float = math.inf
    optimality: Optimality = UNKNOWN
    seen: list[tuple[float, Floats, float]] = field(default_factory=list)
    winner: str = ""
    pool: list[Packing] = field(default_factory=list)
    reached: list[float] = field(default_factory=list)
    estimates: list[list[float]] = field(default_factory=list)

    def run(self, executor: Executor | None, known: Sequence[Packing]) -> SearchResult:
        self.kind = kind_of(self.problem)
        self.estimates = [[] for _ in self.methods]
        self.began, cpu = self.clock(), time.process_time()
        interrupted = False
        try:
            for packing in known:
                self.finish(Try(to_columns(packing.vectors, self.kind), packing.coherence, KNOWN), packing)
            for size in _round_sizes():
                if (self.out_of_time() and self.best is not None) or self.restarts == self.most or self.low_enough():
                    break
                self.round(min(size, (self.most or math.inf) - self.restarts), executor)
                self.tell()
        except KeyboardInterrupt:
            if self.best is None:
                raise
            interrupted = True
        assert self.best is not None
        return SearchResult(
            self.best, self.status(interrupted), self.winner, self.seed, self.restarts, self.hits(),
            time.process_time() - cpu,
        )  # fmt: skip

    def round(self, size: float, executor: Executor | None) -> None:
        """One round of restarts, cut short where time runs out."""
        methods: list[Method] = [
            method.learn(self.pool) if isinstance(method, Learner) else method for method in self.methods
        ]
        shares = self.shares([fits(method, self.problem) for method in methods])
        numbers = range(self.restarts, self.restarts + int(size))
        tasks: list[Task] = [(self.problem, methods, shares, self.seed, number) for number in numbers]
        tries: list[Try] = []
        for attempt in in_order(executor, tasks):
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
            value = self.seen_before(attempt)
            if value is None and finished < FINISHED:
                self.finish(attempt)
                finished += 1
            elif value is not None and not isinstance(self.methods[attempt.method], Learner):
                self.reached.append(value)

    def sharpen(self, attempt: Try) -> Try:
        columns, largest = SHARP.descend(attempt.columns, self.kind)
        return Try(columns, coherence_of(largest, self.kind), attempt.method)

    def seen_before(self, attempt: Try) -> float | None:
        """The coherence finished from a try with the same estimate and overlaps, so that it need not be done again."""
        overlaps = np.sort(from_columns(attempt.columns, self.problem).overlaps)
        for estimate, others, value in self.seen:
            if abs(attempt.estimate - estimate) < SAME_ESTIMATE and np.max(np.abs(overlaps - others)) < SAME_OVERLAPS:
                return value
        return None

    def finish(self, attempt: Try, start: Packing | None = None) -> None:
        problem = self.problem
        unknowns = problem.n * (2 * problem.d - 2 if problem.is_complex else problem.d - 1)
        if unknowns > MOST_UNKNOWNS:
            columns, _ = SHARPEST.descend(attempt.columns, self.kind)
            packing, optimality = from_columns(columns, problem), UNKNOWN
        else:
            rows = np.ascontiguousarray((attempt.columns / np.linalg.norm(attempt.columns, axis=0)).T)
            end = InteriorPoint().run(rows, self.kind, self.out_of_time)
            packing, optimality = from_columns(np.ascontiguousarray(end.rows.T), problem), end.optimality
        if start is not None and start.coherence <= packing.coherence:
            packing = start
        value = packing.coherence
        if attempt.method != KNOWN and optimality.worst <= OPTIMAL:
            overlaps = np.sort(from_columns(attempt.columns, problem).overlaps)
            self.seen = [*self.seen[-MEMORY:], (attempt.estimate, overlaps, value)]
        if attempt.method == KNOWN or not isinstance(self.methods[attempt.method], Learner):
            self.reached.append(value)
        if value < self.value - 1e-15 or (value <= self.value + 1e-12 and optimality.worst < self.optimality.worst):
            self.best, self.value, self.optimality = packing, value, optimality
            self.winner = "known packing" if attempt.method == KNOWN else name_of(self.methods[attempt.method])
        if all(abs(value - other.coherence) > HIT for other in self.pool):
            self.pool = sorted([*self.pool, packing], key=lambda packing: packing.coherence)[:POOL]

    def shares(self, fitting: Sequence[bool]) -> tuple[float, ...]:
        """The part of the next round that each method gets.

        Methods that learn get half of it together; the others by how often they came near the best, never nothing.
        """
        learning = [isinstance(method, Learner) for method in self.methods]
        scores = [
            (1 + sum(estimate <= self.value + MARGIN for estimate in made)) / (2 + len(made)) for made in self.estimates
        ]
        shares = np.zeros(len(scores))
        for group in (True, False):
            members = [i for i, fit in enumerate(fitting) if fit and learning[i] == group]
            total = sum(scores[i] for i in members)
            for i in members:
                shares[i] = 0.8 * scores[i] / total + 0.2 / len(members)
        return tuple(float(share) for share in shares / shares.sum())

    def status(self, interrupted: bool) -> Status:
        if self.optimality.worst <= OPTIMAL or (self.value <= 1e-15 and self.problem.has_lines):
            return Status(Outcome.CONVERGED, self.optimality, interrupted)
        if interrupted or self.out_of_time():
            return Status(Outcome.STOPPED, self.optimality, interrupted)
        return Status(Outcome.STALLED, self.optimality)

    def hits(self) -> int:
        return max(1, sum(value <= self.value + HIT for value in self.reached)) if self.restarts else 0

    def out_of_time(self) -> bool:
        return self.clock() - self.began > self.limit

    def low_enough(self) -> bool:
        """Whether the bound is met up to rounding; orthogonal lines cannot be improved."""
        return self.value <= max(self.enough, 0.0 if self.problem.has_lines else -1.0) + 4e-15

    def tell(self) -> None:
        if self.progress is not None:
            self.progress(Progress(self.clock() - self.began, self.restarts, self.hits(), self.value))


def _round_sizes() -> Iterable[int]:
    return (ROUNDS[min(number, len(ROUNDS) - 1)] for number in count())


def checked_seed(seed: object) -> int:
    """The seed as an int >= 0, or `InputError`."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError(f"the seed must be a whole number of at least 0, not {seed!r}: give one such as 0")
    return int(seed)


def checked_limit(seconds: object, restarts: object) -> float:
    """The seconds to search: infinite where only restarts are given, `SECONDS` where neither is."""
    if seconds is None:
        return SECONDS if restarts is None else math.inf
    limit = finite_number("seconds", seconds)
    if limit <= 0:
        raise InputError(f"seconds must be greater than 0, not {seconds!r}: give a time such as 5")
    return limit
