"""A trained layer of neurons: what each answers to, and how many answer to a single feature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.errors import InputError, finite_number
from packing.numeric import Floats
from packing.toymodels.brief import Brief
from packing.toymodels.generators import initial_state, sample_features
from packing.toymodels.kind import Trained
from packing.toymodels.monosemanticity.config import EVALUATED, MonosemanticityConfig

_COLUMNS = 512
"""Inputs that are evaluated at a time."""

STRICT, ENERGY = 0.999, 0.9
"""The published threshold on max/sum of answers, and the milder one on max^2/sum of squares."""


@dataclass(frozen=True, eq=False, repr=False)
class NeuronLayer(Brief):
    """A trained model: embedding E (m, N), W (k, m), b (k,), V (N, k), its loss and the variance it could explain."""

    config: MonosemanticityConfig
    embedding: Floats
    weights: Floats
    biases: Floats
    readout: Floats
    loss: float
    variance: float
    history: tuple[float, ...]

    @property
    def relative_loss(self) -> float:
        """The loss over the variance of the features: 1 for a model that answers the mean."""
        return self.loss / self.variance

    @property
    def answers(self) -> Floats:
        """r, (k, N): how much each neuron answers to each feature alone at full strength."""
        before = self.weights @ self.embedding + self.biases[:, None]
        return np.abs(np.maximum(before, 0.0) - np.maximum(self.biases, 0.0)[:, None])

    @property
    def alive(self) -> npt.NDArray[np.bool_]:
        """The neurons that answer to some feature."""
        return np.asarray(self.answers.max(axis=1) > 1e-6)

    def single(self, threshold: float = STRICT) -> npt.NDArray[np.bool_]:
        """Which neurons live and have a largest answer of at least `threshold` of the sum of their answers, (k,)."""
        return self._single(self.answers, threshold)

    def share(self, threshold: float = STRICT) -> float:
        """The share of living neurons whose largest answer is at least `threshold` of the sum of answers.

        Raises `InputError` where the threshold does not lie in (0, 1).
        """
        return self._share(self.single(threshold))

    def energy_share(self, threshold: float = ENERGY) -> float:
        """The same with squared answers."""
        return self._share(self._single(self.answers**2, threshold))

    def _single(self, answers: Floats, threshold: float) -> npt.NDArray[np.bool_]:
        largest, total = answers.max(axis=1), answers.sum(axis=1)
        return self.alive & np.asarray(largest >= checked_threshold(threshold) * total)

    def _share(self, single: npt.NDArray[np.bool_]) -> float:
        living = int(self.alive.sum())
        return float(single.sum() / living) if living else 0.0


Layers = Trained[MonosemanticityConfig, NeuronLayer]


def checked_threshold(threshold: float) -> float:
    """A share of one answer in all answers, or `InputError` where it does not lie in (0, 1)."""
    if not 0 < finite_number("threshold", threshold) < 1:
        raise InputError(f"a threshold must lie in (0, 1), not {threshold}: the published one is {STRICT}")
    return threshold


def fresh_inputs(config: MonosemanticityConfig, model: int) -> Floats:
    """Fresh features for evaluation, (N, many), of numbers that training does not use."""
    fresh = np.empty((config.features, EVALUATED), dtype=np.float32)
    sample_features(initial_state(config.seed + 1, 1_000_000 + model), config.frequencies.astype(np.float32), fresh)
    return fresh.astype(np.float64)


def mean_loss(embedding: Floats, weights: Floats, biases: Floats, readout: Floats, inputs: Floats) -> float:
    """The mean of |x - x'|^2 over the columns of `inputs` (N, many), a cache of them at a time."""
    errors = []
    for first in range(0, inputs.shape[1], _COLUMNS):
        some = inputs[:, first : first + _COLUMNS]
        outputs = readout @ np.maximum(weights @ (embedding @ some) + biases[:, None], 0.0)
        errors.append(np.sum((outputs - some) ** 2, axis=0))
    return float(np.mean(np.concatenate(errors)))
