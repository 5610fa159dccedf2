"""Training on a fresh batch each step: loss, gradient and Adam of one model in one compiled pass.

A batch is drawn (`stream`), read by x' = ReLU(W W^T x + b), and the error sum_i I_i (x_i - x'_i)^2, averaged over the
batch, is differentiated by hand: with E = x' - x and G = 2 I E [x' > 0] / batch,

    dW = G (W^T X)^T + X (W^T G)^T,   db = sum over the batch of G.

Models are trained one after another, each with its own stream and buffers that fit the cache, so a model is the same
bits alone or among others. Reference for Adam with decoupled weight decay: Loshchilov and Hutter, arXiv:1711.05101.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from packing.toymodels.settings import AutoencoderConfig
from packing.toymodels.stream import Floats32, State, draw_features, initial_state

_REPRODUCIBLE = {"contract", "nsz", "arcp", "reassoc"}
_BETA_1, _BETA_2, _EPSILON = 0.9, 0.999, 1e-8


@dataclass(frozen=True)
class Run:
    """What one model became: weights (n, d), biases (n,), the batch loss of every `stride`-th step."""

    weights: Floats32
    biases: Floats32
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

    Raises `Diverged` where the loss is not finite or beyond reason.
    """
    n, d, batch = config.n, config.d, config.batch
    w, b = np.array(start, dtype=np.float32, order="C"), np.zeros(n, dtype=np.float32)
    chance, price = config.densities.astype(np.float32), config.importances.astype(np.float32)
    inputs = np.empty((n, batch), dtype=np.float32)
    hidden, outputs, pulled = np.empty((d, batch), np.float32), np.empty_like(inputs), np.empty((d, batch), np.float32)
    momenta_w, momenta_b = np.zeros((2, n, d), dtype=np.float32), np.zeros((2, n), dtype=np.float32)
    state: State = initial_state(config.seed, model)
    slope_w, slope_b = np.empty_like(w), np.empty_like(b)
    history = []
    limit = DIVERGED * (float(config.importances @ config.densities) / 3.0 + 1e-30)
    for step, rate in enumerate(rates):
        draw_features(state, chance, inputs)
        loss = _gradient(w, b, inputs, price, hidden, outputs, pulled, slope_w, slope_b)
        if step % stride == 0:
            if not loss < limit:
                raise Diverged(step)
            history.append(loss)
        correction_1, correction_2 = 1 - _BETA_1 ** (step + 1), 1 - _BETA_2 ** (step + 1)
        decay = np.float32(1.0 - rate * config.weight_decay)
        size, root = np.float32(rate / correction_1), np.float32(1.0 / math.sqrt(correction_2))
        _adam(w.reshape(-1), slope_w.reshape(-1), momenta_w.reshape(2, -1), size, root, decay)
        _adam(b, slope_b, momenta_b, size, root, np.float32(1.0))
    if not (np.isfinite(w).all() and np.isfinite(b).all()):
        raise Diverged(len(rates))
    return Run(w, b, tuple(history))


@njit(cache=True, fastmath=_REPRODUCIBLE)
def _gradient(
    weights: Floats32,
    biases: Floats32,
    inputs: Floats32,
    importance: Floats32,
    hidden: Floats32,
    outputs: Floats32,
    pulled: Floats32,
    slope_w: Floats32,
    slope_b: Floats32,
) -> float:
    """The batch loss; its gradient goes to slope_w and slope_b, and `outputs` ends as G."""
    n, batch = inputs.shape
    zero = np.float32(0.0)
    share = np.float32(1.0) / np.float32(batch)
    np.dot(weights.T, inputs, hidden)
    np.dot(weights, hidden, outputs)
    loss = 0.0
    for i in range(n):
        bias, price = biases[i], importance[i]
        scale = np.float32(2.0) * price * share
        squares, slope = zero, zero
        for s in range(batch):
            before = outputs[i, s] + bias
            error = (before if before > zero else zero) - inputs[i, s]
            squares += error * error
            push = scale * error if before > zero else zero
            outputs[i, s] = push
            slope += push
        slope_b[i] = slope
        loss += price * squares * share
    np.dot(weights.T, outputs, pulled)
    slope_w[:] = np.dot(outputs, hidden.T) + np.dot(inputs, pulled.T)
    return loss


@njit(cache=True, fastmath=_REPRODUCIBLE)
def _adam(
    values: Floats32,
    slopes: Floats32,
    momenta: npt.NDArray[np.float32],
    size: np.float32,
    root: np.float32,
    decay: np.float32,
) -> None:
    """One bias-corrected step in place: momenta[0] and momenta[1] are the running mean and mean square."""
    one = np.float32(1.0)
    keep_1, keep_2, epsilon = np.float32(_BETA_1), np.float32(_BETA_2), np.float32(_EPSILON)
    for k in range(values.size):
        slope = slopes[k]
        momenta[0, k] = keep_1 * momenta[0, k] + (one - keep_1) * slope
        momenta[1, k] = keep_2 * momenta[1, k] + (one - keep_2) * slope * slope
        values[k] = decay * values[k] - size * momenta[0, k] / (np.sqrt(momenta[1, k]) * root + epsilon)
