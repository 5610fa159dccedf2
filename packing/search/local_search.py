"""Independent local searches: each draws a chart and descends smooth stand-ins of the objective, the best is kept.

The coherence is replaced by p-norms of the overlaps with growing p, and its best ends are finished by the interior
point; an energy by terms whose kinks are smoothed less and less.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import count
from typing import NamedTuple, Protocol, cast

import numpy as np

from packing.configuration import Packing
from packing.deadline import Budget, overdue
from packing.numeric import Floats
from packing.objective import Coherence, Energy, Objective, PairSum
from packing.problem import Problem
from packing.search.columns import columns_of, columns_of_rows, packing_of, unit_rows
from packing.search.finishing import MARGIN, is_too_large
from packing.search.interior_point import InteriorPoint
from packing.search.ladder import first_step
from packing.search.lbfgs import minimize
from packing.search.optimality import UNKNOWN, Optimality
from packing.search.pairs import form_of, log_norm, room_for, sharp_estimate
from packing.search.real_energy import CALM, FIRST_STEP, descend_energy
from packing.search.restarts import HIT, KNOWN, End, Evaluated, KeepBest, Task
from packing.search.result import OPTIMAL
from packing.search.spectral import SpectralNorms, equalised, first_order
from packing.search.tangent import tangent_bases
from packing.search.within import Beside, Constraint, Parametrization
from packing.space import Distance, Space

RUNGS = ((2, 60), (4, 60), (6, 80), (8, 100))
SHARPER_RUNGS = ((10, 100), (12, 120))
SHARPEST_RUNGS = ((14, 300), (16, 300), (18, 300), (20, 300), (22, 300))
"""k and the most steps of the norms p = 2^k."""

WIDE_STEPS, SHARP_STEPS = 100, 2000
"""The most steps while the terms of an energy are smoothed, and when they hardly are."""

SAME_ENERGY = 1e-6
AT_REST = 1e-7
"""An energy is first-order optimal where no vector is pulled by more than this part of it."""

RIGID = Optimality(0.0, 0.0)
"""Where a constraint leaves nothing to move, the packing is the best that keeps it."""

Smooth = Callable[[Floats, Floats], float]
"""A smooth function of all columns; its gradient by them goes to the second array."""


class Stage(NamedTuple):
    """What is minimised next: most steps, how little gain ends it, and the length of the first step."""

    smooth: Smooth
    steps: int
    tolerance: float
    first: float


class LocalSearches(KeepBest):
    """Local searches for an objective, within a constraint."""

    def __init__(
        self,
        problem: Problem,
        objective: Objective,
        within: Constraint,
        seed: int,
        budget: Budget,
        enough: float = -math.inf,
    ) -> None:
        super().__init__(budget, enough, HIT if isinstance(objective, Coherence) else SAME_ENERGY)
        self.problem, self.objective, self.within, self.seed = problem, objective, within, seed

    def begin(self, known: Sequence[Packing], tell: Callable[[], None]) -> None:
        """Keep the packings that were given, and what they lead to."""
        space = self.problem.space
        for packing in known:
            self.keep(Evaluated(packing, self.objective.value(packing)), KNOWN)
            if self.time_is_up:
                continue
            chart = Beside(space, np.empty((space.width, 0)), columns_of(packing.vectors, space))
            self.keep(finished(self.problem, self.objective, descended(self.problem, self.objective, chart)), KNOWN)

    def round(self, first: int) -> Iterator[Task]:
        """All restarts: they learn nothing from each other."""
        for number in count(first):
            yield partial(local_search, self.problem, self.objective, self.within, self.seed, number)

    def take(self, ends: Sequence[End]) -> None:
        """Finish the ends that may be the best."""
        for end in ends:
            if end.estimate <= self.value + MARGIN:
                self.count(finished(self.problem, self.objective, end), self.within.name)

    @property
    def converged(self) -> bool:
        """Whether the best is shown to be a first-order optimum."""
        return self.optimality.worst <= (OPTIMAL if isinstance(self.objective, Coherence) else AT_REST)


def local_search(problem: Problem, objective: Objective, within: Constraint, seed: int, number: int) -> End:
    """Restart `number` of the search with this seed."""
    return descended(problem, objective, within.draw(problem, np.random.default_rng((seed, number))))


def descended(problem: Problem, objective: Objective, chart: Parametrization) -> End:
    """Where the chart's start leads to, and the value estimated there; energies are measured when they are finished."""
    space = problem.space
    if isinstance(objective, PairSum):
        return energy_descended(problem, objective, chart)
    norms = norms_of(space, problem.n)
    free = _descend(chart, chart.start, _norms(norms, RUNGS))
    largest = norms.estimate(chart.place(free), RUNGS[-1][0])
    return End(free, space.overlap_of(largest), branch=chart)


