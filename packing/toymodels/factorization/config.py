"""Settings of a factorization: the target, the error, the descent and the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from packing.errors import InputError, check_room, finite_number, positive_integer
from packing.numeric import Floats, checked_seed
from packing.toymodels.brief import Brief, brief
from packing.toymodels.generators import generator
from packing.toymodels.option import Option

TARGET, START = 3, 4
"""The purposes of the generators of targets and starts."""


MOST_STEPS = 10**6
"""The most steps of a training: every one is kept."""

_LEAST_SCALE = 1e-100
"""Products of factors below it round to 0, and never grow."""


class Error(Option):
    """What is minimised: the squared error of the matrix, or the cross-entropy of its softmax."""

    SQUARED = "squared"
    CROSS_ENTROPY = "cross_entropy"


class Optimizer(Option):
    """`flow` (gradient flow by Runge-Kutta), `sgd` (plain gradient steps) or `adam`."""

    FLOW = "flow"
    SGD = "sgd"
    ADAM = "adam"

    @classmethod
    def word(cls) -> str:
        """The name of the option."""
        return "descent"


class FactorPair(NamedTuple):
    """A and B of the product A B^T, each (N, rank)."""

    left: Floats
    right: Floats

    def __repr__(self) -> str:
        return brief(self)


@dataclass(frozen=True, repr=False)
class FactorizationConfig(Brief):
    """N x N targets of the given rank, factors that start at `scale` times Gaussians; times in units of the flow.

    The target is the sum of `rank` outer products of Gaussian vectors over N (so that singular values are near 1).
    `step` is the time step (flow), or learning rate (sgd, adam); `time` how long, in steps times rate.

    >>> FactorizationConfig(rank=2).target(0).shape
    (30, 30)
    """

    size: int = 30
    rank: int = 1
    error: Error = Error.SQUARED
    descent: Optimizer = Optimizer.FLOW
    scale: float = 1e-3
    step: float = 0.05
    time: float = 40.0
    models: int = 4
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("size", "rank", "models"):
            object.__setattr__(self, name, positive_integer(name, getattr(self, name)))
        object.__setattr__(self, "seed", checked_seed(self.seed))
        for name, least in (("scale", _LEAST_SCALE), ("step", 0.0), ("time", 0.0)):
            if finite_number(name, getattr(self, name)) <= least:
                raise InputError(
                    f"{name} must be greater than {least:g}, not {getattr(self, name)}: give a small number"
                )
        if self.time / self.step > MOST_STEPS:
            raise InputError(f"time / step must be at most {MOST_STEPS} steps: shorten the time, or lengthen the step")
        check_room("the matrix", self.size, self.size)
        if self.rank > self.size:
            raise InputError(f"the rank must be at most the size {self.size}, not {self.rank}: give a smaller rank")
        object.__setattr__(self, "error", Error.named(self.error))
        object.__setattr__(self, "descent", Optimizer.named(self.descent))

    @property
    def has_closed_form(self) -> bool:
        """Whether the S-curve above is the theory here: for the squared error by flow or small plain steps."""
        return self.error is Error.SQUARED and self.descent is not Optimizer.ADAM

    def target(self, model: int) -> Floats:
        """The matrix to learn: T for the squared error, the logits for cross-entropy."""
        rng = generator(self.seed, model, TARGET)
        left, right = rng.normal(size=(2, self.size, self.rank))
        matrix: Floats = left @ right.T / (1.0 if self.error is Error.CROSS_ENTROPY else self.size)
        return matrix

    def start(self, model: int) -> FactorPair:
        """The factors A, B at time 0, each (N, rank)."""
        return FactorPair(*self.scale * generator(self.seed, model, START).normal(size=(2, self.size, self.rank)))
