"""Searches within a symmetry, and extensions of a packing that stays as it is.

A constraint writes the columns of a packing as a linear image of fewer free columns: the images of some under a group
(see `symmetry`), or fixed columns beside free ones. The p-norm and its gradient are those of all columns,
pulled back to the free ones; the interior point moves along what the constraint allows and no other way, so that the
optimality in the result is that within the constraint.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from packing.configuration import Packing
from packing.errors import InputError, positive_integer
from packing.numeric import Floats, checked_limit, checked_seed
from packing.problem import Problem
from packing.search.abreast import abreast
from packing.search.deadline import Budget, stopping
from packing.search.finish import InteriorPoint
from packing.search.finishing import MOST_UNKNOWNS
from packing.search.optimality import UNKNOWN, Optimality
from packing.search.pairs import columns_of, log_norm, number_of, packing_of, sharp_estimate
from packing.search.result import OPTIMAL, Outcome, Progress, SearchResult, Status
from packing.search.rounds import HIT, MARGIN
from packing.search.starts import gaussian
from packing.search.tangent import tangent_bases
from packing.space import Space

RUNGS = ((2, 60), (4, 60), (6, 80), (8, 100))
SHARPER_RUNGS = ((10, 100), (12, 120))
SHARPEST_RUNGS = ((14, 300), (16, 300), (18, 300), (20, 300), (22, 300))

RIGID = Optimality(0.0, 0.0)
"""Where a constraint leaves nothing to move, the packing is the best that keeps it."""


class Chart(Protocol):
    """One draw of a constraint: where the free columns start, and how all columns follow from them."""

    @property
    def start(self) -> Floats:
        """The free columns at the start."""

    def unit(self, free: Floats) -> Floats:
        """The free columns of unit vectors: the same packing."""

    def place(self, free: Floats) -> Floats:
        """All n columns."""

    def pull(self, gradient: Floats) -> Floats:
        """The gradient by the free columns from that by all."""

    def restore(self, columns: Floats) -> Floats:
        """The columns with the constraint kept exactly, which rounding may have touched."""

    def allowed(self, bases: Floats) -> Floats:
        """The moves that the constraint allows, in tangent coordinates: orthonormal columns, shape (n m, q)."""


class Constraint(Protocol):
    """What a packing must keep."""

    @property
    def name(self) -> str:
        """The name that results carry."""

    def check(self, problem: Problem) -> None:
        """Raise `InputError` where the problem cannot keep it."""

    def draw(self, problem: Problem, rng: np.random.Generator) -> Chart:
        """A random start."""


@dataclass(frozen=True)
class Beside:
    """Free columns after fixed ones."""

    fixed: Floats
    start: Floats

    def unit(self, free: Floats) -> Floats:
        """The free columns with length 1."""
        return np.asarray(free / np.linalg.norm(free, axis=0))

    def place(self, free: Floats) -> Floats:
        """The fixed columns, then the free ones."""
        return np.ascontiguousarray(np.concatenate((self.fixed, free), axis=1))

    def pull(self, gradient: Floats) -> Floats:
        """The part of the free columns."""
        return gradient[:, self.fixed.shape[1] :]

    def restore(self, columns: Floats) -> Floats:
        """The fixed columns as they were."""
        return self.place(self.pull(columns))

    def allowed(self, bases: Floats) -> Floats:
        """Every move of the free vectors."""
        n, _, m = bases.shape
        return np.eye(n * m)[:, self.fixed.shape[1] * m :]


@dataclass(frozen=True)
class Extending:
    """The first vectors are those of `packing`, unchanged."""

    packing: Packing

    @property
    def name(self) -> str:
        """Such as "extending 6 lines"."""
        return f"extending {self.packing.n} given"

    def check(self, problem: Problem) -> None:
        """The given packing must be smaller and of the same kind."""
        given = self.packing.problem
        if (given.d, given.field, given.objects) != (problem.d, problem.field, problem.objects) or given.n >= problem.n:
            raise InputError(f"{problem} cannot extend {given}: fix fewer vectors of the same d, field and kind")

    def draw(self, problem: Problem, rng: np.random.Generator) -> Beside:
        """Random vectors beside the given ones."""
        space = problem.space
        free = gaussian(problem.n - self.packing.n, problem, rng)
        return Beside(columns_of(self.packing.vectors, space), columns_of(free, space))


def minimize_within(
    problem: Problem,
    constraint: Constraint,
    seconds: float | None = None,
    seed: int = 0,
    restarts: int | None = None,
    jobs: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> SearchResult:
    """The packing of least coherence found among those that keep `constraint`; the rest as in `minimize_coherence`.

    The overlaps within a fixed packing count: nothing below its coherence can be reached.

    >>> from packing.problem import vectors
    >>> from packing.search.symmetry import Antipodal
    >>> print(minimize_within(vectors(24, 4), Antipodal(), restarts=6).packing)
    24 vectors on S^3, coherence 0.5
    """
    constraint.check(problem)
    seed, limit = checked_seed(seed), checked_limit(seconds, restarts)
    most = None if restarts is None else positive_integer("restarts", restarts)
    jobs = positive_integer("jobs", jobs)
    budget, cpu = Budget(limit), time.process_time()
    space = problem.space
    best, value, optimal, tried = None, math.inf, UNKNOWN, 0
    reached: list[float] = []

    def late() -> bool:
        return budget.over

    def hits() -> int:
        return sum(one <= value + HIT for one in reached)

    def descent(number: int) -> tuple[Chart, Floats]:
        chart = constraint.draw(problem, np.random.default_rng((seed, number)))
        return chart, _descend(chart, chart.start, space, RUNGS, late)

    budget.start()
    interrupted = False
    with threadpool_limits(1), closing(abreast(descent, jobs, most)) as descents:
        try:
            for chart, free in descents:
                tried += 1
                if _estimate(chart, free, space) <= value + MARGIN:
                    rows, optimality = _finish(chart, free, space, late)
                    packing = packing_of(chart.restore(rows.T), problem.space)
                    reached.append(packing.coherence)
                    if packing.coherence < value:
                        best, value, optimal = packing, packing.coherence, optimality
                if progress is not None:
                    progress(Progress(budget.spent, tried, hits(), value))
                if budget.over:
                    break
        except KeyboardInterrupt:
            interrupted = True
            if best is None:
                raise
    assert best is not None
    stopped = interrupted or budget.over
    outcome = Outcome.CONVERGED if optimal.worst <= OPTIMAL else Outcome.STOPPED if stopped else Outcome.STALLED
    status = Status(outcome, optimal, interrupted)
    return SearchResult(best, status, constraint.name, seed, tried, hits(), time.process_time() - cpu)


def _finish(chart: Chart, free: Floats, space: Space, late: Callable[[], bool]) -> tuple[Floats, Optimality]:
    """The unit rows of the optimum near the free columns and how far from first order they are."""
    columns = chart.place(_descend(chart, free, space, SHARPER_RUNGS, late))
    rows = np.ascontiguousarray((columns / np.linalg.norm(columns, axis=0)).T)
    bases = tangent_bases(rows, space)
    if len(rows) * bases.shape[2] > MOST_UNKNOWNS:
        columns = chart.place(_descend(chart, chart.pull(columns), space, SHARPEST_RUNGS, late))
        return np.ascontiguousarray((columns / np.linalg.norm(columns, axis=0)).T), UNKNOWN
    if not chart.allowed(bases).shape[1]:
        return rows, RIGID
    end = InteriorPoint().run(rows, space, late, chart.allowed)
    return end.rows, end.optimality


def _descend(
    chart: Chart, free: Floats, space: Space, rungs: tuple[tuple[int, int], ...], late: Callable[[], bool]
) -> Floats:
    """Walk the free columns down the ladder of p-norms, until it is late."""
    shape = free.shape
    n = chart.place(free).shape[1]
    work = np.zeros((4, n, n))

    def value(flat: Floats, squarings: int) -> tuple[float, Floats]:
        columns = chart.place(flat.reshape(shape))
        gradient = np.empty_like(columns)
        level = log_norm(columns, number_of(space), squarings, gradient, work)
        return level, chart.pull(gradient).ravel()

    flat = chart.unit(free).ravel()
    for squarings, steps in rungs:
        flat = minimize(
            value, flat, args=(squarings,), jac=True, method="L-BFGS-B", callback=stopping(late),
            options={"maxiter": steps, "ftol": 1e-12},
        ).x  # fmt: skip
    return np.asarray(flat.reshape(shape))


def _estimate(chart: Chart, free: Floats, space: Space) -> float:
    columns = chart.place(free)
    n = columns.shape[1]
    return space.overlap_of(float(sharp_estimate(columns, number_of(space), RUNGS[-1][0], np.zeros((4, n, n)))))