def energy_descended(
    problem: Problem, energy: PairSum, chart: Parametrization, widths: Sequence[float] = (), tolerance: float = CALM
) -> End:
    """Where an energy leads from the chart's start, smoothed to `widths`, all those of the energy where none are given.

    Real vectors that are all free go down in one compiled loop.
    """
    space, widths = problem.space, widths or energy.widths
    steps = [(width, SHARP_STEPS if width == widths[-1] else WIDE_STEPS) for width in widths]
    is_free = isinstance(chart, Beside) and not chart.fixed.size
    if is_free and isinstance(energy, Energy) and energy.is_power and space.scalars == space.m == 1:
        return End(descend_energy(chart.start, energy, steps, tolerance, overdue), -math.inf, branch=chart)
    return End(_descend(chart, chart.start, _smoothings(energy, space, steps)), -math.inf, branch=chart)


def finished(problem: Problem, objective: Objective, end: End) -> Evaluated:
    """The packing that the end leads to, within its chart."""
    space, chart = problem.space, cast("Parametrization", end.branch)
    if isinstance(objective, PairSum):
        packing = packing_of(chart.restore(chart.place(end.columns)), space)
        pull = _pull(objective, space, columns_of(packing.vectors, space), chart)
        return Evaluated(packing, objective.value(packing), Optimality(pull, 0.0))
    rows, optimality = _finish(chart, end.columns, space)
    packing = packing_of(chart.restore(columns_of_rows(rows, space)), space)
    return Evaluated(packing, packing.coherence, optimality)


def _finish(chart: Parametrization, free: Floats, space: Space) -> tuple[Floats, Optimality]:
    """The unit rows of the optimum near the free columns and how far from first order they are."""
    n = chart.place(free).shape[1] // space.m
    norms = norms_of(space, n)
    free = _descend(chart, free, _norms(norms, SHARPER_RUNGS))
    if isinstance(norms, SpectralNorms):
        return _finish_spectral(chart, free, norms)
    rows = unit_rows(chart.place(free), space)
    if is_too_large(n, space):
        free = _descend(chart, chart.pull(columns_of_rows(rows, space)), _norms(norms, SHARPEST_RUNGS))
        return unit_rows(chart.place(free), space), UNKNOWN
    if not chart.allowed(tangent_bases(rows, space)).shape[1]:
        return rows, RIGID
    end = InteriorPoint().run(rows, space, overdue, chart.allowed)
    return end.rows, end.optimality


def _finish_spectral(chart: Parametrization, free: Floats, norms: SpectralNorms) -> tuple[Floats, Optimality]:
    """The same by spectral distance: the sharpest norms, then equal cosines where nothing is held fast."""
    space = norms.space
    free = _descend(chart, free, _norms(norms, SHARPEST_RUNGS))
    columns = chart.place(free)
    optimality = norms.optimality(columns, SHARPEST_RUNGS[-1][0])
    rows = unit_rows(columns, space)
    if isinstance(chart, Beside) and not chart.fixed.size:
        rows = equalised(rows, space)
        optimality = min(optimality, first_order(rows, space), key=lambda found: found.worst)
    return rows, optimality


