"""log ||f||_p over all pairs, with its gradient: the smooth stand-in for the largest overlap.

For vectors x_i = y_i / |y_i| put f_ij = |<x_i, x_j>|^2 for lines and (1 + <x_i, x_j>)/2 for points, and

    L_p(y) = (1/p) log sum_{i<j} f_ij^p,       p = 2^k.

L_p falls to log max f as p grows, at most (1/p) log(n(n-1)/2) above it. Powers are taken by repeated squaring of
f / max f, and one loop over pairs i < j serves both ends of a pair. Columns of `y` are vectors (see `packing.space`);
inner loops run along j, which is contiguous.
"""

from __future__ import annotations

import math

import numpy as np

from packing.configuration import Packing
from packing.numeric import Floats, compiled
from packing.space import Space, Vectors


def columns_of(vectors: Vectors, space: Space) -> Floats:
    """The vectors as real columns, shape (width, n)."""
    return np.ascontiguousarray(space.to_real(vectors).T)


def packing_of(columns: Floats, space: Space) -> Packing:
    """The packing whose real columns are given; they need not have length 1.

    >>> print(packing_of(np.array([[1.0, 0.0], [0.0, 2.0]]), Space.lines(2)))
    2 lines in R^2, coherence 0
    """
    return Packing(space.from_real(columns.T), space)


def number_of(space: Space) -> int:
    """0 of points, 1 of real lines, 2 of complex lines."""
    return space.components if space.has_lines else 0


FLOOR = 1e-150
"""Added at each squaring: powers of small f stay ordinary numbers (subnormal ones are slow) and count for nothing."""


@compiled(fast=True)
def unit_columns(y: Floats, x: Floats, lengths: Floats) -> None:
    """Write y_i / |y_i| to `x` and |y_i| to `lengths`."""
    rows, n = y.shape
    for i in range(n):
        lengths[i] = 0.0
    for k in range(rows):
        for i in range(n):
            lengths[i] += y[k, i] * y[k, i]
    for i in range(n):
        lengths[i] = math.sqrt(lengths[i])
    for k in range(rows):
        for i in range(n):
            x[k, i] = y[k, i] / lengths[i]


@compiled(fast=True)
def pair_values(x: Floats, kind: int, a: Floats, b: Floats, f: Floats) -> float:
    """Fill the upper triangles of a = Re <x_i, x_j>, b = Im <x_i, x_j> and f; return max f."""
    rows, n = x.shape
    d = rows // 2
    largest = 0.0
    for i in range(n - 1):
        ai, bi, fi = a[i], b[i], f[i]
        for j in range(i + 1, n):
            ai[j] = x[0, i] * x[0, j]
        for k in range(1, rows):
            c = x[k, i]
            for j in range(i + 1, n):
                ai[j] += c * x[k, j]
        if kind == 2:
            for j in range(i + 1, n):
                bi[j] = x[0, i] * x[d, j] - x[d, i] * x[0, j]
            for k in range(1, d):
                c, e = x[k, i], x[d + k, i]
                for j in range(i + 1, n):
                    bi[j] += c * x[d + k, j] - e * x[k, j]
            for j in range(i + 1, n):
                fi[j] = ai[j] * ai[j] + bi[j] * bi[j]
        elif kind == 1:
            for j in range(i + 1, n):
                fi[j] = ai[j] * ai[j]
        else:
            for j in range(i + 1, n):
                fi[j] = 0.5 + 0.5 * ai[j]
        for j in range(i + 1, n):
            largest = max(largest, fi[j])
    return largest


@compiled(fast=True)
def power_sum(f: Floats, largest: float, squarings: int, slope: Floats) -> float:
    """Return S = sum q^p with q = f / largest, p = 2^squarings; write q^(p-1) to `slope`."""
    n = f.shape[0]
    total = 0.0
    scale = 1.0 / largest
    for i in range(n - 1):
        fi, si = f[i], slope[i]
        for j in range(i + 1, n):
            power = abs(fi[j]) * scale
            product = 1.0
            for _ in range(squarings):
                product = product * power + FLOOR
                power = power * power + FLOOR
            si[j] = product
            total += power
    return total


