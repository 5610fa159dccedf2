"""The loss of the shrinkage at a density: closed where one feature is active, a mean over inputs where more are.

Of features of two dimensions what happens when exactly one is active is known in closed form (`one_active`); when none
is, the error is 0. So only inputs with two active features or more are drawn, and at low density they matter little.
For m > 2 the drawn inputs have one active feature or more. Inputs that are drawn once make a smooth function of the
weights, which L-BFGS minimises; fresh inputs judge what it finds, with a standard error.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from packing.numeric import Floats
from packing.toymodels.autoencoder.losses.closed_part import independent_chances
from packing.toymodels.brief import Brief
from packing.toymodels.subspaces.config import SubspaceConfig
from packing.toymodels.subspaces.draws import at_least, crowded
from packing.toymodels.subspaces.linear import LinearSubspaceLoss
from packing.toymodels.subspaces.one_active import OneActiveLoss, SubspaceValue
from packing.toymodels.subspaces.options import ReadOut
from packing.toymodels.subspaces.shrinkage import mean_error, squared_errors

BLOCK = 1 << 18
"""Numbers of the inputs that are judged at a time."""


class Estimate(NamedTuple):
    """A mean and its standard error."""

    loss: float
    error: float


class BothErrors(NamedTuple):
    """The squared errors of the shrinkage and of the linear read-out with the same weights, (count,) each."""

    shrunk: Floats
    linear: Floats

    @property
    def share(self) -> float:
        """The multiple of the linear errors that leaves the shrunk ones with the least variance."""
        rest = self.linear - self.linear.mean()
        return float(rest @ self.shrunk) / max(float(rest @ rest), 1e-300)


@dataclass(frozen=True, eq=False, repr=False)
class AverageLoss(Brief):
    """The loss of the shrinkage of `config`, over `inputs` (count, n, m) drawn once, which come with chance `crowd`.

    With a `share` it takes off that multiple of what the linear errors of the inputs miss of their mean, a polynomial.

    >>> config = SubspaceConfig(n=2, d=4, density=0.5)
    >>> average_loss(config, 100, np.random.default_rng(0))(np.eye(4).reshape(2, 2, 4), np.zeros(2)).loss < 1e-15
    True
    """

    config: SubspaceConfig
    inputs: Floats
    crowd: float
    closed: OneActiveLoss | None = None
    share: float = 0.0

    def __call__(self, weights: Floats, biases: Floats) -> SubspaceValue:
        """The loss and its gradient at W (n, m, d), b (n,)."""
        parts = [(self.crowd, self._mean(weights, biases, ReadOut.SHRINKAGE))]
        if self.closed is not None:
            parts.append((1.0, self.closed(weights, biases)))
        if self.share:
            parts.append((-self.share * self.crowd, self._mean(weights, biases, ReadOut.LINEAR)))
            parts += [(self.share * sign, loss(weights, biases)) for sign, loss in self._linear]
        return SubspaceValue(
            sum(times * value.loss for times, value in parts),
            np.sum([times * value.weights for times, value in parts], axis=0),
            np.sum([times * value.biases for times, value in parts], axis=0),
        )

    def _mean(self, weights: Floats, biases: Floats, variant: ReadOut) -> SubspaceValue:
        """The mean squared error of the inputs by one read-out."""
        loss, by_weights, by_bias = mean_error(weights, biases, self.config.importances, self.inputs, variant)
        return SubspaceValue(loss, np.asarray(by_weights, np.float64), np.asarray(by_bias, np.float64))

    @cached_property
    def _linear(self) -> tuple[tuple[float, LinearSubspaceLoss], ...]:
        """What makes up the mean of the linear errors of crowded inputs: all inputs less those with one active."""
        second = self.config.law.second_moment(self.config.m)
        whole = LinearSubspaceLoss(self.config.densities, self.config.importances, second)
        if self.closed is None:
            return ((1.0, whole),)
        return ((1.0, whole), (-1.0, LinearSubspaceLoss(self.closed.chances, self.config.importances, second)))

    def both_errors(self, weights: Floats, biases: Floats) -> BothErrors:
        """The errors of the inputs by both read-outs."""
        price = self.config.importances
        return BothErrors(
            squared_errors(weights, biases, price, self.inputs, ReadOut.SHRINKAGE),
            squared_errors(weights, biases, price, self.inputs, ReadOut.LINEAR),
        )

    def controlled(self, weights: Floats, biases: Floats, both: BothErrors) -> Floats:
        """Values whose mean estimates the loss, one an input: the linear errors take off what they miss of theirs."""
        mean = sum(sign * loss(weights, biases).loss for sign, loss in self._linear)
        one = 0.0 if self.closed is None else self.closed(weights, biases).loss
        return one + self.crowd * both.shrunk - both.share * (self.crowd * both.linear - mean)


def judge(config: SubspaceConfig, weights: Floats, biases: Floats, count: int, rng: np.random.Generator) -> Estimate:
    """The expected loss of the shrinkage at a density, over `count` fresh inputs, with its standard error.

    >>> config = SubspaceConfig(2, 2, density=0.5)                       # one plane is kept, the other dropped
    >>> kept = np.stack((np.eye(2), np.zeros((2, 2))))
    >>> found = judge(config, kept, np.zeros(2), 10000, np.random.default_rng(0))
    >>> abs(found.loss - 0.25) < 4 * found.error < 0.01
    True
    """
    block = max(1, min(count, BLOCK // (config.n * config.m)))
    errors = []
    for done in range(0, count, block):
        loss = average_loss(config, min(block, count - done), rng)
        errors.append(loss.both_errors(weights, biases))
    return estimated(loss.controlled(weights, biases, BothErrors(*map(np.concatenate, zip(*errors, strict=True)))))


def estimated(values: Floats) -> Estimate:
    """The mean of independent values and its standard error.

    >>> estimated(np.array([1.0, 3.0]))
    Estimate(loss=2.0, error=1.0)
    """
    return Estimate(float(values.mean()), float(values.std(ddof=1)) / len(values) ** 0.5)


def average_loss(config: SubspaceConfig, count: int, rng: np.random.Generator) -> AverageLoss:
    """The loss of `config` over `count` inputs from `rng`: with two active features or more where m = 2, else one."""
    densities = config.densities
    least = 2 if config.m == 2 else 1
    crowd = float(at_least(densities, least)[0, least])
    inputs = crowded(densities, least, config.law, config.m, count, rng)
    if config.m != 2:
        return AverageLoss(config, inputs, crowd)
    alone = independent_chances(np.broadcast_to(densities, (config.n, config.n))).alone[0]
    return AverageLoss(config, inputs, crowd, OneActiveLoss(alone, config.importances, config.law))
