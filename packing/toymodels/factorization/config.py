"""Settings of a factorization: the target, the error, the descent and the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from packing.errors import InputError, check_room, finite_number, positive_integer
from packing.numeric import Floats, checked_seed
from packing.toymodels.brief import Brief, brief
from packing.toymodels.generators import generator
from packing.toymodels.option import Option

TARGET, START, BATCHES = 3, 4, 5
"""The purposes of the generators of targets, starts and batches."""


MOST_STEPS = 10**6
"""The most steps of a training: every one is kept."""

MOST_BATCH = 10**6
"""The most entries of a batch."""

_LEAST_SCALE = 1e-100
"""Products of factors below it round to 0, and never grow."""


class Error(Option):
    """What is minimised: the squared error of the matrix, or the cross-entropy of its softmax."""

    SQUARED = "squared"
    CROSS_ENTROPY = "cross_entropy"


class Optimizer(Option):
    """`flow` (gradient flow by Runge-Kutta), `sgd` (plain gradient steps) or `adam`; the last two take batches."""

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
    """N x N targets, and factors of rank `rank` that start at `scale` times Gaussians; times in units of the flow.

    The target is the sum of `target_rank` outer products a_k b_k^T of Gaussian vectors, for the squared error over N
    (so that singular values are near 1); without `target_rank` it has the rank of the model. `step` is the time step
    (flow), or learning rate (sgd, adam); `time` how long, in steps times rate. `batch` is how many entries each step of
    sgd or adam sees, drawn anew, uniform for the squared error and with their probabilities P for cross-entropy; the
    whole matrix without. Raises `InputError` for a rank above `target_rank` or the size, a batch under the flow, and
    numbers out of range.

    >>> FactorizationConfig(rank=2).target(0).shape
    (30, 30)
    >>> FactorizationConfig(rank=1, target_rank=4).target_vectors(0).left.shape
    (30, 4)
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
    target_rank: int | None = None
    batch: int | None = None

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
        object.__setattr__(self, "error", Error.named(self.error))
        object.__setattr__(self, "descent", Optimizer.named(self.descent))
        self._check_ranks()
        if self.batch is not None:
            object.__setattr__(self, "batch", positive_integer("batch", self.batch, MOST_BATCH))
            if self.descent is Optimizer.FLOW:
                raise InputError(
                    f"the flow sees the whole matrix, not a batch of {self.batch} entries: leave the batch out, "
                    "or give the descent sgd or adam"
                )

    def _check_ranks(self) -> None:
        if self.rank > self.size:
            raise InputError(f"the rank must be at most the size {self.size}, not {self.rank}: give a smaller rank")
        if self.target_rank is None:
            return
        object.__setattr__(self, "target_rank", positive_integer("target_rank", self.target_rank))
        if self.target_rank > self.size:
            raise InputError(
                f"the rank of the target must be at most the size {self.size}, not {self.target_rank}: "
                "give a smaller rank"
            )
        if self.rank > self.target_rank:
            raise InputError(
                f"the rank of the model must be at most that of the target, {self.target_rank}, not {self.rank}: "
                "give a smaller rank, or a larger rank of the target"
            )

    @property
    def components(self) -> int:
        """How many outer products the target is the sum of: `target_rank`, or the rank of the model without one."""
        return self.rank if self.target_rank is None else self.target_rank

    @property
    def title(self) -> str:
        """The settings in a few words.

        >>> FactorizationConfig(rank=2, target_rank=3, descent="sgd", batch=90).title
        'rank 2 of target rank 3, squared, sgd in batches of 90, start 0.001'
        """
        target = f" of target rank {self.target_rank}" if self.target_rank not in (None, self.rank) else ""
        batches = f" in batches of {self.batch}" if self.batch is not None else ""
        error = self.error.value.replace("_", " ")
        return f"rank {self.rank}{target}, {error}, {self.descent.value}{batches}, start {self.scale:g}"

    @property
    def has_closed_form(self) -> bool:
        """Whether the S-curve above is the theory here: for the squared error by flow or small plain steps."""
        return self.error is Error.SQUARED and self.descent is not Optimizer.ADAM

    def target_vectors(self, model: int) -> FactorPair:
        """The vectors a_k and b_k of the target, each (N, components): its first factor and its second, unscaled."""
        rng = generator(self.seed, model, TARGET)
        return FactorPair(*rng.normal(size=(2, self.size, self.components)))

    def target(self, model: int) -> Floats:
        """The matrix to learn: T for the squared error, the logits for cross-entropy."""
        left, right = self.target_vectors(model)
        matrix: Floats = left @ right.T / (1.0 if self.error is Error.CROSS_ENTROPY else self.size)
        return matrix

    def start(self, model: int) -> FactorPair:
        """The factors A, B at time 0, each (N, rank)."""
        return FactorPair(*self.scale * generator(self.seed, model, START).normal(size=(2, self.size, self.rank)))
