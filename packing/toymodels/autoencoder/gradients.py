"""The batch loss of each variant of the autoencoder and its gradient, written into buffers that are used again.

With inputs X (n, batch), targets T, outputs Z and Y before and after the last ReLU, G = 2 I (Y - T) [Z > 0] / batch,

    x' = ReLU(W W^T x + b):             dW = G (W^T X)^T + X (W^T G)^T,   db = sum over the batch of G,
    y = ReLU(V ReLU(E^T x) + b), H = ReLU(E^T X):   dV = G H^T,   dE = X ([H > 0] V^T G)^T,   the same db,

without the factor [Z > 0] where nothing is rectified, and dW = dV + dE where V = E = W. The target is |X|, which is X
where features have one sign.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from packing.numeric import AnyFloats
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.losses.hidden import split
from packing.toymodels.brief import Brief
from packing.toymodels.generators import REPRODUCIBLE

LARGE = 1 << 22
"""Entries of W times inputs from which NumPy's matrix products are called instead of those that numba links.

For n = 400, d = 30 and 1024 inputs a product with few rows takes .38 ms in NumPy's BLAS and .56 ms in SciPy's
(`pytest benchmarks/test_toymodels.py`); the calls themselves cost 5 microseconds a step, too much for small models.
"""


@dataclass(frozen=True, eq=False, repr=False)
class Buffers(Brief):
    """Inputs and outputs (n, batch), neurons and what is pulled back to them (d, batch), and the slopes."""

    inputs: AnyFloats
    outputs: AnyFloats
    hidden: AnyFloats
    pulled: AnyFloats
    slope_w: AnyFloats
    slope_b: AnyFloats

    @classmethod
    def of(cls, config: AutoencoderConfig, weights: AnyFloats) -> Buffers:
        """Room for one model of `config` with these weights, in their precision."""
        batch = config.points or config.batch
        wide, narrow = (config.n, batch), (config.d, batch)
        shapes = (wide, wide, narrow, narrow, weights.shape, (config.n,))
        return cls(*(np.empty(shape, dtype=weights.dtype) for shape in shapes))


def plain_slopes(
    weights: AnyFloats, biases: AnyFloats, importance: AnyFloats, buffers: Buffers, *, rectified: bool
) -> float:
    """The batch loss of x' = ReLU(W W^T x + b), or without the ReLU; the gradient is left in `buffers`."""
    one = weights.dtype.type(1)
    share, zero = one / weights.dtype.type(buffers.inputs.shape[1]), one - one
    if weights.size * buffers.inputs.shape[1] >= LARGE:
        return _large_slopes(weights, biases, importance, buffers, zero, share, rectified)
    return float(
        _plain(
            weights,
            biases,
            buffers.inputs,
            importance,
            buffers.hidden,
            buffers.outputs,
            buffers.pulled,
            buffers.slope_w,
            buffers.slope_b,
            zero,
            share,
            rectified,
        )
    )


def hidden_slopes(
    weights: AnyFloats, biases: AnyFloats, importance: AnyFloats, buffers: Buffers, *, tied: bool
) -> float:
    """The batch loss of y = ReLU(V ReLU(E^T x) + b) against |x|; weights are V over E, or V = E where tied."""
    one = weights.dtype.type(1)
    share, zero = one / weights.dtype.type(buffers.inputs.shape[1]), one - one
    readout, encoder = split(weights, len(biases))
    slope_v, slope_e = split(buffers.slope_w, len(biases))
    if tied:
        slope_e = np.empty_like(slope_v)
    loss = _hidden(
        readout,
        encoder,
        biases,
        buffers.inputs,
        importance,
        buffers.hidden,
        buffers.outputs,
        buffers.pulled,
        slope_v,
        slope_e,
        buffers.slope_b,
        zero,
        share,
    )
    if tied:
        slope_v += slope_e
    return float(loss)


