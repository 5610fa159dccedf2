"""Yudin's linear programme in floats: HiGHS with point exchange. What it returns is a guess, to be certified."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from packing.bounds.row_solver import RowSolver
from packing.numeric import Floats
from packing.potentials import Potential
from packing.problem import Problem

_TOLERANCE = 1e-10
_ROUNDS = 40
_STEP = 1e-4
_LEAST_DEGREE = 6
"""Polynomials of a smaller degree are looked at as closely."""

_USUAL, _LARGE = 0.9, 1e3
"""A potential of which so many of the values are beyond this, or below its inverse, is scaled."""

_CLIPPED = 1e6
"""Values of the scaled potential beyond this are lowered to it: a floor of what is lower is a floor."""

_PARTS, _TRIED, _RESCALED = np.linspace(0.02, 0.98, 17), 6, 40
"""Where the scale of a steep potential is looked for: among values of f; at which degree; how often it is corrected."""

_COARSE, _FINE = 6, 60
"""Points a degree: where the constraint is first asked for, and where its violation is looked for."""


@dataclass(frozen=True)
class EnergyGuess:
    """h_0, ..., h_D in floats, n^2 h_0 - n h(1), how far h exceeds f at most, and the overlaps where they touch.

    `scale` is the size of f, 1 where it is neither large nor small.
    """

    coefficients: Floats
    value: float
    violation: float
    contacts: Floats
    scale: float = 1.0


class EnergyProgramme:
    """max n^2 h_0 - n sum h_k subject to h_k >= 0 for k >= 1 and h = sum h_k P_k <= f at all overlaps.

    The constraint is asked for at Chebyshev points of each piece of f, then at the local minima of f - h where it
    fails, until the violation reaches the tolerance of the solver. Poles of f are left out.

    >>> from packing.potentials import Riesz
    >>> from packing.problem import vectors
    >>> round(EnergyProgramme(vectors(4, 3), Riesz(1), 6).solve().value, 6)
    7.348469
    """

    def __init__(self, problem: Problem, potential: Potential, degree: int, scale: float | None = None) -> None:
        self.problem, self.potential, self.degree = problem, potential, degree
        self._ends = [(float(piece.low), float(piece.high)) for piece in potential.pieces(problem.space)]
        self._scale = self.sizes(_USUAL)[0] if scale is None else scale

    def sizes(self, *parts: float) -> list[float]:
        """The sizes that so many of the values of f are below, as powers of two: 1 where neither large nor small."""
        usual = np.abs(self.potential.values(self._spread(_COARSE), self.problem.space))
        found = np.quantile(usual, parts, method="lower") if usual.size else np.ones(len(parts))
        return [_power_of_two(float(size)) for size in found]

    def solve(self) -> EnergyGuess | None:
        """The optimal polynomial, or None where the programme has no solution."""
        n, fine = self.problem.n, self._spread(_FINE)
        below = self._potential(fine)
        gain = np.concatenate(([n - 1.0], -np.ones(self.degree)))
        solver = RowSolver(-gain / np.abs(gain).max(), np.arange(len(gain)) == 0)
        start = self._spread(_COARSE)
        solver.add(self._table(start), self._potential(start))
        best: EnergyGuess | None = None
        table = self._table(fine)
        for _ in range(_ROUNDS):
            h = solver.solve()
            if h is None:
                return best
            h[1:] = np.maximum(h[1:], 0.0)
            dips, depths = self._dips(h, fine, below - h @ table)
            violation = max(-float(depths.min(initial=0.0)), 0.0)
            if best is None or self._scale * violation < best.violation:
                value = self._scale * n * ((n - 1) * float(h[0]) - float(h[1:].sum()))
                near = dips[depths < 1e-7]
                best = EnergyGuess(self._scale * h, value, self._scale * violation, near, self._scale)
            bad = depths < -_TOLERANCE / 4
            if violation < _TOLERANCE or not bad.any():
                break
            solver.add(self._table(dips[bad]), self._potential(dips[bad]))
        return best

    @property
    def least_values(self) -> tuple[Fraction, ...]:
        """The least value of f at points of its pieces, and the float below it; nothing where f is nowhere finite."""
        values = self.potential.values(self._spread(_FINE), self.problem.space)
        least = float(values.min(initial=math.inf))
        return tuple(map(Fraction, (least, math.nextafter(least, -math.inf)))) if values.size else ()

    def _potential(self, t: Floats) -> Floats:
        with np.errstate(over="ignore"):
            return np.minimum(self.potential.values(t, self.problem.space) / self._scale, _CLIPPED)

    def _table(self, t: Floats) -> Floats:
        return self.problem.space.zonal.values(self.degree, self.problem.space.variable(t))

    def _spread(self, by_degree: int) -> Floats:
        """Points that crowd at the ends of the pieces like cosines; at a pole the next one to it is the last."""
        angles = np.linspace(0, np.pi, by_degree * max(self.degree, _LEAST_DEGREE) + 1)
        points = np.concatenate([low + (high - low) * (1 - np.cos(angles)) / 2 for low, high in self._ends])
        return points[np.isfinite(self.potential.values(points, self.problem.space))]

    def _dips(self, h: Floats, fine: Floats, g: Floats) -> tuple[Floats, Floats]:
        """The local minima of g = f - h, refined twice by the parabola through three neighbours, and g there."""
        inner = np.flatnonzero((g[1:-1] <= g[:-2]) & (g[1:-1] <= g[2:])) + 1
        left, middle, right = fine[inner - 1], fine[inner], fine[inner + 1]
        vertex = np.clip(_vertex((left, middle, right), (g[inner - 1], g[inner], g[inner + 1])), left, right)
        around = tuple(np.clip(vertex + step, left, right) for step in (-_STEP, 0.0, _STEP))
        heights = tuple(self._potential(t) - h @ self._table(t) for t in around)
        vertex = np.clip(_vertex(around, heights), left, right)
        dips = np.concatenate((vertex, fine[inner], fine[[0, -1]]))
        return dips, self._potential(dips) - h @ self._table(dips)


@lru_cache(maxsize=512)
def scale_of(problem: Problem, potential: Potential) -> float:
    """The size of f at the overlaps that matter, to divide by: of steep potentials, that of a mean pair at the floor.

    1/|x - y|^30 has values from 1 to beyond 10^30, and a simplex sees one of them: sizes of f are tried, and
    the best is corrected by the floor that it finds.

    >>> from packing.potentials import Riesz
    >>> from packing.problem import lines
    >>> scale_of(lines(10, 4), Riesz(1)), scale_of(lines(15, 6), Riesz(30)) < 100
    (1.0, True)
    """
    programme = EnergyProgramme(problem, potential, _TRIED)
    usual = programme.sizes(_USUAL)[0]
    sizes = sorted(set(programme.sizes(*_PARTS)))
    if all(usual / _LARGE <= size <= usual * _LARGE for size in sizes):
        return usual
    best, scale = max((_certain(problem, potential, size), size) for size in {usual, *sizes})
    for _ in range(_RESCALED):
        size = _power_of_two(best / (problem.n * (problem.n - 1)))
        if best <= 0 or size == scale:
            break
        found = _certain(problem, potential, size)
        if found <= best:
            break
        best, scale = found, size
    return scale


def _certain(problem: Problem, potential: Potential, scale: float) -> float:
    """The floor of a small degree, less what the violation may cost."""
    guess = EnergyProgramme(problem, potential, _TRIED, scale).solve()
    return -math.inf if guess is None else guess.value - 2 * problem.n**2 * guess.violation


def _power_of_two(size: float) -> float:
    return 1.0 if size <= 0 or 1 / _LARGE <= size <= _LARGE else 2.0 ** round(math.log2(size))


def _vertex(t: Sequence[Floats], g: Sequence[Floats]) -> Floats:
    """Where the parabola through three points has its minimum; the middle where it has none."""
    with np.errstate(divide="ignore", invalid="ignore"):  # neighbours coincide at the ends of pieces
        a, b = (g[1] - g[0]) / (t[1] - t[0]), (g[2] - g[1]) / (t[2] - t[1])
        bend = (b - a) / (t[2] - t[0])
        found = np.where(bend > 0, (t[0] + t[1]) / 2 - a / (2 * bend), t[1])
    return np.where(np.isfinite(found), found, t[1])
