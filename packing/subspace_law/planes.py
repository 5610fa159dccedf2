"""The law of the mean squared cosine of two random planes, by quadrature: near d = 4 it has a logarithm.

Of the two squared cosines let y be the larger. P(y + z <= t) is a double integral; the inner one is a sum of incomplete
beta functions, the outer one is cut at y = t/2, where the constraint z <= y gives way to z <= t - y. There
c = sqrt(1 - y) and z = t - 1 + c^2, and c = sqrt(|t-1|) sinh v or cosh v makes the root of z smooth, so that Gauss'
rule converges for every t.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import scipy

from packing.numeric import Floats

ACCURACY = 1e-11
"""The error of every probability, by comparison with twice as many nodes and with the exact cases."""

NODES = 160
"""Nodes of a rule on each of the two pieces."""

_LEAST = 1e-24


def planes_cdf(d: int, scalars: int, mean: Floats) -> Floats:
    """P(mean squared cosine <= x) of two planes of F^d, d >= 4, for an array of x in [0, 1].

    >>> planes_cdf(4, 1, np.array([0.5])).round(10).tolist()               # 1 + u v, u and v uniform on [-1, 1]
    [0.5]
    """
    points = np.asarray(mean, dtype=np.float64)
    whole = _unscaled(d, scalars, 2.0)
    return np.array([min(_unscaled(d, scalars, 2.0 * x) / whole, 1.0) for x in points.ravel()]).reshape(points.shape)


def planes_density(d: int, scalars: int, mean: Floats) -> Floats:
    """The density of the mean squared cosine x of two planes of F^d, d >= 4, where 0 < x < 1.

    Over y = x + c, z = x - c it is the integral of (y z)^a ((1-y)(1-z))^b (2c)^s; over R with d = 4 it is infinite at
    1/2.
    """
    points = np.asarray(mean, dtype=np.float64)
    scale = 2.0 / _unscaled(d, scalars, 2.0)
    a, b = scalars / 2 - 1, scalars * (d - 3) / 2 - 1
    turn, weights = _rule(0.0, math.pi / 2)
    values = []
    for x in points.ravel():
        most = min(x, 1.0 - x)
        half = most * np.sin(turn)
        least = (most * np.cos(turn)) ** 2  # most^2 - c^2, without cancellation
        inside = ((x**2 - most**2) + least) ** a * (((1 - x) ** 2 - most**2) + least) ** b * (2 * half) ** scalars
        values.append(scale * float(np.sum(inside * most * np.cos(turn) * weights)))
    return np.array(values).reshape(points.shape)


@lru_cache(maxsize=65536)
def _unscaled(d: int, scalars: int, t: float) -> float:
    """The double integral up to a constant."""
    if t <= 0.0:
        return 0.0
    total = min(t, 2.0)
    angle = math.asin(math.sqrt(total / 2.0))
    theta, weights = _rule(0.0, angle)
    below = _outer(d, scalars, np.sin(theta), np.cos(theta), np.sin(theta) ** 2) * weights
    return float(below.sum() + _upper_piece(d, scalars, total))


def _upper_piece(d: int, scalars: int, total: float) -> float:
    """The part with y > t/2: z runs to t - y, y to 1."""
    excess = total - 1.0
    root, most = math.sqrt(max(abs(excess), _LEAST)), math.sqrt(max(1.0 - total / 2.0, 0.0))
    ratio = most / root
    v, weights = _rule(0.0, math.asinh(ratio) if excess >= 0 else math.acosh(max(ratio, 1.0)))
    cosine, slope = (root * np.sinh(v), root * np.cosh(v)) if excess >= 0 else (root * np.cosh(v), root * np.sinh(v))
    sine = np.sqrt(np.maximum(1.0 - cosine**2, 0.0))
    values = _outer(d, scalars, sine, cosine, slope**2) * slope / np.maximum(sine, 1e-300)
    return float(np.sum(values * weights))


def _outer(d: int, scalars: int, sine: Floats, cosine: Floats, least: Floats) -> Floats:
    """The density of y = sin^2 by its angle, times the integral over z from 0 to `least`."""
    a, b = scalars / 2 - 1, scalars * (d - 3) / 2 - 1
    y = sine**2
    inner = np.zeros_like(y)
    for j in range(scalars + 1):
        moment = scipy.special.beta(a + 1 + j, b + 1) * scipy.special.betainc(
            a + 1 + j, b + 1, np.clip(least, 0.0, 1.0)
        )
        inner += (-1) ** j * math.comb(scalars, j) * y ** (scalars - j) * moment
    return np.asarray(2.0 * sine ** (2 * a + 1) * cosine ** (2 * b + 1) * inner)


def _rule(low: float, high: float) -> tuple[Floats, Floats]:
    nodes, weights = _legendre()
    half = (high - low) / 2.0
    return low + half * (nodes + 1.0), half * weights


@lru_cache(maxsize=1)
def _legendre() -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return np.asarray(nodes), np.asarray(weights)
