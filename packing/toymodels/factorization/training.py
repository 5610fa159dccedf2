"""Train a factorization by gradient flow, plain steps or Adam, and record its learning curve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from packing.numeric import Floats
from packing.toymodels.factorization.config import Error, FactorizationConfig, Optimizer
from packing.toymodels.factorization.curve import LearningCurve
from packing.toymodels.kind import ModelKind, Progress, Trained, gathered
from packing.toymodels.training import Adam, Diverged, PlainSteps, Update, descend

Push = Callable[[Floats], tuple[float, Floats]]

_DIVERGED = 1e3
"""A loss this many times that at the start is taken as divergence."""


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
    if config.descent is Optimizer.FLOW:
        return lambda slopes, rate: _runge_kutta(push, state, slopes[0], rate)
    return PlainSteps([state]) if config.descent is Optimizer.SGD else Adam([state], epsilon=1e-12)


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


KIND = ModelKind("factorization", FactorizationConfig, LearningCurve, _models, gathered, list, rate="step")
