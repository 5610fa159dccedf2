"""Many problems one after the other, each fed by its neighbours, everything written to an atlas as it is found.

A pass goes down: n lines start from n + 1 lines without one, which is often a record already. The next pass goes up:
n start from n - 1 and one more, and its random starts all have a small symmetry, which reaches other records than the
mixture of the odd passes does; both go on with the types of orbits that earlier passes learned. Cells of different
dimensions do not feed each other and are taken in turn, so that several processes have work. From the second pass on,
only cells that are not settled are searched: a cell is settled where its record meets a proved bound, or where
`AGREEING` runs met it from `SETTLED` independent starts each, until a neighbour has a new record that is lower. Within
a total, each pair of passes gives a cell twice the time of the last.

What is in the atlas is never searched for again where a run with the same seed is there (`resume`); killed at any
moment, a sweep loses at most the cells in hand. Seconds are those of the processor, so that a busy machine finds what
an idle one does.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from packing.bounds import lower_bound
from packing.children import end_with_parent
from packing.configuration import Packing
from packing.constructions.cut import dropped
from packing.doors import shown
from packing.errors import InputError, positive_integer
from packing.numeric import checked_seconds
from packing.problem import Distance, Field, Objects, Problem
from packing.records.atlas import Atlas
from packing.records.entry import Entry
from packing.records.starts import Constructions
from packing.rounding import attained
from packing.search import SearchResult, minimize
from packing.search.methods import Grow, Hop, HoppedDescent, Method, SymmetricDescent
from packing.search.restarts import HIT
from packing.search.result import Seen
from packing.space import Space

P = ParamSpec("P")
T = TypeVar("T")

MOST_CELLS = 10**5
"""A sweep of more cells is a mistake: their list alone would take a minute."""

DROPS = 3
"""How many ways to drop a vector are tried as starts."""

LEAST = 0.1
"""A pass with less time for each cell is not begun."""

SETTLED = 8
AGREEING = 2
"""A record that so many independent starts in each of so many runs lead to is not searched for again: one run may miss
an optimum that lies beside."""


SYMMETRIC = SymmetricDescent(weight=6.0)
"""The random starts of even passes; only now and then a vector is added to n - 1."""


@dataclass(frozen=True)
class Cell:
    """A swept problem: the record now in the atlas, the proved lower bound, how the last run ended."""

    problem: Problem
    coherence: float
    lower_bound: float
    status: str
    cpu_seconds: float

    def __str__(self) -> str:
        return f"{self.problem}: {attained(self.coherence)} ({self.status})"


def cells(
    dimensions: Sequence[int],
    counts: Sequence[int],
    field: Field = Field.REAL,
    objects: Objects = Objects.LINES,
    m: int = 1,
    distance: Distance = Distance.CHORDAL,
) -> list[Problem]:
    """The problems with d in `dimensions` and n in `counts` that a theorem does not settle at sight: n >= d + 2.

    Of subspaces of dimension m those with m < d and n m > d.

    >>> [str(problem) for problem in cells([2, 3], range(1, 6))]
    ['4 lines in R^2', '5 lines in R^2', '5 lines in R^3']
    """
    if len(dimensions) * len(counts) > MOST_CELLS:
        raise InputError(f"the ranges hold {len(dimensions) * len(counts)} cells, more than {MOST_CELLS}: narrow them")
    if m > 1:
        wide = [(n, d) for d in dimensions for n in counts if n >= 2 and m < d < n * m]
        if not wide:
            raise InputError(f"the ranges hold no cell with {m} < d < {m} n: raise n or lower d")
        return [Problem(n, d, field, objects, m, distance) for n, d in wide]
    found = [Problem(n, d, field, objects) for d in dimensions for n in counts if n >= d + 2]
    if not found:
        raise InputError("the ranges hold no cell with n >= d + 2: raise n or lower d")
    return found


def sweep(
    problems: Sequence[Problem],
    atlas: Atlas,
    seconds: float = 30.0,
    seed: int = 0,
    jobs: int = 1,
    passes: int = 1,
    resume: bool = False,
    progress: Callable[[Cell], None] | None = None,
    executor: Executor | None = None,
    total: float | None = None,
    start: Atlas | None = None,
) -> list[Cell]:
    """Search every problem for `seconds` a pass and record the results; return the cells in the order given.

    Args: odd passes go down in n and even ones up, with another seed each (`seed` + pass number); `jobs` processes,
    or any `executor` of `concurrent.futures`; a dimension is one chain of neighbours, or several where there are fewer
    dimensions than `jobs`, and an executor gets a cell of every chain at once; `progress` is called with every finished
    cell; with `resume`, cells with a run of the same seed in the atlas are left out; a cell goes on from the best
    packing that `start` holds, too. With `total` CPU seconds for the whole sweep, passes go on until they are spent,
    what earlier runs of a resumed sweep took included, or until every cell is settled; the third and fourth pass take
    twice `seconds`, the next two four times, and so on.
    """
    checked_seconds("seconds", seconds)
    jobs, passes = positive_integer("jobs", jobs), positive_integer("passes", passes)
    limit = math.inf
    if total is not None:
        limit = checked_seconds("total", total)
    earlier = 0.0 if resume else spent(problems, atlas)
    sweeping = _Sweeping(atlas, resume, start)
    with _workers(min(jobs, len(problems))) if executor is None else nullcontext(executor) as workers:
        for number in range(passes) if total is None else count():
            chosen = [problem for problem in problems if number == 0 or not _settled(problem, atlas)]
            left = limit - (spent(problems, atlas) - earlier)
            if number == 0 and left < LEAST * len(chosen) and not resume:
                raise InputError(f"total must be at least {LEAST} CPU seconds a cell, not {total!r}: give more")
            if not chosen or left < LEAST * len(chosen):
                break
            longer = 1 if total is None else 2 ** (number // 2)
            down = number % 2 == 0
            waiting = deque(_chains(chosen, down, jobs))
            most = jobs if executor is None else len(waiting)
            each = min(seconds * longer, left / len(chosen))
            for cell in sweeping.one_pass(waiting, workers, most, each, seed + number, not down):
                if progress is not None:
                    progress(cell)
    return [_cell(problem, atlas) for problem in problems]


def spent(problems: Sequence[Problem], atlas: Atlas) -> float:
    """The CPU seconds of all runs of these problems in the atlas."""
    return math.fsum(run.cpu_seconds for problem in problems for run in atlas.history(problem))


def _settled(problem: Problem, atlas: Atlas) -> bool:
    """Whether the record meets the bound, or many starts of several runs met it and nothing new lies beside."""
    history = atlas.history(problem)
    if not history:
        return False
    met = _met(history)
    record = met[0].packing.coherence
    if record <= _bound(problem) + 1e-14:
        return True
    for n in (problem.n - 1, problem.n + 1):
        beside = _met(atlas.history(replace(problem, n=n))) if n > 0 else []
        if beside and beside[0].packing.coherence < record - HIT and beside[0].moment > history[-1].moment:
            return False
    return len({run.seed for run in met if run.hits >= SETTLED}) >= AGREEING


def _met(history: Sequence[Entry]) -> list[Entry]:
    """The runs that reached the record, the first of them first."""
    record = min((run.packing.coherence for run in history), default=math.inf)
    return [run for run in history if run.packing.coherence <= record + HIT]


def _chains(problems: Sequence[Problem], down: bool, jobs: int) -> list[deque[Problem]]:
    """The problems of each space in order, those of few spaces in several parts: work for so many jobs."""
    chains: dict[Space, list[Problem]] = {}
    for problem in sorted(problems, key=lambda problem: -problem.n if down else problem.n):
        chains.setdefault(problem.space, []).append(problem)
    parts = -(-jobs // len(chains))
    lengths = {key: -(-len(chain) // parts) for key, chain in chains.items()}
    return [
        deque(chain[first : first + lengths[key]])
        for key, chain in chains.items()
        for first in range(0, len(chain), lengths[key])
    ]


@dataclass
class _Sweeping:
    """What all passes share: the atlas and another to start from, and the types of orbits that each problem taught."""

    atlas: Atlas
    resume: bool
    start: Atlas | None
    seen: dict[Problem, tuple[Seen, ...]] = field(default_factory=dict)

    def one_pass(
        self, waiting: deque[deque[Problem]], workers: Executor, most: int, seconds: float, seed: int, symmetric: bool
    ) -> Iterator[Cell]:
        """Search the problems of all chains, at most so many at a time and one of each chain."""
        running: dict[Future[SearchResult], deque[Problem]] = {}
        try:
            while waiting or running:
                while waiting and len(running) < most:
                    chain = waiting.popleft()
                    problem = chain.popleft()
                    if self.resume and any(run.seed == seed for run in self.atlas.history(problem)):
                        waiting.extendleft([chain] if chain else [])
                        yield _cell(problem, self.atlas)
                    else:
                        begin = (*self.starts(problem), _bound(problem), self.seen.get(problem, ()))
                        running[workers.submit(_search, problem, seconds, seed, symmetric, *begin)] = chain
                for task in wait(running, return_when=FIRST_COMPLETED).done:
                    chain = running.pop(task)
                    waiting.extend([chain] if chain else [])
                    yield self.recorded(task.result())
        finally:
            for task in running:
                task.cancel()

    def starts(self, problem: Problem) -> tuple[list[Packing], list[Packing]]:
        """What is known for the problem itself and what n + 1 leaves; what n - 1 has."""
        own, larger = self.atlas.best(problem), self.atlas.best(replace(problem, n=problem.n + 1))
        smaller = self.atlas.best(replace(problem, n=problem.n - 1)) if problem.n > 1 else None
        given = None if self.start is None else self.start.best(problem)
        known = [entry.packing for entry in (own, given) if entry is not None]
        known += [] if larger is None else dropped(larger.packing, DROPS)
        return known, [] if smaller is None else [smaller.packing]

    def recorded(self, found: SearchResult) -> Cell:
        """Record a result and show its cell; a search that was interrupted ends the sweep, after it is recorded."""
        self.atlas.record(found)
        self.seen[found.packing.problem] = found.seen
        if found.status.interrupted:
            raise KeyboardInterrupt
        return _cell(found.packing.problem, self.atlas)


def _search(
    problem: Problem,
    seconds: float,
    seed: int,
    symmetric: bool,
    known: Sequence[Packing],
    smaller: Sequence[Packing],
    enough: float,
    seen: Sequence[Seen],
) -> SearchResult:
    """One cell: a task for a process of its own."""
    only = SYMMETRIC if symmetric and SYMMETRIC.fits(problem) else None
    also: tuple[Method, ...] = (Grow(tuple(smaller)),) if smaller else ()
    also += (HoppedDescent(), Hop()) if only is not None else ()
    return minimize(
        problem, starts=(*known, Constructions()), method=only, seconds=seconds, seed=seed, enough=enough, also=also,
        clock=time.thread_time, seen=seen,
    )  # fmt: skip


class _Here(Executor):
    """Work is done where and when it is submitted."""

    def submit(self, work: Callable[P, T], /, *arguments: P.args, **options: P.kwargs) -> Future[T]:
        done: Future[T] = Future()
        done.set_result(work(*arguments, **options))
        return done


def _workers(jobs: int) -> Executor:
    if jobs == 1:
        return _Here()
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=end_with_parent)


@cache
def _bound(problem: Problem) -> float:
    return lower_bound(problem).value


def _cell(problem: Problem, atlas: Atlas) -> Cell:
    best, last = atlas.best(problem), atlas.history(problem)[-1]
    assert best is not None
    spent = math.fsum(run.cpu_seconds for run in atlas.history(problem))
    return Cell(problem, best.packing.coherence, _bound(problem), best.status if best.converged else last.status, spent)


__dir__ = shown(__name__)
