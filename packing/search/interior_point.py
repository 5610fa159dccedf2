"""A primal-dual interior point on the pairs near the maximum, to first-order optimality.

The problem: minimise t subject to f_ij(x) <= t, x in a product of spaces. For a barrier parameter mu the point x has

    phi(x) = min over t of  t - mu * sum log(t - f_p(x)),      sum mu / (t - f_p) = 1,

and t is always that minimiser, so every step is strictly feasible. With slacks s_p = t - f_p, multipliers l_p and
w = l/s, a Newton step of the primal-dual equations solves, with H the Hessian of the Lagrangian sum l_p f_p,

    (H + sum w g g^T + shift I) v = (sum w g) dt - sum (mu/s) g,     (sum w) dt = (sum w g) . v,

which goes down phi as soon as the matrix with t eliminated is positive definite; the shift is raised until it is.
The smallest shift also fixes the gauge (a common unitary) and vectors without a contact, which have no equation.
References: Forsgren, Gill, Wright, SIAM Review 44 (2002); Waechter and Biegler, Math. Program. 106 (2006), for the
reset of the multipliers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import lapack

from packing.numeric import Floats, compiled
from packing.search.optimality import UNKNOWN, Allowed, Optimality
from packing.search.surface import AllPackings, Place, Surface
from packing.search.tangent import every_pair, gather
from packing.space import Space

NEAR = 0.06
"""Pairs whose f is within this of the maximum are in the problem; the others are watched."""

SMALLEST_BARRIER = 1e-17

LARGEST_TURN = 0.1
"""No vector turns by more radians in one step."""

TRUST = 0.15
"""The barrier falls where |grad phi| is below this times the barrier times the number of pairs."""

FALL = 0.02
"""What is left of the barrier after a whole Newton step."""

PACE = 1e4
"""It falls behind where after k steps the largest f is more than this / k^4 above the level that is asked for: 8e-4
after 60 steps. Of jolted optima, those that end near the best keep the pace, and half of the others do not."""

PATIENCE = 25
"""It also falls after so many steps: a saddle of phi can hold them up."""


@dataclass(frozen=True)
class Finished:
    """Unit rows (n, m width), their largest f, the steps made, and how far they are from first-order optimality."""

    rows: Floats
    largest: float
    multipliers: Floats
    iterations: int = 0
    optimality: Optimality = UNKNOWN

    def rank(self) -> tuple[float, float]:
        """What is least for the better of two: the largest f in steps of 1e-11, then the distance from optimality."""
        return round(self.largest, 11), self.optimality.worst


@dataclass(frozen=True)
class InteriorPoint:
    """The method with its numbers: most iterations, and how near the maximum a pair must be to be taken in.

    The first barrier is measured by how far the largest f are apart, `spread` at least, and scaled by `warmth`: at 1
    the descent may still leave for a better optimum nearby, at 0.1 it stays. Where a `level` of f is asked for, the
    descent is given up once it falls behind.
    """

    iterations: int = 300
    near: float = NEAR
    warmth: float = 1.0
    spread: float = 1e-15
    level: float = math.inf

    def run(
        self, rows: Floats, space: Space, enough: Callable[[], bool] = lambda: False, allowed: Allowed = None
    ) -> Finished:
        """Move the unit rows (n, m width) to a first-order optimum nearby, along `allowed` moves where these are given.

        `enough` is asked after each step whether to stop.
        """
        return self.descend(np.ascontiguousarray(rows, dtype=np.float64), AllPackings(space, allowed), enough)

    def descend(self, x: Floats, surface: Surface, enough: Callable[[], bool] = lambda: False) -> Finished:
        """The same on any surface, whose points take the place of unit rows."""
        state = _Barrier(x, surface, self)
        best, iteration = state.finished(), 0
        for iteration in range(1, self.iterations + 1):
            moving = state.step()
            if state.largest <= best.largest + 4e-16:
                best = state.finished()
            late = state.largest > self.level + PACE / iteration**4
            if not moving or late or enough():
                break
        return replace(best, iterations=iteration, optimality=surface.optimality(best.rows, best.multipliers))


class _Barrier:
    """The running numbers of one interior-point descent."""

    def __init__(self, x: Floats, surface: Surface, method: InteriorPoint) -> None:
        self.x, self.surface, self.near = x, surface, method.near
        self.every = every_pair(len(x))
        self.all_f = surface.f(x)
        self.choose_pairs()
        found = float(self.f.max() - np.sort(self.f)[-min(len(self.f), x.size) :].mean())
        self.barrier = method.warmth * min(0.1 * max(found, method.spread), 1e-3) / len(self.f) ** 0.5
        self.set_level()
        self.multipliers = self.barrier / self.slacks
        self.shift = 0.0
        self.shifted = False
        self.failures = 0
        self.waited = 0

    def choose_pairs(self) -> None:
        chosen = self.all_f >= self.all_f.max() - self.near
        self.pairs = np.ascontiguousarray(self.every[chosen])
        self.chosen = chosen
        self.f = self.all_f[chosen]

    def set_level(self) -> None:
        self.slacks = central_slacks(self.f, self.barrier)

    @property
    def largest(self) -> float:
        return float(self.all_f.max())

    def finished(self) -> Finished:
        multipliers = np.zeros(len(self.every))
        multipliers[self.chosen] = self.multipliers
        return Finished(self.x, self.largest, multipliers)

    def step(self) -> bool:
        """One Newton step and, where it went well, a smaller barrier; False where nothing moves any more."""
        place = self.surface.at(self.x, self.pairs)
        gradients = place.gradients
        n, q = len(self.x), gradients.shape[2]
        weights, central = self.multipliers / self.slacks, self.barrier / self.slacks
        matrix = place.hessian(self.multipliers, weights)
        slope_t = gather(self.pairs, gradients, weights, n).ravel()
        slope_v = gather(self.pairs, gradients, central, n).ravel()
        moves = place.moves
        if moves is None:
            direction, rise = self.solve(matrix, slope_t, slope_v, float(weights.sum()))
        else:
            whole = matrix + np.tril(matrix, -1).T
            reduced, rise = self.solve(
                moves.T @ whole @ moves, moves.T @ slope_t, moves.T @ slope_v, float(weights.sum())
            )
            direction = moves @ reduced
        fraction = self.line_search(place, direction.reshape(n, q), float(slope_v @ direction))
        self.update_multipliers(gradients, direction.reshape(n, q), rise, weights, central)
        escaped = bool((self.all_f[~self.chosen] > self.all_f.max() - 0.5 * self.near).any())
        self.f = self.all_f[self.chosen]
        self.set_level()
        pull = gather(self.pairs, gradients, self.barrier / self.slacks, n).ravel()
        moving = self.lower_barrier(fraction, float(np.linalg.norm(pull if moves is None else moves.T @ pull)))
        self.multipliers = np.clip(
            self.multipliers, self.barrier / self.slacks * 1e-4, self.barrier / self.slacks * 1e4
        )
        if escaped:
            self.take_in()
        return moving

    def line_search(self, place: Place, direction: Floats, downhill: float) -> float:
        """Move along `direction` as far as phi falls; return the part of it that was gone.

        A shifted step is a short one where the curvature is negative: it is doubled as long as phi goes on falling.
        """
        turn = float(np.linalg.norm(direction, axis=1).max())
        value = barrier_value(self.f, self.slacks, self.barrier)
        noise = 1e-15 + self.barrier * 1e-12 * len(self.f)
        fraction = min(1.0, LARGEST_TURN / turn) if turn > 0 else 1.0
        for _ in range(25):
            reached = self.value_at(place, fraction * direction)
            if reached <= value + 1e-4 * fraction * downhill + noise:
                break
            fraction *= 0.4
        else:
            self.value_at(place, 0.0 * direction)
            return 0.0
        whole = fraction
        while self.shifted and whole == 1.0 and 2 * fraction * turn <= LARGEST_TURN:
            further = self.value_at(place, 2 * fraction * direction)
            if further >= reached - noise:
                self.value_at(place, fraction * direction)
                break
            fraction, reached = 2 * fraction, further
        return whole

    def value_at(self, place: Place, direction: Floats) -> float:
        """Move from `place` by `direction`; return phi there."""
        self.x = place.moved(direction)
        self.all_f = self.surface.f(self.x)
        f = self.all_f[self.chosen]
        return barrier_value(f, central_slacks(f, self.barrier), self.barrier)

    def lower_barrier(self, fraction: float, pull: float) -> bool:
        """Lower the barrier where the Newton step was whole or the pull is small; False below the smallest one."""
        self.waited += 1
        self.failures = self.failures + 1 if fraction == 0.0 else 0
        if fraction == 0.0:
            self.multipliers = self.barrier / self.slacks
        steady = fraction == 1.0 and not self.shifted
        if steady or pull <= TRUST * self.barrier * len(self.f) or self.failures > 1 or self.waited >= PATIENCE:
            if self.barrier <= SMALLEST_BARRIER:
                return False
            self.barrier = max(self.barrier * (FALL if steady else 0.1), SMALLEST_BARRIER)
            self.waited = 0
            self.set_level()
        return True

    def solve(self, matrix: Floats, slope_t: Floats, slope_v: Floats, weight: float) -> tuple[Floats, float]:
        """The step (v, dt), with the least shift that makes it go down."""
        order = len(matrix)
        diagonal = matrix.diagonal().copy()
        curvature = 2.0 / len(self.x)  # the size of H: multipliers have sum 1, and every vector a share of them
        floor = 1e-9 * curvature + 4e-16 * float(np.abs(diagonal).mean())
        shift = max(self.shift * 0.2, floor) if self.shift > 100 * floor else floor
        right = np.column_stack((slope_t, slope_v))
        for _ in range(60):
            matrix[np.arange(order), np.arange(order)] = diagonal + shift
            factor, failed = lapack.dpotrf(matrix, lower=1, clean=0, overwrite_a=0)
            if not failed:
                solution, _ = lapack.dpotrs(factor, right, lower=1)
                rest = weight - float(slope_t @ solution[:, 0])
                if rest > 1e-14 * weight:
                    rise = -float(slope_t @ solution[:, 1]) / rest
                    self.shift = shift
                    self.shifted = shift > 10 * floor
                    return rise * solution[:, 0] - solution[:, 1], rise
            shift = max(shift * 4.0, 1e-5 * curvature)
        return np.zeros(order), 0.0

    def update_multipliers(
        self, gradients: Floats, direction: Floats, rise: float, weights: Floats, central: Floats
    ) -> None:
        along = np.einsum("pm,pm->p", gradients[:, 0], direction[self.pairs[:, 0]])
        along += np.einsum("pm,pm->p", gradients[:, 1], direction[self.pairs[:, 1]])
        change = central - self.multipliers - weights * (rise - along)
        falling = change < 0
        length = 1.0
        if falling.any():
            length = min(1.0, 0.995 * float(np.min(self.multipliers[falling] / -change[falling])))
        self.multipliers = self.multipliers + length * change

    def take_in(self) -> None:
        """Choose the pairs anew; those that were in keep their multipliers."""
        kept = np.zeros(len(self.every))
        kept[self.chosen] = self.multipliers
        self.choose_pairs()
        self.set_level()
        self.multipliers = np.where(kept[self.chosen] > 0, kept[self.chosen], self.barrier / self.slacks)


@compiled(fast=True)
def central_slacks(f: Floats, barrier: float) -> Floats:
    """t - f for the t > max f with sum barrier / (t - f) = 1, by Newton's method on the reciprocal from the left."""
    slacks = f.max() - f
    height = barrier
    for _ in range(60):
        total, squares = 0.0, 0.0
        for p in range(len(f)):
            inverse = barrier / (height + slacks[p])
            total += inverse
            squares += inverse * inverse
        change = barrier * total * (total - 1.0) / squares
        height += change
        if abs(change) <= 1e-13 * height:
            break
    return slacks + height


@compiled(fast=True)
def barrier_value(f: Floats, slacks: Floats, barrier: float) -> float:
    """phi = t - barrier * sum log(t - f)."""
    total = 0.0
    for p in range(len(slacks)):
        total += math.log(slacks[p])
    return float(f[0] + slacks[0] - barrier * total)
