"""The equations of a rigid packing in ball arithmetic: unit vectors whose active overlaps are all equal.

A packing is a point x of R^N, N = n k, with k = d real coordinates a vector or 2 d (real parts, then imaginary ones).
Its neighbours are x + B z, where the columns of B are orthonormal and orthogonal, up to rounding, to the motions that
change no overlap (unitaries and phases). B holds doubles, which are exact numbers: a poor B can make a proof fail,
never make it wrong. The unknowns are z and t, and the equations are

    |x_i|^2 = 1 for every vector in the system,        f_p(x) = t for every pair p in it,

with f = |<x, y>|^2 of lines, <x, y> of points. Where these leave directions free, the conditions of Karush, Kuhn and
Tucker are added: multipliers l of the pairs, v of the norms, and

    sum l_p grad f_p + sum v_i grad |x_i|^2 = 0 along B,        sum l_p = 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from flint import arb, arb_mat

from packing.search.coordinates import Floats, Kind

Pairs = list[tuple[int, int]]
Ball = arb


@dataclass(frozen=True)
class Geometry:
    """Where the unknowns live: the start `x` (n, k), the free directions `basis` (n k, q), the kind of overlap."""

    x: Floats
    basis: Floats
    kind: Kind

    @property
    def free(self) -> int:
        """How many directions are free."""
        return int(self.basis.shape[1])

    def place(self, z: arb_mat) -> list[list[Ball]]:
        """The vectors x + B z, in balls."""
        moved = self._basis_balls * z
        n, k = self.x.shape
        return [[arb(float(self.x[i, c])) + moved[i * k + c, 0] for c in range(k)] for i in range(n)]

    @property
    def _basis_balls(self) -> arb_mat:
        return balls(self.basis)


def balls(matrix: npt.NDArray[np.float64]) -> arb_mat:
    """A matrix of doubles as exact balls."""
    return arb_mat([[arb(float(entry)) for entry in row] for row in matrix])


def overlap_parts(x: list[Ball], y: list[Ball], kind: Kind) -> tuple[Ball, Ball]:
    """Re <x, y> and Im <x, y> in balls."""
    real = sum((a * b for a, b in zip(x, y, strict=True)), arb(0))
    if kind is not Kind.COMPLEX_LINES:
        return real, arb(0)
    d = len(x) // 2
    return real, sum((x[c] * y[d + c] - x[d + c] * y[c] for c in range(d)), arb(0))


def overlap(x: list[Ball], y: list[Ball], kind: Kind) -> Ball:
    """f of a pair of unit vectors: |<x, y>|^2 of lines, <x, y> of points."""
    a, b = overlap_parts(x, y, kind)
    return a if kind is Kind.POINTS else a * a + b * b


def turned(y: list[Ball]) -> list[Ball]:
    """K y with Im <x, y> = x . K y."""
    d = len(y) // 2
    return y[d:] + [-entry for entry in y[:d]]


def pair_gradient(x: list[Ball], y: list[Ball], kind: Kind) -> tuple[list[Ball], list[Ball]]:
    """The gradients of f by x and by y."""
    a, b = overlap_parts(x, y, kind)
    if kind is Kind.POINTS:
        return y, x
    if kind is Kind.REAL_LINES:
        return [2 * a * entry for entry in y], [2 * a * entry for entry in x]
    ky, kx = turned(y), turned(x)
    by_x = [2 * (a * p + b * q) for p, q in zip(y, ky, strict=True)]
    by_y = [2 * (a * p - b * q) for p, q in zip(x, kx, strict=True)]
    return by_x, by_y


@dataclass(frozen=True)
class RigidSystem:
    """norms = 1 and f_p = t for the unknowns u = (w, t), where z = `span` w: as many equations as unknowns."""

    geometry: Geometry
    norms: list[int]
    pairs: Pairs
    span: Floats

    @property
    def unknowns(self) -> int:
        """The number of unknowns."""
        return int(self.span.shape[1])

    def position(self, u: arb_mat) -> tuple[list[list[Ball]], Ball]:
        """The vectors and t at u."""
        q = self.geometry.free
        full = balls(self.span) * u
        start = self.start_level
        return self.geometry.place(arb_mat([[full[i, 0]] for i in range(q)])), full[q, 0] + start

    @property
    def start_level(self) -> Ball:
        """The double that t starts from."""
        x = self.geometry.x
        values = [float(_float_overlap(x, i, j, self.geometry.kind)) for i, j in self.pairs]
        return arb(float(np.mean(values)))

    def value(self, u: arb_mat) -> arb_mat:
        """The left sides minus the right ones at u."""
        x, t = self.position(u)
        kind = self.geometry.kind
        rows = [[sum((c * c for c in x[i]), arb(-1))] for i in self.norms]
        rows += [[overlap(x[i], x[j], kind) - t] for i, j in self.pairs]
        return arb_mat(rows)

    def jacobian(self, u: arb_mat) -> arb_mat:
        """The derivatives of `value` at u."""
        x, _ = self.position(u)
        full = gradient_rows(x, self.norms, self.pairs, self.geometry.kind) * self.geometry._basis_balls
        q = self.geometry.free
        rows = [
            [full[r, c] for c in range(q)] + [arb(0 if r < len(self.norms) else -1)]
            for r in range(len(self.norms) + len(self.pairs))
        ]
        return arb_mat(rows) * balls(self.span)


@dataclass(frozen=True)
class OptimalSystem:
    """The conditions of Karush, Kuhn and Tucker for u = (z, t, l, v); as many equations as unknowns."""

    geometry: Geometry
    norms: list[int]
    pairs: Pairs

    @property
    def unknowns(self) -> int:
        """The number of unknowns."""
        return self.geometry.free + 1 + len(self.pairs) + len(self.norms)

    def position(self, u: arb_mat) -> tuple[list[list[Ball]], Ball]:
        """The vectors and t at u."""
        q = self.geometry.free
        return self.geometry.place(arb_mat([[u[i, 0]] for i in range(q)])), u[q, 0]

    def multipliers(self, u: arb_mat) -> tuple[list[Ball], list[Ball]]:
        """l and v at u."""
        q, m = self.geometry.free, len(self.pairs)
        return [u[q + 1 + p, 0] for p in range(m)], [u[q + 1 + m + i, 0] for i in range(len(self.norms))]

    def value(self, u: arb_mat) -> arb_mat:
        """The left sides minus the right ones at u."""
        x, t = self.position(u)
        kind = self.geometry.kind
        weights, norm_weights = self.multipliers(u)
        gradients = gradient_rows(x, self.norms, self.pairs, kind)
        pull = arb_mat([[*norm_weights, *weights]]) * gradients * self.geometry._basis_balls
        rows = [[pull[0, c]] for c in range(self.geometry.free)]
        rows.append([sum(weights, arb(-1))])
        rows += [[sum((c * c for c in x[i]), arb(-1))] for i in self.norms]
        rows += [[overlap(x[i], x[j], kind) - t] for i, j in self.pairs]
        return arb_mat(rows)

    def jacobian(self, u: arb_mat) -> arb_mat:
        """The derivatives of `value` at u."""
        x, _ = self.position(u)
        q, m, k = self.geometry.free, len(self.pairs), len(self.norms)
        weights, norm_weights = self.multipliers(u)
        basis = self.geometry._basis_balls
        gradients = gradient_rows(x, self.norms, self.pairs, self.geometry.kind) * basis
        hessian = basis.transpose() * self._hessian(x, weights, norm_weights) * basis
        size = self.unknowns
        rows = [[arb(0)] * size for _ in range(size)]
        for r in range(q):
            for c in range(q):
                rows[r][c] = hessian[r, c]
            for p in range(m):
                rows[r][q + 1 + p] = gradients[k + p, r]
                rows[q + 1 + k + p][r] = gradients[k + p, r]
            for i in range(k):
                rows[r][q + 1 + m + i] = gradients[i, r]
                rows[q + 1 + i][r] = gradients[i, r]
        for p in range(m):
            rows[q][q + 1 + p] = arb(1)
            rows[q + 1 + k + p][q] = arb(-1)
        return arb_mat(rows)

    def _hessian(self, x: list[list[Ball]], weights: list[Ball], norm_weights: list[Ball]) -> arb_mat:
        n, k = len(x), len(x[0])
        kind = self.geometry.kind
        full = [[arb(0)] * (n * k) for _ in range(n * k)]
        for i, weight in zip(self.norms, norm_weights, strict=True):
            for c in range(k):
                full[i * k + c][i * k + c] += 2 * weight
        for (i, j), weight in zip(self.pairs, weights, strict=True):
            a, b = overlap_parts(x[i], x[j], kind)
            cross_a, cross_b = (weight, arb(0)) if kind is Kind.POINTS else (2 * weight * a, 2 * weight * b)
            for c in range(k):  # a = x_i . x_j, b = x_i . K x_j
                full[i * k + c][j * k + c] += cross_a
                full[j * k + c][i * k + c] += cross_a
            if kind is Kind.COMPLEX_LINES:
                d = k // 2
                for c in range(d):
                    for p, q, sign in ((c, d + c, 1), (d + c, c, -1)):
                        full[i * k + p][j * k + q] += sign * cross_b
                        full[j * k + q][i * k + p] += sign * cross_b
            if kind is Kind.POINTS:
                continue
            parts = [(x[j], x[i])]
            if kind is Kind.COMPLEX_LINES:
                parts.append((turned(x[j]), [-entry for entry in turned(x[i])]))
            for by_i, by_j in parts:
                ends = [(i * k + c, by_i[c]) for c in range(k)] + [(j * k + c, by_j[c]) for c in range(k)]
                for row, left in ends:
                    scaled = 2 * weight * left
                    for column, right in ends:
                        full[row][column] += scaled * right
        return arb_mat(full)


def gradient_rows(x: list[list[Ball]], norms: list[int], pairs: Pairs, kind: Kind) -> arb_mat:
    """The gradients by x of |x_i|^2 for `norms`, then of f for `pairs`, one a row."""
    n, k = len(x), len(x[0])
    rows = []
    for i in norms:
        row = [arb(0)] * (n * k)
        row[i * k : (i + 1) * k] = [2 * entry for entry in x[i]]
        rows.append(row)
    for i, j in pairs:
        row = [arb(0)] * (n * k)
        row[i * k : (i + 1) * k], row[j * k : (j + 1) * k] = pair_gradient(x[i], x[j], kind)
        rows.append(row)
    return arb_mat(rows)


def _float_overlap(x: Floats, i: int, j: int, kind: Kind) -> float:
    a = float(x[i] @ x[j])
    if kind is Kind.POINTS:
        return a
    d = x.shape[1] // 2
    b = float(x[i, :d] @ x[j, d:] - x[i, d:] @ x[j, :d]) if kind is Kind.COMPLEX_LINES else 0.0
    return a * a + b * b
