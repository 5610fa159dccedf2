r"""The loss of |error|^q where exactly one feature is active, for weights W (n, d) and biases b <= 0.

Let x' = ReLU(W W^T x + b). Given that only feature j is active, uniform on [0, 1], with c = <w_i, w_j>, a = |w_j|^2,

    another output i loses   J(c, b) = int_0^1 ReLU(c u + b)^q du = max(c + b, 0)^(q+1) / ((q+1) c),
    its own output loses     I(a, b) = int_0^1 |u - ReLU(a u + b)|^q du.

With t = -b/a, the input from which on the own output is above 0, and e = 1 - a - b, its error at u = 1,

    I(a, b) = t^(q+1)/(q+1) + (1 - t) (e |e|^q - t^(q+1)) / ((q+1) (e - t))        for t < 1, else 1/(q+1).

Without a bias and for unit norms the loss is sum over i != j of max(c, 0)^q, over n (q + 1): it cares about the q-th
moment of the interference. For q = 2 it is `OneSparseLoss`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.toymodels.autoencoder.losses.one_sparse import Value
from packing.toymodels.brief import Brief

_NEAR = 1e-6
"""Ends of an interval that agree to this part are one: a divided difference is then a derivative, as exact."""


@dataclass(frozen=True, eq=False, repr=False)
class OneSparsePowerLoss(Brief):
    """L(W, b) at the error exponent q >= 1: features active with chances `odds` (n,), counting `importance` (n,).

    >>> square = OneSparsePowerLoss(np.full(2, 0.5), np.full(2, 1.0), 3.0)
    >>> square(np.array([[1.0], [1.0]]), np.zeros(2)).loss                # each is taken for the other: 2 x 1/4 / 2
    0.25
    """

    odds: Floats
    importance: Floats
    exponent: float

    largest_bias: float = 0.0
    """The price of a positive bias is infinite in this limit."""

    def __call__(self, weights: Floats, biases: Floats) -> Value:
        """The loss and its gradient at W (n, d), b (n,) <= 0; at q = 1 a gradient, where there are several."""
        q = self.exponent
        gram = weights @ weights.T
        price = self.importance[:, None] * self.odds[None, :]
        others, own = leaked(gram, biases[:, None], q), answered(np.diagonal(gram), biases, q)
        for part, one in zip(others, own, strict=True):
            part[np.diag_indices_from(part)] = one
        by_gram = price * others.by_slope
        return Value(
            float(np.sum(price * others.loss)), (by_gram + by_gram.T) @ weights, np.sum(price * others.by_bias, axis=1)
        )


class Integral(NamedTuple):
    """An integral of |error|^q and its derivatives by the slope (c or a) and by the bias."""

    loss: Floats
    by_slope: Floats
    by_bias: Floats


def leaked(slope: Floats, bias: Floats, q: float) -> Integral:
    """J(c, b) with its derivatives, for b <= 0; arrays broadcast.

    >>> [float(part) for part in leaked(np.array(0.5), np.array(0.0), 3.0)]
    [0.03125, 0.1875, 0.25]
    """
    slope, bias = np.broadcast_arrays(slope, bias)
    end = np.maximum(slope + bias, 0.0)
    c = np.where(end > 0, slope, 1.0)
    by_bias = end**q / c
    loss = by_bias * end / (q + 1.0)
    return Integral(loss, by_bias - loss / c, by_bias)


def answered(slope: Floats, bias: Floats, q: float) -> Integral:
    """I(a, b) with its derivatives, for a >= 0 and b <= 0, arrays of one shape.

    >>> [round(float(part), 6) for part in answered(np.array(0.5), np.array(0.0), 1.0)]
    [0.25, -0.5, -1.0]
    """
    alive = slope + bias > 0
    a, b = np.where(alive, slope, 1.0), np.where(alive, bias, 0.0)
    start = -b / a
    end, left = 1.0 - a - b, 1.0 - start
    total = left * _divided(end, start, q + 1.0, odd=True) / (q + 1.0)
    fall = _divided(end, start, q, odd=False)
    rest = 1.0 - a
    apart = np.where(rest == 0, 1.0, rest)
    weighed = np.where(
        _near(end, start), fall * (1.0 - start**2) / 2.0, (np.abs(end) ** q - start ** (q + 1.0) - total) / apart
    )
    loss = np.where(alive, start ** (q + 1.0) / (q + 1.0) + total, 1.0 / (q + 1.0))
    return Integral(loss, np.where(alive, -weighed, 0.0), np.where(alive, -left * fall, 0.0))


def _divided(end: Floats, start: Floats, r: float, *, odd: bool) -> Floats:
    """(f(end) - f(start)) / (end - start) for f(x) = |x|^r, or sign(x) |x|^r; start >= 0."""
    same = _near(end, start)
    gap = np.where(same, 1.0, end - start)
    middle = 0.5 * (end + start)
    size = np.abs(end) ** r * (np.sign(end) if odd else 1.0)
    slope = r * np.abs(middle) ** (r - 1.0) * (1.0 if odd else np.sign(middle))
    divided: Floats = np.where(same, slope, (size - start**r) / gap)
    return divided


def _near(end: Floats, start: Floats) -> npt.NDArray[np.bool_]:
    return np.asarray(np.abs(end - start) <= _NEAR * np.maximum(np.abs(end), start))
