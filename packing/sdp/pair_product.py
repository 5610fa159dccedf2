"""Products of matrices of double-doubles to some 75 bits by three products of matrices of doubles.

A row of the left matrix, and a column of the right one, is cut in two: integers of few bits times a power of two, and
doubles that hold the rest. The bits are so few that the product of the first slices has no rounding error, so that the
fast routines for matrices of doubles give it exactly; the other products are some 22 bits smaller, and so are their
errors.

Reference: Ozaki, Ogita, Oishi and Rump, Numer. Algorithms 59 (2012).
"""

from __future__ import annotations

import numpy as np

from packing.numeric import Floats
from packing.sdp import compiled_pairs

STRIP = 128
"""The number of rows of a symmetric product that are computed at once."""

Pair = tuple[Floats, Floats]
"""The high and the low parts of a matrix."""


def multiply(left: Pair, right: Pair) -> Pair:
    """The product of matrices (m, k) and (k, n), to some 2^-75 of the largest entries of the row and the column."""
    one, other = _slices(left, right)
    return _product(one, other)


def multiply_lower(left: Pair, right: Pair) -> Pair:
    """The same where the product is known to be symmetric: little more than half of it is computed."""
    n = len(left[0])
    one, other = _slices(left, right)
    high, low = np.empty((n, n)), np.empty((n, n))
    for start in range(0, n, STRIP):
        rows = slice(start, start + STRIP)
        end = min(start + STRIP, n)
        high[rows, :end], low[rows, :end] = _product(one[rows], other[:, :end])
    compiled_pairs.mirror(high, low)
    return high, low


def _slices(left: Pair, right: Pair) -> Pair:
    """The slices of the left matrix side by side, those of the right one below each other."""
    inner = left[0].shape[1]
    bits = int(53 - np.ceil(np.log2(inner))) // 2
    one = compiled_pairs.left_slices(*left, _cuts(left[0], 1, bits))
    return one, compiled_pairs.right_slices(*right, _cuts(right[0], 0, bits))


def _cuts(high: Floats, axis: int, bits: int) -> Floats:
    """For each row or column a number of which a last place is 2^-bits of a power of two above its largest entry."""
    exponents = np.frexp(np.abs(high).max(axis=axis))[1]
    cuts: Floats = np.ldexp(1.5, exponents + (52 - bits))
    return cuts


def _product(one: Floats, other: Floats) -> Pair:
    """The product by its slices."""
    inner = one.shape[1] // 2
    exact, rest = one[:, :inner] @ other[:inner], one @ other[inner:]
    high, low = compiled_pairs.pairs(exact.reshape(-1), rest.reshape(-1))
    return high.reshape(exact.shape), low.reshape(exact.shape)
