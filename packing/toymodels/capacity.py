r"""Capacity: how a quadratic model shares d dimensions among features that matter unequally.

The target is sum_i v_i x_i^2 and the model x^T W W^T x, with n independent features of mean 0, variance 1 and kurtosis
kappa, and W (n, d) with features as rows. With E = diag(v) - W W^T the mean squared error is exactly

    L = 2 |E|_F^2 + (tr E)^2 + (kappa - 3) sum_i E_ii^2.

The capacity of feature i is C_i = |w_i|^4 / sum_j <w_i, w_j>^2, and sum_i C_i <= d. In g_i = |w_i|^2 and C_i,

    L = (kappa - 1) sum_i (v_i - g_i)^2 + (sum_i (v_i - g_i))^2 + 2 sum_i g_i^2 (1/C_i - 1),

whose minimum under sum C <= d, C <= 1 bounds the loss of every W from below.

For kappa >= 3 it is convex: (kappa - 3) g^2 + 2 g^2/C has the Hessian determinant 8 (kappa - 3) g^2/C^3. Given g the
best capacities are C_i = min(1, g_i / price), one price for all: important features keep a dimension (C = 1), less
important ones share, the least are ignored (C = 0). For n = 2, d = 1 the second feature is ignored exactly while
v_2/v_1 is at most 2 kappa/(kappa^2 - 3).

For kappa <= 3 nothing is shared: two capacities strictly between 0 and 1 have g_i/C_i = price in common, and moving
both along it, one up and one down, keeps sum g and sum C and is concave in L, so one of them may end at 0 or 1. The d
largest importances get a dimension each, with g_i = v_i + R/(kappa - 1 + d), R the sum of the others, and

    L = (kappa - 1) (sum of the others' v_i^2 + R^2/(kappa - 1 + d)).

Orthogonal features reach it. Reference: Scherlis, Sachan, Jermyn, Benton, Shlegeris, arXiv:2210.01892 (the bound, its
price, both cases and the boundary are derived here).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError, finite_number, positive_integer
from packing.measure import feature_dimensionality
from packing.numeric import checked_seed
from packing.problem import Objects
from packing.structure import tegum_factors
from packing.toymodels.brief import Brief, brief
from packing.toymodels.generators import generator
from packing.toymodels.kind import ModelKind, Progress
from packing.toymodels.lbfgs import lbfgs

Floats = npt.NDArray[np.float64]
Blocks = tuple[tuple[int, int], ...]

_START = 2
"""The purpose of the generator of starts."""

_LARGEST_LOGARITHM = 230.0
"""Importances up to e^230, about 1e100: their squares are still numbers."""

IGNORED = 1e-4
"""A squared norm below this share of the largest importance is 0."""


@dataclass(frozen=True, repr=False)
class CapacityConfig(Brief):
    """Importances v (n of them, at least 0), d dimensions, kurtosis at least 1, models and seed.

    >>> CapacityConfig((1.0, 0.5), d=1, kurtosis=4.5).n
    2
    """

    importance: tuple[float, ...]
    d: int
    kurtosis: float = 3.0
    models: int = 16
    seed: int = 0

    def __post_init__(self) -> None:
        values = tuple(finite_number("importance", value) for value in self.importance)
        if not values or min(values) < 0 or max(values) == 0:
            found = f"a least one of {min(values):g} and a largest of {max(values):g}" if values else "none"
            raise InputError(f"importances must be at least 0 and not all 0, not {found}: give one a feature")
        object.__setattr__(self, "importance", values)
        object.__setattr__(self, "d", positive_integer("d", self.d))
        object.__setattr__(self, "models", positive_integer("models", self.models))
        object.__setattr__(self, "seed", checked_seed(self.seed))
        if finite_number("kurtosis", self.kurtosis) < 1:
            raise InputError(f"a kurtosis is at least 1, not {self.kurtosis}: give 3 for Gaussian features")

    @property
    def n(self) -> int:
        """The number of features."""
        return len(self.importance)


@dataclass(frozen=True, eq=False, repr=False)
class Allocation(Brief):
    """The optimum of the bound: capacities C (n,), squared norms g (n,), the price of capacity and the least loss."""

    capacities: Floats
    gains: Floats
    price: float
    loss: float


@dataclass(frozen=True, eq=False, repr=False)
class CapacityModel(Brief):
    """One trained model: weights (n, d) and its loss."""

    weights: Floats
    loss: float


@dataclass(frozen=True, eq=False, repr=False)
class TrainedCapacities(Brief):
    """R trained models: weights (R, n, d), capacities (R, n), losses (R,), beside the optimal allocation."""

    config: CapacityConfig
    weights: Floats
    losses: Floats
    optimum: Allocation

    @property
    def best(self) -> int:
        """The model with the least loss."""
        return int(np.argmin(self.losses))

    @property
    def capacities(self) -> Floats:
        """C_i of each feature of each model; 0 where a feature is ignored."""
        live = np.sum(self.weights**2, axis=2) > IGNORED * max(self.config.importance)
        return np.where(live, np.stack([feature_dimensionality(weights) for weights in self.weights]), 0.0)

    @property
    def excess(self) -> float:
        """The least trained loss over the bound, less 1 (0 where both are 0)."""
        if self.optimum.loss < 1e-12 * max(self.config.importance) ** 2:
            return float(self.losses.min() - self.optimum.loss)
        return float(self.losses.min() / self.optimum.loss - 1.0)

    def blocks(self, model: int, tolerance: float = 1e-3) -> Blocks:
        """Shapes of the orthogonal blocks of the features that are not ignored."""
        rows = self.weights[model][self.capacities[model] > 0]
        return tuple(factor.shape for factor in tegum_factors(Packing(rows, Objects.VECTORS), tolerance))


def optimal_allocation(importance: Sequence[float], d: int, kurtosis: float) -> Allocation:
    """The minimum of the bound, to rounding: no W (n, d) has a smaller loss.

    >>> found = optimal_allocation([1.0, 1.0, 1.0], d=2, kurtosis=9.0)
    >>> found.capacities.round(9).tolist()
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


