"""Orthonormal bases of subspaces: the nearest to given rows."""

from __future__ import annotations

import numpy as np

from packing.doors import shown
from packing.errors import InputError
from packing.numeric import Floats
from packing.space import Space, Vectors

LEAST_RANK = 1e-10
"""Unit rows span fewer dimensions than they are where a singular value is less than this times the largest."""

_ORTHONORMAL = 16 * np.finfo(np.float64).eps
"""Rows with products this near those of orthonormal ones are kept to the last bit, per dimension."""


def orthonormal(vectors: Vectors, space: Space) -> Vectors:
    """The orthonormal rows nearest to the unit rows of each subspace, shape (n, m, d): those of its polar factor.

    Rows that are orthonormal up to rounding are kept as they are, lines and points always. Raises `InputError` where
    the rows of a subspace span less than m dimensions.

    >>> orthonormal(np.array([[[1.0, 0.0, 0.0], [0.6, 0.8, 0.0]]]), Space.subspaces(3, 2)).round(6).tolist()
    [[[0.948683, -0.316228, 0.0], [0.316228, 0.948683, 0.0]]]
    """
    if space.m == 1:
        return vectors
    real = space.to_real(vectors)
    given = spans(real, space)
    off = np.abs(given @ np.swapaxes(given, 1, 2) - np.eye(given.shape[1])).max(axis=(1, 2))
    uneven = off > _ORTHONORMAL * space.d
    if not uneven.any():
        return vectors
    left, singular, right = np.linalg.svd(given[uneven], full_matrices=False)
    poor = singular[:, -1] < LEAST_RANK * singular[:, 0]
    if poor.any():
        index = int(np.flatnonzero(uneven)[np.argmax(poor)])
        rank = int(np.sum(singular[np.argmax(poor)] >= LEAST_RANK * singular[np.argmax(poor), 0])) // space.scalars
        raise InputError(
            f"every subspace needs {space.m} independent rows, but those of subspace {index} span {rank} "
            f"dimension{'s' * (rank != 1)}: give a basis of it"
        )
    nearest = real.copy()
    nearest[uneven] = (left @ right)[:, : space.m]
    return space.from_real(nearest)


def spans(real: Floats, space: Space) -> Floats:
    """K_c x_a of all c and a, shape (n, s m, width), from real coordinates (n, m, width): a basis over R of each."""
    turned = np.moveaxis(space.structure.apply(real), 0, 1)
    return turned.reshape(len(real), -1, space.width)


__dir__ = shown(__name__)
