"""Delsarte's linear programme in floats: HiGHS with point exchange. What it returns is a guess, to be certified."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.bounds.row_solver import RowSolver
from packing.numeric import Floats
from packing.space import Space

_TOLERANCE = 1e-10
_ROUNDS = 30


@dataclass(frozen=True)
class Guess:
    """f_1, ..., f_D (with f_0 = 1), their bound 1 + sum f_k, and how far g = sum f_k P_k exceeds 0 on the interval.

    `slope` is the derivative of the bound in x_t: the dual weight of the constraint at x_t times g'(x_t).
    """

    coefficients: Floats
    size: float
    violation: float
    slope: float


class DelsarteProgramme:
    """min 1 + sum f_k subject to f_k >= 0 and 1 + sum f_k P_k(x) <= 0 on [-1, x_t]; x is the variable of `space`.

    The constraint is asked for at Chebyshev points, then at the local maxima where it fails, until the violation
    reaches the tolerance of the solver. Columns are scaled by max |P_k| on the interval. Unbounded overlaps near 1
    need a degree; where the programme has no solution the guess is None.

    >>> from packing.space import Space
    >>> guess = DelsarteProgramme(Space.sphere(4), 12).solve(0.5)
    >>> round(guess.size, 5)
    25.55843
    """

    def __init__(self, space: Space, degree: int) -> None:
        self.space = space
        self.degree = degree
        self._angles = np.linspace(0, np.pi, 6 * degree + 1)
        self._fine = np.linspace(0, np.pi, 60 * degree + 1)

    def solve(self, x_t: float) -> Guess | None:
        """The optimal polynomial for overlaps up to `x_t`, or None where no polynomial of this degree bounds them."""
        points = _spread(self._angles, x_t)
        fine = _spread(self._fine, x_t)
        table = self.space.zonal.values(self.degree, fine)[1:]
        scale = np.abs(table).max(axis=1)
        solver = RowSolver(1 / scale)
        _ask(solver, self.space.zonal.values(self.degree, points)[1:] / scale[:, None])
        best: Guess | None = None
        for _ in range(_ROUNDS):
            weights = solver.solve()
            if weights is None:
                return best
            f = np.maximum(weights, 0) / scale
            peaks, heights = self._peaks(f, fine, 1 + f @ table)
            violation = max(float(heights.max(initial=0.0)), 0.0)
            if best is None or violation < best.violation:
                slope = solver.weight(len(points) - 1) * self._slope(f, x_t)
                best = Guess(f, 1 + float(f.sum()), violation, slope)
            bad = heights > _TOLERANCE / 4
            if violation < _TOLERANCE or not bad.any():
                break
            _ask(solver, self.space.zonal.values(self.degree, peaks[bad])[1:] / scale[:, None])
        return best

    def _slope(self, f: Floats, x: float, step: float = 1e-6) -> float:
        """g'(x) by a central difference."""
        low, high = f @ self.space.zonal.values(self.degree, np.array([x - step, x + step]))[1:]
        return float((high - low) / (2 * step))

    def _peaks(self, f: Floats, fine: Floats, g: Floats) -> tuple[Floats, Floats]:
        """The local maxima of g = 1 + sum f_k P_k, refined by the parabola through three neighbours."""
        inner = np.flatnonzero((g[1:-1] >= g[:-2]) & (g[1:-1] >= g[2:])) + 1
        left, middle, right = fine[inner - 1], fine[inner], fine[inner + 1]
        with np.errstate(divide="ignore", invalid="ignore"):  # neighbours coincide where the interval is tiny
            a, b = (g[inner] - g[inner - 1]) / (middle - left), (g[inner + 1] - g[inner]) / (right - middle)
            bend = (b - a) / (right - left)
            vertex = np.where(bend < 0, (left + middle) / 2 - a / (2 * bend), middle)
        peaks = np.concatenate((np.clip(vertex, left, right), fine[[0, -1]]))
        heights: Floats = 1 + f @ self.space.zonal.values(self.degree, peaks)[1:]
        return peaks, heights


def _ask(solver: RowSolver, columns: Floats) -> None:
    """Ask for 1 + sum w_k column_k <= 0."""
    solver.add(columns, np.full(columns.shape[1], -1.0))


def _spread(angles: Floats, x_t: float) -> Floats:
    """Points of [-1, x_t] that crowd at both ends like cosines."""
    return -1 + (x_t + 1) * (1 - np.cos(angles)) / 2
