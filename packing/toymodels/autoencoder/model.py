"""Train the autoencoder: each variant on any of the losses that it has, by Adam on batches or L-BFGS in closed form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from packing.errors import finite_number
from packing.numeric import Floats
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.losses.closed import closed_loss
from packing.toymodels.autoencoder.losses.exact import ExactLoss
from packing.toymodels.autoencoder.losses.hidden import split
from packing.toymodels.autoencoder.losses.monte_carlo import estimated_loss
from packing.toymodels.autoencoder.minimum import minimize, minimize_exact
from packing.toymodels.autoencoder.options import Engine, Loss, Variant
from packing.toymodels.autoencoder.sampled import SampledRun, train_one
from packing.toymodels.autoencoder.trained import TrainedModel, TrainedModels, gathered
from packing.toymodels.generators import generator
from packing.toymodels.kind import ModelKind, Progress
from packing.toymodels.training import RECORDS, cosine_rates

_START = 1
"""The purpose of the generator of starts."""

_GROUP = 32
"""Models handed to the engine jax between two checkpoints, a multiple of its chunk on a CPU."""


def affordable(n: int, d: int, density: float = 0.4, seconds: float = 4.0, seed: int = 0) -> AutoencoderConfig:
    """Sampled training of as many models (1 to 16) as take about `seconds` on one thread, at any n and d.

    The estimate is a formula, not a clock: the same arguments give the same models on every machine.

    Args: `density`: the chance that a feature is active, in (0, 1]; `seed` >= 0.

    >>> affordable(20, 5).models, affordable(400, 30).models
    (16, 1)
    """
    config = AutoencoderConfig(n, d, density, models=1, seed=seed)
    entries = config.batch * config.n
    step = 8e-6 + entries * (0.8e-9 + 0.35e-9 * config.d)
    models = int(finite_number("seconds", seconds) / (step * config.step_count))
    return replace(config, models=min(16, max(1, models)))


def train(
    config: AutoencoderConfig, progress: Progress | None = None, checkpoint: Path | str | None = None
) -> TrainedModels:
    """Train `config.models` models; model k depends on (config, seed, k) alone, to the last bit.

    `progress(done, models)` is called after each model. With `checkpoint`, finished models are kept in that file (.npz)
    and a training that was killed goes on after them; a file of other settings is refused. Raises `InputError` where a
    sampled loss diverges, with the step and the learning rate.

    >>> trained = train(AutoencoderConfig(n=6, d=3, density=0.4, models=2, steps=600))
    >>> trained.blocks(0)                                           # three antipodal pairs, mutually orthogonal
    ((2, 1), (2, 1), (2, 1))
    """
    return KIND.train(config, progress, checkpoint)


def _models(config: AutoencoderConfig, first: int) -> Iterator[TrainedModel]:
    """The models from number `first` on, as they are finished."""
    if config.loss is not Loss.SAMPLED:
        for model in range(first, config.models):
            yield _closed(config, model)
        return
    for run in _runs(config, first):
        yield _judged(config, run.weights.astype(np.float64), run.biases.astype(np.float64), run.history)


def _judged(config: AutoencoderConfig, weights: Floats, biases: Floats, history: tuple[float, ...]) -> TrainedModel:
    """Weights with the expectation of the loss they were trained on: in closed form, or estimated."""
    readout, encoder = split(weights, config.n)
    error = None
    trees = bool(config.parents) and config.variant is not Variant.LINEAR
    if config.variant is Variant.HIDDEN or not config.squared or trees:
        loss, error = estimated_loss(config, weights, biases)
    else:
        closed = closed_loss(config)
        value = closed(weights, biases, slopes=False) if isinstance(closed, ExactLoss) else closed(weights, biases)
        loss = value.loss
    return TrainedModel(
        readout, biases, loss, history, converged=True, encoder=None if config.tied else encoder, error=error
    )


def _runs(config: AutoencoderConfig, first: int) -> Iterator[SampledRun]:
    """Sampled trainings in order, by the engine of `config`."""
    rates = cosine_rates(config.learning_rate, config.step_count)
    stride = max(1, config.step_count // RECORDS)

    def start(model: int) -> Floats:
        rng = generator(config.seed, model, _START)
        return _start(config, rng.normal(size=(config.n, config.d)) * np.sqrt(2.0 / (config.n + config.d)))

    if config.engine is Engine.JAX:
        from packing.toymodels.autoencoder.jax_training import train_many

        for model in range(first, config.models, _GROUP):
            yield from train_many(config, start, range(model, min(model + _GROUP, config.models)), rates, stride)
        return
    for model in range(first, config.models):
        yield train_one(config, start(model), rates, model, stride)


def _closed(config: AutoencoderConfig, model: int) -> TrainedModel:
    rng = generator(config.seed, model, _START)
    weights = _start(config, rng.normal(size=(config.n, config.d)) / np.sqrt(config.d))
    biases = -0.2 * rng.uniform(size=config.n)
    objective = closed_loss(config)
    held = not config.bias
    if held or (config.variant is not Variant.RELU and not isinstance(objective, ExactLoss)):
        # the linear limit holds it at 0, and below 0 hidden ReLUs leave outputs dead from the start
        biases = np.zeros(config.n)
    if isinstance(objective, ExactLoss):
        end = minimize_exact(objective, weights, biases, config.step_count, held=held)
    else:
        end = minimize(objective, weights, biases, objective.largest_bias, config.step_count, held=held)
    readout, encoder = split(end.weights, config.n)
    return TrainedModel(
        readout, end.biases, end.loss, end.history, end.converged, encoder=None if config.tied else encoder
    )


def _start(config: AutoencoderConfig, weights: Floats) -> Floats:
    """The weights (n, d) to start from; where they are an encoder E with a readout of its own, |E| over E, (2n, d).

    A neuron then adds to what it reads, of either sign. From signs at random most outputs die before they learn.
    """
    return weights if config.tied else np.concatenate((np.abs(weights), weights))


def _separate(trained: TrainedModels) -> list[TrainedModel]:
    return [trained.model(number) for number in range(len(trained))]


KIND = ModelKind("autoencoder", AutoencoderConfig, TrainedModel, _models, gathered, _separate)
