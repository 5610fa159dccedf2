"""The dual of Delsarte's programme with limits, in floats: HiGHS with exchange. A guess, to be certified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from packing.bounds.angle_sets.allowed import Interval
from packing.bounds.angle_sets.question import Question
from packing.bounds.row_solver import RowSolver
from packing.doors import shown
from packing.numeric import Floats
from packing.potentials import OVERLAP
from packing.potentials.evaluation import array_function

__dir__ = shown(__name__)

DEGREES = (8, 12, 20, 30)
"""Degrees tried."""

_ROUNDS = 20
_TOLERANCE = 1e-10
_COARSE, _FINE = 6, 60
_CUT_OFF = 1e6
"""Values of f above it, near poles, are replaced by it."""


Table = tuple[Floats, Floats, Floats]
"""Overlaps, the columns of the programme there, shape (variables, overlaps), and f."""


@dataclass(frozen=True)
class DualGuess:
    """h_0, h_1, ..., the weights u_j, the bound on n or the sum, and how far h exceeds f + sum u_j g_j: in floats.

    `scale` is the size of f, 1 where it is neither large nor small.
    """

    coefficients: Floats
    weights: Floats
    value: float
    violation: float
    scale: float = 1.0


class DualProgramme:
    """Variables h_0 (1 for a size), h_1, ..., u_1, ...; h <= f + sum u_j g_j at points of each part."""

    def __init__(self, question: Question, degree: int) -> None:
        self.question, self.degree = question, degree
        self.parts = question.parts
        self.free_constant = question.n is not None
        self._scale = question.scale
        self._objectives: list[Callable[[Any], Any]] = [array_function(f, OVERLAP) for f in question.objectives]

    def solve(self) -> DualGuess | None:
        """The optimal weights, None where the programme has no solution."""
        question = self.question
        fine = [self._table(i, _spread(part, _FINE * self.degree + 1)) for i, part in enumerate(self.parts)]
        scale = np.maximum(np.abs(np.hstack([rows for _, rows, _ in fine])).max(axis=1), 1e-12)
        price = np.array([*np.ones(self.degree + 1), *(float(limit.most) for limit in question.limits)])
        if question.n is not None:
            price[0] -= question.n
        free = np.array([self._is_free(k) for k in range(len(price))])
        own = slice(None) if self.free_constant else slice(1, None)
        solver = RowSolver((price / scale)[own] / np.abs(price / scale).max(), free[own])
        best: DualGuess | None = None
        added = [self._table(i, _spread(part, _COARSE * self.degree + 1)) for i, part in enumerate(self.parts)]
        for _ in range(_ROUNDS):
            for _, rows, limits in added:
                solver.add((rows / scale[:, None])[own], limits - (0.0 if self.free_constant else rows[0]))
            found = solver.solve()
            if found is None:
                return best
            w = np.concatenate(([] if self.free_constant else [scale[0]], found)) / scale
            w = np.where(free, w, np.maximum(w, 0.0))
            peaks = [self._peaks(i, w, *table) for i, table in enumerate(fine)]
            heights = [w @ rows - limits for _, rows, limits in peaks]
            violation = max(0.0, *(float(excess.max(initial=0.0)) for excess in heights))
            if best is None or self._scale * violation < best.violation:
                value = float(price @ w) * (1 if question.n is None else -question.n)
                h, u = np.split(self._scale * w, [self.degree + 1])
                best = DualGuess(h, u, self._scale * value, self._scale * violation, self._scale)
            added = [
                (y[high > _TOLERANCE], rows[:, high > _TOLERANCE], limits[high > _TOLERANCE])
                for (y, rows, limits), high in zip(peaks, heights, strict=True)
                if (high > _TOLERANCE).any()
            ]
            if not added:
                break
        return best

    def _peaks(self, i: int, w: Floats, y: Floats, rows: Floats, limits: Floats) -> Table:
        """Where h - f - sum u_j g_j is largest on a part: its ends, and the local maxima, refined by parabolas."""
        excess = w @ rows - limits
        inner = np.flatnonzero((excess[1:-1] >= excess[:-2]) & (excess[1:-1] >= excess[2:])) + 1
        near = np.stack([inner - 1, inner, inner + 1])
        with np.errstate(all="ignore"):  # neighbours may be equal, at single overlaps and at the ends
            left, right = np.diff(excess[near], axis=0) / np.diff(y[near], axis=0)
            vertex = (y[near[0]] + y[near[1]]) / 2 - left * (y[near[2]] - y[near[0]]) / (2 * (right - left))
        vertex = np.where(np.isfinite(vertex), vertex, y[inner])
        return self._table(i, np.unique(np.concatenate((y[[0, -1]], y[inner], np.clip(vertex, y[0], y[-1])))))

    def _is_free(self, k: int) -> bool:
        if k > self.degree:
            return False
        odd = self.question.antipodal and k % 2 == 1
        return k == 0 or k <= self.question.strength or odd

    def _table(self, i: int, y: Floats) -> Table:
        """Overlaps of part i where f is finite, (P_0, ..., P_D, -g_1, ...) and f there, by its size."""
        with np.errstate(all="ignore"):
            f = np.asarray(self._objectives[i](y), dtype=float) * np.ones_like(y) / self._scale
        f = np.minimum(f, _CUT_OFF)
        y, f = y[np.isfinite(f)], f[np.isfinite(f)]
        limited = [
            -np.polynomial.polynomial.polyval(y, [float(c) for c in limit.function.on(*self.parts[i])] or [0.0])
            for limit in self.question.limits
        ]
        zonal = self.question.space.zonal.values(self.degree, 2 * y - 1 if self.question.space.has_lines else y)
        return y, np.vstack([zonal, *limited]), f


def _spread(part: Interval, count: int) -> Floats:
    """Overlaps of a part, crowded at its ends like cosines."""
    low, high = float(part[0]), float(part[1])
    if part[0] == part[1]:
        return np.array([low])
    return low + (high - low) * (1 - np.cos(np.linspace(0, np.pi, count))) / 2
