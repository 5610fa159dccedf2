"""What the frame operator alone tells, in O(n d^2): spectrum, first and second moments, dimensionality of each row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from packing.errors import InputError
from packing.numeric import Floats
from packing.overlaps.matrix import Matrix
from packing.overlaps.matrix_objects import as_matrix
from packing.overlaps.row_survey import Survey, survey
from packing.overlaps.values import ShortRepr

_TILE = 512


@dataclass(frozen=True, eq=False, repr=False)
class FrameStatistics(ShortRepr):
    """F = sum x_i x_i^T of the unit rows x_i, and what follows from it without forming a pair.

    `spectrum` holds the eigenvalues of F in rising order (they sum to n), `mean_row` the mean of the unit rows.
    `dimensionality[i]` = |w_i|^4 / sum_j <w_i, w_j>^2 of the rows w_i themselves, from W^T W; empty if not asked for.
    """

    n: int
    d: int
    spectrum: Floats
    mean_row: Floats
    square: float
    dimensionality: Floats

    def __str__(self) -> str:
        return (
            f"{self.n} rows in {self.d} dimensions: rank {self.rank}, effective rank {self.effective_rank:.4g}, "
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


def frame(matrix: Matrix | npt.ArrayLike, found: Survey | None = None, *, rows: bool = True) -> FrameStatistics:
    """The frame statistics of a matrix; rows without a direction are left out. `rows` asks for the dimensionality.

    Products of 512 rows in float64 throughout. Needs two rows with a direction. Memory 8 d^2 bytes a few times over.

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
        for start, block in live.chunks():
            size = norms[start : start + len(block), None]
            unit = block / size
            total += unit.sum(axis=0)
            _add_product(operator, unit)
            if raw is not None:
                _add_product(raw, block / largest)
        _mirror(operator)
        spectrum: Floats = np.linalg.eigvalsh(operator).astype(np.float64)
    shares = np.zeros(0)
    if raw is not None:
        _mirror(raw)
        shares = np.empty(live.n)
        for start, block in live.chunks():
            scaled = block / largest
            size = np.einsum("ij,ij->i", scaled, scaled)
            shares[start : start + len(block)] = size**2 / np.einsum("ij,ij->i", scaled @ raw, scaled)
    return FrameStatistics(live.n, live.d, spectrum, total / live.n, float(np.sum(operator**2)), shares)


def _add_product(target: Floats, rows: Floats) -> None:
    """Add rows^T rows to the tiles on and above the diagonal: half the work, at the speed of a general product."""
    for i in range(0, target.shape[0], _TILE):
        for j in range(i, target.shape[0], _TILE):
            target[i : i + _TILE, j : j + _TILE] += rows[:, i : i + _TILE].T @ rows[:, j : j + _TILE]


def _mirror(target: Floats) -> None:
    for i in range(0, target.shape[0], _TILE):
        for j in range(i + _TILE, target.shape[0], _TILE):
            target[j : j + _TILE, i : i + _TILE] = target[i : i + _TILE, j : j + _TILE].T
