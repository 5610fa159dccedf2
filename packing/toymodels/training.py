"""One loop for every model that is trained step by step, and one Adam.

A step takes the loss and its gradient at the current values, then an update changes the values in place. The learning
rate falls to 0 along half a cosine. Adam with decoupled weight decay g, at the rate r and with slopes s, is

    m <- .9 m + .1 s,   q <- .999 q + .001 s^2,   v <- (1 - r g) v - r (m / (1 - .9^t)) / (sqrt(q / (1 - .999^t)) + e).

Reference: Kingma and Ba, arXiv:1412.6980; Loshchilov and Hutter, Decoupled Weight Decay Regularization,
arXiv:1711.05101.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from numba import njit

from packing.numeric import AnyFloats
from packing.toymodels.generators import REPRODUCIBLE

Gradient = Callable[[], tuple[float, Sequence[AnyFloats]]]
"""The loss at the current values, and its slopes by each of them."""

RECORDS = 200
"""Losses kept of a long training, evenly spaced."""

_BETA_1, _BETA_2 = 0.9, 0.999


class Diverged(ArithmeticError):
    """Raised with the step at which a loss was seen to diverge."""

    def __init__(self, step: int) -> None:
        super().__init__(f"the loss diverges at step {step}")
        self.step = step

    def __reduce__(self) -> tuple[type[Diverged], tuple[int]]:
        return Diverged, (self.step,)


class Update(Protocol):
    """One way to change values in place, given their slopes and the learning rate."""

    def __call__(self, slopes: Sequence[AnyFloats], rate: float) -> None: ...


class Adam:
    """Adam on `values`, arrays of one precision in C order, which it changes in place.

    `weight_decay` is one number for each array, 0 where left out; `epsilon` keeps the quotient finite.

    >>> point = np.array([1.0, -1.0])
    >>> Adam([point])([np.array([3.0, -0.5])], 0.1)          # the first step has the length of the rate
    >>> point.round(6).tolist()
    [0.9, -0.9]
    """

    def __init__(
        self, values: Sequence[AnyFloats], weight_decay: Sequence[float] | None = None, epsilon: float = 1e-8
    ) -> None:
        self.number = values[0].dtype.type
        self.keep = np.array([_BETA_1, _BETA_2, epsilon], dtype=self.number)
        self.parts = [
            (value.reshape(-1), np.zeros((2, value.size), dtype=self.number), decay)
            for value, decay in zip(values, weight_decay or [0.0] * len(values), strict=True)
        ]
        self.step, self.one = 0, self.number(1.0)

    def __call__(self, slopes: Sequence[AnyFloats], rate: float) -> None:
        """One step against `slopes`, arrays like the values."""
        self.step += 1
        number, keep = self.number, self.keep
        size, root = number(rate / (1 - _BETA_1**self.step)), number(1.0 / math.sqrt(1 - _BETA_2**self.step))
        for (value, momenta, decay), slope in zip(self.parts, slopes, strict=True):
            left = number(1.0 - rate * decay) if decay else self.one
            _adam(value, slope.reshape(-1), momenta, keep, size, root, left)


class PlainSteps:
    """Gradient descent: values less rate times slopes."""

    def __init__(self, values: Sequence[AnyFloats]) -> None:
        self.values = values

    def __call__(self, slopes: Sequence[AnyFloats], rate: float) -> None:
        """One step against `slopes`."""
        for value, slope in zip(self.values, slopes, strict=True):
            value -= rate * slope


def cosine_rates(rate: float, steps: int) -> npt.NDArray[np.float64]:
    """The learning rates of `steps` steps, from `rate` down to nearly 0 along half a cosine.

    >>> cosine_rates(1.0, 4).round(3).tolist()
    [1.0, 0.854, 0.5, 0.146]
    """
    rates: npt.NDArray[np.float64] = 0.5 * rate * (1.0 + np.cos(np.pi * np.arange(steps) / steps))
    return rates


def descend(
    gradient: Gradient,
    update: Update,
    rates: npt.NDArray[np.float64],
    *,
    stride: int = 1,
    limit: float = math.inf,
    after: Callable[[int], None] | None = None,
) -> tuple[float, ...]:
    """One step for each of `rates`; the losses before every `stride`-th step.

    `after(step)` may change the values once more, say to unit length. Raises `Diverged` where a recorded loss is not
    below `limit`.

    >>> point = np.array([2.0])
    >>> losses = descend(lambda: (float(point[0] ** 2), [2 * point]), PlainSteps([point]), np.full(3, 0.25))
    >>> losses, point.tolist()
    ((4.0, 1.0, 0.25), [0.25])
    """
    history = []
    for step, rate in enumerate(rates.tolist()):
        loss, slopes = gradient()
        if step % stride == 0:
            if not loss < limit:
                raise Diverged(step)
            history.append(loss)
        update(slopes, rate)
        if after is not None:
            after(step)
    return tuple(history)


# numpy's division gives inf and NaN instead of an exception: without that branch the loop is vectorised
@njit(cache=True, fastmath=REPRODUCIBLE, error_model="numpy")
def _adam(
    values: AnyFloats,
    slopes: AnyFloats,
    momenta: AnyFloats,
    keep: AnyFloats,
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