def train_capacity(
    config: CapacityConfig, progress: Progress | None = None, checkpoint: Path | str | None = None
) -> TrainedCapacities:
    """Minimise the exact loss over W from `models` random starts by L-BFGS; model k depends on (seed, k) alone.

    >>> trained = train_capacity(CapacityConfig((1.0, 0.9, 0.8), d=2, kurtosis=12.0, models=4))
    >>> trained.excess < 1e-6
    True
    """
    return KIND.train(config, progress, checkpoint)


class LossAndGradient(NamedTuple):
    """A loss and its gradient by the entries of W, flat."""

    loss: float
    gradient: Floats

    def __repr__(self) -> str:
        return brief(self)


def quadratic_loss(weights: Floats, importance: Floats, kurtosis: float) -> LossAndGradient:
    """The mean squared error of W (n, d) and its gradient (n d,)."""
    error = np.diag(importance) - weights @ weights.T
    own = np.diagonal(error)
    loss = 2.0 * np.sum(error**2) + own.sum() ** 2 + (kurtosis - 3.0) * own @ own
    by_error = 4.0 * error + np.diag(2.0 * own.sum() + 2.0 * (kurtosis - 3.0) * own)
    return LossAndGradient(float(loss), (-2.0 * by_error @ weights).ravel())


def ignored_below(kurtosis: float) -> float:
    """The ratio v_2/v_1 up to which one dimension ignores the second of two features: 2 kappa/(kappa^2 - 3), at most 1.

    >>> ignored_below(3.0), ignored_below(9.0)
    (1.0, 0.23076923076923078)
    """
    return min(1.0, 2.0 * kurtosis / (kurtosis**2 - 3.0)) if kurtosis**2 > 3.0 else 1.0


def falling_importance(n: int, ratio: float) -> tuple[float, ...]:
    """The importances ratio^i, i < n; `InputError` where they are negative or too large for a number.

    >>> falling_importance(3, 0.5)
    (1.0, 0.5, 0.25)
    """
    count, share = positive_integer("n", n), finite_number("ratio", ratio)
    if share < 0:
        raise InputError(f"ratio must be at least 0, not {ratio}: give the importance of a feature over the one before")
    if share > 1 and (count - 1) * np.log(share) > _LARGEST_LOGARITHM:
        raise InputError(f"ratio^{count - 1} must stay below 1e100, but {ratio} is larger: give a ratio of at most 1")
    return tuple(share**i for i in range(count))


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


def _models(config: CapacityConfig, first: int) -> Iterator[CapacityModel]:
    """The models from number `first` on."""
    shape, values = (config.n, config.d), np.array(config.importance)

    def loss(point: Floats) -> LossAndGradient:
        return quadratic_loss(point.reshape(shape), values, config.kurtosis)

    for model in range(first, config.models):
        start = generator(config.seed, model, _START).normal(size=shape) * np.sqrt(values.max() / config.d)
        end = lbfgs(loss, start.ravel())
        # a mean of squares: below 0 by rounding only
        yield CapacityModel(end.point.reshape(shape), max(end.value, 0.0))


def _gather(config: CapacityConfig, models: Sequence[CapacityModel]) -> TrainedCapacities:
    return TrainedCapacities(
        replace(config, models=len(models)),
        np.stack([model.weights for model in models]),
        np.array([model.loss for model in models]),
        optimal_allocation(config.importance, config.d, config.kurtosis),
    )


def _separate(trained: TrainedCapacities) -> list[CapacityModel]:
    return [CapacityModel(*one) for one in zip(trained.weights, trained.losses.tolist(), strict=True)]


KIND = ModelKind("capacity", CapacityConfig, CapacityModel, _models, _gather, _separate)
