"""Iterative magnitude pruning with rewinding, and its random control.

A round trains, keeps a share of the entries of W and of V, matrix by matrix, those of largest modulus or as many at
random, and goes back to the values that an early step had; what is left is trained from there to the end. Biases are
not pruned.
Reference: Frankle and Carbin, The Lottery Ticket Hypothesis, arXiv:1803.03635; Frankle, Dziugaite, Roy and Carbin,
Linear Mode Connectivity and the Lottery Ticket Hypothesis, arXiv:1912.05671.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from packing.errors import InputError, finite_number, positive_integer
from packing.toymodels.brief import Brief
from packing.toymodels.generators import generator
from packing.toymodels.monosemanticity.config import MonosemanticityConfig
from packing.toymodels.monosemanticity.layer import NeuronLayer
from packing.toymodels.monosemanticity.training import Floats32, NeuronRun, finished, start, train_from
from packing.toymodels.training import Diverged

Mask = npt.NDArray[np.bool_]
Choice = Callable[[Floats32, Mask, int], Mask]
"""Which entries are kept, of the values, those left so far, and their new number."""

_CONTROL = 9
"""The purpose of the generator of random masks."""


@dataclass(frozen=True, eq=False, repr=False)
class Pruning(Brief):
    """The dense layer, and after each round the layer of the largest entries and that of as many random ones.

    `kept[r]` is the share of the entries of W and V that round r has left.
    """

    dense: NeuronLayer
    kept: tuple[float, ...]
    magnitude: tuple[NeuronLayer, ...]
    random: tuple[NeuronLayer, ...]


def pruned_layers(
    config: MonosemanticityConfig, keep: float = 0.5, rounds: int = 3, rewind: int | None = None, model: int = 0
) -> Pruning:
    """Train model number `model` dense, then prune it `rounds` times to the share `keep` of what was left.

    `rewind` is the step whose values the rounds go back to, a twentieth of the steps unless given. The random control
    has its own masks, the same numbers of entries, the same starts and the same data. Raises `InputError` where `keep`
    does not lie in (0, 1), no entry would be left, or a loss diverges.

    >>> small = MonosemanticityConfig(features=12, embedding=6, neurons=16, density=0.1, steps=20, batch=64)
    >>> pruning = pruned_layers(small, rounds=2)
    >>> pruning.kept, int(np.count_nonzero(pruning.magnitude[1].weights)), pruning.random[0].weights.size
    ((0.5, 0.25), 24, 96)
    """
    check_rounds(config, keep, rounds)
    back = config.steps // 20 if rewind is None else rewind
    if not 0 <= back < config.steps:
        raise InputError(f"rewind must be a step from 0 to {config.steps - 1}, not {rewind}: 0 goes back to the start")
    rng = generator(config.seed, model, _CONTROL)
    with threadpool_limits(1, user_api="blas"):
        try:
            dense = train_from(config, model, start(config, model), keep=back)
            ways = [_rounds(config, model, dense, keep, rounds, back, choose) for choose in (_largest, _any_of(rng))]
            layers = [tuple(finished(config, model, run) for run in way) for way in ways]
            return Pruning(
                finished(config, model, dense), tuple(round(keep**r, 12) for r in range(1, rounds + 1)), *layers
            )
        except Diverged as stop:
            raise InputError(
                f"the loss diverges at step {stop.step} with learning rate {config.learning_rate}: "
                f"give a learning rate of {config.learning_rate / 10:g} or less"
            ) from stop


def check_rounds(config: MonosemanticityConfig, keep: float, rounds: int) -> None:
    """Raise `InputError` where a layer of `config` cannot be pruned so often to the share `keep`."""
    if not 0 < finite_number("keep", keep) < 1:
        raise InputError(f"keep must lie in (0, 1), not {keep}: give the share of the weights that a round leaves")
    positive_integer("rounds", rounds)
    if keep**rounds * config.neurons * min(config.embedding, config.features) < 1:
        raise InputError(f"after {rounds} rounds of {keep} no weight is left: give fewer rounds")


def _rounds(
    config: MonosemanticityConfig, model: int, dense: NeuronRun, keep: float, rounds: int, back: int, choose: Choice
) -> list[NeuronRun]:
    masks = [np.ones(dense.values[which].shape, dtype=bool) for which in (0, 2)]
    runs, last = [], dense
    for number in range(1, rounds + 1):
        masks = [
            choose(last.values[which], mask, round(keep**number * mask.size))
            for which, mask in zip((0, 2), masks, strict=True)
        ]
        last = train_from(config, model, dense.kept, (masks[0], None, masks[1]), first=back)
        runs.append(last)
    return runs


def _largest(values: Floats32, left: Mask, count: int) -> Mask:
    sizes = np.where(left, np.abs(values), -1.0).ravel()
    mask = np.zeros(values.size, dtype=bool)
    mask[np.argsort(-sizes, kind="stable")[:count]] = True
    return mask.reshape(values.shape)


def _any_of(rng: np.random.Generator) -> Choice:
    def choose(values: Floats32, left: Mask, count: int) -> Mask:
        mask = np.zeros(values.size, dtype=bool)
        mask[rng.choice(np.flatnonzero(left), size=count, replace=False)] = True
        return mask.reshape(values.shape)

    return choose
