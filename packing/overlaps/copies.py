"""Copies by direction: rows that differ by sign and scale alone, to within a tolerance."""

from __future__ import annotations

from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from packing.errors import InputError, finite_number
from packing.numeric import Floats, Indices, compiled
from packing.overlaps.matrix import Matrix

_HEIGHT, _WIDTH = 512, 1024


def copies_by_direction(matrix: Matrix, norms: Floats, rows: Indices, within: float) -> tuple[tuple[int, ...], ...]:
    """Groups of the `rows` joined by |x - y| <= `within` or |x + y| <= `within`, x and y the unit rows, in order.

    Joined by chains: what a group leaves out is further than `within` from all its rows. One pass over all pairs in
    float64, n^2 d flops; memory some blocks and 8 bytes a row.

    >>> rows = np.array([[1.0, 2], [-3, -6], [2, 1], [1, 2 + 1e-9]])
    >>> copies_by_direction(Matrix(rows), np.linalg.norm(rows, axis=1), np.arange(4), 1e-6)
    ((0, 1, 3),)
    """
    parent = np.arange(rows.size, dtype=np.int64)
    cut = 1 - within**2 / 2 - (3 * matrix.d + 16) * 2.0**-53
    with threadpool_limits(1, user_api="blas"):
        for top in range(0, rows.size, _HEIGHT):
            left = _unit(matrix, norms, rows[top : top + _HEIGHT])
            for first in range(top, rows.size, _WIDTH):
                right = _unit(matrix, norms, rows[first : first + _WIDTH])
                _join(parent, left @ right.T, left, right, top, first, cut, within**2)
    roots = np.array([_root(parent, i) for i in range(rows.size)], dtype=np.int64)
    order = np.argsort(roots, kind="stable")
    parts = np.split(rows[order], np.flatnonzero(np.diff(roots[order])) + 1)
    return tuple(sorted(tuple(map(int, part)) for part in parts if part.size > 1))


def checked_tolerance(within: float) -> float:
    """A distance of unit rows from 0 to 1, or `InputError`."""
    value = finite_number("copies-within", within)
    if not 0 <= value < 1:
        raise InputError(f"copies-within must lie in [0, 1), not {value:g}: a distance of unit rows such as 1e-6")
    return value


def _unit(matrix: Matrix, norms: Floats, rows: Indices) -> Floats:
    unit: Floats = matrix.rows(rows) / norms[rows, None]
    return unit


@compiled()
def _root(parent: Any, i: Any) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@compiled()
def _join(parent: Any, block: Any, left: Any, right: Any, top: Any, first: Any, cut: Any, square: Any) -> None:
    """Join the rows of a block of cosines that are near enough: the cosine decides first, the distance then."""
    for i in range(block.shape[0]):
        for j in range(max(0, top + i + 1 - first), block.shape[1]):
            if abs(block[i, j]) < cut:
                continue
            one, two = _root(parent, top + i), _root(parent, first + j)
            if one == two:
                continue
            sign = 1.0 if block[i, j] > 0 else -1.0
            distance = 0.0
            for k in range(left.shape[1]):
                distance += (left[i, k] - sign * right[j, k]) ** 2
            if distance <= square:
                parent[max(one, two)] = min(one, two)
