"""The overlap of two subspaces as their spans are stored, in exact arithmetic.

The doubles of two bases are rational numbers, the bases whatever is stored. With all K_c x_a as the rows of real
matrices X and Y, of which X X^T and Y Y^T are invertible, the squared cosines of the principal angles are the
eigenvalues, each s times, of

    (X X^T)^-1 (X Y^T) (Y Y^T)^-1 (Y X^T),

so their mean is its trace over s m: a rational number. The largest is rounded up to the grid of multiples of 2^-60:
q is at least that large exactly where q X X^T - (X Y^T) (Y Y^T)^-1 (Y X^T) has no negative eigenvalue.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat, fmpz_mat

from packing.configuration import Packing
from packing.frames import spans
from packing.space import Distance, Space

GRID = 2**60


class ExactSpans:
    """The spans of the stored bases of a packing of subspaces."""

    def __init__(self, packing: Packing) -> None:
        self.space: Space = packing.space
        self.real = spans(self.space.to_real(packing.vectors), self.space)
        self.bases = [_whole(each) for each in self.real]
        self.inverses: dict[int, fmpq_mat] = {}

    def square(self, i: int, j: int) -> Fraction:
        """f of subspaces i and j, by spectral distance rounded up."""
        products = self.bases[i] * self.bases[j].transpose()
        across = fmpq_mat(products) * self._inverse(j) * fmpq_mat(products.transpose())
        if self.space.distance is Distance.CHORDAL:
            whole = self._inverse(i) * across
            trace = sum((whole[k, k] for k in range(whole.nrows())), fmpq(0))
            mean = trace / (self.space.scalars * self.space.m)
            return Fraction(int(mean.p), int(mean.q))
        largest = np.linalg.svd(self.real[i] @ self.real[j].T, compute_uv=False)[0] ** 2
        own = fmpq_mat(self.bases[i] * self.bases[i].transpose())
        return _least_above(own, across, math.floor(largest * GRID))

    def _inverse(self, i: int) -> fmpq_mat:
        if i not in self.inverses:
            self.inverses[i] = fmpq_mat(self.bases[i] * self.bases[i].transpose()).inv()
        return self.inverses[i]


def _least_above(own: fmpq_mat, across: fmpq_mat, near: int) -> Fraction:
    """The least multiple q of 1 / GRID with q own - across positive semidefinite, looked for from `near` on."""
    low, high, step = near, near, 1
    while not _is_positive(own * fmpq(high, GRID) - across):
        low, high, step = high, high + step, 2 * step
    step = 1
    while _is_positive(own * fmpq(low, GRID) - across):
        high, low, step = low, low - step, 2 * step
    while high - low > 1:
        middle = (high + low) // 2
        if _is_positive(own * fmpq(middle, GRID) - across):
            high = middle
        else:
            low = middle
    return Fraction(high, GRID)


def _is_positive(matrix: fmpq_mat) -> bool:
    """Whether a symmetric matrix has no negative eigenvalue: the signs of its characteristic polynomial alternate."""
    size = matrix.nrows()
    coefficients = matrix.charpoly().coeffs()
    return all(coefficient * (-1) ** (size - power) >= 0 for power, coefficient in enumerate(coefficients))


def _whole(rows: np.ndarray) -> fmpz_mat:
    """The rows times a power of 2 that makes them whole: their span is the same."""
    ratios = [[float(entry).as_integer_ratio() for entry in row] for row in rows]
    scale = max(denominator for row in ratios for _, denominator in row)
    return fmpz_mat([[numerator * (scale // denominator) for numerator, denominator in row] for row in ratios])
