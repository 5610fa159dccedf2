r"""Factorization and its S-curves: how long a low-rank product learns nothing, and how fast it then learns.

Squared error. L = |A B^T - T|_F^2 / 2 under gradient flow A' = (T - A B^T) B, B' = (T - A B^T)^T A. For T = s a b^T
with unit a, b and small random A, B (N-vectors), the component u along (a, b) grows as

    u(t) = s / (1 + (s/u_0 - 1) e^{-2 s t}),   u_0 = ((a.A + b.B)/2)^2,   half time (1/2s) ln(s/u_0 - 1),

a plateau of length ln(1/u_0)/(2s), then a fall of width 1/s. For rank r with balanced, aligned factors each singular
value s_i follows its own such curve: the strong first.

Cross-entropy. Targets are P = softmax of the flattened low-rank logits, the model Q = softmax(A B^T); L = KL(P|Q). Near
0 the factors grow along the singular vectors of P - 1/(N M), not of the logits, at rate s_1 of that matrix.

A plateau ends here when the loss has fallen by a tenth of its start.
References: Saxe, McClelland, Ganguli, arXiv:1312.6120; Jermyn, Shlegeris, Multi-Component Learning and S-Curves (2022).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.errors import InputError, finite_number, positive_integer
from packing.numeric import checked_seed
from packing.toymodels.brief import Brief, brief
from packing.toymodels.generators import generator
from packing.toymodels.kind import ModelKind, Progress, Trained, gathered
from packing.toymodels.option import Option
from packing.toymodels.training import Adam, Diverged, PlainSteps, Update, descend

Floats = npt.NDArray[np.float64]
Push = Callable[[Floats], tuple[float, Floats]]

_TARGET, _START = 3, 4
"""The purposes of the generators of targets and starts."""

_DIVERGED = 1e3
"""A loss this many times that at the start is taken as divergence."""

PLATEAU_DROP = 0.1
"""The share of its first value by which the loss falls when the plateau ends."""

_LEAST_SCALE = 1e-100
"""Products of factors below it round to 0, and never grow."""

BUMP_HEIGHT, BUMP_DROP = 0.5, 0.1
"""What counts as a bump: alignment with one target that reaches the first and later falls by the second."""


class Error(Option):
    """What is minimised: the squared error of the matrix, or the cross-entropy of its softmax."""

    SQUARED = "squared"
    CROSS_ENTROPY = "cross_entropy"


class Descent(Option):
    """`flow` (gradient flow by Runge-Kutta), `sgd` (plain gradient steps) or `adam`."""

    FLOW = "flow"
    SGD = "sgd"
    ADAM = "adam"


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
    descent: Descent = Descent.FLOW
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
        if self.rank > self.size:
            raise InputError(f"the rank must be at most the size {self.size}, not {self.rank}: give a smaller rank")
        object.__setattr__(self, "error", Error.named(self.error))
        object.__setattr__(self, "descent", Descent.named(self.descent))

    @property
    def has_closed_form(self) -> bool:
        """Whether the S-curve above is the theory here: for the squared error by flow or small plain steps."""
        return self.error is Error.SQUARED and self.descent is not Descent.ADAM

    def target(self, model: int) -> Floats:
        """The matrix to learn: T for the squared error, the logits for cross-entropy."""
        rng = generator(self.seed, model, _TARGET)
        left, right = rng.normal(size=(2, self.size, self.rank))
        matrix: Floats = left @ right.T / (1.0 if self.error is Error.CROSS_ENTROPY else self.size)
        return matrix

    def start(self, model: int) -> FactorPair:
        """The factors A, B at time 0, each (N, rank)."""
        return FactorPair(*self.scale * generator(self.seed, model, _START).normal(size=(2, self.size, self.rank)))


@dataclass(frozen=True, eq=False, repr=False)
class LearningCurve(Brief):
    """One training: times (T,), losses (T,), overlaps (T, rank) with the modes of the target, and what theory needs.

    `modes` are the singular values that set the pace: of T, or of P - 1/N^2. `overlaps[:, k]` is u_k, the component of
    A B^T along the k-th pair of singular vectors. `start_overlaps` are the effective ((a.A + b.B)/2)^2 at time 0.
    `alignments` (T, rank, rank) hold |cos| of column r of A with left singular vector k.
    """

    times: Floats
    losses: Floats
    overlaps: Floats
    modes: Floats
    start_overlaps: Floats
    alignments: Floats

    @property
    def bumps(self) -> int:
        """How many learned vectors rise above `BUMP_HEIGHT` along one target mode and later lose `BUMP_DROP` of it.

        That is the trace of two vectors that compete for one target until one of them gives way.
        """
        peaks = np.maximum.accumulate(self.alignments, axis=0)
        lost = (peaks >= BUMP_HEIGHT) & (peaks - self.alignments >= BUMP_DROP)
        return int(np.count_nonzero(lost.any(axis=(0, 2))))

    @property
    def plateau(self) -> float:
        """The first time at which the loss has fallen by `PLATEAU_DROP` of its start; infinity if it never does."""
        return _crossing(self.times, self.losses, (1.0 - PLATEAU_DROP) * self.losses[0])

    @property
    def half_times(self) -> Floats:
        """For each mode the time at which its overlap passes half the singular value; infinity if it does not."""
        return np.array(
            [_crossing(self.times, -overlap, -0.5 * s) for overlap, s in zip(self.overlaps.T, self.modes, strict=True)]
        )

    @property
    def predicted_half_times(self) -> Floats:
        """(1/2s) ln(s/u_0 - 1) of each mode: for the squared error, small starts and modes that do not compete."""
        return half_time(self.modes, self.start_overlaps)


def half_time(s: Floats | float, u0: Floats | float) -> Floats:
    """(1/2s) ln(s/u_0 - 1), the time at which u = s/(1 + (s/u_0 - 1) e^{-2st}) is s/2; needs 0 < u_0 < s/2.

    >>> round(float(half_time(1.0, 1e-6)), 6)
    6.907755
    """
    ratio = np.maximum(np.asarray(s) / np.asarray(u0) - 1.0, 1e-300)
    times: Floats = np.log(ratio) / (2.0 * np.asarray(s))
    return times


def s_curve(times: Floats, s: float, u0: float) -> Floats:
    """u(t) = s / (1 + (s/u_0 - 1) e^{-2 s t}).

    >>> float(s_curve(half_time(2.0, 0.01), 2.0, 0.01))
    1.0
    """
    curve: Floats = s / (1.0 + (s / u0 - 1.0) * np.exp(-2.0 * s * np.asarray(times)))
    return curve


def train_factorization(
    config: FactorizationConfig, progress: Progress | None = None, checkpoint: Path | str | None = None
) -> Trained[FactorizationConfig, LearningCurve]:
    """The learning curves of `models` runs, each with its own target and start from (seed, model).

    Raises `InputError` where a loss diverges.

    >>> (curve,) = train_factorization(FactorizationConfig(models=1, time=20))
    >>> bool(abs(curve.half_times[0] / curve.predicted_half_times[0] - 1) < 0.01)
    True
    """
    return KIND.train(config, progress, checkpoint)


class Share(NamedTuple):
    """A share of runs, and its standard error."""

    value: float
    error: float


def bump_share(curves: Sequence[LearningCurve]) -> Share:
    """The share of runs with at least one bump, and its standard error (by Laplace's rule, so never 0).

    >>> bump_share(train_factorization(FactorizationConfig(rank=1, models=6, time=25))).value
    0.0
    """
    runs, bumped = len(curves), sum(curve.bumps > 0 for curve in curves)
    smoothed = (bumped + 1.0) / (runs + 2.0)
    return Share(bumped / runs, float(np.sqrt(smoothed * (1.0 - smoothed) / (runs + 3.0))))


def pace(target: Floats, error: Error) -> Floats:
    """The matrix whose singular values and vectors govern growth from 0: T, or softmax(C) - 1/(N M).

    >>> pace(np.zeros((2, 2)), Error.CROSS_ENTROPY).tolist()
    [[0.0, 0.0], [0.0, 0.0]]
    """
    return target if error is Error.SQUARED else np.exp(_log_softmax(target)) - 1.0 / target.size


def _models(config: FactorizationConfig, first: int) -> Iterator[LearningCurve]:
    for model in range(first, config.models):
        yield _curve(config, model)


def _curve(config: FactorizationConfig, model: int) -> LearningCurve:
    target, state = config.target(model), np.stack(config.start(model))
    u, s, vt = np.linalg.svd(pace(target, config.error))
    u, s, v = u[:, : config.rank], s[: config.rank], vt[: config.rank].T
    begin = np.sum(((u.T @ state[0]) + (v.T @ state[1])) ** 2, axis=1) / 4.0
    push = _push(target, config.error)
    overlaps, alignments = [], []

    def observed() -> tuple[float, list[Floats]]:
        """The loss and the slope at the current factors, whose place among the modes is recorded."""
        along, across = u.T @ state[0], v.T @ state[1]
        overlaps.append(np.sum(along * across, axis=1))
        alignments.append(np.abs(along.T) / np.maximum(np.linalg.norm(state[0], axis=0), 1e-300)[:, None])
        loss, slope = push(state)
        return loss, [slope]

    steps = max(1, round(config.time / config.step))
    limit = _DIVERGED * push(state)[0] + 1e-300
    losses = descend(observed, _update(config, push, state), np.full(steps, config.step), limit=limit)
    last, _ = observed()
    if not last < limit:
        raise Diverged(steps)
    times = np.asarray(np.arange(steps + 1) * config.step, dtype=np.float64)
    return LearningCurve(times, np.array((*losses, last)), np.array(overlaps), s, begin, np.array(alignments))


def _update(config: FactorizationConfig, push: Push, state: Floats) -> Update:
    """How a step changes the state in place."""
    if config.descent is Descent.FLOW:
        return lambda slopes, rate: _runge_kutta(push, state, slopes[0], rate)
    return PlainSteps([state]) if config.descent is Descent.SGD else Adam([state], epsilon=1e-12)


def _push(target: Floats, error: Error) -> Push:
    """The loss and its gradient as a function of the stacked factors."""
    if error is Error.SQUARED:

        def squared(state: Floats) -> tuple[float, Floats]:
            gap = state[0] @ state[1].T - target
            return 0.5 * float(np.sum(gap**2)), np.stack((gap @ state[1], gap.T @ state[0]))

        return squared
    log_p = _log_softmax(target)
    p = np.exp(log_p)

    def cross_entropy(state: Floats) -> tuple[float, Floats]:
        log_q = _log_softmax(state[0] @ state[1].T)
        gap = np.exp(log_q) - p
        return float(np.sum(p * (log_p - log_q))), np.stack((gap @ state[1], gap.T @ state[0]))

    return cross_entropy


def _runge_kutta(push: Push, state: Floats, slope: Floats, step: float) -> None:
    """One classical step of state' = -gradient, in place; the slope at the start is known."""
    second = push(state - 0.5 * step * slope)[1]
    third = push(state - 0.5 * step * second)[1]
    fourth = push(state - step * third)[1]
    state[...] = state - step * (slope + 2.0 * second + 2.0 * third + fourth) / 6.0


def _log_softmax(logits: Floats) -> Floats:
    shifted: Floats = logits - logits.max()
    return shifted - np.log(np.sum(np.exp(shifted)))


def _crossing(times: Floats, values: Floats, level: float) -> float:
    """The first time at which falling `values` reach `level`, linear between records; infinity if they do not."""
    if not (values <= level).any():
        return float("inf")
    k = int(np.argmax(values <= level))
    if k == 0:
        return float(times[0])
    share = (values[k - 1] - level) / (values[k - 1] - values[k])
    return float(times[k - 1] + share * (times[k] - times[k - 1]))


KIND = ModelKind("factorization", FactorizationConfig, LearningCurve, _models, gathered, list, rate="step")
