"""Packings in ball arithmetic: overlaps of vectors, their gradients, and the directions in which a packing can move.

A packing is a point x of R^N, N = n k, with k = d real coordinates a vector or 2 d (real parts, then imaginary ones).
Its neighbours are x + B z, where the columns of B are orthonormal and orthogonal, up to rounding, to the motions that
change no overlap (unitaries and phases). B holds doubles, which are exact numbers: a poor B can make a proof fail,
never make it wrong. The overlap f of a pair is |<x, y>|^2 of lines, <x, y> of points.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb, arb_mat

from packing.numeric import Floats
from packing.space import Field, Space

Pairs = list[tuple[int, int]]
Ball = arb
Row = list[Ball]

SYMMETRY = 1e-7
"""Motions whose singular values are below this, in units of the largest, count as dependent."""


@dataclass(frozen=True)
class Geometry:
    """Where the unknowns live: the start `x` (n, k), the free directions `basis` (n k, q), the space."""

    x: Floats
    basis: Floats
    space: Space

    @property
    def free(self) -> int:
        """How many directions are free."""
        return int(self.basis.shape[1])

    def place(self, z: arb_mat) -> list[Row]:
        """The vectors x + B z, in balls."""
        moved = self.directions * z
        n, k = self.x.shape
        return [[arb(float(self.x[i, c])) + moved[i * k + c, 0] for c in range(k)] for i in range(n)]

    @cached_property
    def directions(self) -> arb_mat:
        """B as exact balls."""
        return balls(self.basis)


def balls(matrix: npt.NDArray[np.float64]) -> arb_mat:
    """A matrix of doubles as exact balls."""
    return arb_mat([[arb(float(entry)) for entry in row] for row in matrix])


def overlap_parts(x: Row, y: Row, space: Space) -> tuple[Ball, Ball]:
    """Re <x, y> and Im <x, y> in balls."""
    real = sum((a * b for a, b in zip(x, y, strict=True)), arb(0))
    if space.field is not Field.COMPLEX:
        return real, arb(0)
    d = len(x) // 2
    return real, sum((x[c] * y[d + c] - x[d + c] * y[c] for c in range(d)), arb(0))


def overlap(x: Row, y: Row, space: Space) -> Ball:
    """f of a pair of unit vectors."""
    a, b = overlap_parts(x, y, space)
    return a if not space.has_lines else a * a + b * b


def overlap_of_all(x: Row, y: Row, space: Space) -> Ball:
    """f of two vectors that need not have length 1: rattlers are kept as they were stored."""
    squares = overlap_parts(x, x, space)[0] * overlap_parts(y, y, space)[0]
    value = overlap(x, y, space)
    return value / squares if space.has_lines else value / squares.sqrt()


def turned(y: Row) -> Row:
    """K y with Im <x, y> = x . K y."""
    d = len(y) // 2
    return y[d:] + [-entry for entry in y[:d]]


def pair_gradient(x: Row, y: Row, space: Space) -> tuple[Row, Row]:
    """The gradients of f by x and by y."""
    a, b = overlap_parts(x, y, space)
    if not space.has_lines:
        return y, x
    if space.field is Field.REAL:
        return [2 * a * entry for entry in y], [2 * a * entry for entry in x]
    ky, kx = turned(y), turned(x)
    by_x = [2 * (a * p + b * q) for p, q in zip(y, ky, strict=True)]
    by_y = [2 * (a * p - b * q) for p, q in zip(x, kx, strict=True)]
    return by_x, by_y


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


def float_gradients(x: Floats, norms: list[int], pairs: Pairs, space: Space) -> Floats:
    """`gradient_rows` in doubles, shape (norms + pairs, n k)."""
    n, k = x.shape
    rows = np.zeros((len(norms) + len(pairs), n, k))
    rows[np.arange(len(norms)), norms] = 2 * x[norms]
    if not pairs:
        return rows.reshape(len(rows), n * k)
    i, j = np.array(pairs).T
    places = np.arange(len(norms), len(rows))
    a = np.einsum("pc,pc->p", x[i], x[j])[:, None]
    if not space.has_lines:
        rows[places, i], rows[places, j] = x[j], x[i]
    else:
        rows[places, i], rows[places, j] = 2 * a * x[j], 2 * a * x[i]
    if space.field is Field.COMPLEX:
        kx = np.concatenate((x[:, k // 2 :], -x[:, : k // 2]), axis=1)
        b = np.einsum("pc,pc->p", x[i], kx[j])[:, None]
        rows[places, i] += 2 * b * kx[j]
        rows[places, j] -= 2 * b * kx[i]
    return rows.reshape(len(rows), n * k)


def float_overlaps(x: Floats, pairs: Pairs, space: Space) -> Floats:
    """f of the pairs in doubles."""
    i, j = np.array(pairs).T
    a = np.einsum("pc,pc->p", x[i], x[j])
    if not space.has_lines:
        return np.asarray(a)
    if space.field is Field.REAL:
        return np.asarray(a * a)
    k = x.shape[1]
    kx = np.concatenate((x[:, k // 2 :], -x[:, : k // 2]), axis=1)
    b = np.einsum("pc,pc->p", x[i], kx[j])
    return np.asarray(a * a + b * b)


def free_directions(x: Floats, touched: list[int], space: Space) -> Floats:
    """An orthonormal basis, in doubles, of the moves of touched vectors that are orthogonal to all symmetries."""
    n, k = x.shape
    motions = []
    d = k // 2 if space.field is Field.COMPLEX else k
    for a in range(d):
        for b in range(a + 1):
            if a != b:
                motions.append(_moved(x, space, _generator(d, a, b, 1.0, -1.0)))
            if space.field is Field.COMPLEX:
                motions.append(_moved(x, space, 1j * _generator(d, a, b, 1.0, 1.0)))
    if space.field is Field.COMPLEX:
        for i in touched:
            phase = np.zeros((n, k))
            phase[i, :d], phase[i, d:] = -x[i, d:], x[i, :d]
            motions.append(phase.ravel())
    rows = np.zeros((n, k), dtype=bool)
    rows[touched] = True
    kept = rows.ravel()
    matrix = np.array(motions)[:, kept] if motions else np.zeros((0, int(kept.sum())))
    _, singular, right = np.linalg.svd(matrix, full_matrices=True)
    rank = int(np.count_nonzero(singular > SYMMETRY * max(float(singular[0]) if len(singular) else 1.0, 1.0)))
    basis = np.zeros((n * k, right.shape[0] - rank))
    basis[kept] = right[rank:].T
    return basis


def _generator(d: int, a: int, b: int, above: float, below: float) -> npt.NDArray[np.float64]:
    generator = np.zeros((d, d))
    generator[a, b] += above
    if a != b:
        generator[b, a] += below
    return generator


def _moved(x: Floats, space: Space, generator: npt.NDArray[Any]) -> Floats:
    if space.field is not Field.COMPLEX:
        return np.asarray(x @ generator.T).ravel()
    d = x.shape[1] // 2
    turned_rows = (x[:, :d] + 1j * x[:, d:]) @ generator.T
    return np.asarray(np.concatenate((turned_rows.real, turned_rows.imag), axis=1).ravel(), dtype=np.float64)
