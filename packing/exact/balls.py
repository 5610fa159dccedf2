"""Overlaps of pairs of vectors in ball arithmetic and in doubles, with their gradients: one formula for all spaces.

The overlap of a pair in real coordinates (see `packing.space`) is made of a_c = x . K_c y:

    f = sum_c a_c^2 = |<x, y>|^2  of lines,        f = a_0 = <x, y>  of points.

So the gradients are sum_c w_c K_c y by x and sum_c w_c K_c^T x by y, with w_c = 2 a_c of lines, w_0 = 1 of points,
and K_c^T = -K_c for c > 0.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from flint import arb, arb_mat

from packing.numeric import Floats
from packing.space import Space

Pairs = list[tuple[int, int]]
Ball = arb
Row = list[Ball]


def balls(matrix: npt.NDArray[np.float64]) -> arb_mat:
    """A matrix of doubles as exact balls."""
    return arb_mat([[arb(float(entry)) for entry in row] for row in matrix])


def dot(x: Row, y: Row) -> Ball:
    """x . y."""
    return sum((a * b for a, b in zip(x, y, strict=True)), arb(0))


def turns(y: Row, space: Space) -> list[Row]:
    """K_c y for all c."""
    return space.structure.turns(y)


def turns_back(x: Row, space: Space) -> list[Row]:
    """K_c^T x for all c."""
    same, *turned = space.structure.turns(x)
    return [same, *([-entry for entry in row] for row in turned)]


def components(x: Row, y: Row, space: Space) -> list[Ball]:
    """x . K_c y for all c, the real parts of <x, y>."""
    return [dot(x, turned) for turned in turns(y, space)]


def slopes(parts: list[Ball], space: Space) -> list[Ball]:
    """The derivatives w_c of f by the components."""
    return [2 * part for part in parts] if space.has_lines else [arb(1)]


def overlap(x: Row, y: Row, space: Space) -> Ball:
    """f of a pair of unit vectors."""
    parts = components(x, y, space)
    return dot(parts, parts) if space.has_lines else parts[0]


def overlap_of_all(x: Row, y: Row, space: Space) -> Ball:
    """f of two vectors that need not have length 1: rattlers are kept as they were stored."""
    squares = dot(x, x) * dot(y, y)
    value = overlap(x, y, space)
    return value / squares if space.has_lines else value / squares.sqrt()


def pair_gradient(x: Row, y: Row, space: Space) -> tuple[Row, Row]:
    """The gradients of f by x and by y."""
    weights = slopes(components(x, y, space), space)
    return _combined(weights, turns(y, space)), _combined(weights, turns_back(x, space))


def gradient_rows(x: list[Row], norms: list[int], pairs: Pairs, space: Space) -> arb_mat:
    """The gradients by x of |x_i|^2 for `norms`, then of f for `pairs`, one a row."""
    n, k = len(x), len(x[0])
    rows = []
    for i in norms:
        row = [arb(0)] * (n * k)
        row[i * k : (i + 1) * k] = [2 * entry for entry in x[i]]
        rows.append(row)
    for i, j in pairs:
        row = [arb(0)] * (n * k)
        row[i * k : (i + 1) * k], row[j * k : (j + 1) * k] = pair_gradient(x[i], x[j], space)
        rows.append(row)
    return arb_mat(rows) if rows else arb_mat(0, n * k)


def float_overlaps(x: Floats, pairs: Pairs, space: Space) -> Floats:
    """f of the pairs in doubles."""
    i, j = np.array(pairs).T
    parts = np.einsum("pk,cpk->cp", x[i], space.structure.apply(x[j]))
    return np.asarray(np.sum(parts**2, axis=0) if space.has_lines else parts[0])


def float_gradients(x: Floats, norms: list[int], pairs: Pairs, space: Space) -> Floats:
    """`gradient_rows` in doubles, shape (norms + pairs, n k)."""
    n, k = x.shape
    rows = np.zeros((len(norms) + len(pairs), n, k))
    rows[np.arange(len(norms)), norms] = 2 * x[norms]
    if pairs:
        i, j = np.array(pairs).T
        places = np.arange(len(norms), len(rows))
        turned = space.structure.apply(x)
        parts = np.einsum("pk,cpk->cp", x[i], turned[:, j])
        weights = 2 * parts if space.has_lines else np.ones_like(parts)
        rows[places, i] = np.einsum("cp,cpk->pk", weights, turned[:, j])
        weights[1:] *= -1
        rows[places, j] = np.einsum("cp,cpk->pk", weights, turned[:, i])
    return rows.reshape(len(rows), n * k)


def _combined(weights: list[Ball], rows: list[Row]) -> Row:
    return [dot(weights, list(column)) for column in zip(*rows, strict=True)]
