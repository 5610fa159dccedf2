"""Descent of L_p where n is large: limited-memory BFGS on tiles, in single precision as far as that carries.

The algorithm is that of `descent`; here every evaluation is long, so the loop is Python's, the work is done by matrix
products, and the clock is looked at between evaluations.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from packing.numeric import Floats
from packing.search.blocked import Rows, Sums, log_norm_by_tiles, sums_by_tiles, unit
from packing.space import Field, Space

MEMORY = 8
PATIENCE = 3
SUFFICIENT = 1e-4


@dataclass
class Walk:
    """Rows on their way down, with the memory of their last moves; `evaluations` counts values of L_p."""

    y: Rows
    points: bool
    stop: Callable[[], bool] = lambda: False
    evaluations: int = 0

    def rung(self, squarings: int, steps: int, tolerance: float) -> float:
        """At most `steps` L-BFGS steps on L_p, p = 2^squarings; returns the value reached."""
        y, real = self.y, self.y.real.dtype
        gradient, trial_gradient = np.empty_like(y), np.empty_like(y)
        value = self.value(y, squarings, gradient)
        moves: list[Rows] = []
        changes: list[Rows] = []
        curvatures: list[float] = []
        calm = 0
        trial = np.empty_like(y)
        for _ in range(steps):
            direction = newton_like(gradient, moves, changes, curvatures)
            slope = inner(gradient, direction)
            if slope >= 0.0:  # rounding spoilt the memory, or there is nothing to gain
                moves, changes, curvatures = [], [], []
                direction = -gradient
                slope = inner(gradient, direction)
            length = 1.0 if moves else 0.3 * 0.5 ** (0.5 * squarings) / math.sqrt(max(-slope, 1e-300))
            while True:
                if self.stop() or slope >= 0.0:
                    return value
                np.multiply(direction, real.type(length), out=trial)
                trial += y
                trial_value = self.value(trial, squarings, trial_gradient)
                if trial_value <= value + SUFFICIENT * length * slope:
                    break
                bend = trial_value - value - length * slope
                length = max(0.1 * length, min(0.5 * length, -0.5 * slope * length**2 / bend))
                if length**2 * inner(direction, direction) < 1e-24:
                    return value
            move, change = trial - y, trial_gradient - gradient
            bend = inner(move, change)
            if bend > 1e-12 * inner(change, change):
                moves, changes, curvatures = (
                    [*moves[1 - MEMORY :], move], [*changes[1 - MEMORY :], change], [*curvatures[1 - MEMORY :], bend],
                )  # fmt: skip
            calm = calm + 1 if value - trial_value < tolerance else 0
            value = trial_value
            y[...] = trial
            gradient, trial_gradient = trial_gradient, gradient
            if calm >= PATIENCE:
                break
        return value

    def sums(self, squarings: int) -> Sums:
        """The sums at p = 2^squarings, in double precision."""
        x, _ = unit(self.y.astype(np.result_type(self.y, np.float64)))
        return sums_by_tiles(x, self.points, squarings)

    def value(self, y: Rows, squarings: int, gradient: Rows) -> float:
        self.evaluations += 1
        return log_norm_by_tiles(y, self.points, squarings, gradient)


def rows_of(columns: Floats, space: Space) -> Rows:
    """The rows, real or complex, whose real columns are given."""
    if space.field is Field.COMPLEX:
        d = len(columns) // 2
        return np.ascontiguousarray((columns[:d] + 1j * columns[d:]).T)
    return np.array(columns.T, order="C")


def newton_like(gradient: Rows, moves: list[Rows], changes: list[Rows], curvatures: list[float]) -> Rows:
    """-H gradient by the two-loop recursion."""
    direction = -gradient
    real = gradient.real.dtype.type
    weights = []
    for move, change, curvature in zip(reversed(moves), reversed(changes), reversed(curvatures), strict=True):
        weights.append(inner(move, direction) / curvature)
        direction -= real(weights[-1]) * change
    if moves:
        direction *= real(curvatures[-1] / inner(changes[-1], changes[-1]))
    for move, change, curvature in zip(moves, changes, curvatures, strict=True):
        beta = inner(change, direction) / curvature
        direction += real(weights.pop() - beta) * move
    return direction


def inner(left: Rows, right: Rows) -> float:
    """Re <left, right>."""
    return float(np.vdot(left, right).real)
