"""Second-order geometry of f at a packing, in tangent coordinates of the space.

Vector i moves along x_i(v) = x_i cos |v| + B_i v sin(|v|)/|v|, where the q columns of B_i are an orthonormal basis of
the directions orthogonal to x_i, and for lines to every K_c x_i, which only turn the phase: q is the dimension of the
space. With g_c = x_i . K_c x_j, at v = 0,

    df = 2 sum_c g_c dg_c,    d^2 f = 2 sum_c (dg_c^2 + g_c d^2 g_c)    of lines,    df = dg_0 / 2 of points,
    d g_c = v_i . B_i^T K_c x_j + v_j . B_j^T K_c^T x_i,
    d^2 g_c = -g_c |v_i|^2 - g_c |v_j|^2 + 2 v_i . B_i^T K_c B_j v_j.

Of subspaces a row x_i holds the m vectors x_ia of a frame, one after the other, and there is a component for each c, a
and b, whose matrix takes y_b to K_c y_b / sqrt(m) in the place of x_a: so f is the sum of the squares again. The frame
moves to the orthonormal one nearest to X_i + V_i, where every column of V_i is orthogonal to all K_c x_ia, and then
d^2 x_ia = -sum_b x_ib <v_ib, v_ia> takes the place of -x_i |v|^2.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from packing.frames import spans
from packing.numeric import Floats, Indices, compiled
from packing.space import Space


class RowForm(NamedTuple):
    """The matrices K_c on rows: (K_c y)_k = sign[c, k] y[source[c, k]]; K_c^T = parity[c] K_e, e = transpose[c]."""

    source: Indices
    sign: Floats
    transpose: Indices
    parity: Floats
    points: bool


class Derivatives(NamedTuple):
    """First derivatives at unit rows, in tangent coordinates.

    `images` (components, n, m width) holds K_c x_j; `overlaps` (components, n, n) g_c,ij; `slopes` df/dg_c there;
    `parts` (n, components n, q) the derivatives B_i^T K_c x_j of g_c,ij by v_i; `gradients` (pairs, 2, q) those of f of
    the chosen pairs by both ends.
    """

    images: Floats
    overlaps: Floats
    slopes: Floats
    parts: Floats
    gradients: Floats


@lru_cache(maxsize=64)
def row_form(space: Space) -> RowForm:
    """The matrices of all components of <x_a, y_b>, c first, then a, then b."""
    structure, m, width = space.structure, space.m, space.width
    source = np.zeros((space.components, m, m, m, width), dtype=np.int64)
    sign = np.zeros((space.components, m, m, m, width))
    for a in range(m):
        for b in range(m):
            source[:, a, b, a] = b * width + structure.index
            sign[:, a, b, a] = structure.sign / math.sqrt(m)
    numbers = np.arange(space.components * m * m).reshape(space.components, m, m)
    parity = np.ones(numbers.shape)
    parity[1:] = -1.0
    return RowForm(
        source.reshape(-1, m * width), sign.reshape(-1, m * width), np.swapaxes(numbers, 1, 2).ravel(),
        parity.ravel(), space.has_points,
    )  # fmt: skip


def every_pair(n: int) -> Indices:
    """The pairs i < j in row order, shape (n (n-1)/2, 2)."""
    return np.column_stack(np.triu_indices(n, 1)).astype(np.int64)


def tangent_bases(x: Floats, space: Space) -> Floats:
    """Orthonormal bases of the tangent spaces at the unit rows of `x` (n, m width), shape (n, m width, m q)."""
    complements, m = _complements(x, space), space.m
    if m == 1:
        return complements
    n, width, q = complements.shape
    bases = np.zeros((n, m, width, m, q))
    for a in range(m):
        bases[:, a, :, a] = complements
    return bases.reshape(n, m * width, m * q)


def _complements(x: Floats, space: Space) -> Floats:
    """Orthonormal bases of what is orthogonal to all K_c x_a, shape (n, width, q)."""
    n, m = len(x), space.m
    turned = space.structure.apply(x.reshape(n, m, space.width))
    normals = np.moveaxis(turned, 0, 1).reshape(n, -1, space.width).transpose(0, 2, 1)
    complete, _ = np.linalg.qr(normals, mode="complete")
    return np.ascontiguousarray(complete[:, :, normals.shape[2] :])


def move(x: Floats, bases: Floats, v: Floats, space: Space) -> Floats:
    """The rows x_i(v_i), each on its great circle, or the frame nearest to X_i + V_i; orthonormal up to rounding."""
    if space.m == 1:
        moved = np.empty_like(x)
        _move(x, bases, v, moved)
        return moved
    there = x + (bases @ v[:, :, None])[:, :, 0]
    frames = there.reshape(len(x), space.m, space.width)
    for _ in range(_NEAREST):
        real = spans(frames, space)
        products = frames @ np.swapaxes(real, 1, 2)
        frames = 1.5 * frames - 0.5 * products @ real
    return frames.reshape(x.shape)


_NEAREST = 6
"""So many steps X (3 - X^* X) / 2 make a frame orthonormal whose vectors are off by 0.2: the error e becomes e^2."""


def f_of_pairs(x: Floats, space: Space) -> Floats:
    """f of all pairs i < j of unit rows (n, width), in row order."""
    n = len(x)
    f = np.zeros(n * (n - 1) // 2)
    _add_f(x, row_form(space), f)
    return f


def derivatives(x: Floats, bases: Floats, pairs: Indices, space: Space) -> Derivatives:
    """The first derivatives at unit rows (n, width)."""
    (n, width, m), components = bases.shape, len(row_form(space).source)
    found = Derivatives(
        np.empty((components, n, width)), np.empty((components, n, n)), np.empty((components, n, n)),
        np.empty((n, components * n, m)), np.zeros((len(pairs), 2, m)),
    )  # fmt: skip
    _write_derivatives(x, bases, pairs, row_form(space), found)
    return found


def hessian(
    x: Floats,
    bases: Floats,
    pairs: Indices,
    space: Space,
    found: Derivatives,
    multipliers: Floats,
    weights: Floats,
) -> Floats:
    """sum over pairs of multiplier * Hessian of f + weight * gradient gradient^T: the lower triangle, order n m."""
    n, _, m = bases.shape
    dense = np.zeros((2, n, n))
    for numbers, square in zip((multipliers, weights), dense, strict=True):
        square[pairs[:, 0], pairs[:, 1]] = square[pairs[:, 1], pairs[:, 0]] = numbers
    matrix = np.zeros((n * m, n * m))
    _assemble(bases, row_form(space), found, dense[0], dense[1], space.m == 1, matrix)
    if space.m > 1:
        _add_curvature(x, bases, space, found, dense[0], matrix)
    return matrix


def _add_curvature(
    x: Floats, bases: Floats, space: Space, found: Derivatives, multipliers: Floats, matrix: Floats
) -> None:
    """Add the second derivatives of the frames against the pull G_i = sum_j l_ij df_ij/dX_i.

    d^2 x_ia . G_ia summed over a is -sum over a, b, c of e_c (K_c x_ib . G_ia) (v_ib . K_c v_ia), e_0 = 1, else -1.
    """
    n, m, width = len(x), space.m, space.width
    size = bases.shape[2]
    q = size // m
    weights = (found.slopes * multipliers).transpose(1, 0, 2).reshape(n, -1)
    pull = (weights @ found.images.reshape(-1, m * width)).reshape(n, m, width)
    turned = space.structure.apply(x.reshape(n, m, width))
    turned[1:] *= -1.0
    factors = np.einsum("cnbk,nak->cnba", turned, pull)
    basis = np.ascontiguousarray(bases[:, :width, :q])
    for c in range(space.components):
        image = space.structure.apply(np.swapaxes(basis, 1, 2))[c]
        rotation = np.swapaxes(basis, 1, 2) @ np.swapaxes(image, 1, 2)
        blocks = np.einsum("nba,nst->nbsat", factors[c], rotation).reshape(n, size, size)
        for i in range(n):
            place = slice(i * size, (i + 1) * size)
            matrix[place, place] -= np.tril(blocks[i])


def gather(pairs: Indices, gradients: Floats, weights: Floats, n: int) -> Floats:
    """sum over pairs of weight * gradient, shape (n, m)."""
    total = np.zeros((n, gradients.shape[2]))
    _add_gradients(pairs, gradients, weights, total)
    return total


@compiled()
def _write_images(x: Floats, form: RowForm, images: Floats) -> None:
    components, width = form.source.shape
    for c in range(components):
        for i in range(len(x)):
            for k in range(width):
                images[c, i, k] = form.sign[c, k] * x[i, form.source[c, k]]


@compiled(fast=True)
def _add_f(x: Floats, form: RowForm, f: Floats) -> None:
    n, width = x.shape
    components = len(form.source)
    images = np.empty((components, n, width))
    _write_images(x, form, images)
    overlaps = np.dot(x, images.reshape(components * n, width).T)
    place = 0
    for i in range(n):
        count = n - 1 - i
        values = f[place : place + count]
        for c in range(components):
            part = overlaps[i, c * n + i + 1 : (c + 1) * n]
            for j in range(count):
                values[j] += 0.5 + 0.5 * part[j] if form.points else part[j] * part[j]
        place += count


@compiled(fast=True)
def _write_derivatives(x: Floats, bases: Floats, pairs: Indices, form: RowForm, found: Derivatives) -> None:
    components, n, width = found.images.shape
    m = bases.shape[2]
    _write_images(x, form, found.images)
    stacked = found.images.reshape(components * n, width)
    for c in range(components):
        np.dot(x, found.images[c].T, found.overlaps[c])
        for i in range(n):
            for j in range(n):
                found.slopes[c, i, j] = 0.5 if form.points else 2.0 * found.overlaps[c, i, j]
    for i in range(n):
        np.dot(stacked, bases[i], found.parts[i])
    for p in range(len(pairs)):
        for end in range(2):
            i, j = pairs[p, end], pairs[p, 1 - end]
            for c in range(components):
                slope = found.slopes[c, i, j]
                for q in range(m):
                    found.gradients[p, end, q] += slope * found.parts[i, c * n + j, q]


@compiled(fast=True)
def _move(x: Floats, bases: Floats, v: Floats, moved: Floats) -> None:
    n, width, m = bases.shape
    for i in range(n):
        length = math.sqrt(np.sum(v[i] ** 2))
        cosine, sinc = math.cos(length), math.sin(length) / length if length > 1e-8 else 1.0
        squared = 0.0
        for k in range(width):
            along = 0.0
            for q in range(m):
                along += bases[i, k, q] * v[i, q]
            moved[i, k] = x[i, k] * cosine + along * sinc
            squared += moved[i, k] ** 2
        moved[i] /= math.sqrt(squared)


@compiled(fast=True)
def _assemble(
    bases: Floats,
    form: RowForm,
    found: Derivatives,
    multipliers: Floats,
    weights: Floats,
    on_circles: bool,
    matrix: Floats,
) -> None:
    """Row by row of blocks, each one matrix product.

    With multiplier l, weight w, slopes s and parts P_i of a pair, and M = l d^2 f/dg^2 + w s s^T, block (i, i) is
    sum_j P_i^T M P_i, and block (j, i) is (l sum_c s_c K_c B_j + sum_c K_c x_j (M P_j)_c)^T B_i. Where vectors move on
    great circles the diagonal gets what bends towards the centre, -l sum_c s_c g_c.
    """
    components, n, width = found.images.shape
    m = bases.shape[2]
    turned = np.empty((components, n * m, width))
    _write_images(np.ascontiguousarray(bases.transpose(0, 2, 1)).reshape(n * m, width), form, turned)
    plain, bent = np.empty((components * n, m)), np.empty((components * n, m))
    curl, others = np.empty((n * m, width)), np.empty(n, dtype=np.int64)
    bend = 0.0 if form.points else 2.0
    for i in range(n):
        radial, pairs, below = 0.0, 0, 0
        for j in range(n):
            multiplier, weight = multipliers[i, j], weights[i, j]
            if multiplier == 0.0 and weight == 0.0:
                continue
            for c in range(components):
                radial -= multiplier * found.slopes[c, i, j] * found.overlaps[c, i, j]
            place = slice(pairs * components, (pairs + 1) * components)
            _bend(found, i, j, bend * multiplier, weight, plain[place], bent[place])
            pairs += 1
            if j > i:
                _curl(found, form, turned, i, j, bend, multiplier, weight, curl[below * m : (below + 1) * m])
                others[below] = j
                below += 1
        own = np.dot(plain[: pairs * components].T, bent[: pairs * components])
        for q in range(m):
            for s in range(q + 1):
                matrix[i * m + q, i * m + s] = own[q, s]
            if on_circles:
                matrix[i * m + q, i * m + q] += radial
        across = np.dot(curl[: below * m], bases[i])
        for row in range(below):
            j = others[row]
            for s in range(m):
                for q in range(m):
                    matrix[j * m + s, i * m + q] = across[row * m + s, q]


@compiled(fast=True)
def _bend(found: Derivatives, i: int, j: int, bend: float, weight: float, plain: Floats, bent: Floats) -> None:
    """Write P_i and M P_i of the pair, one row a component."""
    components, n, _ = found.overlaps.shape
    m = bent.shape[1]
    for q in range(m):
        along = 0.0
        for c in range(components):
            along += found.slopes[c, i, j] * found.parts[i, c * n + j, q]
        for c in range(components):
            part = found.parts[i, c * n + j, q]
            plain[c, q] = part
            bent[c, q] = bend * part + weight * found.slopes[c, i, j] * along


@compiled(fast=True)
def _curl(
    found: Derivatives,
    form: RowForm,
    turned: Floats,
    i: int,
    j: int,
    bend: float,
    multiplier: float,
    weight: float,
    curl: Floats,
) -> None:
    """Write (l sum_c s_c K_c B_j + sum_c K_c x_j (M P_j)_c)^T; P_j is of K_c^T x_i, up to its sign another K x_i."""
    components, n, width = found.images.shape
    m = len(curl)
    curl[:] = 0.0
    flat = curl.ravel()
    for c in range(components):
        factor = multiplier * found.slopes[c, i, j]
        other = turned[c, j * m : (j + 1) * m].ravel()
        for k in range(m * width):
            flat[k] += factor * other[k]
    for s in range(m):
        along = 0.0
        for c in range(components):
            along += found.slopes[c, j, i] * found.parts[j, c * n + i, s]
        for c in range(components):
            part = form.parity[c] * found.parts[j, form.transpose[c] * n + i, s]
            lean = bend * multiplier * part + weight * found.slopes[c, i, j] * along
            for k in range(width):
                curl[s, k] += lean * found.images[c, j, k]


@compiled(fast=True)
def _add_gradients(pairs: Indices, gradients: Floats, weights: Floats, total: Floats) -> None:
    for p in range(len(pairs)):
        for end in range(2):
            for q in range(gradients.shape[2]):
                total[pairs[p, end], q] += weights[p] * gradients[p, end, q]
