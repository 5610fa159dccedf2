"""Searches of problems with many vectors: few restarts, each cut to the time that there is.

One descent here takes as long as thousands elsewhere, so nothing is drawn in rounds. The packings that number theory
gives are taken first; then starts follow each other, the most promising first, and each walks down a schedule that is
scaled to the time left: in single precision while p <= 2^10, in double precision below. A walk that is clearly above
the best at p = 64 is given up. Memory is O(n d).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np

from packing.configuration import Packing
from packing.constructions.frames import Frame, frames, random_promise
from packing.deadline import Budget
from packing.problem import Problem
from packing.search import tiles
from packing.search.columns import columns_of, normalised, packing_of
from packing.search.pairs import Array, Form, form_of
from packing.search.restarts import KNOWN, End, Evaluated, KeepBest, Task
from packing.space import Space

WORK = 1e7
"""Problems with n^2 m^2 d at least this are large (n^2 m^2 2d over C): a restart takes seconds."""

UNKNOWNS = 3000
"""A large problem has more tangent coordinates than this, too many for the interior point."""

STEPS = {
    2: 150,
    3: 100,
    4: 150,
    5: 150,
    6: 150,
    7: 150,
    8: 150,
    9: 100,
    10: 100,
    11: 80,
    12: 80,
    14: 80,
    16: 60,
    20: 60,
}
"""The most steps at p = 2^k where time allows: 60 per cent of them at p <= 128, where the basin is chosen."""

LOWEST = (2, 2, 3, 8)
"""The first k from random vectors, and from frames that are projected, padded, or just in place.