def _large_slopes(
    weights: AnyFloats,
    biases: AnyFloats,
    importance: AnyFloats,
    buffers: Buffers,
    zero: np.floating,
    share: np.floating,
    rectified: bool,
) -> float:
    """The same as `_plain`, its products by NumPy; a loss that diverges does so in silence, as there."""
    inputs, outputs, hidden, pulled = buffers.inputs, buffers.outputs, buffers.hidden, buffers.pulled
    with np.errstate(over="ignore", invalid="ignore"):
        np.dot(weights.T, inputs, out=hidden)
        np.dot(weights, hidden, out=outputs)
        loss = _pushed(biases, inputs, importance, outputs, buffers.slope_b, zero, share, rectified)
        np.dot(weights.T, outputs, out=pulled)
        slope = np.dot(outputs, hidden.T, out=buffers.slope_w)
        slope += np.dot(inputs, pulled.T)
    return float(loss)


@njit(cache=True, fastmath=REPRODUCIBLE)
def _plain(
    weights: AnyFloats,
    biases: AnyFloats,
    inputs: AnyFloats,
    importance: AnyFloats,
    hidden: AnyFloats,
    outputs: AnyFloats,
    pulled: AnyFloats,
    slope_w: AnyFloats,
    slope_b: AnyFloats,
    zero: np.floating,
    share: np.floating,
    rectified: bool,
) -> float:
    np.dot(weights.T, inputs, hidden)
    np.dot(weights, hidden, outputs)
    loss = _push(biases, inputs, importance, outputs, slope_b, zero, share, rectified)
    np.dot(weights.T, outputs, pulled)
    slope_w[:] = np.dot(outputs, hidden.T) + np.dot(inputs, pulled.T)
    return loss


@njit(cache=True, fastmath=REPRODUCIBLE)
def _hidden(
    readout: AnyFloats,
    encoder: AnyFloats,
    biases: AnyFloats,
    inputs: AnyFloats,
    importance: AnyFloats,
    hidden: AnyFloats,
    outputs: AnyFloats,
    pulled: AnyFloats,
    slope_v: AnyFloats,
    slope_e: AnyFloats,
    slope_b: AnyFloats,
    zero: np.floating,
    share: np.floating,
) -> float:
    np.dot(encoder.T, inputs, hidden)
    for k in range(hidden.shape[0]):
        for s in range(hidden.shape[1]):
            hidden[k, s] = max(hidden[k, s], zero)
    np.dot(readout, hidden, outputs)
    loss = _push(biases, np.abs(inputs), importance, outputs, slope_b, zero, share, True)
    np.dot(readout.T, outputs, pulled)
    for k in range(hidden.shape[0]):
        for s in range(hidden.shape[1]):
            if hidden[k, s] <= zero:
                pulled[k, s] = zero
    slope_v[:] = np.dot(outputs, hidden.T)
    slope_e[:] = np.dot(inputs, pulled.T)
    return loss


# inlined by numba: a sum in a function of its own can be vectorised in two ways, compiled now or read from the cache,
# and then its last bits depend on which of them is met first
@njit(cache=True, fastmath=REPRODUCIBLE, inline="always")
def _push(
    biases: AnyFloats,
    targets: AnyFloats,
    importance: AnyFloats,
    outputs: AnyFloats,
    slope_b: AnyFloats,
    zero: np.floating,
    share: np.floating,
    rectified: bool,
) -> float:
    """The batch loss; `outputs` turns from V H to G, and its row sums are the slope by b."""
    n, batch = targets.shape
    loss = 0.0
    for i in range(n):
        bias, price = biases[i], importance[i]
        scale = (share + share) * price
        squares, slope = zero, zero
        if rectified:
            for s in range(batch):
                before = outputs[i, s] + bias
                error = (before if before > zero else zero) - targets[i, s]
                squares += error * error
                push = scale * error if before > zero else zero
                outputs[i, s] = push
                slope += push
        else:
            for s in range(batch):
                error = outputs[i, s] + bias - targets[i, s]
                squares += error * error
                push = scale * error
                outputs[i, s] = push
                slope += push
        slope_b[i] = slope
        loss += price * squares * share
    return loss


@njit(cache=True, fastmath=REPRODUCIBLE)
def _pushed(
    biases: AnyFloats,
    targets: AnyFloats,
    importance: AnyFloats,
    outputs: AnyFloats,
    slope_b: AnyFloats,
    zero: np.floating,
    share: np.floating,
    rectified: bool,
) -> float:
    return _push(biases, targets, importance, outputs, slope_b, zero, share, rectified)
