"""The linear programme on a Grassmannian in floats: HiGHS with point exchange. What it returns is to be certified."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np
import scipy

from packing.kernel.grassmann import region
from packing.kernel.grassmann_polynomials import Partition, arrangements, zonal_polynomials
from packing.numeric import Floats

_TOLERANCE = 1e-8
_ROUNDS = 12
_PRECISELY = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
_POINTS = 600
_FINE = 6000
"""Points at which the constraint is asked for at first, and then looked at, all simplices of the region together."""

_CELLS = 10
"""Points whose barycentric coordinates agree to 1/_CELLS are near one another: the highest of them is followed."""

_NARROWER = (0.05, 0.015, 0.005, 0.0015, 0.0005, 0.0001)
"""Sizes of the random steps, in barycentric coordinates, that lead a point to the local maximum beside it."""


@dataclass(frozen=True)
class Guess:
    """f_mu >= 0 for mu != 0, with f_0 = 1; their bound 1 + sum f_mu; how far 1 + sum f_mu P_mu exceeds 0."""

    partitions: tuple[Partition, ...]
    coefficients: Floats
    size: float
    violation: float


class GrassmannProgramme:
    """min 1 + sum f_mu with f_mu >= 0 and 1 + sum f_mu P_mu(y) <= 0 for all y that overlap t allows; |mu| <= degree.

    The constraint is asked for at points of the region, then where it fails most, until it holds to the tolerance.

    >>> programme = GrassmannProgramme("R", 4, 2, "chordal", 4)
    >>> round(programme.solve(Fraction(1, 2)).size, 6)                              # 18 planes at the orthoplex bound
    18.0
    """

    def __init__(self, letter: str, d: int, m: int, distance: str, degree: int) -> None:
        self.m, self.distance = m, distance
        self._rng = np.random.default_rng(0)
        self._met = np.zeros((0, m))
        zonal = zonal_polynomials(letter, d, m, degree)
        self.partitions = tuple(mu for mu in zonal if any(mu))
        self._basis = list(zonal)
        self._weights = np.array([[float(zonal[mu].get(kappa, 0)) for kappa in self._basis] for mu in self.partitions])

    def solve(self, overlap: Fraction) -> Guess | None:
        """The best polynomial for overlaps up to `overlap`, or None where no polynomial of this degree bounds codes."""
        corners = [np.array(simplex, dtype=np.float64) for simplex in region(self.m, self.distance, overlap)]
        lattices = [_lattice(len(corner), _POINTS // len(corners)) for corner in corners]
        points = [lattice @ corner for lattice, corner in zip(lattices, corners, strict=True)]
        table = self._table(np.concatenate([*points, self._met_below(float(overlap))]))
        best: Guess | None = None
        for _ in range(_ROUNDS):
            answer = scipy.optimize.linprog(
                np.ones(len(table)), A_ub=table.T, b_ub=-np.ones(table.shape[1]), options=_PRECISELY
            )
            if answer.status != 0:
                return best
            f: Floats = np.maximum(answer.x, 0)
            worst, height = self._worst(f, corners)
            violation = max(height, 0.0)
            if best is None or violation < best.violation:
                best = Guess(self.partitions, f, 1 + float(f.sum()), violation)
            if violation < _TOLERANCE:
                break
            self._met = np.concatenate([self._met, worst])
            table = np.concatenate([table, self._table(worst)], axis=1)
        return best

    def _met_below(self, overlap: float) -> Floats:
        """The points that were added in earlier solves and lie in the region of `overlap`."""
        reach = self._met.mean(axis=1) if self.distance == "chordal" else self._met.max(axis=1, initial=0)
        return self._met[reach <= overlap]

    def _worst(self, f: Floats, corners: list[Floats]) -> tuple[Floats, float]:
        """Points where 1 + sum f_mu P_mu is above 0: the highest of each cell, moved uphill; and the largest value."""
        found, highest = [], -np.inf
        for corner in corners:
            lattice = _lattice(len(corner), _FINE // len(corners))
            order = np.argsort(-self._height(f, lattice @ corner), kind="stable")
            cells = np.rint(_CELLS * lattice[order]).astype(np.int64)
            share = lattice[order[np.unique(cells, axis=0, return_index=True)[1]]]
            for step in _NARROWER:
                trials = np.abs(share[:, None] + step * self._rng.standard_normal((len(share), 12, share.shape[1])))
                trials = np.concatenate([share[:, None], trials, _cleared(share[:, None], step)], axis=1)
                trials /= trials.sum(axis=2, keepdims=True)
                values = self._height(f, (trials @ corner).reshape(-1, self.m)).reshape(trials.shape[:2])
                share = trials[np.arange(len(share)), values.argmax(axis=1)]
            values = self._height(f, share @ corner)
            highest = max(highest, float(values.max()))
            found.append((share @ corner)[values > _TOLERANCE / 4])
        return np.concatenate(found), highest

    def _height(self, f: Floats, points: Floats) -> Floats:
        values: Floats = 1 + f @ self._table(points)
        return values

    def _table(self, points: Floats) -> Floats:
        """P_mu at each point, shape (partitions, points)."""
        powers = points[:, :, None] ** np.arange(max(map(sum, self._basis)) + 1)
        columns = np.arange(self.m)
        monomials = np.stack(
            [sum(powers[:, columns, list(e)].prod(axis=1) for e in arrangements(kappa)) for kappa in self._basis]
        )
        table: Floats = self._weights @ monomials
        return table


def _lattice(size: int, most: int) -> Floats:
    """Barycentric coordinates of at most about `most` points of a simplex, evenly spread, with all its corners."""
    steps = 1
    while comb(steps + size, size - 1) <= most:
        steps += 1
    bars = np.array(list(combinations(range(steps + size - 1), size - 1)), dtype=np.int64).reshape(-1, size - 1)
    ends = np.full((len(bars), 1), steps + size - 1)
    gaps = np.diff(np.concatenate([np.full((len(bars), 1), -1), bars, ends], axis=1), axis=1) - 1
    lattice: Floats = gaps / steps
    return lattice


def _cleared(share: Floats, step: float) -> Floats:
    """The points with their small coordinates put to 0: on a face of the simplex beside them."""
    return np.where(share < step, 0.0, share) + 1e-300
