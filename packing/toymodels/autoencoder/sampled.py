"""Training on a fresh batch each step: loss, gradient and Adam of one model, compiled.

A batch X is drawn (`draws`) and read by one of the variants (`slopes`); the error sum_i I_i (t_i - x'_i)^2, averaged
over the batch, is differentiated by hand. Models are trained one after another, each with its own stream and buffers
that fit the cache, so a model is the same bits alone or among others.
Reference for Adam with decoupled weight decay: Loshchilov and Hutter, arXiv:1711.05101.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.gradients import Buffers, hidden_slopes, plain_slopes
from packing.toymodels.autoencoder.options import Variant
from packing.toymodels.generators import initial_state
from packing.toymodels.inputs.sampler import Source

Floats = npt.NDArray[np.floating]

_REPRODUCIBLE = {"contract", "nsz", "arcp", "reassoc"}
_BETA_1, _BETA_2, _EPSILON = 0.9, 0.999, 1e-8


@dataclass(frozen=True)
class Run:
    """What one model became: weights (n, d) or stacked (2n, d), biases (n,), batch losses every `stride` steps."""

    weights: Floats
    biases: Floats
    history: tuple[float, ...]


DIVERGED = 1000.0
"""A batch loss this many times that of always answering 0 is taken as divergence."""


class Diverged(ArithmeticError):
    """Raised with the step at which a loss was seen to diverge."""

    def __init__(self, step: int) -> None:
        super().__init__(f"the loss diverges at step {step}")
        self.step = step


def descend(
    config: AutoencoderConfig, start: npt.NDArray[np.float64], rates: npt.NDArray[np.float64], model: int, stride: int
) -> Run:
    """Run Adam for model number `model` from the weights `start`, biases 0, at learning rate `rates[t]` in step t.

    `start` has n rows, or 2n where encoder and readout differ (readout first). All numbers have the precision of
    `config`. Raises `Diverged` where the loss is not finite or beyond reason.
    """
    number = np.dtype(config.precision.value).type
    w, b = np.array(start, dtype=number, order="C"), np.zeros(config.n, dtype=number)
    price = config.importances.astype(number)
    buffers = Buffers.of(config, w)
    momenta_w, momenta_b = np.zeros((2, *w.shape), dtype=number), np.zeros((2, config.n), dtype=number)
    source = Source(config.law, initial_state(config.seed, model), signed=not config.tied)
    keep = np.array([_BETA_1, _BETA_2, _EPSILON], dtype=number)
    history = []
    limit = DIVERGED * (float(config.importances @ config.densities) / 3.0 + 1e-30)
    for step, rate in enumerate(rates):
        source.fill(buffers.inputs)
        if config.variant is Variant.HIDDEN:
            loss = hidden_slopes(w, b, price, buffers, tied=config.tied)
        else:
            loss = plain_slopes(w, b, price, buffers, rectified=config.variant is Variant.RELU)
        if step % stride == 0:
            if not loss < limit:
                raise Diverged(step)
            history.append(loss)
        correction_1, correction_2 = 1 - _BETA_1 ** (step + 1), 1 - _BETA_2 ** (step + 1)
        size, root = number(rate / correction_1), number(1.0 / math.sqrt(correction_2))
        decay = number(1.0 - rate * config.weight_decay)
        _adam(w.reshape(-1), buffers.slope_w.reshape(-1), momenta_w.reshape(2, -1), keep, size, root, decay)
        _adam(b, buffers.slope_b, momenta_b, keep, size, root, number(1.0))
    if not (np.isfinite(w).all() and np.isfinite(b).all()):
        raise Diverged(len(rates))
    return Run(w, b, tuple(history))


@njit(cache=True, fastmath=_REPRODUCIBLE)
def _adam(
    values: Floats,
    slopes: Floats,
    momenta: Floats,
    keep: Floats,
    size: np.floating,
    root: np.floating,
    decay: np.floating,
) -> None:
    """One bias-corrected step in place: momenta[0] and momenta[1] are the running mean and mean square."""
    keep_1, keep_2, epsilon = keep[0], keep[1], keep[2]
    one = keep_1 / keep_1
    for k in range(values.size):
        slope = slopes[k]
        momenta[0, k] = keep_1 * momenta[0, k] + (one - keep_1) * slope
        momenta[1, k] = keep_2 * momenta[1, k] + (one - keep_2) * slope * slope
        values[k] = decay * values[k] - size * momenta[0, k] / (np.sqrt(momenta[1, k]) * root + epsilon)
