"""Second-order geometry of the overlaps at a packing, in tangent coordinates of the spheres (over C: of the lines).

Vector i moves along x_i(v) = x_i cos |v| + B_i v sin(|v|)/|v|, where the m columns of B_i are an orthonormal basis of
the directions orthogonal to x_i (over C also to i x_i, which only turns the phase): m = d - 1 over R, 2d - 2 over C.
Write a = Re <x_i, x_j>, b = Im <x_i, x_j> and let f be a^2 + b^2 for lines, (1 + a)/2 for points. At v = 0

    df = 2 (a da + b db),    d^2 f = 2 (da^2 + db^2 + a d^2 a + b d^2 b),

with second derivatives of a: -a |v_i|^2 - a |v_j|^2 + 2 v_i . B_i^T B_j v_j, and in the same way for b.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats, compiled
from packing.space import Field, Space

Indices = npt.NDArray[np.int64]


def tangent_bases(x: Floats, space: Space) -> Floats:
    """Orthonormal bases of the tangent spaces at the rows of `x` (n, k), shape (n, k, m)."""
    normals = x[:, :, None]
    if space.field is Field.COMPLEX:
        d = x.shape[1] // 2
        turned = np.concatenate((-x[:, d:], x[:, :d]), axis=1)
        normals = np.stack((x, turned), axis=2)
    complete, _ = np.linalg.qr(normals, mode="complete")
    return np.ascontiguousarray(complete[:, :, normals.shape[2] :])


def move(x: Floats, bases: Floats, v: Floats) -> Floats:
    """The rows x_i(v_i), each on its great circle, renormalised against rounding."""
    lengths = np.linalg.norm(v, axis=1, keepdims=True)
    direction = np.einsum("nkm,nm->nk", bases, v)
    moved = x * np.cos(lengths) + direction * np.sinc(lengths / np.pi)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True))


@compiled(fast=True)
def pair_overlaps(x: Floats, pairs: Indices, kind: int, f: Floats) -> None:
    """Write f of each pair of rows of `x` to `f`."""
    k = x.shape[1]
    d = k // 2
    for p in range(pairs.shape[0]):
        xi, xj = x[pairs[p, 0]], x[pairs[p, 1]]
        a, b = 0.0, 0.0
        for c in range(k):
            a += xi[c] * xj[c]
        if kind == 2:
            for c in range(d):
                b += xi[c] * xj[d + c] - xi[d + c] * xj[c]
        f[p] = 0.5 + 0.5 * a if kind == 0 else a * a + b * b


@compiled(fast=True)
def pair_gradients(x: Floats, bases: Floats, pairs: Indices, kind: int, parts: Floats, gradients: Floats) -> None:
    """Derivatives of each pair, shape (pairs, 2, m): of f to `gradients`; of a and b to `parts` (pairs, 2, 2, m)."""
    k, m = bases.shape[1], bases.shape[2]
    d = k // 2
    for p in range(pairs.shape[0]):
        a, b = 0.0, 0.0
        xi, xj = x[pairs[p, 0]], x[pairs[p, 1]]
        for c in range(k):
            a += xi[c] * xj[c]
        if kind == 2:
            for c in range(d):
                b += xi[c] * xj[d + c] - xi[d + c] * xj[c]
        for end in range(2):
            basis, other = bases[pairs[p, end]], x[pairs[p, 1 - end]]
            sign = 1.0 - 2.0 * end
            for q in range(m):
                da, db = 0.0, 0.0
                for c in range(k):
                    da += basis[c, q] * other[c]
                if kind == 2:
                    for c in range(d):
                        db += basis[c, q] * other[d + c] - basis[d + c, q] * other[c]
                    db *= sign
                parts[p, 0, end, q] = da
                parts[p, 1, end, q] = db
                gradients[p, end, q] = 0.5 * da if kind == 0 else 2.0 * (a * da + b * db)


@compiled(fast=True)
def assemble(
    x: Floats, bases: Floats, pairs: Indices, kind: int, parts: Floats, gradients: Floats,
    multipliers: Floats, weights: Floats, matrix: Floats,
) -> None:  # fmt: skip
    """matrix = sum of multiplier * Hessian of f + weight * gradient gradient^T, lower triangle, order n m."""
    n, k, m = bases.shape
    d = k // 2
    curl = np.zeros((k, m))
    for row in range(n * m):
        for column in range(row + 1):
            matrix[row, column] = 0.0
    for p in range(pairs.shape[0]):
        i, j = pairs[p, 0], pairs[p, 1]
        xi, xj = x[i], x[j]
        a, b = 0.0, 0.0
        for c in range(k):
            a += xi[c] * xj[c]
        if kind == 2:
            for c in range(d):
                b += xi[c] * xj[d + c] - xi[d + c] * xj[c]
        weight, multiplier = weights[p], multipliers[p]
        square, cross_a, cross_b, radial = 2.0, 2.0 * a, 2.0 * b, -2.0 * (a * a + b * b)
        if kind == 0:
            square, cross_a, cross_b, radial = 0.0, 0.5, 0.0, -0.5 * a
        square *= multiplier
        cross_a *= multiplier
        cross_b *= multiplier
        radial *= multiplier
        for c in range(k):  # curl = cross_a B_j + cross_b K B_j, where b = x_i . K x_j
            for s in range(m):
                curl[c, s] = cross_a * bases[j, c, s]
        if kind == 2:
            for c in range(d):
                for s in range(m):
                    curl[c, s] += cross_b * bases[j, d + c, s]
                    curl[d + c, s] -= cross_b * bases[j, c, s]
        for end in range(2):
            start = pairs[p, end] * m
            for q in range(m):
                row = start + q
                pa, pb, g = square * parts[p, 0, end, q], square * parts[p, 1, end, q], weight * gradients[p, end, q]
                for s in range(q + 1):
                    matrix[row, start + s] += (
                        pa * parts[p, 0, end, s] + pb * parts[p, 1, end, s] + g * gradients[p, end, s]
                    )
                matrix[row, row] += radial
        for s in range(m):  # block of the larger index j below, of i across: i < j
            pa, pb, g = square * parts[p, 0, 1, s], square * parts[p, 1, 1, s], weight * gradients[p, 1, s]
            for q in range(m):
                entry = pa * parts[p, 0, 0, q] + pb * parts[p, 1, 0, q] + g * gradients[p, 0, q]
                for c in range(k):
                    entry += bases[i, c, q] * curl[c, s]
                matrix[j * m + s, i * m + q] += entry
