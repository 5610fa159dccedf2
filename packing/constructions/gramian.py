"""Vectors with a given Gram matrix, over any field."""

from __future__ import annotations

import numpy as np

from packing.space import Vectors, field_of


def vectors_of(gram: Vectors, rank: int) -> Vectors:
    """n vectors of F^rank with <x_i, x_j> = gram_ij, by Cholesky's method with the largest pivot first.

    Args: `gram` Hermitian and positive semidefinite of this rank, shape (n, n), over H (n, n, 4).

    >>> vectors_of(np.array([[1.0, 2.0], [2.0, 4.0]]), 1).tolist()
    [[1.0], [2.0]]
    """
    field = field_of(gram)
    rest = gram
    columns, every = [], np.arange(len(gram))
    for _ in range(rank):
        diagonal = field.parts_of(rest)[every, every, 0]
        pivot = int(np.argmax(diagonal))
        column = rest[pivot] / np.sqrt(diagonal[pivot])
        rest = rest - field.multiply(field.conjugate(column)[:, None], column[None])
        columns.append(column)
    return np.stack(columns, axis=1)
