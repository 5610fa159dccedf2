"""The features that a dictionary is to recover: a random packing, the best known, a tegum product, a trained network.

A random packing is what Johnson and Lindenstrauss promise: n unit vectors of coherence about sqrt(2 log(n^2) / d).
"""

from __future__ import annotations

import math

import numpy as np

from packing.errors import InputError
from packing.numeric import Floats
from packing.problem import Problem, lines, vectors
from packing.toymodels.dictionary.score import unit
from packing.toymodels.generators import generator
from packing.toymodels.option import Option

_FEATURES = 6
"""The purpose of the generator of random features."""


class Arrangement(Option):
    """Where features lie: at random, as the best packing known, in orthogonal blocks, or as a trained network puts."""

    RANDOM = "random"
    BEST = "best"
    TEGUM = "tegum"
    TRAINED = "trained"


def features_of(arrangement: Arrangement, n: int, d: int, density: float, seed: int) -> Floats:
    """The features (n, d) as unit rows; of a trained network those that it represents.

    - random: independent uniform rows;
    - best: the best packing known of n lines in R^d;
    - tegum: as many orthogonal blocks as n and d allow, each the best packing known of points (antipodal pairs for
      n = 2d, as trained networks have them at moderate density);
    - trained: the rows of a ReLU autoencoder with n features in d dimensions, trained at `density`.

    Raises `InputError` where no packing is known, or the sizes have no blocks.

    >>> features_of(Arrangement.TEGUM, 6, 3, 0.1, 0).round(9).tolist()[:2]
    [[1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]]
    """
    if arrangement is Arrangement.RANDOM:
        return unit(generator(seed, 0, _FEATURES).normal(size=(n, d)))
    if arrangement is Arrangement.BEST:
        return _best(lines(n, d))
    if arrangement is Arrangement.TEGUM:
        return _tegum(n, d)
    return _trained(n, d, density, seed)


def _best(problem: Problem) -> Floats:
    from packing.records.best_known import best_packing

    if problem.d == 1:
        return np.array([[1.0], [-1.0]])[: problem.n]
    packing = best_packing(problem)
    if packing is None:
        raise InputError(f"no packing of {problem} is known: take random features, or other n and d")
    rows: Floats = np.array(np.real(packing.vectors), dtype=np.float64)
    return rows


def _tegum(n: int, d: int) -> Floats:
    """The largest number of equal blocks whose points are distinct, side by side."""
    common = math.gcd(n, d)
    blocks = next((k for k in range(common, 1, -1) if common % k == 0 and (d // k > 1 or n // k <= 2)), 1)
    if blocks == 1:
        raise InputError(f"n = {n} features in d = {d} dimensions do not fall into equal blocks: give a common divisor")
    block = _best(vectors(n // blocks, d // blocks))
    whole: Floats = np.asarray(np.kron(np.eye(blocks), block), dtype=np.float64)
    return whole


def _trained(n: int, d: int, density: float, seed: int) -> Floats:
    from packing.toymodels.autoencoder.config import AutoencoderConfig
    from packing.toymodels.autoencoder.model import train

    trained = train(AutoencoderConfig(n, d, density, models=1, seed=seed))
    live = trained.represented(0)
    if not live.size:
        raise InputError(f"a network trained at density {density:g} represents no feature: give another density")
    return unit(trained.weights[0][live])
