"""The way in to all searches: an objective, what to keep, where to start, how to go on and for how long."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack

import numpy as np
from threadpoolctl import threadpool_limits

from packing.bounds import lower_bound
from packing.configuration import Packing
from packing.constructions.optimal import known_optimum
from packing.deadline import Budget, stopping_when
from packing.errors import InputError, check_room, positive_integer
from packing.numeric import checked_limit, checked_seed
from packing.objective import COHERENCE, Coherence, Energy, Objective, PairSum
from packing.problem import Problem, lines
from packing.records.starts import KNOWN_STARTS, Constructions, Starts, StartSource, packings_of
from packing.search.alphabets.alphabet import Alphabet
from packing.search.alphabets.searches import AlphabetSearches
from packing.search.energy_hops import EnergyHops
from packing.search.interior_point import InteriorPoint
from packing.search.ladder import Ladder
from packing.search.local_search import LocalSearches
from packing.search.methods import METHODS
from packing.search.methods.chordal import FROM_CHORDAL
from packing.search.methods.large import LargeDescents, is_large
from packing.search.methods.large import warm_up as warm_up_large
from packing.search.methods.method import Method, Remembering
from packing.search.multi_start import MultiStart
from packing.search.optimality import Optimality
from packing.search.orbits import OrbitKind, OrbitType, orbits_of
from packing.search.restarts import Restarts, Strategy
from packing.search.result import EnergyResult, Outcome, Progress, SearchResult, Seen, Status
from packing.search.tiles import TILE
from packing.search.within import Constraint, Free
from packing.space import Distance, Space


def minimize(
    problem: Problem,
    objective: Objective = COHERENCE,
    within: Constraint | Alphabet | None = None,
    starts: Starts = KNOWN_STARTS,
    method: Method | None = None,
    seconds: float | None = None,
    seed: int = 0,
    restarts: int | None = None,
    jobs: int = 1,
    progress: Callable[[Progress], None] | None = None,
    executor: Executor | None = None,
    enough: float = -math.inf,
    also: Sequence[Method] = (),
    clock: Callable[[], float] = time.perf_counter,
    seen: Sequence[Seen] = (),
) -> SearchResult:
    """The packing of `problem` with the least `objective` found within `seconds` or `restarts`, whichever ends first.

    Args:
        objective: `Coherence()` or an `Energy`.
        within: a symmetry to keep, `Extending` a packing, or an alphabet of the entries (`RootsOfUnity`,
            `ConstantModulus`, `DftRows`); such a search draws its own starts, and its best is best among those.
        starts: packings of the problem, and sources of such, that are kept, improved and hopped from: what the package
            remembers and constructs (`KNOWN_STARTS`). `()` is a search from scratch.
        method: one object with `run(problem, rng)` in place of `METHODS`; for an energy, what is descended from.
        seconds: wall time > 0; 5 where `restarts` is not given either.
        seed: a whole number >= 0 that decides every random choice.
        restarts: how many are made at most.
        jobs: threads; or any `executor` of `concurrent.futures`.
        progress: called after every round, or after every restart where these are long.
        enough: the search ends early at this value, say a lower bound, up to rounding.
        also: more methods.
        clock: `seconds` are its; `time.thread_time` gives a search in this thread the same work on a busy machine as
            on an idle one.
        seen: types of orbits that an earlier search of the problem tried (`SearchResult.seen`).

    Ctrl-C ends the search with the best so far. The same seed, starts and `restarts` give the same packing to the last
    bit with any number of jobs. Problems whose optimum is a theorem (see `packing.constructions.optimal`) are answered
    without a search for the coherence. Subspaces by spectral distance have local searches, most of them from chordal
    descents, that end at sharp norms and equal cosines: `status` says how far from first order that is. Large problems
    (see `methods.large`) have descents of their own, one after the
    other, with `jobs` threads in the matrix products; `also` and `executor` are for the others.

    >>> from packing.problem import lines
    >>> print(minimize(lines(63, 7), restarts=4).packing)
    63 lines in R^7, coherence 0.5
    >>> print(minimize(lines(6, 3), restarts=8, starts=()).packing)
    6 lines in R^3, coherence 0.4472135955
    """
    _check(problem, objective, within, method)
    seed, jobs = checked_seed(seed), positive_integer("jobs", jobs)
    budget = Budget(checked_limit(seconds, restarts), clock)
    most = None if restarts is None else positive_integer("restarts", restarts)
    free = within is None
    optimum = known_optimum(problem) if free else None
    if optimum is not None and method is None and isinstance(objective, Coherence):
        status = Status(Outcome.CONVERGED, Optimality(0.0, 0.0))
        return SearchResult(optimum[0], status, optimum[1], seed, 0, 0, 0.0)
    starts = tuple(starts)
    known = packings_of(starts, problem) if free else []
    strategy: Strategy
    by_spectra = problem.distance is Distance.SPECTRAL
    if isinstance(within, Alphabet):
        strategy = AlphabetSearches(problem, within, seed, budget, max(enough, lower_bound(problem).value))
        warm_up()
    elif not free or not isinstance(objective, Coherence) or by_spectra:
        known += [optimum[0]] if starts and optimum is not None else []
        if within is None and method is None and isinstance(objective, PairSum):
            strategy = EnergyHops(problem, objective, seed, budget, enough)
        else:
            beginning = FROM_CHORDAL if by_spectra and method is None else method
            strategy = LocalSearches(problem, objective, within or Free(beginning), seed, budget, enough)
        warm_up()
    elif method is None and is_large(problem):
        with_frames = any(isinstance(start, Constructions) for start in starts)
        strategy = LargeDescents(problem, seed, budget, enough, with_frames)
        warm_up_large(problem)
    else:
        methods = (*(METHODS if method is None else (method,)), *also)
        going_on = [one.going_on(seen) if isinstance(one, Remembering) else one for one in methods]
        strategy = MultiStart(problem, going_on, seed, budget, enough)
        warm_up()
    with ExitStack() as stack:
        large = isinstance(strategy, LargeDescents)
        stack.enter_context(threadpool_limits(jobs if large else 1))
        stack.enter_context(stopping_when(lambda: budget.over))
        if executor is None and jobs > 1 and not large:
            executor = stack.enter_context(ThreadPoolExecutor(jobs))
        search, cpu = Restarts(strategy, most, None if large else executor, progress), time.process_time()
        best = search.run(known)
    return SearchResult(
        best, search.status, strategy.winner, seed, search.made, search.hits, time.process_time() - cpu, strategy.seen,
        objective, "" if within is None else within.name,
    )  # fmt: skip


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
    """`minimize` the coherence, from `known` packings and, with `constructions` and no `method`, from `KNOWN_STARTS`.

    Args: `problem`: what to pack; `seconds` of wall time, or `restarts`; `seed` >= 0 decides every random choice;
    `jobs` threads; `progress`, `executor`, `enough`, `also`, `clock` and `seen` as in `minimize`.

    >>> from packing.problem import lines
    >>> print(minimize_coherence(lines(6, 3), restarts=8).packing)
    6 lines in R^3, coherence 0.4472135955
    """
    starts: list[Packing | StartSource] = [*known, *(KNOWN_STARTS if constructions and method is None else ())]
    return minimize(
        problem, COHERENCE, None, starts, method, seconds, seed, restarts, jobs, progress, executor, enough, also,
        clock, seen,
    )  # fmt: skip


def minimize_energy(
    problem: Problem,
    exponent: float = 2.0,
    positive: bool = False,
    seconds: float | None = None,
    seed: int = 0,
    restarts: int | None = None,
    jobs: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> EnergyResult:
    """`minimize` E_p, or E+_p where `positive`; real problems only for the latter.

    Args: any real `exponent` p > 0; the rest as in `minimize`. The value is a float from a search: an upper bound on
    the least energy, up to rounding. `problem`: what to place; `seconds` of wall time, or `restarts`; `seed` >= 0
    decides every random choice; `jobs` threads; `progress` is called with a `Progress`.

    >>> from packing.problem import lines
    >>> round(minimize_energy(lines(6, 4), 1.5, restarts=10).energy, 6)       # three axes, two of them twice
    4.0
    """
    energy = Energy(exponent, positive)
    return EnergyResult.of(
        minimize(problem, energy, seconds=seconds, seed=seed, restarts=restarts, jobs=jobs, progress=progress)
    )


def minimize_within(
    problem: Problem,
    constraint: Constraint,
    seconds: float | None = None,
    seed: int = 0,
    restarts: int | None = None,
    jobs: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> SearchResult:
    """`minimize` the coherence among packings that keep `constraint`; the rest as in `minimize`.

    The overlaps within a fixed packing count: nothing below its coherence can be reached.

    Args: `problem`: what to pack; `constraint`: a symmetry, `Extending` a packing, or an alphabet; `seconds` of wall
    time, or `restarts`; `seed` >= 0; `jobs` threads; `progress` is called with a `Progress`.

    >>> from packing.problem import vectors
    >>> from packing.search import Antipodal
    >>> print(minimize_within(vectors(24, 4), Antipodal(), restarts=6).packing)
    24 vectors on S^3, coherence 0.5
    """
    return minimize(
        problem, within=constraint, seconds=seconds, seed=seed, restarts=restarts, jobs=jobs, progress=progress
    )


def warm_up() -> None:
    """Compile or load every kernel, so that a search's clock does not count it."""
    x = np.random.default_rng(0).standard_normal((4, 2))
    space = Space.lines(2)
    Ladder((2,), (2,)).descend(x.T, space)
    orbits = orbits_of(lines(4, 2), OrbitType(1, (0,), (OrbitKind(1, 0),) * 4))
    Ladder((2,), (2,)).descend(x.T, space, orbits)
    InteriorPoint(iterations=1).run(x / np.linalg.norm(x, axis=1, keepdims=True), space)


def _check(problem: Problem, objective: Objective, within: Constraint | Alphabet | None, method: Method | None) -> None:
    """Raise `InputError` where these do not go together."""
    check_room(f"{problem}", problem.n, problem.m, problem.space.width)
    check_room(f"the overlaps of {problem}", problem.n, problem.n)
    at_once = min(problem.n**2, math.prod(TILE))
    check_room(f"the products of the vectors of {problem}", at_once, problem.m, problem.m, problem.space.components)
    objective.check(problem)
    if isinstance(within, Alphabet) and not isinstance(objective, Coherence):
        raise InputError("an alphabet belongs to the coherence: leave out the energy")
    if within is not None:
        within.check(problem)
        if method is not None:
            raise InputError("a constraint has descents of its own: leave out the method, or the constraint")
    if problem.n == 1 and method is not None:
        raise InputError("a search needs at least 2 vectors, not 1: leave out the method")
