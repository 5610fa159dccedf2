"""Phases of the autoencoder over density and the importance of its last feature: which features share, which are lost.

n features in d = n - 1 dimensions, the last one of another importance, as in the phase diagrams of Elhage et al. (2022)
for (n, d) = (2, 1) and (3, 2). At each point the least exact loss decides, met from random starts and, as these
miss it often, from the candidates: the last feature or another is lost, or shares a dimension as half of a digon.

Unit norms give the boundaries in closed form. To answer a lost feature by the constant p/2 costs I (p/3 - p^2/4); two
features that share a dimension as a digon lose each E min(x, y)^2 = 1/6 when both are active, (1 + I) p^2/6 in all. So
the last feature is shared from I = p/(2 - 5p/2) on, as long as that is below 1. With n = 2 it is alone, the other being
lost, from the inverse on; with more features from I = 1 on, where two others share instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from threadpoolctl import threadpool_limits

from packing.errors import InputError, positive_integer
from packing.numeric import Floats
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.losses.closed import exact_loss
from packing.toymodels.autoencoder.minimum import minimize_exact
from packing.toymodels.autoencoder.model import train
from packing.toymodels.autoencoder.options import Loss
from packing.toymodels.autoencoder.trained import TrainedModel, TrainedModels, gathered
from packing.toymodels.brief import Brief
from packing.toymodels.kind import Progress

_STEPS = 300
_NUDGE = 0.02


class FeatureFate(StrEnum):
    """What becomes of the last feature."""

    LOST = "not represented"
    ALONE = "a dimension of its own"
    SHARED = "in superposition"


@dataclass(frozen=True, eq=False, repr=False)
class ImportanceMap(Brief):
    """The fate of the last feature at each importance (row) and density (column), and the least losses there."""

    n: int
    d: int
    densities: Floats
    importances: Floats
    fates: tuple[tuple[FeatureFate, ...], ...]
    losses: Floats


def importance_map(
    n: int,
    d: int,
    densities: Sequence[float],
    importances: Sequence[float],
    *,
    starts: int = 2,
    seed: int = 0,
    progress: Progress | None = None,
) -> ImportanceMap:
    """The least exact loss of `starts` random starts and of the candidates, at every density and importance.

    Args: n features in d dimensions; `densities` in (0, 1] and `importances` >= 0 of the last feature, the axes of the
    map; `seed` >= 0; `progress` is called with the stage in words.

    >>> chart = importance_map(2, 1, [0.03, 0.3], [0.2, 1.0], starts=3)
    >>> [fate.value for fate in chart.fates[1]]
    ['in superposition', 'in superposition']
    """
    if not densities or not importances:
        raise InputError("a map needs at least one density and one importance: give a range of each")
    if positive_integer("n", n) < 2 or positive_integer("d", d) >= n:
        raise InputError(f"a map needs fewer dimensions than features, not n = {n} in d = {d}: give n of at least 2")
    fates, losses = [], np.empty((len(importances), len(densities)))
    for row, importance in enumerate(importances):
        line = []
        for column, density in enumerate(densities):
            weights = (1.0,) * (n - 1) + (float(importance),)
            config = AutoencoderConfig(n, d, float(density), weights, Loss.EXACT, starts, seed, _STEPS)
            trained = _with_candidates(train(config))
            line.append(_fate(trained, n - 1))
            losses[row, column] = trained.losses.min()
        fates.append(tuple(line))
        if progress is not None:
            progress(row + 1, len(importances))
    return ImportanceMap(n, d, np.asarray(densities, float), np.asarray(importances, float), tuple(fates), losses)


def shared_from(density: float) -> float:
    """The importance p/(2 - 5p/2) from which, at unit norms, sharing a dimension beats being lost; for p <= 4/7.

    The best digon has norms of its own, so that it loses a little less and is met a little below.

    >>> shared_from(0.4)
    0.4
    """
    return density / (2.0 - 2.5 * density)


def _with_candidates(trained: TrainedModels) -> TrainedModels:
    """The models together with the minima near each candidate; candidates are of d = n - 1."""
    config, models = trained.config, [trained.model(number) for number in range(len(trained))]
    n, d = config.n, config.d
    if d == n - 1:
        alone, other = np.eye(n, d), np.roll(np.eye(n, d), 1, axis=0)
        alone[-1], other[0] = -_NUDGE, -_NUDGE
        with_last, without = np.eye(n, d), np.roll(np.eye(n, d), 1, axis=0)
        with_last[-1] = -with_last[0]
        without[0] = -without[1]
        objective = exact_loss(config)
        with threadpool_limits(1, user_api="blas"):
            for start in (alone, other, with_last, without):
                end = minimize_exact(objective, start, np.full(n, -_NUDGE), _STEPS)
                models.append(TrainedModel(end.weights, end.biases, end.loss, end.history, end.converged))
    return gathered(config, models)


def _fate(trained: TrainedModels, feature: int) -> FeatureFate:
    for factor in trained.factors(trained.best):
        if feature in factor.indices:
            return FeatureFate.ALONE if factor.size == 1 else FeatureFate.SHARED
    return FeatureFate.LOST
