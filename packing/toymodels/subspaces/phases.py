"""Phases of features of m dimensions over density: which of them are kept whole, in part or not at all, and how.

At each density random starts are minimised over inputs that are drawn once (`average`), and so are the candidates: the
best packings known of some features, with nothing for the others; at the lowest density also the best models of density
0. Every structure met is carried to the neighbours and minimised there, so that it competes also where random starts
miss it. Each is then minimised over more inputs and judged on fresh ones, the same for all: losses
have standard errors, and the difference of two losses has one of its own, which is smaller. What is reported is the
best minimum met, so a phase is numerical.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from threadpoolctl import threadpool_limits

from packing.errors import InputError, positive_integer
from packing.numeric import Floats
from packing.problem import subspaces
from packing.records.best_known import best_packing
from packing.toymodels.brief import Brief
from packing.toymodels.generators import generator
from packing.toymodels.kind import Progress
from packing.toymodels.subspaces.arrangement import Arrangement, arrangement
from packing.toymodels.subspaces.average import AverageLoss, Estimate, average_loss, estimated
from packing.toymodels.subspaces.config import SubspaceConfig
from packing.toymodels.subspaces.options import FeatureLaw, ReadOut, SubspaceLoss
from packing.toymodels.subspaces.trained import SubspaceModel
from packing.toymodels.subspaces.training import descended, models_from, random_start

CARRIED = 5
"""Structures carried to a neighbour, and kept at each density."""

_SCALE, _BIAS = 1.1, -0.3
"""The weights and biases that candidates start from, between those of rare and of common features."""

_COARSE, _FINE, _JUDGED = 1 << 11, 1 << 13, 1 << 18
"""Inputs of the way down from a start, of its end, and of the judgement."""

_WAY, _END = 8, 9
"""The purposes of the generators of inputs; the first serves the way and the end, the second judges."""

RESOLUTION = 1e-3
"""Losses closer than this share of that of answering 0 are not told apart: what minima over drawn inputs lie above
those of the expectation (at density 1 structures that tie exactly differ by up to 0.0004)."""

_STEPS, _LAST_STEPS = 250, 60
_FALL = 1e-10
_SAME = 1e-3
"""Losses of starts within this share of the least count as hits: what fewer inputs leave uncertain."""


@dataclass(frozen=True, eq=False, repr=False)
class FeatureState(Brief):
    """One minimum at one density: the model, its loss with standard error, and the loss above the best with its own."""

    model: SubspaceModel
    loss: Estimate
    above: Estimate

    @cached_property
    def lying(self) -> Arrangement:
        """How its features lie."""
        return arrangement(self.model.weights)

    @property
    def name(self) -> str:
        """How many features keep how many dimensions."""
        return self.lying.name


@dataclass(frozen=True, eq=False, repr=False)
class FeaturePoint(Brief):
    """The structures met at one density, least loss first, and how many random starts ended near the least loss."""

    config: SubspaceConfig
    states: tuple[FeatureState, ...]
    hits: int

    @property
    def density(self) -> float:
        """The chance that a feature is active."""
        return float(self.config.densities[0])

    @property
    def best(self) -> FeatureState:
        """The state of least loss."""
        return self.states[0]

    @property
    def is_clear(self) -> bool:
        """Whether every other structure met loses more, by four standard errors of the difference and `RESOLUTION`."""
        least = RESOLUTION * self.config.nothing
        return all(state.above.loss > max(4.0 * state.above.error, least) for state in self.states[1:])


@dataclass(frozen=True, eq=False, repr=False)
class FeaturePhases(Brief):
    """The points over density, ascending; `starts` random starts at each."""

    points: tuple[FeaturePoint, ...]
    starts: int

    @property
    def config(self) -> SubspaceConfig:
        """The settings of the first point: all but the density are those of every point."""
        return self.points[0].config

    @property
    def runs(self) -> tuple[tuple[FeaturePoint, ...], ...]:
        """The points gathered where neighbours have best states of one name."""
        grouped = itertools.groupby(self.points, key=lambda point: point.best.name)
        return tuple(tuple(points) for _, points in grouped)


def feature_phases(
    n: int,
    d: int,
    m: int,
    densities: Sequence[float],
    *,
    law: FeatureLaw = FeatureLaw.BALL,
    starts: int = 16,
    seed: int = 0,
    progress: Progress | None = None,
) -> FeaturePhases:
    """The phases of n features of m dimensions in d dimensions under a shrinkage, at each of `densities`.

    Raises `InputError` for fewer than two densities, any outside (0, 1], and sizes that a `SubspaceConfig` refuses.

    >>> chart = feature_phases(2, 4, 2, [0.1, 0.2], starts=1)                    # there is room for both planes
    >>> [point.best.name for point in chart.points], chart.points[0].best.loss.loss < 1e-9
    (['2 planes', '2 planes'], True)
    """
    grid = sorted({float(p) for p in densities})
    if len(grid) < 2:
        raise InputError(f"phases need at least two densities, not {len(grid)}: give a range")
    positive_integer("starts", starts)
    configs = [SubspaceConfig(n, d, m, p, law=law, variant=ReadOut.SHRINKAGE, models=starts, seed=seed) for p in grid]
    with threadpool_limits(1, user_api="blas"):
        losses = [average_loss(config, _COARSE, generator(seed, k, _WAY)) for k, config in enumerate(configs)]
        met, hits = [], []
        for done, loss in enumerate(losses):
            ends = [_minimum(loss, *random_start(loss.config, model)) for model in range(starts)]
            least = min(end.loss for end in ends)
            hits.append(sum(end.loss <= (1.0 + _SAME) * least for end in ends))
            met.append(_least_of_each([*ends, *_candidates(loss)], loss.config.nothing))
            if progress is not None:
                progress(done + 1, len(grid))
        met[0] = _least_of_each([*met[0], *_from_density_zero(losses[0])], losses[0].config.nothing)
        for order in (range(1, len(grid)), range(len(grid) - 2, -1, -1)):
            for k in order:
                neighbours = met[k - 1] if order.step > 0 else met[k + 1]
                carried = [_minimum(losses[k], model.weights, model.biases) for model in neighbours]
                met[k] = _least_of_each([*met[k], *carried], losses[k].config.nothing)
        points = [
            _judged(config, models, k, hit)
            for k, (config, models, hit) in enumerate(zip(configs, met, hits, strict=True))
        ]
    return FeaturePhases(tuple(points), starts)


def _minimum(loss: AverageLoss, weights: Floats, biases: Floats, steps: int = _STEPS) -> SubspaceModel:
    return descended(loss.config, loss, weights, biases, steps, _FALL)


def _refined(loss: AverageLoss, model: SubspaceModel) -> SubspaceModel:
    """The minimum near a model with the linear errors as a control: what the inputs miss matters less."""
    share = loss.both_errors(model.weights, model.biases).share
    return _minimum(replace(loss, share=share), model.weights, model.biases, _LAST_STEPS)


def _candidates(loss: AverageLoss) -> list[SubspaceModel]:
    """The minima near the best packings known of k features, as many as fit side by side or more, the others lost."""
    n, d, m = loss.config.n, loss.config.d, loss.config.m
    ends = []
    for k in range(min(n, d // m), n + 1):
        packing = best_packing(subspaces(k, d, m))
        if packing is not None:
            weights = np.zeros((n, m, d))
            weights[:k] = _SCALE * packing.vectors
            ends.append(_minimum(loss, weights, np.full(n, _BIAS)))
    return ends


def _from_density_zero(loss: AverageLoss) -> list[SubspaceModel]:
    """The minima near the best models of density 0, whose loss is closed for features of two dimensions."""
    if loss.config.m != 2:
        return []
    sparse = replace(loss.config, loss=SubspaceLoss.ONE_SPARSE, models=4 * loss.config.models)
    best = _least_of_each(models_from(sparse, 0))
    return [_minimum(loss, model.weights, model.biases) for model in best]


def _least_of_each(models: Iterable[SubspaceModel], most: float = math.inf) -> list[SubspaceModel]:
    """Of each structure the model of least loss, sorted by loss, at most `CARRIED`, losses below `most` if any are.

    A descent that ends above the loss of answering 0 has not come to a minimum: its start was too far off.
    """
    best: dict[object, SubspaceModel] = {}
    for model in models:
        lying = arrangement(model.weights)
        kind = (lying.name, lying.blocks)
        if kind not in best or model.loss < best[kind].loss:
            best[kind] = model
    ordered = sorted(best.values(), key=lambda model: model.loss)
    return ([model for model in ordered if model.loss < most] or ordered[:1])[:CARRIED]


def _judged(config: SubspaceConfig, models: Sequence[SubspaceModel], k: int, hits: int) -> FeaturePoint:
    """The models at their minima over more inputs, judged on fresh inputs, the same for all."""
    fine = average_loss(config, _FINE, generator(config.seed, k, _WAY))
    ends = _least_of_each(_refined(fine, model) for model in models)
    fresh = average_loss(config, _JUDGED, generator(config.seed, k, _END))
    values = [fresh.controlled(end.weights, end.biases, fresh.both_errors(end.weights, end.biases)) for end in ends]
    order = sorted(range(len(ends)), key=lambda state: values[state].mean())
    states = []
    for state in order:
        loss = estimated(values[state])
        end = replace(ends[state], loss=loss.loss, history=(), error=loss.error)
        states.append(FeatureState(end, loss, estimated(values[state] - values[order[0]])))
    return FeaturePoint(config, tuple(states), hits)
