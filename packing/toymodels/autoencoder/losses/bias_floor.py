"""What no ReLU autoencoder x' = ReLU(W W^T x + b) loses less than, at a density or in the sparse limit, for any W, b.

Theorem. Let n >= 4 features be active with chance q each, uniform on [0, 1]. Whatever W and b are, the loss is at least

    q (1-q)^(n-1) E k/2,   k = min over 0 <= r <= 1 of (1-r)^3/3 + r^2/(4N),   N = n - 1,

where n unit vectors of R^d have sum max(<x_i, x_j>, 0)^2 >= E over ordered pairs; in the sparse limit E k/(2n).

Proof. Given that only feature j is active, output i loses own_j = int (u - ReLU(a_j u + b_j))^2 du for i = j, where
a_j = |w_j|^2, and J(<w_i, w_j>, b_i) else, J(c, b) = int ReLU(c u + b)^2 du. Let t be the cosine of a pair of features
with t > 0, i the one with the smaller norm. As <w_i, w_j> >= a_i t and J rises with c, the loss summed over all
features is at least the sum over such pairs of own_i/N + J(a_i t, b_i). With a = a_i and b = b_i this is >= k t^2:

* b >= 0, x = 1 - a: it is at least (x^2/3 - x b + b^2)/N + (1-x)^2 t^2/3 + b^2 >= A x^2 + (1-x)^2 t^2/3 with
  A = (4N + 1)/(12 N (N + 1)), hence at least t^2 A/(1 + 3A). That is >= k t^2: A/(1 + 3A) >= 1/(4N) >= k for N >= 6,
  and for N = 3, 4, 5 by numbers.
* b = -a h, h >= 1, or a = 0: own = 1/3. For t <= h <= 1: own >= h^2/4 + h^3/12 at any a, so it is >= t^2/(4N).
* b = -a h, h = r t, r < 1: the best a leaves at least t^2 (r^2/(4N) + (1-r)^3/(12 D)) with
  D = ((1-h)/(2+h))^2 + N t^2 (1-r)^3/((1-h) (2+h)^2), a convex function of t: D is largest at an end of [0, 1]. At
  t = 0 this is the minimand of k; at t = 1 it is r^2/(4N) + (4 - 3 r^2 - r^3)/(12 (N+1)), least at r = 0 or 1, where
  it is 1/(3 (N+1)) or 1/(4N): at least 1/(4N) >= k.

The loss is at least what the events with one active feature lose. It is a floor, not the least loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from packing.bounds import EnergyBound, least_energy
from packing.potentials import ReluPower
from packing.problem import vectors
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.options import Loss, Task, Variant

_ROUNDING = 1e-9
"""Far more than what rounding makes of a floor, by part: it stays one."""

_FEWEST = 4
"""The theorem is about so many features, or more."""


@dataclass(frozen=True)
class BiasFloor:
    """No weights and biases lose less than `loss`, because of `energy`, a floor for unit vectors."""

    loss: float
    energy: EnergyBound


def bias_floor(config: AutoencoderConfig) -> BiasFloor | None:
    """The floor of a ReLU model with any biases; None for other variants and exponents, dependent or unequal features.

    >>> floor = bias_floor(AutoencoderConfig(5, 2, loss="one_sparse"))
    >>> round(floor.loss, 6), floor.energy.theorem.name
    (0.003783, 'pentagon')
    """
    even = np.ptp(config.densities) == 0.0 and np.ptp(config.importances) == 0.0
    plain = config.variant is Variant.RELU and config.task is Task.IDENTITY and config.squared
    if not even or not plain or config.correlated or config.anticorrelated or config.d < 2 or config.n < _FEWEST:
        return None
    energy = least_energy(vectors(config.n, config.d), ReluPower(2))
    if energy.value < 0:
        return None
    n, q, importance = config.n, float(config.densities[0]), float(config.importances[0])
    chance = 1.0 / n if config.loss is Loss.ONE_SPARSE else q * (1.0 - q) ** (n - 1)
    return BiasFloor(importance * chance * energy.value * pair_cost(n) / 2 * (1.0 - _ROUNDING), energy)


def pair_cost(n: int) -> float:
    """k, which the loss of a pair is at least, by the square of its positive cosine.

    >>> round(pair_cost(5), 6), round(4 * 100 * pair_cost(101), 2)
    (0.039621, 0.91)
    """
    s = 1 / (4 * (n - 1))
    r = 1 + s - sqrt(s * s + 2 * s)
    return (1 - r) ** 3 / 3 + r * r * s
