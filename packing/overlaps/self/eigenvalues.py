"""Eigenvalues alone of a large symmetric matrix, in two stages: to a band by products, then to three diagonals.

The usual reduction reads the whole matrix from memory once for each column. Here a panel of columns is reduced at once
(C. Bischof, B. Lang, X. Sun, "A framework for symmetric band reduction", 2000), so that all but a thin rest of the work
is matrix products; the band goes to LAPACK.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.linalg import eig_banded
from scipy.linalg.lapack import dgeqrf

from packing.numeric import Floats

WIDTH = 48
"""Columns of a panel, and of the band: wide enough for products, narrow enough for the second stage."""

LARGE = 2048
"""Smaller matrices fit in cache, where one stage is as fast."""

_TILE = 512


def eigenvalues(matrix: Floats) -> Floats:
    """The eigenvalues of a symmetric (d, d) matrix in rising order, each to some 1e-15 d of the largest modulus.

    The matrix is overwritten where d > 2048.

    >>> eigenvalues(np.array([[2.0, 1.0], [1.0, 2.0]])).round(12).tolist()
    [1.0, 3.0]
    """
    if len(matrix) <= LARGE:
        return np.linalg.eigvalsh(matrix).astype(np.float64)
    values: Floats = eig_banded(_band(matrix, WIDTH), lower=True, eigvals_only=True, check_finite=False)
    return values


def _band(matrix: Floats, width: int) -> Floats:
    """A similar matrix of `width` diagonals below the main one, by diagonals; only the lower half is read and written.

    With the QR factorisation I - V T V^T of the panel below the band and Y = A V T, X = Y - V (T^T V^T Y) / 2, the rest
    A becomes A - V X^T - X V^T.
    """
    d = len(matrix)
    band = np.zeros((width + 1, d))
    for start in range(0, d, width):
        stop = min(start + width, d)
        reflectors, corner, factor = _factored(matrix[stop:, start:stop])
        for column in range(start, stop):
            below = matrix[column:stop, column]
            band[: len(below), column] = below
            above = corner[: column - start + 1, column - start]
            band[len(below) : len(below) + len(above), column] = above
        if stop < d:
            product = _symmetric_product(matrix, stop, reflectors) @ factor
            other = product - reflectors @ (factor.T @ (reflectors.T @ product)) / 2
            _subtract(matrix, stop, np.hstack((reflectors, other)), np.hstack((other, reflectors)))
    return band


def _factored(panel: Floats) -> tuple[Floats, Floats, Floats]:
    """V, R and T of the QR factorisation (I - V T V^T) R of a panel."""
    rows, columns = panel.shape
    if not rows:
        return panel, panel, np.zeros((columns, columns))
    packed, scales, _, _ = dgeqrf(np.asfortranarray(panel))
    reflectors = np.tril(packed, -1)
    kept = min(rows, columns)
    reflectors = reflectors[:, :kept]
    np.fill_diagonal(reflectors, 1.0)
    reflectors[:, scales == 0] = 0.0  # nothing was left to reflect
    inverse = np.triu(reflectors.T @ reflectors, 1) + np.diag(1 / np.where(scales == 0, 1.0, scales))
    return np.ascontiguousarray(reflectors), np.triu(packed)[:kept], np.linalg.inv(inverse)


def _tiles(start: int, d: int) -> list[slice]:
    """Rows start .. d in parts that end at multiples of 512, so that a tile on the diagonal stays whole."""
    edges = [start, *range(start - start % _TILE + _TILE, d, _TILE), d]
    return [slice(first, last) for first, last in pairwise(edges)]


def _symmetric_product(matrix: Floats, start: int, factor: Floats) -> Floats:
    """The product of the rest from `start` on, of which tiles on and below the diagonal are read, and a thin matrix."""
    tiles = _tiles(start, len(matrix))
    total = np.zeros_like(factor)
    for place, rows in enumerate(tiles):
        mine = slice(rows.start - start, rows.stop - start)
        for columns in tiles[:place]:
            theirs = slice(columns.start - start, columns.stop - start)
            tile = matrix[rows, columns]
            total[mine] += tile @ factor[theirs]
            total[theirs] += tile.T @ factor[mine]
        total[mine] += matrix[rows, rows] @ factor[mine]
    return total


def _subtract(matrix: Floats, start: int, left: Floats, right: Floats) -> None:
    """Take left right^T, which is symmetric, from the tiles on and below the diagonal of the rest."""
    product = np.empty(_TILE * _TILE)
    tiles = _tiles(start, len(matrix))
    for place, rows in enumerate(tiles):
        for columns in tiles[: place + 1]:
            tile = matrix[rows, columns]
            change = product[: tile.size].reshape(tile.shape)
            one, two = left[rows.start - start : rows.stop - start], right[columns.start - start : columns.stop - start]
            np.matmul(one, two.T, out=change)
            tile -= change
