"""What no ReLU autoencoder without a bias can lose less than, at a density or in the sparse limit, for any weights.

Given that only feature j is active, uniform on [0, 1], the model x' = ReLU(W W^T x) loses on average
(1 - a_j)^2/3 + sum_{i != j} max(<w_i, w_j>, 0)^2/3 with a_j = |w_j|^2: at most that less where a_j stays. Let
h = sum h_k P_k <= max(t, 0)^2 with h_k >= 0 for k >= 1, so that n unit vectors have sum max(<x_i, x_j>, 0)^2 >= E with
E = n^2 h_0 - n h(1). Each P_k is positive definite, hence for A = sum a_i and S = sum a_i^2 >= A^2/n

    sum_i (1 - a_i)^2 + sum_{i != j} a_i a_j max(t_ij, 0)^2 >= n - 2A + (1 - h(1)) S + h_0 A^2
                                                           >= n - 2A + A^2 (n + E)/n^2 >= n E/(n + E),

as h(1) <= 1. Exactly one feature is active with chance n q (1-q)^(n-1) at density q, and other events lose at least 0.
Equality in the limit of density 0 where unit vectors with energy E exist, scaled to |w|^2 = n/(n + E).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.bounds import EnergyBound
from packing.bounds.energy.closed_forms import closed_forms
from packing.bounds.energy.twopoint import two_point
from packing.potentials import ReluPower
from packing.problem import vectors
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.options import Loss, Variant

BY_POLYNOMIAL = ("linear programme", "linear programme, exactly", "pentagon", "obtuse simplices")
"""The theorems on energies that are proved by one polynomial h, whose floor holds for vectors of any lengths."""


_ROUNDING = 1e-9
"""Far more than what rounding makes of a floor, by part: it stays one."""


@dataclass(frozen=True)
class ReluFloor:
    """No weights without a bias lose less than `loss`, because of `energy`, a floor for unit vectors."""

    loss: float
    energy: EnergyBound


def relu_floor(config: AutoencoderConfig) -> ReluFloor | None:
    """The floor of a ReLU model without a bias; None for other variants and exponents, dependent or unequal features.

    >>> floor = relu_floor(AutoencoderConfig(5, 2, loss="one_sparse"))
    >>> round(floor.loss, 6), floor.energy.theorem.name
    (0.053452, 'pentagon')
    """
    even = np.ptp(config.densities) == 0.0 and np.ptp(config.importances) == 0.0
    plain = config.variant is Variant.RELU and config.squared
    if not plain or not even or config.correlated or config.anticorrelated or config.parents or config.d < 2:
        return None
    n, problem, square = config.n, vectors(config.n, config.d), ReluPower(2)
    floors = [*closed_forms(problem, square), *two_point(problem, square)]
    best = max((floor for floor in floors if floor.theorem.name in BY_POLYNOMIAL), default=None)
    if best is None or best.value < 0:
        return None
    q, importance = float(config.densities[0]), float(config.importances[0])
    chance = 1.0 / n if config.loss is Loss.ONE_SPARSE else q * (1.0 - q) ** (n - 1)
    return ReluFloor(importance * chance * n * best.value / (3.0 * (n + best.value)) * (1.0 - _ROUNDING), best)