@compiled(fast=True)
def pull_back(x: Floats, kind: int, a: Floats, b: Floats, slope: Floats, gradient: Floats) -> None:
    """gradient = sum over pairs of slope_ij times the derivative of f_ij by x, shape of x."""
    rows, n = x.shape
    d = rows // 2
    for k in range(rows):
        for i in range(n):
            gradient[k, i] = 0.0
    for i in range(n - 1):
        ai, bi, si = a[i], b[i], slope[i]
        if kind == 0:
            for j in range(i + 1, n):
                ai[j] = 0.5 * si[j]
        else:
            for j in range(i + 1, n):
                ai[j] *= 2.0 * si[j]
        for k in range(rows):
            c = x[k, i]
            own = 0.0
            for j in range(i + 1, n):
                own += ai[j] * x[k, j]
                gradient[k, j] += ai[j] * c
            gradient[k, i] += own
        if kind == 2:
            for j in range(i + 1, n):
                bi[j] *= 2.0 * si[j]
            for k in range(d):
                c, e = x[k, i], x[d + k, i]
                own, partner = 0.0, 0.0
                for j in range(i + 1, n):
                    own += bi[j] * x[d + k, j]
                    partner -= bi[j] * x[k, j]
                    gradient[k, j] -= bi[j] * e
                    gradient[d + k, j] += bi[j] * c
                gradient[k, i] += own
                gradient[d + k, i] += partner


@compiled(fast=True)
def to_tangent(x: Floats, lengths: Floats, scale: float, gradient: Floats) -> None:
    """Turn the gradient by x into `scale` times the gradient by y: (g - <g, x> x) / |y|, column by column."""
    rows, n = x.shape
    radial = np.zeros(n)
    for k in range(rows):
        for i in range(n):
            radial[i] += gradient[k, i] * x[k, i]
    for k in range(rows):
        for i in range(n):
            gradient[k, i] = (gradient[k, i] - radial[i] * x[k, i]) * scale / lengths[i]


@compiled()
def log_norm(y: Floats, kind: int, squarings: int, gradient: Floats, work: Floats) -> float:
    """L_p(y) for p = 2^squarings; its gradient by y goes to `gradient`. `work` has shape (4, n, n), n >= rows of y."""
    rows, n = y.shape
    x = np.empty((rows, n))
    lengths = np.empty(n)
    unit_columns(y, x, lengths)
    largest = pair_values(x, kind, work[0], work[1], work[2])
    if largest < 1e-100:  # orthogonal lines: nothing lies below
        gradient[:] = 0.0
        return -230.0
    total = power_sum(work[2], largest, squarings, work[3])
    pull_back(x, kind, work[0], work[1], work[3], gradient)
    to_tangent(x, lengths, 1.0 / (total * largest), gradient)
    return math.log(largest) + math.log(total) / 2.0**squarings


@compiled()
def sharp_estimate(y: Floats, kind: int, squarings: int, work: Floats) -> float:
    """exp(sum w log f) with w = f^p / sum f^p: an estimate of the max f that the descent at this p leads to.

    It is L_p without its entropy, which is what L_p exceeds the maximum by where the largest f are equal.
    """
    rows, n = y.shape
    x = np.empty((rows, n))
    lengths = np.empty(n)
    unit_columns(y, x, lengths)
    largest = pair_values(x, kind, work[0], work[1], work[2])
    if largest < 1e-100:
        return 0.0
    total = power_sum(work[2], largest, squarings, work[3])
    mean = 0.0
    for i in range(n - 1):
        for j in range(i + 1, n):
            q = abs(work[2, i, j]) / largest
            weight = q * work[3, i, j]
            if weight > 1e-20:
                mean += weight * math.log(q)
    return largest * math.exp(mean / total)
