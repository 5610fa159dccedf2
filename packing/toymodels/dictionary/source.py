"""Activations h = sum_i x_i f_i of sparse features, and the two controls that have no such features.

x_i is active with chance p, then uniform on [0, 1]; its mean is p/2 and its variance p/3 - p^2/4.

- gaussian: x_i normal with that mean and variance, so that h has the mean and the covariance of the activations and
  nothing of their sparsity;
- randomised: the same sparse inputs through a network whose weights are shuffled: all n d numbers of the features F in
  random order. It keeps the law of the inputs and the sizes of the weights, and nothing of what was learned. A method
  that finds the rows of the shuffled network tells that inputs were sparse, not that a network has learned features.

Reference for the second: Heap, Lawson, Farnik, Aitchison, Sparse autoencoders can interpret randomly initialized
transformers, arXiv:2501.17727.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from packing.numeric import Floats
from packing.toymodels.generators import Floats32
from packing.toymodels.option import Option


class Control(Option):
    """What the activations are of: the features, or one of the controls."""

    NONE = "none"
    GAUSSIAN = "gaussian"
    RANDOMISED = "randomised"


class Source:
    """Activations of the features (n, d) at a density, or of a control, in float32.

    >>> source = Source(np.eye(3), 0.5, Control.NONE, np.random.default_rng(0))
    >>> source.take(4, np.random.default_rng(1)).shape
    (4, 3)
    """

    def __init__(self, features: Floats, density: float, control: Control, rng: np.random.Generator) -> None:
        self.control, self.density = control, density
        self.rows = shuffled(features, rng) if control is Control.RANDOMISED else features
        self._rows32: Floats32 = self.rows.astype(np.float32)

    def take(self, size: int, rng: np.random.Generator) -> Floats32:
        """The next `size` activations, (size, d)."""
        shape = (size, len(self._rows32))
        if self.control is Control.GAUSSIAN:
            deviation = np.sqrt(self.density / 3.0 - self.density**2 / 4.0)
            inputs: Any = np.float32(deviation) * rng.standard_normal(shape, dtype=np.float32)
            inputs += np.float32(0.5 * self.density)
        else:
            uniform = rng.random(shape, dtype=np.float32)
            chance = np.float32(self.density)
            inputs = np.where(uniform < chance, uniform / chance, np.float32(0))
        activations: Floats32 = inputs @ self._rows32
        return activations

    @property
    def variance(self) -> float:
        """E |h - E h|^2, exact."""
        return float((self.density / 3.0 - self.density**2 / 4.0) * np.sum(self.rows**2))


def shuffled(features: Floats, rng: np.random.Generator) -> Floats:
    """The same numbers in random order: the weights of a network, randomised.

    >>> sorted(shuffled(np.array([[1.0, 2.0], [3.0, 4.0]]), np.random.default_rng(0)).ravel().tolist())
    [1.0, 2.0, 3.0, 4.0]
    """
    mixed: Floats = rng.permutation(np.ravel(features)).reshape(features.shape)
    return mixed
