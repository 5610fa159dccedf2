"""Training on a fresh batch each step, compiled, one model after another.

A batch X is read by one of the variants (`gradients`); the error sum_i I_i (t_i - x'_i)^2, averaged over the batch, is
differentiated by hand. Each model has its own random numbers and buffers that fit the cache, so it is the same bits
alone or among others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.numeric import AnyFloats
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.gradients import Buffers, hidden_slopes, plain_slopes
from packing.toymodels.autoencoder.options import Variant
from packing.toymodels.autoencoder.powers import power_slopes
from packing.toymodels.brief import Brief
from packing.toymodels.generators import LANES, initial_state
from packing.toymodels.inputs.sampler import Sampler
from packing.toymodels.training import Adam, Diverged, descend


@dataclass(frozen=True, eq=False, repr=False)
class SampledRun(Brief):
    """What one model became: weights (n, d) or stacked (2n, d), biases (n,), batch losses every `stride` steps."""

    weights: AnyFloats
    biases: AnyFloats
    history: tuple[float, ...]


_POINTS = 5
"""The purpose of the generator of data points."""

DIVERGED = 1000.0
"""A batch loss this many times that of always answering 0 is taken as divergence."""


def train_one(
    config: AutoencoderConfig, start: npt.NDArray[np.float64], rates: npt.NDArray[np.float64], model: int, stride: int
) -> SampledRun:
    """Run Adam for model number `model` from the weights `start`, biases 0, at learning rate `rates[t]` in step t.

    `start` has n rows, or 2n where encoder and readout differ (readout first). All numbers have the precision of
    `config`. Raises `Diverged` where the loss is not finite or beyond reason.
    """
    number = np.dtype(config.precision.value).type
    w, b = np.array(start, dtype=number, order="C"), np.zeros(config.n, dtype=number)
    price = config.importances.astype(number)
    buffers = Buffers.of(config, w)
    inputs = Sampler(config.law, initial_state(config.seed, model), signed=not config.tied)
    if config.points is not None:
        buffers.inputs[:] = data_points(config, model)
    slopes = (buffers.slope_w, buffers.slope_b)

    def gradient() -> tuple[float, tuple[AnyFloats, AnyFloats]]:
        loss = batch_loss()
        if not config.bias:
            buffers.slope_b[:] = 0
        return loss, slopes

    def batch_loss() -> float:
        if config.points is None:
            inputs.fill(buffers.inputs)
        if not config.squared:
            neurons, rectified = config.variant is Variant.HIDDEN, config.variant is not Variant.LINEAR
            return power_slopes(w, b, price, buffers, config.error_exponent, neurons=neurons, rectified=rectified)
        if config.variant is Variant.HIDDEN:
            return hidden_slopes(w, b, price, buffers, tied=config.tied)
        return plain_slopes(w, b, price, buffers, rectified=config.variant is Variant.RELU)

    adam = Adam((w, b), (config.weight_decay, 0.0))
    history = descend(gradient, adam, rates, stride=stride, limit=loss_limit(config))
    if not (np.isfinite(w).all() and np.isfinite(b).all()):
        raise Diverged(len(rates))
    return SampledRun(w, b, history)


def data_points(config: AutoencoderConfig, model: int) -> AnyFloats:
    """The T data points that model number `model` is trained on, (n, T); another model has others.

    >>> data_points(AutoencoderConfig(n=3, d=2, density=0.5, points=7), 0).shape
    (3, 7)
    """
    if config.points is None:
        raise InputError("settings without points have fresh inputs in every step: give points")
    room = np.empty((config.n, config.points + -config.points % LANES), dtype=config.precision.value)
    Sampler(config.law, initial_state(config.seed, model, _POINTS), signed=not config.tied).fill(room)
    return np.ascontiguousarray(room[:, : config.points])


def loss_limit(config: AutoencoderConfig) -> float:
    """The batch loss from which on a training diverges; at another exponent for errors as many times too large."""
    q = config.error_exponent
    return DIVERGED ** (q / 2.0) * (float(config.importances @ config.densities) / (q + 1.0) + 1e-30)
