"""Many restarts in rounds: draw and descend, sharpen the promising ones, finish the best.

A restart is decided by the seed and its number alone, and what a round does depends on earlier rounds only, so the
same seed and number of restarts give the same packing with any number of jobs. Within a round

1. every restart runs its method, and its coherence is estimated from the p-norm that it reached;
2. those within `MARGIN` of the best so far go down to sharper norms;
3. those within `CLOSE` of it become candidates, and the best candidates are finished by the interior point, as many as
   a fixed part of the work allows; the very best also at the end, for which time is kept back.

Estimates before convergence can be wrong by 4e-3, so `MARGIN` lets some hopeless ones pass rather than lose hits.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from packing.configuration import Packing
from packing.problem import Problem
from packing.search.candidates import Candidate, Candidates
from packing.search.coordinates import Floats, coherence_of, from_columns, kind_of, to_columns
from packing.search.descent import SHARP, SHARP_ONLY, SHARPER, SHARPEST
from packing.search.finish import InteriorPoint
from packing.search.method import Branching, Learner, Method, fits, name_of, weight_of
from packing.search.neighbours import jolted
from packing.search.optimality import UNKNOWN, Optimality
from packing.search.restart import Task, in_order
from packing.search.result import OPTIMAL, Outcome, SearchResult, Status
from packing.search.tries import Try

MARGIN = 1e-3
CLOSE = 2e-4
SURE = 2e-5
"""Estimates at the sharpest norms of the ladder are wrong by less than this, as a rule."""

HIT = 1e-8
KNOWN = -1
"""The method number of packings that were given."""

POOL = 6
"""How many different packings are hopped from."""

SHARPENED = 16
FINISHED = 2
"""How many of the best candidates are finished at the end."""

TOP = 0.1
"""A method does well where its packings are among this part of all."""

WARMTHS = (1.0, 0.1, 0.01, 0.001)
"""The first barriers that a finish tries, until one converges; when it is finished again, the others."""

BESIDE = 3e-5
"""Optima that differ by less are often beside each other: from there candidates are finished again."""

FINISHING = 0.35
"""The part of the work that finishing may take, in a search that goes on."""

ROUNDS = (4, 4, 8, 16, 32, 64)
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


@dataclass
class Rounds:
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
    winner: str = ""
    candidates: Candidates = field(default_factory=Candidates)
    estimates: list[list[float]] = field(default_factory=list)
    credit: float = 0.0
    longest_finish: float = 0.0
    turns: int = 0
    jolts: int = 0

    def run(self, executor: Executor | None, known: Sequence[Packing]) -> SearchResult:
        self.kind = kind_of(self.problem)
        self.estimates = [[] for _ in self.methods]
        self.began, cpu = self.clock(), time.process_time()
        interrupted = False
        try:
            for packing in known:
                self.take(packing)
            for size in _round_sizes():
                if (self.time_to_finish() and self.candidates.kept) or self.restarts == self.most or self.low_enough():
                    break
                self.round(min(size, (self.most or math.inf) - self.restarts), executor)
                self.tell()
            for _ in range(FINISHED):
                self.finish_best(SURE)
            self.settle()
        except KeyboardInterrupt:
            interrupted = True
            for candidate in self.candidates.kept[:1]:
                self.keep(candidate)
            if self.best is None:
                raise
        assert self.best is not None
        return SearchResult(
            self.best, self.status(interrupted), self.winner, self.seed, self.restarts, self.hits(),
            time.process_time() - cpu,
        )  # fmt: skip

    def take(self, packing: Packing) -> None:
        """Keep a packing that was given, and where it leads."""
        if packing.coherence < self.value:
            self.best, self.value, self.winner = packing, packing.coherence, name_of_method(KNOWN, self.methods)
        sharpened = self.sharpen(Try(to_columns(packing.vectors, self.kind), packing.coherence, KNOWN))
        end = from_columns(sharpened.columns, self.problem)
        candidate = self.candidates.meet(end, sharpened.estimate, KNOWN, True)
        if packing.coherence < sharpened.estimate + SURE:
            self.candidates.ended(candidate, packing, UNKNOWN)

    def round(self, size: float, executor: Executor | None) -> None:
        """One round of restarts, cut short where time runs out."""
        pool = self.candidates.different(POOL)
        methods: list[Method] = [
            method.learn(pool) if isinstance(method, Learner) else method for method in self.methods
        ]
        shares = self.shares([fits(method, self.problem) for method in methods])
        numbers = range(self.restarts, self.restarts + int(size))
        tasks: list[Task] = [(self.problem, methods, shares, self.seed, number) for number in numbers]
        tries: list[Try] = []
        for attempt in in_order(executor, tasks, self.limit - (self.clock() - self.began)):
            tries.append(attempt)
            if self.time_to_finish():
                break
        self.restarts += len(tries)
        self.credit += FINISHING * len(tries)
        for attempt in tries:
            self.estimates[attempt.method].append(attempt.estimate)
        self.methods = tuple(
            method.after([attempt for attempt in tries if attempt.method == number])
            if isinstance(method, Branching)
            else method
            for number, method in enumerate(self.methods)
        )
        promising = sorted(tries, key=lambda attempt: attempt.estimate)[:SHARPENED]
        least = min(self.level, promising[0].estimate)
        sharpened = [self.sharpen(attempt) for attempt in promising if attempt.estimate <= least + MARGIN]
        least = min([self.level, *(attempt.estimate for attempt in sharpened)])
        for attempt in sharpened:
            if attempt.estimate <= least + CLOSE:
                independent = not isinstance(self.methods[attempt.method], Learner)
                packing = from_columns(attempt.columns, self.problem)
                self.candidates.meet(packing, attempt.estimate, attempt.method, independent)
        while self.credit >= 0.0 and (self.finish_best(SURE) or self.finish_another()):
            self.credit -= price_of_finish(self.problem)

    @property
    def too_large(self) -> bool:
        """Whether sharp norms must do in place of the interior point."""
        return unknowns(self.problem) > MOST_UNKNOWNS

    @property
    def level(self) -> float:
        """The lowest coherence reached or estimated."""
        return min(self.value, self.candidates.level)

    def sharpen(self, attempt: Try) -> Try:
        columns, largest = SHARP.descend(attempt.columns, self.kind)
        return Try(columns, coherence_of(largest, self.kind), attempt.method)

    def finish_best(self, margin: float) -> bool:
        """Finish the best candidate that is not finished and within `margin` of the best; whether there was one."""
        while True:
            candidate = self.candidates.unfinished(self.value + margin)
            if candidate is None:
                return False
            if candidate.sharp or self.too_large:
                break
            columns, largest = SHARPER.descend(to_columns(candidate.packing.vectors, self.kind), self.kind)
            packing = from_columns(columns, self.problem)
            self.candidates.sharpened(candidate, packing, coherence_of(largest, self.kind))
        self.finish(candidate)
        return True

    def settle(self) -> None:
        """Show that the best is a first-order optimum, where no finish has yet: it may be one that was given."""
        best = self.candidates.kept[:1]
        if best and best[0].finished and not (self.optimality.worst <= OPTIMAL or self.too_large or self.out_of_time()):
            self.one_finish(best[0], to_columns(best[0].packing.vectors, self.kind), WARMTHS[-1])

    def finish_another(self) -> bool:
        """Finish what is less promising, or again what is; in turn, where there is both."""
        self.turns += 1
        ways: list[Callable[[], bool]] = [self.finish_again, lambda: self.finish_best(CLOSE)]
        return any(way() for way in (ways if self.turns % 2 else ways[::-1]))

    def finish_again(self) -> bool:
        """Finish one of the candidates beside the best in another way; whether there was one."""
        candidate = self.candidates.least_finished(self.value + BESIDE)
        if candidate is None or self.too_large:
            return False
        self.finish(candidate)
        return True

    def finish(self, candidate: Candidate) -> None:
        """Lead the candidate to an optimum, in the next of many ways."""
        began = self.clock()
        left = self.limit - (began - self.began)
        if self.too_large or left < least_seconds_of_finish(self.problem):
            columns, _ = SHARPEST.descend(to_columns(candidate.end.vectors, self.kind), self.kind)
            self.keep(self.candidates.ended(candidate, from_columns(columns, self.problem), UNKNOWN))
        else:
            while True:
                candidate = self.one_finish(candidate, *self.way(candidate))
                converged = candidate.optimality.worst <= OPTIMAL
                if converged or candidate.finishes >= len(WARMTHS) or self.out_of_time():
                    break
        self.longest_finish = max(self.longest_finish, self.clock() - began)

    def one_finish(self, candidate: Candidate, columns: Floats, warmth: float) -> Candidate:
        """One interior point from these columns; return the candidate that holds where it ended."""
        rows = np.ascontiguousarray((columns / np.linalg.norm(columns, axis=0)).T)
        end = InteriorPoint(warmth=warmth).run(rows, self.kind, self.out_of_time)
        packing = from_columns(np.ascontiguousarray(end.rows.T), self.problem)
        holder = self.candidates.ended(candidate, packing, end.optimality)
        self.keep(holder)
        return holder

    def way(self, candidate: Candidate) -> tuple[Floats, float]:
        """Where the candidate's next finish begins: at its end with one warmth after the other, or near its optimum."""
        number, candidate.finishes = candidate.finishes, candidate.finishes + 1
        if number < len(WARMTHS) or number % 2:
            return to_columns(candidate.end.vectors, self.kind), WARMTHS[number % len(WARMTHS)]
        self.jolts += 1
        rng = np.random.default_rng((self.seed, self.jolts, 1))
        columns = jolted(to_columns(candidate.packing.vectors, self.kind), rng)
        if self.jolts % 2:
            return columns, WARMTHS[-1]
        return SHARP_ONLY.descend(columns, self.kind)[0], WARMTHS[1]

    def keep(self, candidate: Candidate) -> None:
        """Make the candidate's packing the best, where it is."""
        value, found = candidate.packing.coherence, candidate.optimality
        if value < self.value - 1e-15 or (value <= self.value + 1e-12 and found.worst < self.optimality.worst):
            if self.best is None or value <= self.value or self.optimality is UNKNOWN:
                self.winner = name_of_method(candidate.method, self.methods)
            self.best, self.value, self.optimality = candidate.packing, value, found

    def shares(self, fitting: Sequence[bool]) -> tuple[float, ...]:
        """The part of the next round that each method gets.

        Methods that learn get half of it together; the others by how often they came near the best, or among the
        `TOP` of all that were drawn, never nothing.
        """
        learning = [isinstance(method, Learner) for method in self.methods]
        drawn = [made for made, learns in zip(self.estimates, learning, strict=True) if not learns and made]
        good = max(self.level + MARGIN, float(np.quantile(np.concatenate(drawn), TOP))) if drawn else math.inf
        scores = [
            weight_of(method) * (1 + sum(estimate <= good for estimate in made)) / (2 + len(made))
            for method, made in zip(self.methods, self.estimates, strict=True)
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
        return max(1, self.candidates.hits(self.value + HIT)) if self.restarts else 0

    def out_of_time(self) -> bool:
        return self.clock() - self.began > self.limit

    def time_to_finish(self) -> bool:
        """Whether the time left is what the last finish will take."""
        reserve = min(1.2 * self.longest_finish, 0.5 * self.limit)
        return self.clock() - self.began > self.limit - reserve

    def low_enough(self) -> bool:
        """Whether the bound is met up to rounding; orthogonal lines cannot be improved."""
        return self.value <= max(self.enough, 0.0 if self.problem.has_lines else -1.0) + 4e-15

    def tell(self) -> None:
        if self.progress is not None:
            level = self.value if self.best is not None else self.level
            self.progress(Progress(self.clock() - self.began, self.restarts, self.hits(), level))


def unknowns(problem: Problem) -> int:
    """The number of tangent coordinates."""
    return problem.n * (2 * problem.d - 2 if problem.is_complex else problem.d - 1)


def price_of_finish(problem: Problem) -> float:
    """What a finish costs, in restarts: measured 4 for 120 unknowns, 11 for 360."""
    return max(2.0, unknowns(problem) / 30.0)


def least_seconds_of_finish(problem: Problem) -> float:
    """What the interior point takes even where it is stopped at once: measured 0.04 for 420 unknowns, 4.5 for 3000."""
    return 4.5 * (unknowns(problem) / 3000.0) ** 2.5


def name_of_method(number: int, methods: Sequence[Method]) -> str:
    """The name that a result carries."""
    return "known packing" if number == KNOWN else name_of(methods[number])


def _round_sizes() -> Iterable[int]:
    return (ROUNDS[min(number, len(ROUNDS) - 1)] for number in count())
