"""What the instruments of many claims share: descents with proved floors, sample means with errors, agreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.analytic.energy_search import search_vectors
from packing.claims.claim import Finding, Setting
from packing.configuration import Packing
from packing.exponents import EnergyKind
from packing.objective import Energy

DESCENT_ERROR = 2e-6
"""Energies whose relative difference is less are one: a descent stops a little above the minimum."""

STANDARD_ERRORS = 5.0
"""A sample mean this many standard errors off refutes; by chance that happens once in two million."""


class Mean(NamedTuple):
    """A sample mean and its standard error."""

    value: float
    error: float

    def agrees(self, expected: float) -> bool:
        """Whether the expected value lies within five standard errors."""
        return bool(abs(self.value - expected) <= STANDARD_ERRORS * self.error + 1e-12)


def mean(sample: npt.ArrayLike) -> Mean:
    """The mean of independent values with its standard error.

    >>> mean([1.0, 1.0, 1.0])
    Mean(value=1.0, error=0.0)
    """
    values = np.asarray(sample, dtype=float)
    return Mean(float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size)))


def least_energy(n: int, d: int, p: float, energy: str, setting: Setting, starts: int = 30) -> float:
    """The least energy that a descent from random starts meets: an upper bound of the minimum."""
    return Energy(p, energy == EnergyKind.RELU).value(least_packing(n, d, p, energy, setting, starts))


def least_packing(n: int, d: int, p: float, energy: str, setting: Setting, starts: int = 30) -> Packing:
    """The packing with the least energy met."""
    restarts = setting.pick(starts, max(4, starts // 3))
    return search_vectors(n, d, p, EnergyKind(energy), restarts=restarts, seed=setting.seed)


def close(value: float, expected: float, relative: float = DESCENT_ERROR) -> bool:
    """Whether two numbers agree to a relative error (absolute where the expected one is small)."""
    return abs(value - expected) <= relative * max(1.0, abs(expected))


def compare(cases: Sequence[tuple[object, float, float]], label: str, relative: float = DESCENT_ERROR) -> Finding:
    """A finding from rows (case, met, expected): it holds where all agree."""
    wrong = [case for case, met, expected in cases if not close(met, expected, relative)]
    worst = max(abs(met - expected) / max(1.0, abs(expected)) for _, met, expected in cases)
    text = f"{len(cases)} cases of {label}, largest relative difference {worst:.1e} (tolerance {relative:.0e})"
    return Finding(not wrong, text + (f"; fails at {wrong[:3]}" if wrong else ""), numbers={"cases": list(cases)})


def all_of(cases: Sequence[object], test: Callable[[object], bool], label: str) -> Finding:
    """A finding that holds where `test` holds for all cases."""
    wrong = [case for case in cases if not test(case)]
    return Finding(not wrong, f"{label}: {len(cases)} cases" + (f", fails at {wrong[:3]}" if wrong else ", all hold"))
