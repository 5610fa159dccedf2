"""Orthonormal frames of subspaces as real columns, and gradients through their normalisation.

The m vectors of n frames are the columns of a (width, m n) array, vector a of frame i in column a n + i, so that one
vector of every frame is a contiguous block. With scalars that act from the right, x q, a frame is Y = X R with R upper
triangular (Gram and Schmidt), R_ab = <x_a, y_b>. A function of the span has the gradient

    by Y:   (1 - X X^*) G R^-*        from the gradient G by X,

where (x q) = sum_c e_c q_c K_c x and x conj(q) = sum_c q_c K_c x, e_0 = 1 and e_c = -1 for c > 0, in real coordinates
(`packing.space`).
"""

from __future__ import annotations

import math

from packing.numeric import Floats, Indices, compiled


@compiled(fast=True)
def orthonormal_columns(y: Floats, source: Indices, sign: Floats, m: int, x: Floats, factors: Floats) -> None:
    """Write the frames X to `x` and the triangular R to `factors`, shape (components, m, m, n)."""
    rows, wide = y.shape
    n, components = wide // m, len(source)
    for b in range(m):
        place = b * n
        for k in range(rows):
            for i in range(n):
                x[k, place + i] = y[k, place + i]
        for a in range(b):
            for c in range(components):
                _products(x, source[c], sign[c], a * n, place, factors[c, a, b])
            for c in range(components):
                _subtract(x, source[c], sign[c], a * n, place, factors[c, a, b], 1.0 if c == 0 else -1.0)
        lengths = factors[0, b, b]
        for i in range(n):
            lengths[i] = 0.0
        for k in range(rows):
            for i in range(n):
                lengths[i] += x[k, place + i] * x[k, place + i]
        for i in range(n):
            lengths[i] = math.sqrt(lengths[i])
        for k in range(rows):
            for i in range(n):
                x[k, place + i] /= lengths[i]


@compiled(fast=True)
def to_span_tangent(
    x: Floats, source: Indices, sign: Floats, m: int, factors: Floats, scale: float, gradient: Floats
) -> None:
    """Turn the gradient by the frames X into `scale` times the gradient by Y."""
    rows, wide = x.shape
    n, components = wide // m, len(source)
    part = factors[0, 0, 0].copy()
    for b in range(m):
        for a in range(m):
            for c in range(components):
                image = 1.0 if c == 0 else -1.0
                for i in range(n):
                    part[i] = 0.0
                for k in range(rows):
                    origin, factor = source[c, k], sign[c, k]
                    for i in range(n):
                        part[i] += factor * x[k, a * n + i] * gradient[origin, b * n + i]
                for k in range(rows):
                    origin, factor = source[c, k], sign[c, k] * image
                    for i in range(n):
                        gradient[k, b * n + i] -= factor * part[i] * x[origin, a * n + i]
    amount = gradient.dtype.type(scale)
    for back in range(m):
        b = m - 1 - back
        for e in range(b + 1, m):
            for c in range(components):
                weights = factors[c, b, e]
                for k in range(rows):
                    origin, factor = source[c, k], sign[c, k]
                    for i in range(n):
                        gradient[k, b * n + i] -= factor * weights[i] * gradient[origin, e * n + i]
        lengths = factors[0, b, b]
        for k in range(rows):
            for i in range(n):
                gradient[k, b * n + i] /= lengths[i]
    for k in range(rows):
        for i in range(wide):
            gradient[k, i] *= amount


@compiled(fast=True)
def _products(x: Floats, source: Indices, sign: Floats, first: int, second: int, products: Floats) -> None:
    """x_a . K_c x_b of every frame."""
    n = len(products)
    for i in range(n):
        products[i] = 0.0
    for k in range(len(source)):
        origin, factor = source[k], sign[k]
        for i in range(n):
            products[i] += factor * x[k, first + i] * x[origin, second + i]


@compiled(fast=True)
def _subtract(
    x: Floats, source: Indices, sign: Floats, first: int, second: int, products: Floats, image: float
) -> None:
    """x_b - e_c q_c K_c x_a in place of x_b."""
    n = len(products)
    for k in range(len(source)):
        origin, factor = source[k], sign[k] * image
        for i in range(n):
            x[k, second + i] -= factor * products[i] * x[origin, first + i]
