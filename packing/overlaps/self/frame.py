"""What the frame operator alone tells, in O(n d^2): spectrum, first and second moments, dimensionality of each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from packing.errors import InputError
from packing.numeric import Floats
from packing.overlaps.matrix import Matrix
from packing.overlaps.matrix_objects import as_matrix
from packing.overlaps.row_survey import Survey, survey
from packing.overlaps.self.eigenvalues import eigenvalues
from packing.overlaps.settings import Precision
from packing.overlaps.values import ShortRepr
from packing.rounding import counted

_TILE = 512

_HEIGHT = 1024
"""Rows that are multiplied at once: a sum over more of them in single precision would round more."""


@dataclass(frozen=True, eq=False, repr=False)
class FrameStatistics(ShortRepr):
    """F = sum x_i x_i^T of the unit rows x_i, and what follows from it without forming a pair.

    `spectrum` holds the eigenvalues of F in rising order (they sum to n), `mean_row` the mean of the unit rows.
    `dimensionality[i]` = |w_i|^4 / sum_j <w_i, w_j>^2 of the rows w_i themselves, from W^T W; empty if not asked for.

    Fields: `d` columns; `square`: sum_ij cos(w_i, w_j)^2, the frame potential.
    """

    n: int
    d: int
    spectrum: Floats
    mean_row: Floats
    square: float
    dimensionality: Floats

    def __str__(self) -> str:
        return (
            f"{self.n} rows in {counted(self.d, 'dimension')}: rank {self.rank}, effective rank "
            f"{self.effective_rank:.4g}, "
            f"E cos^2 {self.second_moment:.4g}"
        )

    @property
    def first_moment(self) -> float:
        """Mean cosine over pairs i < j: (|sum x_i|^2 - n) / (n (n-1))."""
        return float((self.n * np.dot(self.mean_row, self.mean_row) - 1) / (self.n - 1))

    @property
    def second_moment(self) -> float:
        """Mean squared cosine over pairs i < j: (|F|^2 - n) / (n (n-1))."""
        return (self.square - self.n) / (self.n * (self.n - 1))

    @property
    def welch_excess(self) -> float:
        """|F - (n/d) I|^2 / (n (n-1)): how far the second moment is above (n-d)/(d(n-1)), its least value for n > d."""
        return (self.square - self.n**2 / self.d) / (self.n * (self.n - 1))

    @cached_property
    def rank(self) -> int:
        """The number of eigenvalues above rounding."""
        return int(np.count_nonzero(self.spectrum > self.spectrum[-1] * self.d * np.finfo(np.float32).eps))

    @property
    def effective_rank(self) -> float:
        """(sum of eigenvalues)^2 / sum of their squares: the number of dimensions that are used equally."""
        return self.n**2 / self.square


def frame(
    matrix: Matrix | npt.ArrayLike,
    found: Survey | None = None,
    *,
    rows: bool = True,
    precision: Precision = Precision.DOUBLE,
) -> FrameStatistics:
    """The frame statistics of a matrix; rows without a direction are left out. `rows` asks for the dimensionality.

    Products of 1024 rows, in float64 or in single `precision`; sums and eigenvalues are in float64. In single precision
    an eigenvalue is known to some 1e-7 of the largest one. Needs two rows with a direction. Memory 8 d^2 bytes a few
    times over, and 1024 rows.

    Args: `found`: what is known of the rows; without, they are read once more.

    >>> answer = frame([[1, 0], [0, 1], [3, 3], [2, -2]])
    >>> round(answer.second_moment, 12), answer.spectrum.round(12).tolist()
    (0.333333333333, [2.0, 2.0])
    """
    source = as_matrix(matrix)
    met = survey(source) if found is None else found
    live, norms = source.select(met.live) if met.dropped_count else source, met.norms[met.live]
    if live.n < 2:
        raise InputError(f"overlaps need at least two rows with a direction, not {live.n}: add rows")
    operator = np.zeros((live.d, live.d))
    raw = np.zeros((live.d, live.d)) if rows else None
    total = np.zeros(live.d)
    largest = float(norms.max())
    with threadpool_limits(1, user_api="blas"):
        for _, unit in _gathered(live, norms[:, None], precision):
            total += unit.sum(axis=0, dtype=np.float64)
            _add_product(operator, unit)
        if raw is not None:
            for _, scaled in _gathered(live, np.full((live.n, 1), largest), precision):
                _add_product(raw, scaled)
        _mirror(operator)
        square = float(np.sum(operator**2))
        spectrum = eigenvalues(operator)
    shares = np.zeros(0)
    if raw is not None:
        _mirror(raw)
        shares = np.empty(live.n)
        for start, block in live.chunks():
            scaled = block / largest
            size = np.einsum("ij,ij->i", scaled, scaled)
            shares[start : start + len(block)] = size**2 / np.einsum("ij,ij->i", scaled @ raw, scaled)
    return FrameStatistics(live.n, live.d, spectrum, total / live.n, square, shares)


def _gathered(matrix: Matrix, sizes: Floats, precision: Precision) -> Iterator[tuple[int, npt.NDArray[Any]]]:
    """Yield (start, rows divided by their sizes), 1024 rows at a time; the array is used again for the next ones."""
    held = np.empty((min(_HEIGHT, matrix.n), matrix.d), dtype=precision.dtype)
    for start in range(0, matrix.n, _HEIGHT):
        stop = min(start + _HEIGHT, matrix.n)
        for first in range(start, stop, matrix.chunk):
            last = min(first + matrix.chunk, stop)
            np.divide(matrix.rows(slice(first, last)), sizes[first:last], out=held[first - start : last - start],
                      casting="same_kind")  # fmt: skip
        yield start, held[: stop - start]


def _add_product(target: Floats, rows: npt.NDArray[Any]) -> None:
    """Add rows^T rows to the tiles on and above the diagonal: half the work, at the speed of a general product."""
    product = np.empty(_TILE * _TILE, dtype=rows.dtype)
    for i in range(0, target.shape[0], _TILE):
        left = rows[:, i : i + _TILE]
        for j in range(i, target.shape[0], _TILE):
            right = rows[:, j : j + _TILE]
            tile = product[: left.shape[1] * right.shape[1]].reshape(left.shape[1], right.shape[1])
            np.matmul(left.T, right, out=tile)
            target[i : i + _TILE, j : j + _TILE] += tile


def _mirror(target: Floats) -> None:
    for i in range(0, target.shape[0], _TILE):
        for j in range(i + _TILE, target.shape[0], _TILE):
            target[j : j + _TILE, i : i + _TILE] = target[i : i + _TILE, j : j + _TILE].T
