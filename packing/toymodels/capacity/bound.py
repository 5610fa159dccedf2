"""The convex bound of the quadratic loss, its optimal capacities and their price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from packing.numeric import Floats
from packing.toymodels.brief import Brief
from packing.toymodels.capacity.config import CapacityConfig
from packing.toymodels.lbfgs import lbfgs

IGNORED = 1e-4
"""A squared norm below this share of the largest importance is 0."""


@dataclass(frozen=True, eq=False, repr=False)
class Allocation(Brief):
    """The optimum of the bound: capacities C (n,), squared norms g (n,), the price of capacity and the least loss."""

    capacities: Floats
    gains: Floats
    price: float
    loss: float


def optimal_allocation(importance: Sequence[float], d: int, kurtosis: float) -> Allocation:
    """The minimum of the bound, to rounding: no W (n, d) has a smaller loss.

    >>> best = optimal_allocation([1.0, 1.0, 1.0], d=2, kurtosis=9.0)
    >>> best.capacities.round(9).tolist()
    [0.666666667, 0.666666667, 0.666666667]
    """
    config = CapacityConfig(tuple(importance), d, kurtosis)
    values = np.array(config.importance)
    if kurtosis <= 3.0:
        return _unshared(values, d, kurtosis)

    def bound(gains: Floats) -> tuple[float, Floats]:
        capacities, price = _shared(gains, d)
        gaps = values - gains
        cost = np.where(capacities < 1.0, gains * price - gains**2, 0.0)
        loss = (kurtosis - 1.0) * gaps @ gaps + gaps.sum() ** 2 + 2.0 * cost.sum()
        # at the best capacities only the explicit g counts: d(g^2/C)/dg = 2 g / C = 2 price where C < 1
        slope = -2.0 * (kurtosis - 1.0) * gaps - 2.0 * gaps.sum()
        return float(loss), slope + np.where(capacities < 1.0, 4.0 * (price - gains), 0.0)

    end = lbfgs(bound, values, lower=0.0, least_slope=1e-12)
    gains = np.where(end.point > IGNORED * values.max(), end.point, 0.0)
    capacities, price = _shared(gains, d)
    return Allocation(capacities, gains, price, end.value)


def ignored_below(kurtosis: float) -> float:
    """The ratio v_2/v_1 up to which one dimension ignores the second of two features: 2 kappa/(kappa^2 - 3), at most 1.

    >>> ignored_below(3.0), ignored_below(9.0)
    (1.0, 0.23076923076923078)
    """
    return min(1.0, 2.0 * kurtosis / (kurtosis**2 - 3.0)) if kurtosis**2 > 3.0 else 1.0


def _unshared(values: Floats, d: int, kurtosis: float) -> Allocation:
    """The optimum for a kurtosis of at most 3: a dimension each for the d most important, none for the others."""
    order = np.argsort(-values, kind="stable")
    kept, others = order[:d], values[order[d:]]
    rest = float(others.sum())
    gains, capacities = np.zeros(values.size), np.zeros(values.size)
    # with kappa = 1 and nothing left out every split of the gap costs nothing: keep g = v
    gains[kept] = values[kept] + (rest / (kurtosis - 1.0 + d) if rest else 0.0)
    capacities[kept] = gains[kept] > 0
    loss = (kurtosis - 1.0) * (float(others @ others) + rest**2 / (kurtosis - 1.0 + d))
    return Allocation(capacities, gains, _shared(gains, d)[1], loss)


def _shared(gains: Floats, d: int) -> tuple[Floats, float]:
    """Capacities min(1, g / price) with sum d, and the price: the least of sum g^2/C. Everything fits for d >= #g.

    Where exactly d features have all the capacity, the price is what the next one would have to pay.
    """
    order = np.argsort(-gains)
    sorted_gains = gains[order]
    positive = int(np.count_nonzero(sorted_gains > 0))
    if positive <= d:
        return np.where(gains > 0, 1.0, 0.0), float(sorted_gains[d - 1]) if positive == d < gains.size else 0.0
    rest = np.cumsum(sorted_gains[::-1])[::-1]
    # the k largest have a dimension each, the others share d - k: the first k for which their shares stay below 1
    for k in range(d):
        price = rest[k] / (d - k)
        if sorted_gains[k] <= price * (1 + 1e-15):
            return np.minimum(1.0, gains / price), float(price)
    price = float(sorted_gains[d - 1])
    return np.minimum(1.0, gains / price), price
