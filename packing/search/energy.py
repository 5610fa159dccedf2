"""Least energy in place of least coherence: E_p, the sum of |<x_i, x_j>|^p over ordered pairs, and E+_p.

E+_p takes max(<x_i, x_j>, 0)^p of real vectors, what a ReLU readout feels. For p < 2 the terms have kinks where vectors
are orthogonal, just where the least energies lie, so (a^2 + s^2)^(p/2) stands in for |a|^p while s falls to 1e-10, and
(a + sqrt(a^2 + s^2))/2 for max(a, 0).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from packing.configuration import Packing, Vectors
from packing.constructions.optimal import known_optimum
from packing.errors import InputError, positive_exponent, positive_integer
from packing.measure import interference, positive_interference
from packing.numeric import checked_limit, checked_seed
from packing.problem import Problem
from packing.search.abreast import abreast
from packing.search.deadline import Budget, stopping
from packing.search.result import Progress
from packing.search.starts import gaussian

Floats = npt.NDArray[np.float64]

SMOOTHINGS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10)
SAME_ENERGY = 1e-6


@dataclass(frozen=True)
class EnergyResult:
    """The packing of least energy found; `hits` of the `restarts` came within 1e-6 of its `energy`."""

    packing: Packing
    energy: float
    exponent: float
    positive: bool
    seed: int
    restarts: int
    hits: int
    cpu_seconds: float

    def __str__(self) -> str:
        name = f"E{'+' * self.positive}_{self.exponent:g}"
        return f"{self.packing.problem}: {name} = {self.energy:.12g} ({self.hits} hits in {self.restarts} restarts)"


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
    """The packing of `problem` with the least E_p (or E+_p) found within `seconds` or `restarts`.

    Args: any real `exponent` p > 0; `positive` asks for E+_p, real problems only; the rest as for coherence. The value
    is a float from a search: an upper bound on the least energy, up to rounding.

    >>> from packing.problem import lines
    >>> round(minimize_energy(lines(6, 4), 1.5, restarts=10).energy, 6)       # three axes, two of them twice
    4.0
    """
    p = positive_exponent(exponent)
    if positive and problem.is_complex:
        raise InputError(
            "the positive part of an overlap needs real vectors, not field 'C': leave out the positive part"
        )
    seed = checked_seed(seed)
    budget, cpu = Budget(checked_limit(seconds, restarts)), time.process_time()
    most = None if restarts is None else positive_integer("restarts", restarts)
    jobs = positive_integer("jobs", jobs)
    best, least = None, math.inf
    reached: list[float] = []

    def hits() -> int:
        return sum(energy <= least + SAME_ENERGY for energy in reached)

    def descent(number: int) -> Packing:
        return _descend(problem, p, positive, np.random.default_rng((seed, number)), lambda: budget.over)

    budget.start()
    with threadpool_limits(1), closing(abreast(descent, jobs, most)) as descents:
        try:
            for packing in descents:
                reached.append(energy_of(packing, p, positive))
                if reached[-1] < least:
                    best, least = packing, reached[-1]
                if progress is not None:
                    progress(Progress(budget.spent, len(reached), hits(), least))
                if budget.over:
                    break
        except KeyboardInterrupt:
            if best is None:
                raise
    assert best is not None
    known = known_optimum(problem)
    if known is not None and energy_of(known[0], p, positive) <= least:
        least, best = energy_of(known[0], p, positive), known[0]
    return EnergyResult(best, least, p, positive, seed, len(reached), hits(), time.process_time() - cpu)


def energy_of(packing: Packing, exponent: float, positive: bool) -> float:
    """E_p or E+_p of a packing."""
    return positive_interference(packing, exponent) if positive else interference(packing, exponent)


def _descend(problem: Problem, p: float, positive: bool, rng: np.random.Generator, late: Callable[[], bool]) -> Packing:
    """One random start, followed through the smoothings until it is late."""
    y = _flat(gaussian(problem.n, problem, rng))
    for smoothing in SMOOTHINGS:
        y = minimize(
            _smoothed, y, args=(p, positive, smoothing, problem), jac=True, method="L-BFGS-B",
            callback=stopping(late), options={"maxiter": 500, "maxfun": 1000, "ftol": 1e-15, "gtol": 1e-10},
        ).x  # fmt: skip
        rows = _rows(y, problem)
        y = _flat(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    return Packing(_rows(y, problem), problem.objects)


def _smoothed(y: Floats, p: float, positive: bool, smoothing: float, problem: Problem) -> tuple[float, Floats]:
    """The smoothed energy of the rows in `y`, scaled to length 1, and its gradient by `y`."""
    rows = _rows(y, problem)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    x = rows / lengths
    gram = x.conj() @ x.T
    if positive:
        root = np.sqrt(gram**2 + smoothing**2)
        size = (gram + root) / 2
        slope = p * size ** (p - 1) * size / root
    else:
        square = np.abs(gram) ** 2 + smoothing**2
        size = np.sqrt(square)
        slope = p * size ** (p - 2) * gram
    np.fill_diagonal(size, 0.0)
    np.fill_diagonal(slope, 0.0)
    gradient = 2 * slope.T @ x
    gradient -= np.real(np.sum(gradient * x.conj(), axis=1, keepdims=True)) * x
    return float(np.sum(size**p)), _flat(gradient / lengths)


def _flat(rows: Vectors) -> Floats:
    return np.concatenate((rows.real, rows.imag)).ravel() if np.iscomplexobj(rows) else rows.real.ravel()


def _rows(y: Floats, problem: Problem) -> Vectors:
    parts = y.reshape(-1, problem.n, problem.d)
    return parts[0] + 1j * parts[1] if problem.is_complex else parts[0]
