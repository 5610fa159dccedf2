"""Phases of the autoencoder over density and the importance of its last feature: which features share, which are lost.

n features in d = n - 1 dimensions, the last one of another importance, as in the phase diagrams of Elhage et al. (2022)
for (n, d) = (2, 1) and (3, 2). At each point the least exact loss of several starts decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.toymodels.autoencoder import Progress, train
from packing.toymodels.settings import AutoencoderConfig, Loss
from packing.toymodels.trained import TrainedModels

Floats = npt.NDArray[np.float64]


class Fate(StrEnum):
    """What becomes of the last feature."""

    LOST = "not represented"
    ALONE = "a dimension of its own"
    SHARED = "in superposition"


@dataclass(frozen=True, eq=False)
class ImportanceMap:
    """The fate of the last feature at each importance (row) and density (column), and the least losses there."""

    n: int
    d: int
    densities: Floats
    importances: Floats
    fates: tuple[tuple[Fate, ...], ...]
    losses: Floats


def importance_map(
    n: int,
    d: int,
    densities: Sequence[float],
    importances: Sequence[float],
    *,
    starts: int = 10,
    seed: int = 0,
    progress: Progress | None = None,
) -> ImportanceMap:
    """Train `starts` models by the exact loss at every pair of a density and an importance of the last feature.

    >>> found = importance_map(2, 1, [0.03, 0.3], [0.2, 1.0], starts=3)
    >>> [fate.value for fate in found.fates[1]]
    ['in superposition', 'in superposition']
    """
    if not densities or not importances:
        raise InputError("a map needs at least one density and one importance: give a range of each")
    fates, losses = [], np.empty((len(importances), len(densities)))
    for row, importance in enumerate(importances):
        line = []
        for column, density in enumerate(densities):
            weights = (1.0,) * (n - 1) + (float(importance),)
            config = AutoencoderConfig(n, d, float(density), weights, Loss.EXACT, starts, seed, 300)
            trained = train(config)
            line.append(_fate(trained, n - 1))
            losses[row, column] = trained.losses.min()
        fates.append(tuple(line))
        if progress is not None:
            progress(row + 1, len(importances))
    return ImportanceMap(n, d, np.asarray(densities, float), np.asarray(importances, float), tuple(fates), losses)


def _fate(trained: TrainedModels, feature: int) -> Fate:
    for factor in trained.factors(trained.best):
        if feature in factor.indices:
            return Fate.ALONE if factor.size == 1 else Fate.SHARED
    return Fate.LOST
