"""The expected loss of given weights by Monte Carlo, with its standard error: for variants without a closed form.

All models of one seed are judged on the same inputs, from numbers that no training uses: differences between them are
then known better than each loss.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from packing.errors import positive_integer
from packing.numeric import Floats
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.losses.hidden import split
from packing.toymodels.autoencoder.options import Variant
from packing.toymodels.generators import initial_state
from packing.toymodels.inputs.sampler import Sampler

SAMPLES = 1 << 17
"""Inputs of an estimate: the standard error is then about a third of a percent of the loss, less for many features."""

_BATCH = 1 << 12
_KEY = (0, 3)


class EstimatedLoss(NamedTuple):
    """A mean and its standard error."""

    loss: float
    error: float


def estimated_loss(config: AutoencoderConfig, weights: Floats, biases: Floats, samples: int = SAMPLES) -> EstimatedLoss:
    """E sum_i I_i |t_i - x'_i|^q of any variant at weights (n, d) or stacked (2n, d) and biases (n,), in float64.

    Args: `config`: the law of the inputs and the variant; `samples`: how many inputs are drawn.

    >>> config = AutoencoderConfig(n=2, d=1, density=0.5)
    >>> estimate = estimated_loss(config, np.array([[1.0], [-1.0]]), np.zeros(2))       # a digon: q^2/3
    >>> abs(estimate.loss - 1 / 12) < 4 * estimate.error < 0.01
    True
    """
    source = Sampler(config.law, initial_state(config.seed, *_KEY), signed=not config.tied)
    inputs = np.empty((config.n, _BATCH))
    count, total, squares = 0, 0.0, 0.0
    while count < positive_integer("samples", samples):
        source.fill(inputs)
        gaps = outputs(config, weights, biases, inputs) - np.abs(inputs)
        errors = config.importances @ (gaps**2 if config.squared else np.abs(gaps) ** config.error_exponent)
        count, total, squares = count + _BATCH, total + float(errors.sum()), squares + float(errors @ errors)
    mean = total / count
    return EstimatedLoss(mean, float(np.sqrt(max(0.0, squares / count - mean * mean) / count)))


def outputs(config: AutoencoderConfig, weights: Floats, biases: Floats, inputs: Floats) -> Floats:
    """What the model of `config` with these weights answers to inputs (n, batch)."""
    readout, encoder = split(weights, config.n)
    neurons = encoder.T @ inputs
    if config.variant is Variant.HIDDEN:
        neurons = np.maximum(neurons, 0.0)
    answers: Floats = readout @ neurons + biases[:, None]
    return answers if config.variant is Variant.LINEAR else np.maximum(answers, 0.0)
