"""What no one-to-one assignment can beat: linear programming duality, from any prices, over all pairs of rows."""

from __future__ import annotations

import math

import numpy as np

from packing.numeric import Floats
from packing.overlaps.products import Gains


def assignment_bound(gains: Gains, prices: Floats) -> tuple[float, Floats]:
    """An upper bound on the sum of gains of min(n, m) pairs, n <= m, and for each row its largest gain minus price.

    For any prices v_j of columns: sum_i max_j (c_ij - v_j) + sum_j v_j - (m - n) min_j v_j, since n rows pay for n
    columns and the m - n columns left have at least the least price. Taken over all n m pairs in float64; the rounding
    of the products and of their sum is added. Reference: Kuhn, Naval Research Logistics 2 (1955).
    """
    n, m = gains.shape
    profits = np.full(n, -np.inf)
    for top, first, block in gains.blocks(np.float64):
        block -= prices[first : first + block.shape[1]]
        part = slice(top, top + len(block))
        np.maximum(profits[part], block.max(axis=1), out=profits[part])
    total = math.fsum((math.fsum(profits), math.fsum(prices), -(m - n) * float(prices.min())))
    return total + rounding(gains, prices), profits


def rounding(gains: Gains, prices: Floats) -> float:
    """What rounding can hide in the bound: 3 d + 16 units a product of unit rows, and those of prices and the sum."""
    n, m = gains.shape
    unit = 2.0**-53
    scale = 1.0 + float(np.abs(prices).max(initial=0.0))
    return unit * (n * (3 * gains.left.matrix.d + 16) + 8 * (n + m) * scale)
