"""Train layers of neurons by Adam, from biases that fade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.toymodels.generators import generator, initial_state, sample_features
from packing.toymodels.kind import ModelKind, Progress, gathered
from packing.toymodels.monosemanticity.config import MonosemanticityConfig
from packing.toymodels.monosemanticity.layer import Layers, NeuronLayer, fresh_inputs, mean_loss
from packing.toymodels.training import RECORDS, Adam, Diverged, cosine_rates, descend

Floats32 = npt.NDArray[np.float32]

_NEURONS, _EMBEDDING = 6, 7
"""The purposes of the generators of starts and noise, and of the embedding."""


_DIVERGED = 1e3
"""A batch loss this many times that of answering 0 is taken as divergence."""


def train_neurons(
    config: MonosemanticityConfig, progress: Progress | None = None, checkpoint: Path | str | None = None
) -> Layers:
    """Train `models` layers; layer k depends on (config, seed, k) alone, and all share the embedding of the seed.

    Raises `InputError` where a loss diverges.

    >>> small = MonosemanticityConfig(features=12, embedding=6, neurons=16, density=0.1, steps=200, batch=64)
    >>> (layer,) = train_neurons(small)
    >>> layer.loss < layer.variance
    True
    """
    return KIND.train(config, progress, checkpoint)


def sweep_rates(
    config: MonosemanticityConfig, rates: Sequence[float], progress: Progress | None = None
) -> tuple[Layers, ...]:
    """The layers at each learning rate: minima differ in monosemanticity, so a rate is part of a result."""
    sets = []
    for done, rate in enumerate(rates):
        sets.append(train_neurons(replace(config, learning_rate=rate)))
        if progress is not None:
            progress(done + 1, len(rates))
    return tuple(sets)


def _models(config: MonosemanticityConfig, first: int) -> Iterator[NeuronLayer]:
    for model in range(first, config.models):
        yield _train(config, model)


def _train(config: MonosemanticityConfig, model: int) -> NeuronLayer:
    embedding = _embedding(config).astype(np.float32)
    rng = generator(config.seed, model, _NEURONS)
    n, m, k = config.features, config.embedding, config.neurons
    values: list[Floats32] = [
        (rng.normal(size=(k, m)) / np.sqrt(m)).astype(np.float32),
        np.full(k, config.bias, dtype=np.float32),
        (rng.normal(size=(n, k)) / np.sqrt(k)).astype(np.float32),
    ]
    state, chance = initial_state(config.seed, model), config.frequencies.astype(np.float32)
    inputs = np.empty((n, config.batch), dtype=np.float32)
    fading = np.float32(np.exp(-config.bias_decay / max(1, config.steps // 2)))

    def gradient() -> tuple[float, list[Floats32]]:
        sample_features(state, chance, inputs)
        return loss_and_slopes(config, embedding, values, inputs, rng)

    def fade(step: int) -> None:
        if 2 * step < config.steps:
            values[1] *= fading

    history = descend(
        gradient,
        Adam(values),
        cosine_rates(config.learning_rate, config.steps),
        stride=max(1, config.steps // RECORDS),
        limit=_DIVERGED * float(np.sum(config.frequencies)) / 3.0,
        after=fade,
    )
    weights, biases, readout = (value.astype(np.float64) for value in values)
    fresh = fresh_inputs(config, model)
    variance = float(np.mean(np.sum((fresh - fresh.mean(axis=1, keepdims=True)) ** 2, axis=0)))
    exact = embedding.astype(np.float64)
    loss = mean_loss(exact, weights, biases, readout, fresh)
    if not np.isfinite(loss):
        raise Diverged(config.steps)
    return NeuronLayer(config, exact, weights, biases, readout, loss, variance, history)


def loss_and_slopes(
    config: MonosemanticityConfig,
    embedding: Floats32,
    values: list[Floats32],
    inputs: Floats32,
    rng: np.random.Generator,
) -> tuple[float, list[Floats32]]:
    """The batch loss and its gradient by W, b, V."""
    weights, biases, readout = values
    share = np.float32(1.0 / inputs.shape[1])
    hidden = embedding @ inputs
    before = weights @ hidden + biases[:, None]
    if config.noise:
        before += np.float32(config.noise) * rng.standard_normal(before.shape, dtype=np.float32)
    active = np.maximum(before, np.float32(0.0))
    gap = readout @ active - inputs
    loss = float(share * (np.vdot(gap, gap) + config.l1 * active.sum()))
    gap *= np.float32(2.0) * share
    push = np.where(before > 0, readout.T @ gap + np.float32(config.l1) * share, np.float32(0.0))
    return loss, [push @ hidden.T, push.sum(axis=1), gap @ active.T]


def _embedding(config: MonosemanticityConfig) -> Floats:
    columns = generator(config.seed, 0, _EMBEDDING).normal(size=(config.embedding, config.features))
    unit: Floats = columns / np.linalg.norm(columns, axis=0)
    return unit


KIND = ModelKind("monosemanticity", MonosemanticityConfig, NeuronLayer, _models, gathered, list)
