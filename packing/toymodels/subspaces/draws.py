"""Inputs of features of m dimensions: all of them, or those in which at least so many features are active."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.toymodels.subspaces.options import FeatureLaw

Mask = npt.NDArray[np.bool_]


def directions(law: FeatureLaw, m: int, count: int, rng: np.random.Generator) -> Floats:
    """`count` vectors, uniform in the unit ball or on the unit sphere of R^m, shape (count, m).

    >>> points = directions(FeatureLaw.SPHERE, 3, 5, np.random.default_rng(0))
    >>> bool(np.allclose(np.linalg.norm(points, axis=1), 1.0))
    True
    """
    vectors = rng.standard_normal((count, m))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    if law is FeatureLaw.BALL:
        vectors *= rng.uniform(size=(count, 1)) ** (1.0 / m)
    return vectors


def batch(densities: Floats, law: FeatureLaw, m: int, count: int, rng: np.random.Generator) -> Floats:
    """`count` inputs (count, n, m) of independent features."""
    active = rng.uniform(size=(count, len(densities))) < densities
    return _filled(active, law, m, rng)


def crowded(densities: Floats, least: int, law: FeatureLaw, m: int, count: int, rng: np.random.Generator) -> Floats:
    """`count` inputs (count, n, m), given that at least `least` features are active.

    >>> inputs = crowded(np.full(5, 0.01), 2, FeatureLaw.BALL, 2, 100, np.random.default_rng(0))
    >>> int(np.count_nonzero(inputs.any(axis=2), axis=1).min())
    2
    """
    n = len(densities)
    tails = at_least(densities, least)
    needed = np.full(count, min(least, n))
    active = np.empty((count, n), dtype=bool)
    for i, p in enumerate(densities):
        chance = p * tails[i + 1, np.maximum(needed - 1, 0)] / np.maximum(tails[i, needed], 1e-300)
        active[:, i] = rng.uniform(size=count) < chance
        needed = np.maximum(needed - active[:, i], 0)
    return _filled(active, law, m, rng)


def at_least(densities: Floats, most: int) -> Floats:
    """The chances that at least k of the features i, i+1, ... are active, for k <= `most`, shape (n + 1, most + 1).

    >>> at_least(np.full(2, 0.5), 2)[0].tolist()
    [1.0, 0.75, 0.25]
    """
    n = len(densities)
    tails = np.zeros((n + 1, most + 1))
    tails[:, 0] = 1.0
    for i in range(n - 1, -1, -1):
        tails[i, 1:] = densities[i] * tails[i + 1, :-1] + (1.0 - densities[i]) * tails[i + 1, 1:]
    return tails


def _filled(active: Mask, law: FeatureLaw, m: int, rng: np.random.Generator) -> Floats:
    inputs = np.zeros((*active.shape, m))
    inputs[active] = directions(law, m, int(np.count_nonzero(active)), rng)
    return inputs
