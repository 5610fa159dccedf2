"""Products of matrices of quad-doubles by products of matrices of integers, which doubles hold exactly.

Each row of the left matrix, and each column of the right one, is a power of two times a sum of slices: integers of few
bits, times 2^-bits, 2^-2bits, ... The bits are so few that a product of slices has no rounding error, so that the fast
routines for matrices of doubles give it exactly. Slices s and t with s + t = g are summed in one product of longer
matrices.

Reference: Ozaki, Ogita, Oishi and Rump, Numer. Algorithms 59 (2012).
"""

from __future__ import annotations

import numpy as np

from packing.numeric import Floats
from packing.sdp import compiled_quads

PRECISION = 160
"""Bits to which a product is taken: half as many again as double-doubles have, at two thirds of the work of all 212."""


def multiply(left: Floats, right: Floats) -> Floats:
    """The product (4, m, n) of matrices (a, m, k) and (b, k, n) in a and b parts.

    Its error is some 2^-`PRECISION` of the largest entries of the row and the column.
    """
    m, inner, n = left.shape[1], left.shape[2], right.shape[2]
    total = np.zeros((4, m * n))
    if inner == 0 or total.size == 0:
        return total.reshape(4, m, n)
    carry = int(np.ceil(np.log2(16 * inner)))
    bits = (52 - carry) // 2
    most = -(-(PRECISION + carry) // bits)
    turned = right.transpose(0, 2, 1)
    rows, columns = _units(left), _units(turned)
    one, other = _slices(left, rows, bits, most), _slices(turned, columns, bits, most)[:, ::-1]
    first, second = one.shape[1], other.shape[1]
    one, other = one.reshape(m, first * inner), other.reshape(n, second * inner)
    for order in range(min(most, first + second - 1) - 1, -1, -1):
        low, high = max(0, order - second + 1), min(order, first - 1)
        start = second - 1 - (order - low)
        part = one[:, low * inner : (high + 1) * inner]
        facing = other[:, start * inner : (start + high - low + 1) * inner]
        compiled_quads.add_scaled(total, 2.0**-bits, (part @ facing.T).ravel())
    return total.reshape(4, m, n) * (rows[:, None] * columns * 4.0**-bits)


def _units(parts: Floats) -> Floats:
    """For each row a power of two above twice its largest entry."""
    units: Floats = np.exp2(np.frexp(np.abs(parts[0]).max(axis=1))[1] + 1.0)
    return units


def _slices(parts: Floats, units: Floats, bits: int, most: int) -> Floats:
    """The slices (m, count, k) of the rows, without those that are zero at the end, at most `most`."""
    used = parts if parts[1:].any() else parts[:1]
    found = compiled_quads.slices(np.ascontiguousarray(used), units, bits, most)
    filled = np.flatnonzero(found.any(axis=(0, 2)))
    return found[:, : filled[-1] + 1 if len(filled) else 1]
