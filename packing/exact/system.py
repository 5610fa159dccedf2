"""The equations of a packing whose touching pairs all have one overlap, in ball arithmetic.

With the neighbours x + B z of `chart`, the unknowns are z and t, and the equations are

    |x_i|^2 = 1 for every vector in the system,        f_p(x) = t for every pair p in it.

Where these leave directions free, the conditions of Karush, Kuhn and Tucker are added: multipliers l of the pairs,
v of the norms, and

    sum l_p grad f_p + sum v_i grad |x_i|^2 = 0 along B,        sum l_p = 1.

Where more pairs touch than are independent, the sums run over all of them, but only the multipliers of the pairs in
the system are unknown: those of the others stay at given values, for multipliers are then not unique.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from flint import arb, arb_mat, ctx

from packing.exact.balls import (
    Ball,
    Condition,
    Pairs,
    Row,
    balls,
    components,
    condition_value,
    float_overlaps,
    gradient_rows,
    overlap,
    slopes,
    turns,
    turns_back,
)
from packing.exact.chart import Chart
from packing.numeric import Floats
from packing.space import Space

WORKING = 128
"""Bits for everything that need not be known to many digits."""


class System(Protocol):
    """As many equations as unknowns u; u = 0 or `start` is near a zero."""

    @property
    def unknowns(self) -> int:
        """The number of unknowns."""

    @property
    def start(self) -> Floats:
        """Where u starts, in doubles."""

    def position(self, u: arb_mat) -> tuple[list[Row], Ball]:
        """The vectors and t at u."""

    def value(self, u: arb_mat) -> arb_mat:
        """The left sides minus the right ones at u."""

    def jacobian(self, u: arb_mat) -> arb_mat:
        """The derivatives of `value` at u."""


@dataclass(frozen=True)
class TiedSystem:
    """norms = 1 and f_p = t for the unknowns u = (z, t)."""

    chart: Chart
    norms: list[Condition]
    pairs: Pairs

    @property
    def unknowns(self) -> int:
        """The number of unknowns."""
        return self.chart.free + 1

    @cached_property
    def start(self) -> Floats:
        """z = 0 and the mean overlap."""
        level = float(np.mean(float_overlaps(self.chart.x, self.pairs, self.chart.space)))
        return np.append(np.zeros(self.chart.free), level)

    def position(self, u: arb_mat) -> tuple[list[Row], Ball]:
        """The vectors and t at u."""
        q = self.chart.free
        return self.chart.place(_part(u, 0, q)), u[q, 0]

    def value(self, u: arb_mat) -> arb_mat:
        """The left sides minus the right ones at u."""
        x, t = self.position(u)
        return arb_mat([[entry] for entry in _ties(x, t, self.norms, self.pairs, self.chart.space)])

    def jacobian(self, u: arb_mat) -> arb_mat:
        """The derivatives of `value` at u."""
        x, _ = self.position(u)
        full = gradient_rows(x, self.norms, self.pairs, self.chart.space) * self.chart.directions
        count = len(self.norms)
        return arb_mat([[*row, arb(0 if r < count else -1)] for r, row in enumerate(full.tolist())])


@dataclass(frozen=True)
class OptimalSystem:
    """The conditions of Karush, Kuhn and Tucker for u = (z, t, l, v); as many equations as unknowns.

    `others` are touching pairs whose multipliers stay at the doubles `fixed`; `guess` starts l and v.
    """

    chart: Chart
    norms: list[Condition]
    pairs: Pairs
    guess: Floats
    others: Pairs
    fixed: Floats

    @property
    def unknowns(self) -> int:
        """The number of unknowns."""
        return self.chart.free + 1 + len(self.pairs) + len(self.norms)

    @cached_property
    def start(self) -> Floats:
        """z = 0, the mean overlap, and the guess of l and v."""
        return np.concatenate((TiedSystem(self.chart, self.norms, self.pairs).start, self.guess))

    def position(self, u: arb_mat) -> tuple[list[Row], Ball]:
        """The vectors and t at u."""
        q = self.chart.free
        return self.chart.place(_part(u, 0, q)), u[q, 0]

    def multipliers(self, u: arb_mat) -> tuple[list[Ball], list[Ball]]:
        """The multipliers of all pairs, the others last, and those of the norms, at u."""
        q, m = self.chart.free, len(self.pairs)
        unknown = [u[q + 1 + p, 0] for p in range(m)]
        norm_weights = [u[q + 1 + m + i, 0] for i in range(len(self.norms))]
        return unknown + [arb(float(weight)) for weight in self.fixed], norm_weights

    def is_pushed(self, u: arb_mat) -> bool:
        """Whether all pairs have positive multipliers at u: they push, none pulls."""
        return all(weight > 0 for weight in self.multipliers(u)[0])

    def value(self, u: arb_mat) -> arb_mat:
        """The left sides minus the right ones at u."""
        x, t = self.position(u)
        space = self.chart.space
        weights, norm_weights = self.multipliers(u)
        gradients = gradient_rows(x, self.norms, self.pairs + self.others, space)
        pull = arb_mat([[*norm_weights, *weights]]) * gradients * self.chart.directions
        rows = [[entry] for entry in pull.entries()]
        rows.append([sum(weights, arb(-1))])
        return arb_mat(rows + [[entry] for entry in _ties(x, t, self.norms, self.pairs, space)])

    def jacobian(self, u: arb_mat) -> arb_mat:
        """The derivatives of `value` at u."""
        x, _ = self.position(u)
        q, m, k = self.chart.free, len(self.pairs), len(self.norms)
        gradients = gradient_rows(x, self.norms, self.pairs, self.chart.space) * self.chart.directions
        ties = gradients.tolist()
        curvature = self.curvature(u).tolist()
        norms_last = [*ties[k:], *ties[:k]]
        rows = [[*curvature[r], arb(0), *(row[r] for row in norms_last)] for r in range(q)]
        rows.append([arb(0)] * (q + 1) + [arb(1)] * m + [arb(0)] * k)
        rest = [arb(0)] * (m + k)
        rows += [[*row, arb(0 if r < k else -1), *rest] for r, row in enumerate(ties)]
        return arb_mat(rows)

    def curvature(self, u: arb_mat) -> arb_mat:
        """The Hessian of sum l_p f_p + sum v_i |x_i|^2 along B, shape (q, q), at u."""
        x, _ = self.position(u)
        basis = self.chart.directions
        return basis.transpose() * self._hessian(x, *self.multipliers(u)) * basis

    def _hessian(self, x: list[Row], weights: list[Ball], norm_weights: list[Ball]) -> arb_mat:
        n, k = len(x), len(x[0])
        full = [[arb(0)] * (n * k) for _ in range(n * k)]
        for (i, c, a, b), weight in zip(self.norms, norm_weights, strict=True):
            self._add_form(full, i * k, i * k, (c, a, b), weight)
        for (i, j), weight in zip(self.pairs + self.others, weights, strict=True):
            self._add_pair(full, i, j, weight, x)
        return arb_mat(full)

    def _add_form(self, full: list[Row], left: int, right: int, form: tuple[int, int, int], weight: Ball) -> None:
        """Add `weight` times the Hessian of x_a . K_c y_b, the frames of x and y beginning at these coordinates."""
        (c, a, b), width = form, self.chart.space.width
        for p, (q, same) in enumerate(self.chart.space.structure.steps[c]):
            signed = weight if same else -weight
            row, column = left + a * width + p, right + b * width + q
            full[row][column] += signed
            full[column][row] += signed

    def _add_pair(self, full: list[Row], i: int, j: int, weight: Ball, x: list[Row]) -> None:
        """Add `weight` times the Hessian of f: w_c K_c across, and of lines 2 g_c g_c^T, g_c the gradient of a_c."""
        space, k = self.chart.space, len(x[0])
        forms = [(c, a, b) for c in range(space.components) for a in range(space.m) for b in range(space.m)]
        for form, slope in zip(forms, slopes(components(x[i], x[j], space), space), strict=False):
            self._add_form(full, i * k, j * k, form, weight * slope)
        if space.has_points:
            return
        for by_i, by_j in zip(turns(x[j], space), turns_back(x[i], space), strict=True):
            ends = [(i * k + p, by_i[p]) for p in range(k)] + [(j * k + p, by_j[p]) for p in range(k)]
            for row, left in ends:
                scaled = 2 * weight * left / space.m
                for column, right in ends:
                    full[row][column] += scaled * right


@dataclass(frozen=True)
class RestrictedSystem:
    """`whole` on the plane u = origin + span w, in the combinations of equations that `rows` gives: square again.

    What moves in a family has more directions than equations, or equations that depend on each other to first order:
    the directions of the family are held fixed. The span and the rows are doubles, and so exact, as the origin is.
    """

    whole: TiedSystem | OptimalSystem
    span: Floats
    rows: Floats
    origin: arb_mat

    @property
    def unknowns(self) -> int:
        """The number of unknowns."""
        return int(self.span.shape[1])

    @cached_property
    def start(self) -> Floats:
        """w = 0."""
        return np.zeros(self.unknowns)

    @property
    def norms(self) -> list[Condition]:
        """The conditions on the vectors of the whole system."""
        return self.whole.norms

    @property
    def pairs(self) -> Pairs:
        """The pairs of the whole system."""
        return self.whole.pairs

    @cached_property
    def _span(self) -> arb_mat:
        return balls(self.span)

    @cached_property
    def _rows(self) -> arb_mat:
        return balls(self.rows)

    def position(self, u: arb_mat) -> tuple[list[Row], Ball]:
        """The vectors and t at w = u."""
        return self.whole.position(self.origin + self._span * u)

    def value(self, u: arb_mat) -> arb_mat:
        """The combinations of the equations at w = u."""
        return self._rows * self.whole_value(u)

    def whole_value(self, u: arb_mat) -> arb_mat:
        """All equations of the whole system at w = u: those that were left out need not be zero."""
        return self.whole.value(self.origin + self._span * u)

    def jacobian(self, u: arb_mat) -> arb_mat:
        """The derivatives of `value` at w = u."""
        return self._rows * self.whole.jacobian(self.origin + self._span * u) * self._span


def started(system: System) -> arb_mat:
    """The start of a system as exact balls."""
    return balls(system.start[:, None])


def float_jacobian(system: System, u: arb_mat) -> Floats:
    """The derivatives at u in doubles."""
    with ctx.workprec(WORKING):
        entries = system.jacobian(u).mid().entries()
    return np.array([float(entry) for entry in entries]).reshape(system.unknowns, -1)


def _part(u: arb_mat, start: int, stop: int) -> arb_mat:
    return arb_mat([[u[i, 0]] for i in range(start, stop)]) if stop > start else arb_mat(0, 1)


def _ties(x: list[Row], t: Ball, norms: list[Condition], pairs: Pairs, space: Space) -> list[Ball]:
    norm_rows = [condition_value(x[i], (c, a, b), space) for i, c, a, b in norms]
    return norm_rows + [overlap(x[i], x[j], space) - t for i, j in pairs]
