"""What noise on the inputs does to the neurons of a trained layer, those of one feature apart from the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.errors import InputError, finite_number, positive_integer
from packing.numeric import Floats
from packing.toymodels.generators import generator
from packing.toymodels.monosemanticity.config import EVALUATED
from packing.toymodels.monosemanticity.layer import STRICT, NeuronLayer, fresh_inputs

_NOISE = 8
"""The purpose of the generator of test noise."""

_COLUMNS = 512
"""Inputs that are evaluated at a time."""


@dataclass(frozen=True)
class NeuronResponse:
    """A class of neurons under noise: how many, and what becomes of their activations a(x), now a(x + noise).

    `false_alarms` is the share of silent pairs (neuron, input) that noise makes active, `lost` the share of active ones
    that it silences, `change` the mean of (a(x + noise) - a(x))^2 over the mean of a(x)^2. NaN where there are none.
    """

    neurons: int
    false_alarms: float
    lost: float
    change: float


@dataclass(frozen=True)
class NoiseResponse:
    """A layer under noise of standard deviation `noise` at every input.

    Its neurons of one feature, the other living ones, and the loss over the variance.
    """

    noise: float
    monosemantic: NeuronResponse
    polysemantic: NeuronResponse
    relative_loss: float


def noise_response(
    layer: NeuronLayer, noise: float, threshold: float = STRICT, inputs: int = 4096, model: int = 0
) -> NoiseResponse:
    """How the activations and the loss of a trained layer change when normal noise is added to its inputs.

    Args: `noise` the standard deviation at each feature, at least 0; `threshold` in (0, 1) of the largest answer over
    the sum of answers, from which a neuron counts as one of a single feature; `inputs` how many fresh ones, at most
    16384; `model` which of the fresh sets. The loss is against the inputs without noise.

    >>> from packing.toymodels.monosemanticity import MonosemanticityConfig, train_neurons
    >>> small = MonosemanticityConfig(features=12, embedding=6, neurons=16, density=0.1, steps=20, batch=64)
    >>> noise_response(train_neurons(small)[0], 0.0).polysemantic.change
    0.0
    """
    if finite_number("noise", noise) < 0:
        raise InputError(f"noise must be at least 0, not {noise}: give its standard deviation")
    clean = fresh_inputs(layer.config, model)[:, : positive_integer("inputs", inputs, EVALUATED)]
    rng = generator(layer.config.seed, model, _NOISE)
    single = layer.single(threshold)
    classes = (single, layer.alive & ~single)
    sums, errors = np.zeros((2, 6)), []
    for first in range(0, clean.shape[1], _COLUMNS):
        some = clean[:, first : first + _COLUMNS]
        before, after = (_active(layer, seen) for seen in (some, some + noise * rng.standard_normal(some.shape)))
        sums += [_sums(before[neurons], after[neurons]) for neurons in classes]
        errors.append(np.sum((layer.readout @ after - some) ** 2, axis=0))
    mono, poly = (_response(int(neurons.sum()), row) for neurons, row in zip(classes, sums, strict=True))
    return NoiseResponse(float(noise), mono, poly, float(np.mean(np.concatenate(errors))) / layer.variance)


def _active(layer: NeuronLayer, inputs: Floats) -> Floats:
    return np.maximum(layer.weights @ (layer.embedding @ inputs) + layer.biases[:, None], 0.0)


def _sums(before: Floats, after: Floats) -> list[float]:
    """Silent pairs, those that become active, active pairs, those that become silent, squared change, squares."""
    silent: npt.NDArray[np.bool_] = before <= 0
    alarms, lost = silent & (after > 0), ~silent & (after <= 0)
    change, size = np.sum((after - before) ** 2), np.sum(before**2)
    return [float(silent.sum()), float(alarms.sum()), float((~silent).sum()), float(lost.sum()), change, size]


def _response(neurons: int, sums: Floats) -> NeuronResponse:
    silent, alarms, active, lost, change, size = sums.tolist()
    parts = ((alarms, silent), (lost, active), (change, size))
    return NeuronResponse(neurons, *(part / whole if whole else float("nan") for part, whole in parts))
