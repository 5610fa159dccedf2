"""Floats as exact multiples of powers of two: matrices of a certificate from those of a program."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.sdp.arithmetic import Matrix, parts

Integers = npt.NDArray[np.object_]

GRID = 140
"""Floats are read as integers times 2^-GRID before matrices are multiplied; smaller parts of them are dropped."""


def integers(matrix: Matrix) -> Integers:
    """The entries, doubles or sums of doubles, as integers times 2^-GRID."""
    total: Integers = sum(_integers(part) for part in parts(matrix))  # type: ignore[assignment]
    return total


def _integers(array: Floats) -> Integers:
    found = np.empty(array.shape, dtype=object)
    for index, value in np.ndenumerate(array):
        top, bottom = float(value).as_integer_ratio()
        found[index] = (top << GRID) // bottom
    return found


def congruent(matrix: Integers, basis: Integers, grid: int) -> Integers:
    """basis^T matrix basis as integers times 2^-GRID, rounded; `basis` is times 2^-grid."""
    drop = 2 * grid
    product: Integers = basis.T @ matrix @ basis
    return product if drop == 0 else (product + (1 << (drop - 1))) >> drop


def lower_triangle(matrix: Integers, shift: int) -> list[str]:
    """The lower triangle of integers times 2^-GRID in multiples of 2^-shift, shift < GRID; a row is a text."""
    drop = GRID - shift
    half = 1 << (drop - 1)
    return [" ".join(str((int(value) + half) >> drop) for value in row[: i + 1]) for i, row in enumerate(matrix)]


def dyadic(value: float, shift: int) -> str:
    """A number rounded to a multiple of 2^-shift, as text."""
    top, bottom = float(value).as_integer_ratio()
    return f"{(top << shift) // bottom}*2^{-shift}"
