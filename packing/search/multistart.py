"""Search for the packing of least coherence: the way in to closed forms, large problems and rounds of restarts."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from packing.configuration import Packing
from packing.constructions.optimal import known_optimum
from packing.errors import InputError, positive_integer
from packing.numeric import checked_limit, checked_seed
from packing.problem import Problem, lines
from packing.search.deadline import Budget, stopping_when
from packing.search.descent import Ladder
from packing.search.finish import InteriorPoint
from packing.search.large_search import is_large, search_large
from packing.search.method import METHODS, Method
from packing.search.optimality import Optimality
from packing.search.orbits import OrbitKind, OrbitType, orbits_of
from packing.search.result import Outcome, Progress, SearchResult, Status
from packing.search.rounds import Rounds
from packing.search.symmetric_descent import Seen, SymmetricDescent
from packing.space import Space


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
    constructions: bool = True,
    seen: Sequence[Seen] = (),
) -> SearchResult:
    """The packing of `problem` with the least coherence found within `seconds` or `restarts`, whichever ends first.

    Args: `seconds` > 0 of wall time (5 where `restarts` is not given either); `seed` >= 0 decides every random
    choice; `jobs` threads, or any `executor` of `concurrent.futures`; `method` one object with `run(problem, rng)`
    in place of `METHODS`, and `also` more of them; `progress` is called after every round; `known` packings of the
    problem are finished first and hopped from; the search ends early at a coherence of `enough`, say a lower bound,
    up to rounding. Ctrl-C ends it with the best so far. `seconds` are those of `clock`: `time.thread_time` gives a
    search in this thread the same work on a busy machine as on an idle one; `seen` are types of orbits that an earlier
    search of the problem tried (`SearchResult.seen`).
    Large problems (see `large_search`) have starts of their own, one after the other, with `jobs` threads in the matrix
    products; `also` and `executor` are for the others. They begin at frames, known ones that are cut down, filled up or
    projected; without `constructions` at random vectors only.
    Problems whose optimum is a theorem (see `packing.constructions.optimal`) are answered without a search.

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
    if method is None and is_large(problem):
        told = None if progress is None else lambda *numbers: progress(Progress(*numbers))
        with threadpool_limits(jobs):
            return search_large(problem, limit, seed, most, known, enough, told, clock, constructions)
    warm_up()
    methods = going_on((*(METHODS if method is None else (method,)), *also), seen)
    budget = Budget(limit, clock)
    running = Rounds(problem, methods, seed, budget, most, progress, enough)
    with threadpool_limits(1), stopping_when(lambda: budget.over):
        if executor is not None or jobs == 1:
            return running.run(executor, known)
        with ThreadPoolExecutor(jobs) as threads:
            return running.run(threads, known)


def going_on(methods: Sequence[Method], seen: Sequence[Seen]) -> tuple[Method, ...]:
    """The methods, where the symmetric descents know the types in `seen`."""
    return tuple(
        replace(method, seen=tuple(seen)) if isinstance(method, SymmetricDescent) and seen else method
        for method in methods
    )


def warm_up() -> None:
    """Compile or load every kernel, so that a search's clock does not count it."""
    x = np.random.default_rng(0).standard_normal((4, 2))
    space = Space.lines(2)
    Ladder((2,), (2,)).descend(x.T, space)
    orbits = orbits_of(lines(4, 2), OrbitType(1, (0,), (OrbitKind(1, 0),) * 4))
    Ladder((2,), (2,)).descend(x.T, space, orbits)
    InteriorPoint(iterations=1).run(x / np.linalg.norm(x, axis=1, keepdims=True), space)
