"""Train layers of neurons by Adam, from biases that fade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.numeric import Floats
from packing.toymodels.brief import Brief
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
    config: MonosemanticityConfig,
    progress: Progress | None = None,
    checkpoint: Path | str | None = None,
    executor: Executor | None = None,
) -> Layers:
    """Train `models` layers; layer k depends on (config, seed, k) alone, and all share the embedding of the seed.

    Raises `InputError` where a loss diverges.

    >>> small = MonosemanticityConfig(features=12, embedding=6, neurons=16, density=0.1, steps=200, batch=64)
    >>> (layer,) = train_neurons(small)
    >>> layer.loss < layer.variance
    True
    """
    return KIND.train(config, progress, checkpoint, executor)


def sweep_rates(
    config: MonosemanticityConfig, rates: Sequence[float], progress: Progress | None = None
) -> tuple[Layers, ...]:
    """The layers at each learning rate: minima differ in monosemanticity, so a rate is part of a result."""
    if not len(rates):
        raise InputError("a sweep needs at least one learning rate, not none: give one such as 0.005")
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
    return finished(config, model, train_from(config, model, start(config, model)))


@dataclass(frozen=True, eq=False, repr=False)
class NeuronRun(Brief):
    """Weights (k, m), biases (k,) and readout (N, k) after training, the losses on the way, the values at one step."""

    values: list[Floats32]
    history: tuple[float, ...]
    kept: list[Floats32]


def start(config: MonosemanticityConfig, model: int) -> list[Floats32]:
    """The weights, biases and readout from which model number `model` is trained."""
    return _start(config, generator(config.seed, model, _NEURONS))


def _start(config: MonosemanticityConfig, rng: np.random.Generator) -> list[Floats32]:
    n, m, k = config.features, config.embedding, config.neurons
    return [
        (rng.normal(size=(k, m)) / np.sqrt(m)).astype(np.float32),
        np.full(k, config.bias, dtype=np.float32),
        (rng.normal(size=(n, k)) / np.sqrt(k)).astype(np.float32),
    ]


def train_from(
    config: MonosemanticityConfig,
    model: int,
    values: Sequence[Floats32],
    masks: Sequence[npt.NDArray[np.bool_] | None] = (None, None, None),
    first: int = 0,
    keep: int = 0,
) -> NeuronRun:
    """Train from `values` on, from step `first`; `masks` name the entries that are not held at 0.

    The values before step `keep` are kept. Raises `Diverged` where a loss does.
    """
    embedding = embedding_of(config).astype(np.float32)
    rng = generator(config.seed, model, _NEURONS)
    _start(config, rng)  # noise comes after the start in one stream
    values = [value.copy() for value in values]
    kept = [value.copy() for value in values]
    state, chance = initial_state(config.seed, model), config.frequencies.astype(np.float32)
    inputs = np.empty((config.features, config.batch), dtype=np.float32)
    fading = np.float32(np.exp(-config.bias_decay / max(1, config.steps // 2)))
    held = [(value, mask.astype(np.float32)) for value, mask in zip(values, masks, strict=True) if mask is not None]

    def gradient() -> tuple[float, list[Floats32]]:
        sample_features(state, chance, inputs)
        return loss_and_slopes(config, embedding, values, inputs, rng)

    def after(step: int) -> None:
        if 2 * (first + step) < config.steps:
            values[1] *= fading
        for value, mask in held:
            value *= mask
        if first + step + 1 == keep:
            kept[:] = [value.copy() for value in values]

    for value, mask in held:
        value *= mask
    history = descend(
        gradient,
        Adam(values),
        cosine_rates(config.learning_rate, config.steps)[first:],
        stride=max(1, config.steps // RECORDS),
        limit=_DIVERGED * float(np.sum(config.frequencies)) / 3.0,
        after=after,
    )
    return NeuronRun(values, history, kept)


def finished(config: MonosemanticityConfig, model: int, trained: NeuronRun) -> NeuronLayer:
    """The layer that a run has left, with its loss on fresh features. Raises `Diverged` where that is not finite."""
    embedding = embedding_of(config).astype(np.float32).astype(np.float64)
    weights, biases, readout = (value.astype(np.float64) for value in trained.values)
    fresh = fresh_inputs(config, model)
    variance = float(np.mean(np.sum((fresh - fresh.mean(axis=1, keepdims=True)) ** 2, axis=0)))
    loss = mean_loss(embedding, weights, biases, readout, fresh)
    if not np.isfinite(loss):
        raise Diverged(config.steps)
    return NeuronLayer(config, embedding, weights, biases, readout, loss, variance, trained.history)


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
    seen = inputs
    if config.input_noise:
        seen = inputs + np.float32(config.input_noise) * rng.standard_normal(inputs.shape, dtype=np.float32)
    hidden = embedding @ seen
    before = weights @ hidden + biases[:, None]
    if config.noise:
        before += np.float32(config.noise) * rng.standard_normal(before.shape, dtype=np.float32)
    active = np.maximum(before, np.float32(0.0))
    gap = readout @ active - inputs
    loss = float(share * (np.vdot(gap, gap) + config.l1 * active.sum()))
    gap *= np.float32(2.0) * share
    push = np.where(before > 0, readout.T @ gap + np.float32(config.l1) * share, np.float32(0.0))
    return loss, [push @ hidden.T, push.sum(axis=1), gap @ active.T]


def embedding_of(config: MonosemanticityConfig) -> Floats:
    """The embedding E (m, N) that all models of one seed share: random columns of unit length."""
    columns = generator(config.seed, 0, _EMBEDDING).normal(size=(config.embedding, config.features))
    unit: Floats = columns / np.linalg.norm(columns, axis=0)
    return unit


KIND = ModelKind("monosemanticity", MonosemanticityConfig, NeuronLayer, _models, gathered, list)
