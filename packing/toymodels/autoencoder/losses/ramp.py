"""Integrals of a ramp ReLU(c u + b) over one uniform input u in [0, 1], stable at every sign and size of c and b.

With A = ReLU(c + b), B = ReLU(b) and r = (A - B)/c, which lies in [0, 1],

    J(c, b) = int_0^1 ReLU(c u + b)^2 du     = r (A^2 + A B + B^2) / 3
    K(c, b) = int_0^1 2 u ReLU(c u + b) du   = dJ/dc

so that a feature active alone is read with squared error int (u - ReLU(a u + b))^2 du = 1/3 - K(a, b) + J(a, b),
and costs each other output J(c, b).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats


class Ramp(NamedTuple):
    """J, K = dJ/dc, dJ/db, dK/dc, dK/db and d^2J/db^2, each with the broadcast shape of c and b."""

    square: Floats
    product: Floats
    square_b: Floats
    product_c: Floats
    product_b: Floats
    square_bb: Floats


def ramp(c: npt.ArrayLike, b: npt.ArrayLike) -> Ramp:
    """J(c, b), K(c, b) and derivatives; arrays broadcast, c and b any finite reals.

    >>> single = ramp(1.0, 0.0)
    >>> float(3 * single.square), float(3 * single.product / 2)
    (1.0, 1.0)
    """
    slope, offset = np.broadcast_arrays(np.asarray(c, dtype=np.float64), np.asarray(b, dtype=np.float64))
    at_one, at_zero = np.maximum(slope + offset, 0.0), np.maximum(offset, 0.0)
    both = (at_one > 0) & (at_zero > 0)
    rising, falling = (at_one > 0) & ~both, (at_zero > 0) & ~both
    divisor = np.where(slope == 0, 1.0, slope)
    share = np.where(both, 1.0, np.where(rising, at_one / divisor, np.where(falling, -at_zero / divisor, 0.0)))
    square = share * (at_one * at_one + at_one * at_zero + at_zero * at_zero) / 3.0
    product = np.where(
        both,
        (2.0 * at_one + at_zero) / 3.0,
        np.where(rising, at_one * share * (1.0 - share / 3.0), at_zero * share * share / 3.0),
    )
    # the ramp is positive on a part of [0, 1] that starts at 1 - share (rising) or ends at share (falling)
    start = np.where(rising, 1.0 - share, 0.0)
    end = np.where(falling, share, np.where(both | rising, 1.0, 0.0))
    return Ramp(
        square,
        product,
        share * (at_one + at_zero),
        2.0 * (end**3 - start**3) / 3.0,
        end**2 - start**2,
        2.0 * (end - start),
    )
