"""One door to every method: activations in, directions out."""

from __future__ import annotations

import numpy as np

from packing.errors import positive_integer
from packing.numeric import Floats
from packing.toymodels.dictionary.methods.encoders import ENCODERS, learn_autoencoder
from packing.toymodels.dictionary.methods.learned import Learned
from packing.toymodels.dictionary.methods.online import learn_online
from packing.toymodels.dictionary.methods.settings import LearningSettings, Method
from packing.toymodels.dictionary.source import Source

_SAMPLE = 20_000
"""Activations whose singular vectors are taken."""


def learn(method: Method, source: Source, width: int, settings: LearningSettings, rng: np.random.Generator) -> Learned:
    """The directions that a method finds in activations, with a dictionary of at most `width` atoms.

    >>> from packing.toymodels.dictionary.source import Control
    >>> rng = np.random.default_rng(0)
    >>> found = learn(Method.CODING, Source(np.eye(4), 0.2, Control.NONE, rng), 4, LearningSettings(), rng)
    >>> found.directions.shape, bool(found.directions.max() > 0.99)
    ((4, 4), True)
    """
    width = positive_integer("width", width)
    if method is Method.SVD:
        return _svd(source, width, rng)
    if method in ENCODERS:
        return learn_autoencoder(method, source, width, settings, rng)
    return learn_online(source, width, settings, rng)


def _svd(source: Source, width: int, rng: np.random.Generator) -> Learned:
    """The leading right singular vectors, turned so that activations lie along them in the mean."""
    sample = source.take(_SAMPLE, rng).astype(np.float64)
    squares, vectors = np.linalg.eigh(sample.T @ sample)
    kept = min(width, sample.shape[1])
    directions: Floats = vectors[:, ::-1][:, :kept].T
    directions = directions * np.where(directions @ sample.mean(axis=0) < 0, -1.0, 1.0)[:, None]
    missed = float(np.maximum(squares[::-1][kept:], 0.0).sum()) / _SAMPLE
    return Learned(directions, float(kept), 1.0 - missed / source.variance)
