"""Doubles as exact multiples of powers of two: matrices of a certificate from those of a program."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

GRID = 100
"""Doubles are read as integers times 2^-GRID before matrices are multiplied; smaller parts of them are dropped."""


def integers(matrix: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """The entries as integers times 2^-GRID."""
    array = np.asarray(matrix, dtype=float)
    found = np.empty(array.shape, dtype=object)
    for index, value in np.ndenumerate(array):
        top, bottom = float(value).as_integer_ratio()
        found[index] = (top << GRID) // bottom
    return found


def lower_triangle(matrix: npt.NDArray[np.object_], basis: npt.NDArray[np.object_] | None, grid: int, shift: int) -> list[str]:
    """The lower triangle of basis^T matrix basis in multiples of 2^-shift, a row a text; `basis` is times 2^-grid."""
    if basis is not None:
        matrix = basis.T @ matrix @ basis
    drop = GRID + 2 * grid - shift  # positive, as shift < GRID
    half = 1 << (drop - 1)
    return [" ".join(str((int(value) + half) >> drop) for value in row[: i + 1]) for i, row in enumerate(matrix)]


def dyadic(value: float, shift: int) -> str:
    """A number rounded to a multiple of 2^-shift, as text."""
    top, bottom = float(value).as_integer_ratio()
    return f"{(top << shift) // bottom}*2^{-shift}"
