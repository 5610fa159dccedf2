r"""The least loss of an antipodal pair of features: one dimension, two features, the best norm and bias.

With w_1 = -w_2 in R^1, c = |w|^2 and one bias b >= 0, x'_1 = ReLU(c (x_1 - x_2) + b). Each feature is active with
chance p and then uniform on [0, 1], so the loss of one of them is

    (1-p)^2 b^2 + p(1-p) [ E (x - c x - b)^2 + E ReLU(b - c x)^2 ] + p^2 E (x - ReLU(c (x - y) + b))^2.

In the last term u = x - y has density 1 - |u|, and x given u has mean (1 + u)/2: every expectation is the integral of
a polynomial on each side of u = -b/c and u = 0. Losses of orthogonal blocks add: k digons, s features with a dimension
of their own (loss 0) and dropped features at their mean (p/3 - p^2/4 each) cost the sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from packing.errors import InputError
from packing.numeric import Floats

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(4)
"""Exact to degree 7: the integrands have degree at most 4."""


@dataclass(frozen=True)
class Digon:
    """The best antipodal pair at one density: its `loss` (of both features), c = |w|^2 as `scale`, and its `bias`."""

    density: float
    loss: float
    scale: float
    bias: float


def digon(density: float) -> Digon:
    """The antipodal pair of least loss for a density in (0, 1]; its minimum over (c, b) to about 1e-12.

    >>> pair = digon(0.4)
    >>> print(f"{pair.loss:.8f} {pair.scale:.4f} {pair.bias:.4f}")
    0.05099302 1.0037 0.0427
    """
    if not 0 < density <= 1:
        raise InputError(f"a density must lie in (0, 1], not {density}: give the chance that a feature is active")
    from scipy.optimize import minimize

    lowest = minimize(
        lambda v: pair_loss(density, v[0], v[1]),
        (1.0, 0.01),
        method="Nelder-Mead",
        bounds=((0.1, 4.0), (0.0, 1.0)),
        options={"xatol": 1e-10, "fatol": 1e-16, "maxiter": 2000},
    )
    scale, bias = map(float, lowest.x)
    return Digon(density, float(lowest.fun), scale, bias)


def dropped(density: float) -> float:
    """The loss of a feature that is not represented, its mean p/2 in the bias: p/3 - p^2/4.

    >>> round(dropped(0.4), 6)
    0.093333
    """
    return density / 3 - density**2 / 4


def pair_loss(density: float, scale: float, bias: float) -> float:
    """The loss of both features of an antipodal pair with |w|^2 = `scale` > 0 and bias 0 <= `bias` <= `scale`."""
    p, c, b = density, scale, bias
    alone = (1 - c) ** 2 / 3 - (1 - c) * b + b * b
    other = b**3 / (3 * c)
    edge = -b / c
    square = _integral(edge, 0.0, lambda u: (c * u + b) ** 2 * (1 + u))
    square += _integral(0.0, 1.0, lambda u: (c * u + b) ** 2 * (1 - u))
    product = _integral(edge, 0.0, lambda u: (c * u + b) * (1 + u) ** 2 / 2)
    product += _integral(0.0, 1.0, lambda u: (c * u + b) * (1 - u) * (1 + u) / 2)
    both = 1 / 3 - 2 * product + square
    return 2 * ((1 - p) ** 2 * b * b + p * (1 - p) * (alone + other) + p * p * both)


def _integral(low: float, high: float, integrand: Callable[[Floats], Floats]) -> float:
    """The integral of a polynomial of degree at most 7."""
    half = (high - low) / 2
    return float(half * (_WEIGHTS @ integrand((low + high) / 2 + half * _NODES)))
