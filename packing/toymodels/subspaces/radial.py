r"""What a threshold leaves of a feature along one direction: closed integrals over its length r.

A unit direction u of feature x = r u is seen with gain q >= 0 and shortened by the threshold t >= 0. With r = 1 on the
sphere and the density m r^(m-1) on [0, 1] in the ball of R^m,

    G(q, t) = E ReLU(r q - t)^2,           H(q, t) = E r^2 ReLU(1 - t/(r q)).

Both vanish for q <= t. Beyond, on the sphere G = (q - t)^2, H = 1 - t/q, and in the ball, with k = m/(m+2),

    G = k q^2 - 2m/(m+1) t q + t^2 - 2/((m+1)(m+2)) t^(m+2)/q^m,
    H = k - m/(m+1) t/q + m/((m+1)(m+2)) (t/q)^(m+2).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.toymodels.subspaces.options import FeatureLaw


class Radial(NamedTuple):
    """G, H and their derivatives by q and t, each with the broadcast shape of q and t."""

    square: Floats
    own: Floats
    square_q: Floats
    square_t: Floats
    own_q: Floats
    own_t: Floats


def radial(law: FeatureLaw, m: int, gain: npt.ArrayLike, threshold: npt.ArrayLike) -> Radial:
    """G(q, t), H(q, t) and derivatives for gains q >= 0 and thresholds t >= 0; arrays broadcast.

    >>> unit = radial(FeatureLaw.BALL, 2, 1.0, 0.0)                       # no threshold: E r^2 = 1/2
    >>> float(unit.square), float(unit.own)
    (0.5, 0.5)
    """
    q, t = np.broadcast_arrays(np.asarray(gain, dtype=np.float64), np.asarray(threshold, dtype=np.float64))
    seen = q > t
    q = np.where(seen, q, 1.0)
    t = np.where(seen, t, 0.0)
    parts = _sphere(q, t) if law is FeatureLaw.SPHERE else _ball(m, q, t)
    return Radial(*(np.where(seen, part, 0.0) for part in parts))


def _sphere(q: Floats, t: Floats) -> tuple[Floats, ...]:
    past, ratio = q - t, t / q
    return past * past, 1.0 - ratio, 2.0 * past, -2.0 * past, ratio / q, -1.0 / q


def _ball(m: int, q: Floats, t: Floats) -> tuple[Floats, ...]:
    k, first, ratio = m / (m + 2), m / (m + 1), t / q
    power = ratio**m
    rest = 2.0 / ((m + 1) * (m + 2))
    square = k * q * q - 2.0 * first * t * q + t * t * (1.0 - rest * power)
    own = k - first * ratio + 0.5 * m * rest * power * ratio * ratio
    square_q = 2.0 * k * q - 2.0 * first * t + m * rest * power * ratio * t
    square_t = -2.0 * first * q + 2.0 * t - (m + 2) * rest * power * t
    own_q = first * (ratio - power * ratio * ratio) / q
    own_t = -first * (1.0 - power * ratio) / q
    return square, own, square_q, square_t, own_q, own_t
