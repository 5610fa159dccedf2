"""The batch loss of |error|^q of each variant of the autoencoder and its gradient, for error exponents other than 2.

As in `gradients`, with G = q I |Y - T|^(q-1) sign(Y - T) [Z > 0] / batch. The square has code of its own there, since a
power takes several times the rest of a step.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from packing.numeric import AnyFloats
from packing.toymodels.autoencoder.gradients import Buffers
from packing.toymodels.autoencoder.losses.hidden import split
from packing.toymodels.generators import REPRODUCIBLE


def power_slopes(
    weights: AnyFloats,
    biases: AnyFloats,
    importance: AnyFloats,
    buffers: Buffers,
    exponent: float,
    *,
    neurons: bool,
    rectified: bool,
) -> float:
    """The batch loss at weights (n, d), or (2n, d) with the readout over the encoder; the gradient goes to `buffers`.

    `neurons` says whether the hidden layer has ReLUs, `rectified` whether the output has.
    """
    n, number = len(biases), weights.dtype.type
    readout, encoder = split(weights, n)
    inputs, hidden, outputs = buffers.inputs, buffers.hidden, buffers.outputs
    np.dot(encoder.T, inputs, out=hidden)
    if neurons:
        np.maximum(hidden, 0, out=hidden)
    np.dot(readout, hidden, out=outputs)
    outputs += biases[:, None]
    loss = _push(inputs, outputs, importance, buffers.slope_b, number(exponent), rectified)
    np.dot(readout.T, outputs, out=buffers.pulled)
    if neurons:
        buffers.pulled[hidden <= 0] = 0
    by_readout, by_encoder = outputs @ hidden.T, inputs @ buffers.pulled.T
    if len(weights) == n:
        np.add(by_readout, by_encoder, out=buffers.slope_w)
    else:
        buffers.slope_w[:n], buffers.slope_w[n:] = by_readout, by_encoder
    return float(loss)


@njit(cache=True, fastmath=REPRODUCIBLE)
def _push(
    inputs: AnyFloats,
    outputs: AnyFloats,
    importance: AnyFloats,
    slope_b: AnyFloats,
    exponent: np.floating,
    rectified: bool,
) -> float:
    """The batch loss against |x|; `outputs` turns from Z to G, and its row sums are the slope by b."""
    n, batch = inputs.shape
    one = exponent / exponent
    zero = one - one
    loss = 0.0
    for i in range(n):
        price = importance[i] / batch
        powers, slope = zero, zero
        for s in range(batch):
            before = outputs[i, s]
            error = (max(before, zero) if rectified else before) - abs(inputs[i, s])
            size = abs(error)
            steep = size ** (exponent - one) if size > zero else zero
            powers += steep * size
            push = price * exponent * (steep if error > zero else -steep)
            if rectified and before <= zero:
                push = zero
            outputs[i, s] = push
            slope += push
        slope_b[i] = slope
        loss += price * powers
    return loss
