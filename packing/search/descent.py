"""Descent of L_p along a ladder p = 4, 8, 16, ...: limited-memory BFGS that stops each rung early.

Too smooth a start (p = 2) loses some basins, too sharp a one (p >= 32) others; the first rung p = 4 keeps both. A slow
descent ends lower: of 33 lines in C^5 the best tenth of the ends lies 2.3e-3 above the best known and below; with rungs
that end at thirty times the gain, which take half of the time, 3.2e-3.
Reference for the two-loop recursion: Nocedal, Math. Comp. 35 (1980).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from packing.deadline import overdue
from packing.numeric import Floats, compiled
from packing.search.large import Walk, rows_of
from packing.search.orbit_kernels import orbit_estimate, orbit_log_norm
from packing.search.orbits import Orbits
from packing.search.pairs import columns_of, log_norm, number_of, sharp_estimate
from packing.space import Space

MEMORY = 8
PATIENCE = 3
"""A rung ends after so many steps in a row that each gain less than its tolerance."""

SUFFICIENT = 1e-4
"""A step is taken where it gains this part of what the slope promises (Armijo)."""


BLOCKED_FROM = 160
"""From so many vectors on, matrix products are faster than loops over pairs: 4 times at 400."""


@dataclass(frozen=True)
class Ladder:
    """The exponents p = 2^k of the rungs, the most steps on each, and how little gain (times 1/p) ends a rung."""

    squarings: tuple[int, ...] = (2, 3, 4, 5, 6, 7, 8)
    steps: tuple[int, ...] = (360, 360, 360, 360, 360, 360, 600)
    tolerance: float = 3e-6

    def descend(self, y: Floats, space: Space, orbits: Orbits | None = None) -> tuple[Floats, float]:
        """Walk down from the columns `y`; return the columns reached and the estimate of their max f.

        With `orbits`, the columns are their seeds, and f is over all vectors of the orbits. Where the time of the
        search that this runs in is up, the rungs that are left stay out.
        """
        if orbits is None and y.shape[1] >= BLOCKED_FROM:
            return self._descend_by_tiles(y, space)
        columns = np.array(y, dtype=np.float64, order="C")
        k = columns.shape[1]
        work = np.zeros((4, k, k if orbits is None else orbits.cosines.shape[1]))
        for squarings, steps in zip(self.squarings, self.steps, strict=True):
            if overdue():
                break
            descend_rung(columns, number_of(space), squarings, steps, self.tolerance / 2.0**squarings, work, orbits)
        return columns, float(estimate(columns, number_of(space), self.squarings[-1], work, orbits))

    def _descend_by_tiles(self, y: Floats, space: Space) -> tuple[Floats, float]:
        walk = Walk(rows_of(y, space), not space.has_lines, overdue)
        for squarings, steps in zip(self.squarings, self.steps, strict=True):
            walk.rung(squarings, steps, self.tolerance / 2.0**squarings)
        return columns_of(walk.y, space), walk.sums(self.squarings[-1]).estimate(self.squarings[-1])

    def best_of(
        self, entries: Sequence[Floats], space: Space, orbits: Orbits | None = None, trial: int = 4
    ) -> tuple[Floats, float]:
        """Walk down from all `entries` to the rung of 2^`trial`, and with the lowest there to the end."""
        above, below = self.parted(trial)
        if len(entries) == 1 or not above.squarings or not below.squarings:
            return self.descend(entries[0], space, orbits)
        reached = [above.descend(y, space, orbits) for y in entries]
        return below.descend(min(reached, key=lambda end: end[1])[0], space, orbits)

    def parted(self, trial: int = 4) -> tuple[Ladder, Ladder]:
        """The rungs to that of 2^`trial`, where it shows which starts are hopeless, and the rungs below it."""
        upper = sum(squarings <= trial for squarings in self.squarings)
        return (
            Ladder(self.squarings[:upper], self.steps[:upper], self.tolerance),
            Ladder(self.squarings[upper:], self.steps[upper:], self.tolerance),
        )


SMOOTH = Ladder()
"""From smooth norms to sharp ones: where most restarts begin."""

QUICK = Ladder((4, 6, 8), (60, 80, 100), 1e-3)
"""A sharper start and a hasty descent reach what slow ones never do: 22 lines in C^3, whose optimum 27 of 1342 reached,
and none of 1469 slow ones, all of which ended near another."""

SHARP = Ladder((10, 12), (100, 120), 1e-3)
"""What the promising ones go through next."""

SHARPER = Ladder((12, 14, 16), (200, 200, 200), 1e-4)
"""What those that may be finished go through, which tells the same from the different."""

SHARPEST = Ladder((14, 16, 18, 20, 22), (300,) * 5, 1e-4)
"""The end for problems that are too large for the interior point."""


def estimated_largest(columns: Floats, space: Space) -> float:
    """The max f that a descent at the last p of `SMOOTH` leads to from these columns."""
    n, squarings = columns.shape[1], SMOOTH.squarings[-1]
    if n >= BLOCKED_FROM:
        return Walk(rows_of(columns, space), not space.has_lines, overdue).sums(squarings).estimate(squarings)
    return float(sharp_estimate(columns, number_of(space), squarings, np.zeros((4, n, n))))


@compiled()
def value_and_gradient(
    y: Floats, kind: int, squarings: int, gradient: Floats, work: Floats, orbits: Orbits | None
) -> float:
    """L_p of the columns `y`, or of the orbits of these seeds; compiled once for either."""
    if orbits is None:
        return log_norm(y, kind, squarings, gradient, work)
    return orbit_log_norm(y, orbits, kind, squarings, gradient, work)


@compiled()
def estimate(y: Floats, kind: int, squarings: int, work: Floats, orbits: Orbits | None) -> float:
    """The max f that these columns, or the orbits of these seeds, lead to."""
    if orbits is None:
        return sharp_estimate(y, kind, squarings, work)
    return orbit_estimate(y, orbits, kind, squarings, work)


@compiled()
def descend_rung(
    y: Floats, kind: int, squarings: int, steps: int, tolerance: float, work: Floats, orbits: Orbits | None
) -> int:
    """Minimise L_p in place by at most `steps` L-BFGS steps; return how many times L_p was evaluated."""
    rows, n = y.shape
    gradient = np.zeros((rows, n))
    trial_gradient = np.zeros((rows, n))
    trial = np.zeros((rows, n))
    direction = np.zeros((rows, n))
    moves = np.zeros((MEMORY, rows, n))
    changes = np.zeros((MEMORY, rows, n))
    curvature = np.zeros(MEMORY)
    stored, calm, taken, evaluations = 0, 0, 0, 0
    value, slope, length = np.inf, 0.0, 0.0
    while evaluations < 2 * steps:
        step_to(trial, y, length, direction)
        trial_value = value_and_gradient(trial, kind, squarings, trial_gradient, work, orbits)
        evaluations += 1
        if trial_value > value + SUFFICIENT * length * slope:
            bend = trial_value - value - length * slope
            length = max(0.1 * length, min(0.5 * length, -0.5 * slope * length * length / bend))
            if length * length * inner(direction, direction) > 1e-30:
                continue
            if stored == 0:
                break
            stored = 0  # the memory misleads: forget it and go straight down
        else:
            if taken > 0:
                slot = stored % MEMORY
                difference(moves[slot], trial, y)
                difference(changes[slot], trial_gradient, gradient)
                bend = inner(moves[slot], changes[slot])
                squared = inner(changes[slot], changes[slot])
                if squared > 1e-200 and bend > 1e-12 * squared:
                    curvature[slot] = bend
                    stored += 1
            calm = calm + 1 if value - trial_value < tolerance else 0
            value = trial_value
            step_to(y, trial, 0.0, trial)
            step_to(gradient, trial_gradient, 0.0, trial)
            if calm >= PATIENCE or taken >= steps:
                break
            taken += 1
        slope = newton_like_direction(gradient, moves, changes, curvature, stored, direction)
        length = 1.0
        if stored == 0:
            if slope == 0.0:
                break
            length = 0.3 * 0.5 ** (0.5 * squarings) / math.sqrt(-slope)
    return evaluations


@compiled(fast=True)
def newton_like_direction(
    gradient: Floats, moves: Floats, changes: Floats, curvature: Floats, stored: int, direction: Floats
) -> float:
    """direction = -H gradient by the two-loop recursion over the last MEMORY moves; returns their inner product."""
    kept = min(stored, MEMORY)
    weights = np.zeros(MEMORY)
    step_to(direction, gradient, -2.0, gradient)
    for back in range(kept):
        slot = (stored - 1 - back) % MEMORY
        weights[slot] = inner(moves[slot], direction) / curvature[slot]
        step_to(direction, direction, -weights[slot], changes[slot])
    if kept > 0:
        slot = (stored - 1) % MEMORY
        step_to(direction, direction, curvature[slot] / inner(changes[slot], changes[slot]) - 1.0, direction)
    for back in range(kept):
        slot = (stored - kept + back) % MEMORY
        beta = inner(changes[slot], direction) / curvature[slot]
        step_to(direction, direction, weights[slot] - beta, moves[slot])
    return inner(gradient, direction)


@compiled(fast=True)
def inner(left: Floats, right: Floats) -> float:
    """The sum of products of entries."""
    total = 0.0
    for k in range(left.shape[0]):
        for i in range(left.shape[1]):
            total += left[k, i] * right[k, i]
    return total


@compiled()
def step_to(result: Floats, start: Floats, length: float, direction: Floats) -> None:
    """result = start + length * direction."""
    for k in range(result.shape[0]):
        for i in range(result.shape[1]):
            result[k, i] = start[k, i] + length * direction[k, i]


@compiled()
def difference(result: Floats, left: Floats, right: Floats) -> None:
    """result = left - right."""
    for k in range(result.shape[0]):
        for i in range(result.shape[1]):
            result[k, i] = left[k, i] - right[k, i]
