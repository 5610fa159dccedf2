"""What people hold in Python as a matrix: arrays, packings, tensors of torch, trained models."""

from __future__ import annotations

import numpy as np

from packing.configuration import Packing
from packing.errors import InputError
from packing.overlaps.matrix import Matrix
from packing.overlaps.torch_files import is_torch, torch_numbers


def as_matrix(rows: object) -> Matrix:
    """Arrays of numbers, tensors, packings over R and trained models as a `Matrix`; nothing is copied without need.

    A tensor of torch may need a gradient, lie on a device or hold bfloat16. Of trained models the one with the least
    loss is taken, with its features as rows.

    >>> as_matrix([[3, 4], [0, 1]]).d
    2
    """
    if isinstance(rows, Matrix):
        return rows
    if isinstance(rows, Packing):
        return Matrix(rows.vectors)
    if is_torch(rows):
        array, bfloat16 = torch_numbers(rows)
        return Matrix(array, bfloat16=bfloat16)
    weights = getattr(rows, "weights", None)
    if isinstance(weights, np.ndarray):
        best = getattr(rows, "best", None)
        return Matrix(weights[best] if weights.ndim == 3 and best is not None else weights)
    try:
        array = np.asarray(rows)
    except ValueError:
        raise InputError("the matrix has rows of different lengths: give an (n, d) array") from None
    if array.dtype.name == "bfloat16":
        return Matrix(array.view(np.uint16), bfloat16=True)
    return Matrix(array)
