"""The losses of a stack of factorizations and their slopes, over the whole matrix or entries drawn at each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from packing.numeric import Floats
from packing.toymodels.factorization.config import BATCHES, Error, FactorizationConfig
from packing.toymodels.generators import generator

_BLOCK = 1 << 14
"""Entries that a model draws at once: the stream of a model does not depend on how many are trained together."""


class Push(NamedTuple):
    """The losses (models,) over the whole matrix, and their slopes (models, 2, N, rank)."""

    losses: Floats
    slopes: Floats


Gradient = Callable[[Floats], Push]


class Batches:
    """How often each entry is drawn at each step, over what is expected: weights (models, N N) with the mean 1.

    Entries are drawn with replacement, uniform for the squared error and with the chances P for cross-entropy, where
    the weights are counts / batch: an estimate of P itself.
    """

    def __init__(self, config: FactorizationConfig, models: range, chances: Floats | None) -> None:
        self.entries, self.batch = config.size**2, config.batch or 1
        self.rngs = [generator(config.seed, model, BATCHES) for model in models]
        self.cumulated = None if chances is None else np.cumsum(chances.reshape(len(models), -1), axis=1)
        self.steps = max(1, _BLOCK // self.batch)
        self.step, self.drawn = self.steps, np.empty(0, dtype=np.int64)

    def __call__(self) -> Floats:
        """The share of each entry in the next batch, (models, N N)."""
        if self.step == self.steps:
            self.drawn = np.stack([self._block(k) for k in range(len(self.rngs))], axis=1)
            self.step = 0
        indices = self.drawn[self.step].reshape(-1)
        self.step += 1
        counts = np.bincount(indices, minlength=len(self.rngs) * self.entries)
        return counts.reshape(len(self.rngs), self.entries) / self.batch

    def _block(self, k: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        """The entries of model k in the next steps, (steps, batch), counted on through the stack."""
        shape = (self.steps, self.batch)
        if self.cumulated is None:
            chosen = self.rngs[k].integers(self.entries, size=shape)
        else:
            uniform = self.rngs[k].random(shape) * self.cumulated[k, -1]
            chosen = np.minimum(np.searchsorted(self.cumulated[k], uniform, side="right"), self.entries - 1)
        return chosen.astype(np.int64) + k * self.entries


def gradient_of(config: FactorizationConfig, models: range, targets: Floats) -> Gradient:
    """The losses and slopes of stacked factors (models, 2, N, rank) against `targets` (models, N, N)."""
    if config.error is Error.SQUARED:
        return _squared(targets, None if config.batch is None else Batches(config, models, None))
    log_p = log_softmax(targets)
    p = np.exp(log_p)
    return _cross_entropy(p, log_p, None if config.batch is None else Batches(config, models, p))


def _squared(targets: Floats, batches: Batches | None) -> Gradient:
    def push(state: Floats) -> Push:
        gap = np.matmul(state[:, 0], state[:, 1].swapaxes(1, 2))
        gap -= targets
        flat = gap.reshape(len(gap), -1)
        losses = 0.5 * np.einsum("me,me->m", flat, flat)
        if batches is not None:
            flat *= batches()
            flat *= flat.shape[1]
        return Push(losses, _slopes(gap, state))

    return push


def _cross_entropy(p: Floats, log_p: Floats, batches: Batches | None) -> Gradient:
    def push(state: Floats) -> Push:
        logits = np.matmul(state[:, 0], state[:, 1].swapaxes(1, 2))
        logits -= logits.max(axis=(1, 2), keepdims=True)
        gap = np.exp(logits)
        total = gap.sum(axis=(1, 2), keepdims=True)
        gap /= total
        logits -= np.log(total)
        # sum p (ln p - ln q), the difference taken entry by entry: what is left near 0 is rounding
        losses = np.maximum(np.einsum("mij,mij->m", p, np.subtract(log_p, logits, out=logits)), 0.0)
        gap -= p if batches is None else batches().reshape(p.shape)
        return Push(losses, _slopes(gap, state))

    return push


def _slopes(gap: Floats, state: Floats) -> Floats:
    """(gap B, gap^T A) of each model."""
    slopes = np.empty_like(state)
    np.matmul(gap, state[:, 1], out=slopes[:, 0])
    np.matmul(gap.swapaxes(1, 2), state[:, 0], out=slopes[:, 1])
    return slopes


def log_softmax(logits: Floats) -> Floats:
    """ln of the softmax over all entries of each matrix, (..., N, N).

    >>> log_softmax(np.zeros((1, 2, 2))).round(6).tolist()
    [[[-1.386294, -1.386294], [-1.386294, -1.386294]]]
    """
    shifted: Floats = logits - logits.max(axis=(-2, -1), keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=(-2, -1), keepdims=True))
    return shifted
