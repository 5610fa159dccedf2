r"""The read-outs of features of m dimensions on given inputs, their squared errors and the gradient.

With h = sum_j W_j x_j and z_i = W_i^T h, the linear read-out answers z_i, and the shrinkage with bias b_i <= 0 answers

    y_i = z_i ReLU(1 + b_i / |z_i|):

nothing up to the threshold -b_i, then z_i shortened by it. At m = 1 this is ReLU(z + b) for z > 0. Its derivative is
f 1 + (-b/|z|^3) z z^T with f = ReLU(1 + b/|z|).
"""

from __future__ import annotations

import numpy as np

from packing.numeric import AnyFloats, Floats
from packing.toymodels.subspaces.options import ReadOut

_LEAST = 1e-30


def answers(weights: AnyFloats, biases: AnyFloats, inputs: AnyFloats, variant: ReadOut) -> AnyFloats:
    """What a model answers: W (n, m, d), b (n,), inputs and answers (count, n, m).

    >>> x = np.array([[[3.0, 4.0]]])
    >>> answers(np.eye(2)[None], np.array([-2.5]), x, ReadOut.SHRINKAGE).tolist()
    [[[1.5, 2.0]]]
    """
    n, m, d = weights.shape
    rows = weights.reshape(n * m, d)
    seen = (inputs.reshape(len(inputs), n * m) @ rows @ rows.T).reshape(inputs.shape)
    if variant is ReadOut.LINEAR:
        return seen
    length = np.sqrt(np.sum(seen * seen, axis=2))
    kept: AnyFloats = seen * np.maximum(1 + biases / np.maximum(length, _LEAST), 0)[:, :, None]
    return kept


def squared_errors(weights: Floats, biases: Floats, importance: Floats, inputs: Floats, variant: ReadOut) -> Floats:
    """sum_i I_i |x_i - y_i|^2 of each input, (count,)."""
    rest = answers(weights, biases, inputs, variant) - inputs
    errors: Floats = np.sum(rest * rest, axis=2) @ importance
    return errors


def mean_error(
    weights: AnyFloats, biases: AnyFloats, importance: AnyFloats, inputs: AnyFloats, variant: ReadOut
) -> tuple[float, AnyFloats, AnyFloats]:
    """The mean of the squared errors, and its gradient by W (n, m, d) and b (n,), in the precision of the inputs."""
    n, m, d = weights.shape
    count = len(inputs)
    rows, flat = weights.reshape(n * m, d), inputs.reshape(count, n * m)
    hidden = flat @ rows
    seen = (hidden @ rows.T).reshape(inputs.shape)
    if variant is ReadOut.LINEAR:
        rest = seen - inputs
        push = rest * (importance * (2 / count)).astype(rest.dtype)[:, None]
        by_bias = np.zeros_like(biases)
    else:
        length = np.maximum(np.sqrt(np.sum(seen * seen, axis=2)), _LEAST)
        kept = np.maximum(1 + biases / length, 0)
        rest = seen * kept[:, :, None] - inputs
        push = rest * (importance * (2 / count)).astype(rest.dtype)[:, None]
        along = np.where(kept > 0, np.sum(seen * push, axis=2) / length, 0)
        by_bias = along.sum(axis=0)
        push = push * kept[:, :, None] - ((along / length) * (biases / length))[:, :, None] * seen
    loss = float(np.mean(np.sum(rest * rest, axis=2) @ importance))
    pushed = push.reshape(count, n * m)
    by_rows = pushed.T @ hidden + flat.T @ (pushed @ rows)
    return loss, by_rows.reshape(n, m, d), by_bias
