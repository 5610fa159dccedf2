"""Objects as columns of real coordinates, and back: vector a of object i of n stands in column a n + i."""

from __future__ import annotations

import numpy as np

from packing.configuration import Packing
from packing.numeric import Floats
from packing.search.frames import orthonormal_columns
from packing.search.pairs import form_of
from packing.space import Space, Vectors


def columns_of(vectors: Vectors, space: Space) -> Floats:
    """The vectors as real columns, shape (width, m n): vector a of every frame after vector a - 1 of every frame."""
    return columns_of_rows(space.to_real(vectors), space)


def columns_of_rows(rows: Floats, space: Space) -> Floats:
    """Real coordinates (n, m width) or (n, m, width) as columns, shape (width, m n)."""
    split = rows.reshape(len(rows), space.m, space.width)
    return np.ascontiguousarray(split.transpose(2, 1, 0).reshape(space.width, -1))


def rows_of_columns(columns: Floats, space: Space) -> Floats:
    """The real coordinates of each object in a row, shape (n, m width)."""
    split = columns.reshape(space.width, space.m, -1)
    return np.ascontiguousarray(split.transpose(2, 1, 0).reshape(-1, space.m * space.width))


def packing_of(columns: Floats, space: Space) -> Packing:
    """The packing whose real columns are given; they need not be orthonormal.

    >>> print(packing_of(np.array([[1.0, 0.0], [0.0, 2.0]]), Space.lines(2)))
    2 lines in R^2, coherence 0
    """
    return packing_of_rows(rows_of_columns(columns, space), space)


def packing_of_rows(rows: Floats, space: Space) -> Packing:
    """The packing whose real coordinates are given, shape (n, m width)."""
    return Packing(space.from_real(rows if space.m == 1 else rows.reshape(len(rows), space.m, -1)), space)


def normalised(columns: Floats, space: Space) -> Floats:
    """Columns of unit vectors, or of orthonormal frames, of the same objects."""
    if space.m == 1:
        return np.asarray(columns / np.linalg.norm(columns, axis=0))
    form, frames = form_of(space), np.empty_like(columns)
    factors = np.zeros((space.components, space.m, space.m, columns.shape[1] // space.m))
    orthonormal_columns(columns, form.source, form.sign, form.m, frames, factors)
    return frames


def unit_rows(columns: Floats, space: Space) -> Floats:
    """The unit vectors or orthonormal frames of the columns, an object a row, shape (n, m width)."""
    return rows_of_columns(normalised(columns, space), space)
