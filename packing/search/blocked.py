"""log ||f||_p of many vectors, tile by tile: matrix products do the work, and memory stays far below n^2.

The function is that of `kernels`, for rows x_1, ..., x_n in place of columns. For a tile of rows I and rows J >= I

    G = X_I X_J^H,    W_ij = q_ij^(p-1) G_ij,    gradient_I += W X_J,    gradient_J += W^H X_I,

q = f / top with the largest f met so far. Where a tile raises the top, what was summed before shrinks by a power of the
ratio (as in a streamed softmax), so nothing overflows and one sweep is enough. The tile is all that is kept: memory
O(n d), at any p and in single or double precision.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.numeric import compiled

Rows = npt.NDArray[Any]
"""n vectors as rows: float32 or float64 over R, complex64 or complex128 over C."""

TILE = (128, 512)
"""Rows and columns of a tile: wide enough for the matrix products, small enough for the second-level cache."""

LEAST = {"f": 1e-18, "d": 1e-150}
"""Added at each squaring: its square is an ordinary number (subnormal ones are slow) and counts for nothing."""


@dataclass(frozen=True)
class Sums:
    """top = max f; total = sum (f / top)^p over pairs; surprise = sum (f / top)^p log (f / top)."""

    top: float
    total: float
    surprise: float

    def log_norm(self, squarings: int) -> float:
        """L_p = log top + log(total) / p, p = 2^squarings; -230 where all lines are orthogonal."""
        return math.log(self.top) + math.log(self.total) / 2.0**squarings if self.top > 1e-100 else -230.0

    def estimate(self, squarings: int) -> float:
        """exp of the mean of log f under the weights f^p: the max f that the descent at this p leads to."""
        return self.top * math.exp(self.surprise / (self.total * 2.0**squarings)) if self.top > 1e-100 else 0.0


def unit(y: Rows) -> tuple[Rows, Rows]:
    """y_i / |y_i| and |y_i|, shapes (n, d) and (n, 1)."""
    parts = y.view(y.real.dtype)
    lengths = np.sqrt(np.einsum("ij,ij->i", parts, parts))[:, None]
    return y / lengths, lengths


def log_norm_by_tiles(y: Rows, points: bool, squarings: int, gradient: Rows) -> float:
    """L_p(y), p = 2^squarings >= 2, for lines or `points` on the sphere; its gradient by y goes to `gradient`."""
    x, lengths = unit(y)
    sums = sums_by_tiles(x, points, squarings, gradient)
    if sums.top <= 1e-100:  # orthogonal lines: nothing lies below
        gradient[:] = 0.0
        return -230.0
    parts, along = x.view(x.real.dtype), gradient.view(x.real.dtype)
    along -= np.einsum("ij,ij->i", along, parts)[:, None] * parts
    along *= (1.0 / (sums.total * sums.top) / lengths).astype(along.dtype)
    return sums.log_norm(squarings)


def sums_by_tiles(x: Rows, points: bool, squarings: int, gradient: Rows | None = None) -> Sums:
    """The sums over pairs of unit rows; at p = 1 their top alone, which is cheap.

    `gradient` gets the sum over pairs of (f / top)^(p-1) times the slope of f.
    """
    n = len(x)
    real = x.real.dtype
    height, width = min(TILE[0], n), min(TILE[1], n)
    tile = np.empty((height, width), dtype=x.dtype)
    f = np.empty((height, width), dtype=real)
    buffers = np.empty((2, width), dtype=real)
    constants = np.array([LEAST[real.char], 0.0, 0.5, 1.0, 2.0], dtype=real)
    conjugate = x.conj() if np.iscomplexobj(x) else x
    if gradient is not None:
        gradient[:] = 0.0
    top, total, surprise = 0.0, 0.0, 0.0
    p = 2.0**squarings
    for i in range(0, n, height):
        left = x[i : i + height]
        for j in range(i, n, width):
            right = x[j : j + width]
            shape = len(left), len(right)
            values, g = f[: shape[0], : shape[1]], tile[: shape[0], : shape[1]]
            np.matmul(left, conjugate[j : j + width].T, out=g)
            largest = float(fill_values(g.view(real), points, np.iscomplexobj(x), i - j, values, constants))
            if largest > top:
                if top > 0.0:
                    shrink = (top / largest) ** p
                    total, surprise = total * shrink, (surprise + total * p * math.log(top / largest)) * shrink
                    if gradient is not None:
                        gradient *= real.type(shrink * largest / top)
                top = largest
            if top == 0.0 or squarings == 0:
                continue
            constants[1] = 1.0 / top
            total += weigh(g.view(real), points, np.iscomplexobj(x), squarings, values, buffers, constants)
            if gradient is None:
                surprise += entropy(values)
            else:
                gradient[i : i + height] += g @ right
                if np.iscomplexobj(x):
                    np.conj(g, out=g)
                gradient[j : j + width] += g.T @ left
    return Sums(top, total, surprise)


@compiled(fast=True)
def fill_values(tile: Rows, points: bool, pairs: bool, ahead: int, f: Rows, constants: Rows) -> float:
    """Write f of a tile's entries (re, im side by side where `pairs`); 0 where column <= row + ahead; return max f."""
    rows, columns = f.shape
    half = constants[2]
    largest = constants[0]
    for i in range(rows):
        g, values = tile[i], f[i]
        if pairs:
            for j in range(columns):
                values[j] = g[2 * j] * g[2 * j] + g[2 * j + 1] * g[2 * j + 1]
        elif points:
            for j in range(columns):
                values[j] = half + half * g[j]
        else:
            for j in range(columns):
                values[j] = g[j] * g[j]
        for j in range(min(columns, i + ahead + 1)):
            values[j] = 0.0
        for j in range(columns):
            largest = max(largest, values[j])
    return largest


@compiled(fast=True)
def weigh(tile: Rows, points: bool, pairs: bool, squarings: int, f: Rows, buffers: Rows, constants: Rows) -> float:
    """Turn a tile of products into its weights W and f into q^p, q = f / top; return sum q^p."""
    rows, columns = f.shape
    least, scale, half, one, two = constants[0], constants[1], constants[2], constants[3], constants[4]
    powers, products = buffers[0], buffers[1]
    total = 0.0
    for i in range(rows):
        g, values = tile[i], f[i]
        for j in range(columns):
            powers[j] = abs(values[j]) * scale
            products[j] = one
        if squarings % 2 == 1:
            for j in range(columns):
                products[j] = powers[j]
                powers[j] = powers[j] * powers[j] + least
        for _ in range(squarings // 2):  # two at a time: half the traffic
            for j in range(columns):
                square = powers[j] * powers[j] + least
                products[j] = products[j] * powers[j] * square + least
                powers[j] = square * square + least
        added = constants[0]
        for j in range(columns):
            added += powers[j]
        total += added
        for j in range(columns):
            values[j] = powers[j]
        if points:
            for j in range(columns):
                g[j] = half * products[j]
        elif pairs:
            for j in range(columns):
                g[2 * j] *= two * products[j]
                g[2 * j + 1] *= two * products[j]
        else:
            for j in range(columns):
                g[j] *= two * products[j]
    return total


@compiled()
def entropy(powers: Rows) -> float:
    """The sum of q^p log q^p over a tile of q^p."""
    total = 0.0
    for row in powers:
        for power in row:
            if power > 1e-20:
                total += power * math.log(power)
    return total