def _descend(chart: Parametrization, free: Floats, stages: Iterable[Stage]) -> Floats:
    """Walk the free columns down the stages, until it is late."""

    def pulled(point: Floats, gradient: Floats, smooth: Smooth) -> float:
        columns = chart.place(point)
        by_columns = np.empty_like(columns)
        value = smooth(columns, by_columns)
        gradient[...] = chart.pull(by_columns)
        return value

    for smooth, steps, tolerance, first in stages:
        if overdue():
            break
        objective = partial(pulled, smooth=smooth)
        free = minimize(objective, chart.unit(free), steps, tolerance, first, overdue).point
    return chart.unit(free)


class Norms(Protocol):
    """Smooth stand-ins for the largest f."""

    def log_norm(self, columns: Floats, gradient: Floats, squarings: int) -> float:
        """L_p of the columns, p = 2^squarings; its gradient goes to `gradient`."""

    def estimate(self, columns: Floats, squarings: int) -> float:
        """The largest f that the descent at this p leads to."""


class PairNorms:
    """log ||f||_p over pairs (see `pairs`)."""

    def __init__(self, space: Space, n: int) -> None:
        self.form, self.room = form_of(space), room_for(space, n)

    def log_norm(self, columns: Floats, gradient: Floats, squarings: int) -> float:
        """L_p."""
        return float(log_norm(columns, self.form, squarings, gradient, self.room))

    def estimate(self, columns: Floats, squarings: int) -> float:
        """The largest f to come."""
        return float(sharp_estimate(columns, self.form, squarings, self.room))


def norms_of(space: Space, n: int) -> Norms:
    """The norms of f: of all pairs, or by spectral distance of all principal cosines."""
    return SpectralNorms(space, n) if space.distance is Distance.SPECTRAL else PairNorms(space, n)


def _norms(norms: Norms, rungs: Sequence[tuple[int, int]]) -> Iterator[Stage]:
    """L_p along the rungs."""
    for squarings, steps in rungs:
        yield Stage(partial(norms.log_norm, squarings=squarings), steps, 1e-12, first_step(squarings))


def _smoothings(energy: PairSum, space: Space, steps: Sequence[tuple[float, int]]) -> Iterator[Stage]:
    """The energy with smaller and smaller widths, each with its most steps."""
    for width, most in steps:
        yield Stage(partial(smooth_energy, energy=energy, space=space, width=width), most, CALM, FIRST_STEP)


def smooth_energy(columns: Floats, gradient: Floats, energy: PairSum, space: Space, width: float) -> float:
    """The smoothed energy of the columns, scaled to length 1; its gradient by them goes to `gradient`."""
    lengths = np.linalg.norm(columns, axis=0)[:, None]
    x = columns.T / lengths
    turned = x[None] if space.scalars == 1 else space.structure.apply(x)
    parts = x @ np.swapaxes(turned, 1, 2)
    values, slopes = energy.terms(parts[: space.components], width, space)
    np.fill_diagonal(values, 0.0)
    for slope in slopes:
        np.fill_diagonal(slope, 0.0)
    by_rows = 2.0 * np.sum(slopes @ turned, axis=0)
    by_rows -= np.sum(by_rows * x, axis=1, keepdims=True) * x
    gradient[...] = (by_rows / lengths).T
    return float(np.sum(values))


def _pull(energy: PairSum, space: Space, columns: Floats, chart: Parametrization) -> float:
    """The largest part of the energy by which a free vector is pulled."""
    gradient = np.empty_like(columns)
    value = smooth_energy(columns, gradient, energy, space, energy.widths[-1])
    return float(np.max(np.abs(chart.pull(gradient)), initial=0.0)) / max(1.0, value)
