"""Overlaps of pairs of vectors in ball arithmetic and in doubles, with their gradients: one formula for all spaces.

The overlap of a pair in real coordinates (see `packing.space`) is made of a_c = x . K_c y:

    f = sum_c a_c^2 = |<x, y>|^2  of lines,        f = a_0 = <x, y>  of points.

So the gradients are sum_c w_c K_c y by x and sum_c w_c K_c^T x by y, with w_c = 2 a_c of lines, w_0 = 1 of points,
and K_c^T = -K_c for c > 0. A row of a subspace holds the m vectors of a frame, one after the other, and a component for
each c, a and b, x_a . K_c y_b: its matrix takes y_b to K_c y_b in the place of x_a, and f is the mean over a of the sum
of squares (chordal distance). The vectors fulfil conditions x_a . K_c x_b = 1 where c = 0 and a = b, else 0.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from flint import arb, arb_mat

from packing.numeric import Floats
from packing.search.tangent import row_form
from packing.space import Space

Pairs = list[tuple[int, int]]
Condition = tuple[int, int, int, int]
"""(i, c, a, b): of vector i, x_a . K_c x_b is 1 where c = 0 and a = b, else 0; of lines and points (i, 0, 0, 0)."""

Ball = arb
Row = list[Ball]


def balls(matrix: npt.NDArray[np.float64]) -> arb_mat:
    """A matrix of doubles as exact balls."""
    return arb_mat([[arb(float(entry)) for entry in row] for row in matrix])


def dot(x: Row, y: Row) -> Ball:
    """x . y."""
    return sum((a * b for a, b in zip(x, y, strict=True)), arb(0))


def conditions_of(touched: list[int], space: Space) -> list[Condition]:
    """The conditions of orthonormal rows.

    >>> conditions_of([3], Space.lines(2, "C")), conditions_of([0], Space.subspaces(4, 2))
    ([(3, 0, 0, 0)], [(0, 0, 0, 0), (0, 0, 0, 1), (0, 0, 1, 1)])
    """
    every = [(c, a, b) for c in range(space.components) for a in range(space.m) for b in range(a, space.m)]
    return [(i, *form) for i in touched for form in every if form[1] < form[2] or form[0] == 0]


def turns(y: Row, space: Space) -> list[Row]:
    """What the matrices of all components make of y: K_c y, of frames K_c y_b in the place of a."""
    if space.m == 1:
        return space.structure.turns(y)
    turned = [space.structure.turns(vector) for vector in _vectors(y, space)]
    forms = _forms(space)
    return [_placed(turned[b][c], a, space) for c, a, b in forms]


def turns_back(x: Row, space: Space) -> list[Row]:
    """The same of their transposes: K_c^T x, of frames K_c^T x_a in the place of b."""
    found = []
    turned = [space.structure.turns(vector) for vector in _vectors(x, space)]
    for c, a, b in _forms(space):
        found.append(_placed(turned[a][c] if c == 0 else [-entry for entry in turned[a][c]], b, space))
    return found


def _forms(space: Space) -> list[tuple[int, int, int]]:
    """(c, a, b) of all components, in their order."""
    return [(c, a, b) for c in range(space.components) for a in range(space.m) for b in range(space.m)]


def _vectors(row: Row, space: Space) -> list[Row]:
    return [row[a * space.width : (a + 1) * space.width] for a in range(space.m)]


def _placed(vector: Row, a: int, space: Space) -> Row:
    """The vector in the place of vector a of a frame."""
    if space.m == 1:
        return vector
    return [arb(0)] * (a * space.width) + vector + [arb(0)] * ((space.m - 1 - a) * space.width)


def components(x: Row, y: Row, space: Space) -> list[Ball]:
    """x . K_c y for all c, the real parts of <x, y>."""
    return [dot(x, turned) for turned in turns(y, space)]


def slopes(parts: list[Ball], space: Space) -> list[Ball]:
    """The derivatives w_c of f by the components."""
    return [arb(1)] if space.has_points else [2 * part / space.m for part in parts]


def overlap(x: Row, y: Row, space: Space) -> Ball:
    """f of a pair of unit vectors or orthonormal frames."""
    parts = components(x, y, space)
    return parts[0] if space.has_points else dot(parts, parts) / space.m


def overlap_of_all(x: Row, y: Row, space: Space) -> Ball:
    """f of two vectors that need not have length 1, or spans: rattlers are kept as they were stored."""
    if space.m > 1:
        return _overlap_of_spans(x, y, space)
    squares = dot(x, x) * dot(y, y)
    value = overlap(x, y, space)
    return value / squares.sqrt() if space.has_points else value / squares


def _overlap_of_spans(x: Row, y: Row, space: Space) -> Ball:
    """The trace of (X X^T)^-1 X Y^T (Y Y^T)^-1 Y X^T over s m, X and Y the rows K_c x_a."""
    left, right = (
        arb_mat([turned for vector in _vectors(row, space) for turned in space.structure.turns(vector)])
        for row in (x, y)
    )
    across = left * right.transpose()
    inverse = [(side * side.transpose()).inv() for side in (left, right)]
    product = inverse[0] * across * inverse[1] * across.transpose()
    return sum((product[k, k] for k in range(product.nrows())), arb(0)) / (space.scalars * space.m)


def pair_gradient(x: Row, y: Row, space: Space) -> tuple[Row, Row]:
    """The gradients of f by x and by y."""
    weights = slopes(components(x, y, space), space)
    return _combined(weights, turns(y, space)), _combined(weights, turns_back(x, space))


def gradient_rows(x: list[Row], norms: list[Condition], pairs: Pairs, space: Space) -> arb_mat:
    """The gradients by x of x_a . K_c x_b for the conditions `norms`, then of f for `pairs`, one a row."""
    n, k = len(x), len(x[0])
    rows = []
    for i, c, a, b in norms:
        row = [arb(0)] * (n * k)
        row[i * k : (i + 1) * k] = _condition_gradient(x[i], (c, a, b), space)
        rows.append(row)
    for i, j in pairs:
        row = [arb(0)] * (n * k)
        row[i * k : (i + 1) * k], row[j * k : (j + 1) * k] = pair_gradient(x[i], x[j], space)
        rows.append(row)
    return arb_mat(rows) if rows else arb_mat(0, n * k)


def _condition_gradient(x: Row, form: tuple[int, int, int], space: Space) -> Row:
    """K_c x_b in the place of a and K_c^T x_a in that of b."""
    number = _forms(space).index(form)
    return [one + other for one, other in zip(turns(x, space)[number], turns_back(x, space)[number], strict=True)]


def condition_value(x: Row, form: tuple[int, int, int], space: Space) -> Ball:
    """x_a . K_c x_b, less what it is to be."""
    c, a, b = form
    vectors = _vectors(x, space)
    value = dot(vectors[a], space.structure.turns(vectors[b])[c])
    return value - 1 if c == 0 and a == b else value


def float_overlaps(x: Floats, pairs: Pairs, space: Space) -> Floats:
    """f of the pairs in doubles."""
    i, j = np.array(pairs).T
    parts = np.einsum("pk,cpk->cp", x[i], _apply(x, space)[:, j])
    return np.asarray(parts[0] if space.has_points else np.sum(parts**2, axis=0))


def float_gradients(x: Floats, norms: list[Condition], pairs: Pairs, space: Space) -> Floats:
    """`gradient_rows` in doubles, shape (norms + pairs, n k)."""
    n, k = x.shape
    rows = np.zeros((len(norms) + len(pairs), n, k))
    turned, form = _apply(x, space), row_form(space)
    back = form.parity[:, None, None] * turned[form.transpose]
    numbers = {each: place for place, each in enumerate(_forms(space))}
    for place, (i, c, a, b) in enumerate(norms):
        number = numbers[c, a, b]
        rows[place, i] = math.sqrt(space.m) * (turned[number, i] + back[number, i])
    if pairs:
        i, j = np.array(pairs).T
        places = np.arange(len(norms), len(rows))
        parts = np.einsum("pk,cpk->cp", x[i], turned[:, j])
        weights = np.ones_like(parts[:1]) if space.has_points else 2 * parts
        count = len(weights)
        rows[places, i] = np.einsum("cp,cpk->pk", weights, turned[:count, j])
        rows[places, j] = np.einsum("cp,cpk->pk", weights, back[:count, i])
    return rows.reshape(len(rows), n * k)


def _apply(x: Floats, space: Space) -> Floats:
    """`turns` of every row in doubles, over sqrt m: shape (components, n, k)."""
    form = row_form(space)
    return np.asarray(np.moveaxis(x[:, form.source] * form.sign, 0, 1))


def _combined(weights: list[Ball], rows: list[Row]) -> Row:
    return [dot(weights, list(column)) for column in zip(*rows, strict=True)]
