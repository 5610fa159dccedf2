"""Train factorizations by gradient flow, plain steps or Adam, several at once, and record their learning curves."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from packing.numeric import Floats
from packing.toymodels.factorization.config import Error, FactorizationConfig, Optimizer
from packing.toymodels.factorization.curve import LearningCurve
from packing.toymodels.factorization.loss import Gradient, gradient_of, log_softmax
from packing.toymodels.kind import ModelKind, Progress, Trained, gathered
from packing.toymodels.training import Adam, Diverged, PlainSteps, Update, descend

_DIVERGED = 1e3
"""A loss this many times that at the start is taken as divergence."""

_TOGETHER = 1 << 14
"""Entries of the matrices that are trained together: beyond it they leave the cache and gain nothing."""

_RECORDED = 1 << 22
"""Numbers recorded of those that are trained together: 32 MiB."""

MOST_RECORDS = 2000
"""Losses and cosines kept of a training, evenly spaced where there are more steps."""


def train_factorization(
    config: FactorizationConfig,
    progress: Progress | None = None,
    checkpoint: Path | str | None = None,
    executor: Executor | None = None,
) -> Trained[FactorizationConfig, LearningCurve]:
    """The learning curves of `models` runs, each with its own target and start from (seed, model).

    Raises `InputError` where a loss diverges.

    >>> (curve,) = train_factorization(FactorizationConfig(models=1, time=20))
    >>> bool(abs(curve.half_times[0] / curve.predicted_half_times[0] - 1) < 0.01)
    True
    """
    return KIND.train(config, progress, checkpoint, executor)


def pace(target: Floats, error: Error) -> Floats:
    """The matrix whose singular values and vectors govern growth from 0: T, or softmax(C) - 1/(N M).

    >>> pace(np.zeros((2, 2)), Error.CROSS_ENTROPY).tolist()
    [[0.0, 0.0], [0.0, 0.0]]
    """
    return target if error is Error.SQUARED else np.exp(log_softmax(target)) - 1.0 / target.size


def _models(config: FactorizationConfig, first: int) -> Iterator[LearningCurve]:
    """The models from `first` on, a stack at a time; where one diverges, those before it are trained alone."""
    recorded = 4 * config.components * config.rank * min(_steps(config) + 1, MOST_RECORDS)
    together = max(1, min(_TOGETHER // config.size**2, _RECORDED // recorded))
    for begin in range(first, config.models, together):
        stack = range(begin, min(begin + together, config.models))
        try:
            yield from _curves(config, stack)
        except Diverged:
            for model in stack:
                yield from _curves(config, range(model, model + 1))


def _steps(config: FactorizationConfig) -> int:
    return max(1, round(config.time / config.step))


class _Frame(NamedTuple):
    """What factors are held against: singular values (models, K), and for both factors their singular vectors and then
    the unit vectors of the target, (models, 2, 2 K, N)."""

    modes: Floats
    rows: Floats


def _frame(config: FactorizationConfig, targets: Floats, stack: range) -> _Frame:
    u, s, vt = np.linalg.svd(np.stack([pace(target, config.error) for target in targets]))
    k = config.components
    vectors = np.stack([np.stack(config.target_vectors(model)) for model in stack]).swapaxes(2, 3)
    vectors /= np.linalg.norm(vectors, axis=3, keepdims=True)
    singular = np.stack((u[:, :, :k].swapaxes(1, 2), vt[:, :k]), axis=1)
    return _Frame(s[:, :k], np.concatenate((singular, vectors), axis=2))


def _curves(config: FactorizationConfig, stack: range) -> list[LearningCurve]:
    targets = np.stack([config.target(model) for model in stack])
    state = np.stack([np.stack(config.start(model)) for model in stack])
    frame, push = _frame(config, targets, stack), gradient_of(config, stack, targets)
    steps = _steps(config)
    stride = -(-steps // MOST_RECORDS)
    limits = _DIVERGED * gradient_of(config, stack, targets)(state).losses + 1e-300
    losses, seen, lengths, taken = [], [], [], 0

    def observed() -> tuple[float, list[Floats]]:
        """The worst loss over its limit, and the slopes, at the current factors; now and then both are recorded."""
        nonlocal taken
        here = push(state)
        if taken % stride == 0 or taken == steps:
            losses.append(here.losses)
            seen.append(np.matmul(frame.rows, state))
            lengths.append(np.einsum("mfnr,mfnr->mfr", state, state))
        taken += 1
        return float(np.max(here.losses / limits)), [here.slopes]

    with np.errstate(over="ignore", invalid="ignore"):  # a loss that diverges is seen in the loss
        descend(observed, _update(config, push, state), np.full(steps, config.step), stride=stride, limit=1.0)
        if not observed()[0] < 1.0:
            raise Diverged(steps)
    times = config.step * np.asarray([*range(0, steps, stride), steps], dtype=np.float64)
    table, norms = np.stack(losses, axis=1), np.sqrt(np.stack(lengths, axis=1))
    inner = np.stack(seen, axis=1)
    return [_curve(times, table[m], frame.modes[m], inner[m], norms[m]) for m in range(len(stack))]


def _curve(times: Floats, losses: Floats, modes: Floats, inner: Floats, norms: Floats) -> LearningCurve:
    """One model: inner products (T, 2, 2 K, rank) with the frame, and lengths (T, 2, rank) of the learned vectors."""
    k = len(modes)
    along = inner[:, :, :k]
    cosines = inner[:, :, k:] / np.maximum(norms, 1e-300)[:, :, None]
    return LearningCurve(
        times,
        losses,
        overlaps=np.sum(along[:, 0] * along[:, 1], axis=2),
        modes=modes,
        start_overlaps=np.sum((along[0, 0] + along[0, 1]) ** 2, axis=1) / 4.0,
        left_cosines=cosines[:, 0].swapaxes(1, 2),
        right_cosines=cosines[:, 1].swapaxes(1, 2),
    )


def _update(config: FactorizationConfig, push: Gradient, state: Floats) -> Update:
    """How a step changes the state in place."""
    if config.descent is Optimizer.FLOW:
        return lambda slopes, rate: _runge_kutta(push, state, slopes[0], rate)
    return PlainSteps([state]) if config.descent is Optimizer.SGD else Adam([state], epsilon=1e-12)


def _runge_kutta(push: Gradient, state: Floats, slope: Floats, step: float) -> None:
    """One classical step of state' = -gradient, in place; the slope at the start is known."""
    second = push(state - 0.5 * step * slope).slopes
    third = push(state - 0.5 * step * second).slopes
    fourth = push(state - step * third).slopes
    state[...] = state - step * (slope + 2.0 * second + 2.0 * third + fourth) / 6.0


KIND = ModelKind("factorization", FactorizationConfig, LearningCurve, _models, gathered, list, rate="step")
