"""Train the quadratic model by L-BFGS, beside the bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from packing.configuration import Packing
from packing.measure import feature_dimensionality
from packing.numeric import Floats
from packing.problem import Objects
from packing.structure import tegum_factors
from packing.toymodels.brief import Brief, brief
from packing.toymodels.capacity.bound import IGNORED, Allocation, optimal_allocation
from packing.toymodels.capacity.config import CapacityConfig
from packing.toymodels.generators import generator
from packing.toymodels.kind import ModelKind, Progress
from packing.toymodels.lbfgs import lbfgs

Blocks = tuple[tuple[int, int], ...]

_START = 2
"""The purpose of the generator of starts."""


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


def train_capacity(
    config: CapacityConfig,
    progress: Progress | None = None,
    checkpoint: Path | str | None = None,
    executor: Executor | None = None,
) -> TrainedCapacities:
    """Minimise the exact loss over W from `models` random starts by L-BFGS; model k depends on (seed, k) alone.

    >>> trained = train_capacity(CapacityConfig((1.0, 0.9, 0.8), d=2, kurtosis=12.0, models=4))
    >>> trained.excess < 1e-6
    True
    """
    return KIND.train(config, progress, checkpoint, executor)


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
