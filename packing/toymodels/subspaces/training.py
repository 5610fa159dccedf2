"""Train features of m dimensions: Adam on fresh batches, L-BFGS on a closed loss.

Model k depends on (config, seed, k) alone. Starts are Gaussian; a sampled training keeps every bias at most 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from packing.numeric import AnyFloats, Floats
from packing.toymodels.generators import generator
from packing.toymodels.kind import ModelKind
from packing.toymodels.lbfgs import Lowest, lbfgs
from packing.toymodels.subspaces.average import judge
from packing.toymodels.subspaces.config import SubspaceConfig
from packing.toymodels.subspaces.draws import batch
from packing.toymodels.subspaces.linear import LinearSubspaceLoss
from packing.toymodels.subspaces.one_active import OneActiveLoss, SubspaceValue
from packing.toymodels.subspaces.options import ReadOut, SubspaceLoss
from packing.toymodels.subspaces.shrinkage import mean_error
from packing.toymodels.subspaces.trained import SubspaceModel, gathered, separate
from packing.toymodels.training import RECORDS, Adam, Diverged, cosine_rates, descend

_START, _BATCHES, _JUDGE = 1, 4, 5
"""The purposes of the generators of starts, of batches, and of the inputs that judge."""

SmoothLoss = Callable[[Floats, Floats], SubspaceValue]
"""A loss of weights (n, m, d) and biases (n,), with its gradient."""

DIVERGED = 1000.0
"""A batch loss this many times that of answering 0 is taken as divergence."""

SAMPLES = 1 << 16
"""Inputs that judge a sampled training, the same for all models of a seed."""


def closed_loss(config: SubspaceConfig) -> LinearSubspaceLoss | OneActiveLoss | None:
    """The loss of `config` in closed form, or None: of the shrinkage at a density above 0.

    >>> closed_loss(SubspaceConfig(4, 4)) is None
    True
    """
    sparse = config.loss is SubspaceLoss.ONE_SPARSE
    if config.variant is ReadOut.LINEAR:
        chances = config.odds if sparse else config.densities
        return LinearSubspaceLoss(chances, config.importances, config.law.second_moment(config.m))
    return OneActiveLoss(config.odds, config.importances, config.law) if sparse else None


def least_loss(config: SubspaceConfig) -> float | None:
    """What a linear read-out can at best lose (Eckart and Young); None for the shrinkage, where no bound is known.

    >>> least_loss(SubspaceConfig(4, 4, density=0.5, variant="linear"))
    0.5
    """
    closed = closed_loss(config)
    return closed.least(config.d, config.m) if isinstance(closed, LinearSubspaceLoss) else None


def models_from(config: SubspaceConfig, first: int) -> Iterator[SubspaceModel]:
    """The models from number `first` on, as they are finished."""
    for model in range(first, config.models):
        yield _sampled(config, model) if config.loss is SubspaceLoss.SAMPLED else _closed(config, model)


def _closed(config: SubspaceConfig, model: int) -> SubspaceModel:
    weights, biases = random_start(config, model)
    closed = closed_loss(config)
    assert closed is not None
    return descended(config, closed, weights, biases, config.step_count)


def random_start(config: SubspaceConfig, model: int) -> tuple[Floats, Floats]:
    """Gaussian weights (n, m, d) and biases (n,) in [-0.2, 0], 0 for the linear read-out."""
    rng = generator(config.seed, model, _START)
    weights = rng.normal(size=(config.n, config.m, config.d)) / np.sqrt(config.d)
    biases = -0.2 * rng.uniform(size=config.n)
    return weights, biases if config.variant is ReadOut.SHRINKAGE else np.zeros(config.n)


def descended(
    config: SubspaceConfig,
    loss: SmoothLoss,
    weights: Floats,
    biases: Floats,
    steps: int,
    least_fall: float = 1e-14,
) -> SubspaceModel:
    """The local minimum of `loss`, a function of (W, b), that L-BFGS reaches with every bias at most 0."""
    shape, size, unit = weights.shape, weights.size, max(config.nothing, 1e-300)

    def function(point: Floats) -> tuple[float, Floats]:
        value = loss(point[:size].reshape(shape), point[size:])
        return value.loss / unit, np.concatenate((value.weights.ravel(), value.biases)) / unit

    upper = np.concatenate((np.full(size, np.inf), np.zeros(config.n)))
    start = np.concatenate((weights.ravel(), np.minimum(biases, 0.0)))
    end = lbfgs(
        function, start, upper=upper, steps=steps, evaluations=3 * steps, memory=20,
        least_fall=least_fall, least_slope=1e-9,
    )  # fmt: skip
    return SubspaceModel(
        end.point[:size].reshape(shape).copy(),
        end.point[size:].copy(),
        unit * end.value,
        tuple(unit * value for value in end.history),
        _has_converged(end, upper),
    )


def _has_converged(end: Lowest, upper: Floats) -> bool:
    downhill = np.minimum(end.point - end.gradient, upper) - end.point
    return bool(np.abs(downhill).max() < 1e-5)


def _sampled(config: SubspaceConfig, model: int) -> SubspaceModel:
    number = np.dtype(config.precision.value)
    start, biases = random_start(config, model)
    w = np.array(start * np.sqrt(2.0 * config.d / (config.n * config.m + config.d)), dtype=number, order="C")
    b = np.zeros_like(biases, dtype=number)
    price = config.importances.astype(number)
    rng = generator(config.seed, model, _BATCHES)

    def gradient() -> tuple[float, tuple[AnyFloats, AnyFloats]]:
        inputs = batch(config.densities, config.law, config.m, config.batch, rng).astype(number)
        with np.errstate(over="ignore", invalid="ignore"):  # a loss that diverges is seen by its value
            loss, by_weights, by_biases = mean_error(w, b, price, inputs, config.variant)
        return loss, (np.ascontiguousarray(by_weights), by_biases.astype(number))

    def bounded(step: int) -> None:
        np.minimum(b, 0, out=b)

    history = descend(
        gradient,
        Adam((w, b), (config.weight_decay, 0.0)),
        cosine_rates(config.learning_rate, config.step_count),
        stride=max(1, config.step_count // RECORDS),
        limit=DIVERGED * (config.nothing + 1e-30),
        after=bounded,
    )
    if not (np.isfinite(w).all() and np.isfinite(b).all()):
        raise Diverged(config.step_count)
    weights, biases = w.astype(np.float64), b.astype(np.float64)
    closed = closed_loss(config)
    if closed is not None:
        return SubspaceModel(weights, biases, closed(weights, biases).loss, history, converged=True)
    judged = judge(config, weights, biases, SAMPLES, generator(config.seed, 0, _JUDGE))
    return SubspaceModel(weights, biases, judged.loss, history, converged=True, error=judged.error)


KIND = ModelKind("subspaces", SubspaceConfig, SubspaceModel, models_from, gathered, separate)
