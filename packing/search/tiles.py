"""log ||f||_p of many vectors, tile by tile: memory stays far below n^2, and single precision carries far.

The function is that of `pairs`. Of all pairs of columns only a tile is there at a time: rows I and columns J >= I of
the Gram matrix. Where a tile raises the largest f met so far, what was summed before shrinks by a power of the ratio
(as in a streamed softmax), so that nothing overflows and one sweep is enough: memory O(n d), at any p.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from packing.search.frames import orthonormal_columns, to_span_tangent
from packing.search.lbfgs import DescentEnd, minimize
from packing.search.pairs import (
    CHUNK,
    LEAST,
    ORTHOGONAL_F,
    ORTHOGONAL_LEVEL,
    Array,
    Form,
    entropy,
    largest_of,
    pull_scale,
    raise_powers,
    sum_of,
    to_tangent,
    unit_columns,
    write_f,
    write_images,
    write_weights,
)

TILE = (128, 512)
"""Rows and columns of a tile: wide enough for the matrix products, small enough for the second-level cache."""


@dataclass(frozen=True)
class Sums:
    """top = max f; total = sum (f / top)^p over pairs; surprise = sum (f / top)^p log (f / top)^p."""

    top: float
    total: float
    surprise: float

    def log_norm(self, squarings: int) -> float:
        """L_p = log top + log(total) / p, p = 2^squarings."""
        return (
            math.log(self.top) + math.log(self.total) / 2.0**squarings if self.top > ORTHOGONAL_F else ORTHOGONAL_LEVEL
        )

    def estimate(self, squarings: int) -> float:
        """exp of the mean of log f under the weights f^p: the max f that the descent at this p leads to."""
        if self.top <= ORTHOGONAL_F:
            return 0.0
        return self.top * math.exp(self.surprise / (self.total * 2.0**squarings))


def unit(y: Array, form: Form) -> tuple[Array, Array]:
    """The unit vectors or orthonormal frames of the columns y, of their type, and what they were divided by."""
    x, m = np.empty_like(y), form.m
    factors = np.zeros((len(form.source), m, m, y.shape[1] // m), dtype=y.dtype)
    if m == 1:
        unit_columns(y, x, factors[0, 0, 0])
    else:
        orthonormal_columns(y, form.source, form.sign, m, x, factors)
    return x, factors


def log_norm(y: Array, form: Form, squarings: int, gradient: Array) -> float:
    """L_p(y), p = 2^squarings >= 2; its gradient by y goes to `gradient`. All arrays have the type of y."""
    x, factors = unit(y, form)
    sums = sums_over_tiles(x, form, squarings, gradient)
    if sums.top <= ORTHOGONAL_F:
        gradient[:] = 0.0
        return ORTHOGONAL_LEVEL
    scale = pull_scale(form) / (sums.total * sums.top)
    if form.m == 1:
        to_tangent(x, factors[0, 0, 0], scale, gradient)
    else:
        to_span_tangent(x, form.source, form.sign, form.m, factors, scale, gradient)
    return sums.log_norm(squarings)


def sharp_estimate(y: Array, form: Form, squarings: int) -> float:
    """The max f that the descent at p = 2^squarings leads to from these columns, in double precision."""
    return sums_over_tiles(unit(y.astype(np.float64), form)[0], form, squarings).estimate(squarings)


def largest_f(y: Array, form: Form) -> float:
    """max f over all pairs of columns, in double precision."""
    return sums_over_tiles(unit(y.astype(np.float64), form)[0], form, 0).top


def descend_rung(
    y: Array, form: Form, squarings: int, steps: int, tolerance: float, stop: Callable[[], bool] = lambda: False
) -> DescentEnd:
    """Minimise L_p, p = 2^squarings, from the columns y in their precision."""

    def value(columns: Array, gradient: Array) -> float:
        return log_norm(columns, form, squarings, gradient)

    return minimize(value, y, steps, tolerance, 0.3 * 0.5 ** (0.5 * squarings), stop)


def sums_over_tiles(x: Array, form: Form, squarings: int, gradient: Array | None = None) -> Sums:
    """The sums over pairs of unit columns; at p = 1 their top alone, which is cheap.

    `gradient` gets the sum over pairs of (f / top)^(p-1) times the slope of f, without the factor `pull_scale`.
    """
    width, wide = x.shape
    components, m = len(form.source), form.m
    n = wide // m
    images = np.empty((width, components * wide), dtype=x.dtype)
    write_images(x, form, images)
    frames, image = x.reshape(width, m, n), images.reshape(width, components, m, n)
    pull = None if gradient is None else gradient.reshape(width, m, n)
    tile, ones = _Tile(components, m, x.dtype), np.ones(TILE[0], dtype=x.dtype)
    if pull is not None:
        pull[:] = 0.0
    top, total, surprise, p = 0.0, 0.0, 0.0, 2.0**squarings
    for i in range(0, n, TILE[0]):
        left = slice(i, min(i + TILE[0], n))
        for j in range(i, n, TILE[1]):
            right = slice(j, min(j + TILE[1], n))
            overlaps, f, slopes = tile.cut(left, right)
            for c, a, b, part in tile.parts(overlaps):
                np.matmul(frames[:, a, left].T, image[:, c, b, right], out=part)
            write_f(overlaps, form.points, f)
            if j < left.stop:
                f[np.tri(len(f), f.shape[1], i - j, dtype=bool)] = 0.0  # each pair once
            largest = largest_of(f)
            if largest > top:
                if top > 0.0:
                    shrink = (top / largest) ** p
                    total, surprise = total * shrink, (surprise + total * p * math.log(top / largest)) * shrink
                    if pull is not None:
                        pull *= x.dtype.type(shrink * largest / top)
                top = largest
            if top == 0.0 or squarings == 0:
                continue
            raise_powers(f.ravel(), slopes.ravel(), top, squarings, LEAST[x.dtype.char], tile.buffer)
            total += sum_of(f, ones[: len(f)])
            if pull is None:
                surprise += entropy(f.ravel())
                continue
            write_weights(overlaps, form.points, slopes, ones[: len(f)])
            for c, a, b, part in tile.parts(overlaps):
                pull[:, a, left] += image[:, c, b, right] @ part.T
                if c == 0:
                    pull[:, b, right] += image[:, c, a, left] @ part
                else:  # K_c is antisymmetric
                    pull[:, b, right] -= image[:, c, a, left] @ part
    return Sums(top, total, surprise)


class _Tile:
    """Memory for one tile, cut to the size of each."""

    def __init__(self, components: int, m: int, real: np.dtype[Any]) -> None:
        size = TILE[0] * TILE[1]
        self.components, self.m = components, m
        self.overlaps = np.empty(components * m * m * size, dtype=real)
        self.f, self.slopes = np.empty(size, dtype=real), np.empty(size, dtype=real)
        self.buffer = np.empty((2, CHUNK), dtype=real)

    def cut(self, left: slice, right: slice) -> tuple[Array, Array, Array]:
        """The components of all pairs of vectors side by side, f and its slopes of the tile of these objects."""
        rows, columns = left.stop - left.start, right.stop - right.start
        shape, wide = (rows, columns), (self.m * rows, self.components * self.m * columns)
        return (
            self.overlaps[: math.prod(wide)].reshape(wide),
            self.f[: math.prod(shape)].reshape(shape),
            self.slopes[: math.prod(shape)].reshape(shape),
        )

    def parts(self, overlaps: Array) -> Iterator[tuple[int, int, int, Array]]:
        """The blocks x_a . K_c y_b of all objects, with c, a, b."""
        for place, block in enumerate(np.split(overlaps, self.components * self.m, axis=1)):
            c, b = divmod(place, self.m)
            for a, part in enumerate(np.split(block, self.m)):
                yield c, a, b, part