1000 lines in R^50 from projected Kerdock lines end at 0.2110 from k = 2, at 0.2156 from 3, at 0.2209 from 5; in R^100,
from padded ones, at 0.1112 from 2, 3 and 4, at 0.1166 from 5.
"""

SINGLE = 10
"""Up to this k single precision is enough: f^p is then known to 1e-4."""

LONGER = 3.0
"""With more time the steps are up to so many times as many; beyond, other starts are better."""

SHORTER = 0.4
"""With less than this part of the steps every second rung is left out."""

TOLERANCE = 1e-4
JUDGED = 6
HOPELESS = 1.04
"""At p = 2^6 estimates lie 2 per cent above the end; what lies this far above the best is given up."""

BRIEF = 300
"""Where fewer evaluations are left, one walk gets all the time, otherwise half of it."""

RESERVE = 5.0
"""An evaluation in double precision under way, and two passes over all pairs, in evaluations of single precision."""


def is_large(problem: Problem) -> bool:
    """Whether the problem is one for this search.

    >>> from packing.problem import lines, subspaces
    >>> is_large(lines(1000, 64)), is_large(lines(276, 23)), is_large(lines(16384, 2))
    (True, False, True)
    >>> is_large(subspaces(1024, 4, 2, "C")), is_large(subspaces(256, 4, 2, "C"))
    (True, False)
    """
    n, space = problem.n, problem.space
    return (n * space.m) ** 2 * space.width >= WORK and n * space.tangent_dimension > UNKNOWNS


def warm_up(problem: Problem) -> None:
    """Compile or load the kernels in both precisions, so that the clock does not count it."""
    columns = columns_of(problem.space.gaussian(3, np.random.default_rng(0)), problem.space)
    for real in (np.float32, np.float64):
        walk = Walk(columns.astype(real), problem.space)
        walk.rung(2, 1, 0.0)
        walk.estimate(2)


@dataclass
class Walk:
    """Real columns on their way down, in single or double precision."""

    columns: Array
    space: Space
    stop: Callable[[], bool] = lambda: False

    @property
    def form(self) -> Form:
        """The structure matrices in the precision of the columns."""
        return form_of(self.space, self.columns.dtype.char)

    def rung(self, squarings: int, steps: int, tolerance: float) -> None:
        """At most `steps` steps down L_p, p = 2^squarings."""
        end = tiles.descend_rung(self.columns, self.form, squarings, steps, tolerance, self.stop)
        self.columns = end.point

    def evaluate(self, squarings: int) -> None:
        """One evaluation of L_p, as the steps make them."""
        tiles.log_norm(self.columns, self.form, squarings, np.empty_like(self.columns))

    def estimate(self, squarings: int) -> float:
        """The max f that the descent at p = 2^squarings leads to."""
        return tiles.sharp_estimate(self.columns, form_of(self.space), squarings)


class LargeDescents(KeepBest):
    """Walks down from frames and from random vectors, one after the other; only random ones without `with_frames`."""

    def __init__(
        self, problem: Problem, seed: int, budget: Budget, enough: float = -math.inf, with_frames: bool = True
    ) -> None:
        super().__init__(budget, max(enough, float(problem.space.least_overlap)))
        self.problem, self.seed, self.with_frames = problem, seed, with_frames
        self.space = problem.space
        self.evaluation = 0.0
        self.tell: Callable[[], None] = lambda: None
        self.starts = self._starts()

    def begin(self, known: Sequence[Packing], tell: Callable[[], None]) -> None:
        """Keep the packings that were given."""
        self.tell = tell
        for packing in known:
            self.keep(self._measured(columns_of(packing.vectors, self.space)), KNOWN)

    def round(self, first: int) -> Iterator[Task]:
        """The walk from the next start: it is given up where it falls behind those before it."""
        for start in islice(self.starts, 1):
            if not self.low_enough and (not self.time_is_up or self.best is None):
                yield partial(self._restart, start, first)

    def take(self, ends: Sequence[End]) -> None:
        """Nothing: a walk hands in what it found itself, also where it is interrupted."""

    @property
    def time_is_up(self) -> bool:
        """Whether only the time is left for the evaluation under way and for the coherence of what it leads to."""
        return self.budget.left < RESERVE * self.evaluation

    def _starts(self) -> Iterator[Frame | None]:
        """Frames by their promise, with random vectors (None) where theirs comes; then all over again, drawn anew."""
        found: list[Frame | None] = []
        for frame in frames(self.problem) if self.with_frames else ():
            if frame.d <= self.problem.d and not self.time_is_up:
                self.keep(self._measured(columns_of(frame.packing(self.problem), self.space)), frame.name)
            found.append(frame)
        random = random_promise(self.problem)
        before = sum(frame is not None and frame.promise(self.problem) <= random for frame in found)
        found.insert(before, None)  # random vectors
        while True:
            yield from found

    def _restart(self, start: Frame | None, number: int) -> End:
        """One walk down."""
        problem = self.problem
        rng = np.random.default_rng((self.seed, number))
        rows = problem.space.gaussian(problem.n, rng) if start is None else start.start(problem, rng)
        columns = normalised(columns_of(rows, self.space), self.space).astype(np.float32)
        walk = Walk(columns, self.space, lambda: self.time_is_up)
        lowest = LOWEST[0 if start is None else 1 + (start.d <= problem.d) + (start.d == problem.d)]
        try:
            for squarings, steps in self.schedule(walk, lowest):
                if squarings > SINGLE:
                    walk.columns = walk.columns.astype(np.float64)
                walk.rung(squarings, steps, TOLERANCE / 2.0**squarings)
                if self.time_is_up or (squarings == JUDGED and self.hopeless(walk)):
                    break
                self.tell()
        finally:
            found = self._measured(walk.columns)
            self.count(found, "random" if start is None else start.name)
        return End(np.empty((0, 0)), found.value)

    def schedule(self, walk: Walk, lowest: int) -> list[tuple[int, int]]:
        """Rungs k and their steps, scaled to the part of the time that this walk gets."""
        rungs = [(k, steps) for k, steps in STEPS.items() if k >= lowest]
        if math.isinf(self.budget.limit):
            return rungs
        if self.evaluation == 0.0:
            began = self.budget.spent
            walk.evaluate(lowest)
            self.evaluation = self.budget.spent - began
        left = self.budget.left / self.evaluation
        share = 0.9 * left if left < BRIEF else 0.5 * left
        if share < SHORTER * _cost(rungs):
            rungs = [(k, 2 * steps) for k, steps in rungs if k % 2 == 0]
        scale = min(LONGER, share / _cost(rungs))
        return [(k, max(3, round(scale * steps))) for k, steps in rungs]

    def hopeless(self, walk: Walk) -> bool:
        """Whether the walk is clearly above the best."""
        estimate = self.space.overlap_of(walk.estimate(JUDGED))
        return estimate > self.value + (HOPELESS - 1.0) * abs(self.value)

    def _measured(self, columns: Array) -> Evaluated:
        """The packing of the columns; its coherence is taken in double precision."""
        value = self.space.overlap_of(tiles.largest_f(columns, form_of(self.space)))
        return Evaluated(packing_of(columns.astype(np.float64), self.space), value)


def _cost(rungs: Sequence[tuple[int, int]]) -> int:
    """The work of the rungs in evaluations of single precision; double costs twice as much."""
    return sum(steps * (1 if k <= SINGLE else 2) for k, steps in rungs)
