"""What each way to take activations apart has found, and how much of the features that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.numeric import Floats
from packing.toymodels.brief import Brief
from packing.toymodels.dictionary.config import DictionaryConfig
from packing.toymodels.dictionary.score import RECOVERED as RECOVERED
from packing.toymodels.dictionary.score import Score, chance, score


@dataclass(frozen=True, eq=False, repr=False)
class Recovery(Brief):
    """Directions (m, d), the largest |cosine| of each feature with one of them (n,), and what that makes.

    Only directions that are used count: atoms that never fire are dropped before.
    """

    directions: Floats
    similarities: Floats

    @property
    def mean(self) -> float:
        """Mean max cosine similarity, MMCS."""
        return float(self.similarities.mean())

    @property
    def recovered(self) -> float:
        """The share of features with a direction within cosine `RECOVERED`."""
        return float(np.mean(self.similarities >= RECOVERED))


@dataclass(frozen=True, eq=False, repr=False)
class DictionaryResult(Brief):
    """What SVD, sparse coding and the sparse autoencoder recover, and what the latter scores on the two controls.

    `control` is of Gaussian activations, `randomised` of a network with shuffled weights; files of before have None.
    `active` is the mean number of active codes of the autoencoder, `explained` the share of variance it explains, at
    `price`. Where the coherence is below `2 RECOVERED^2 - 1`, `svd_bound` (d/n) bounds the share SVD recovers, by a
    theorem; else it is 1.
    """

    config: DictionaryConfig
    price: float
    svd: Recovery
    coding: Recovery
    autoencoder: Recovery
    control: Recovery
    active: float
    explained: float
    randomised: Recovery | None = None

    @property
    def found(self) -> dict[str, Recovery]:
        """The directions of each method and of each control, by name."""
        each = {name: getattr(self, name) for name in ("svd", "coding", "autoencoder", "control", "randomised")}
        return {name: recovery for name, recovery in each.items() if recovery is not None}

    def score(self, found: Recovery, *, signed: bool = False) -> Score:
        """Recall, precision and F1 of what was found, one to one."""
        return score(self.config.features, found.directions, signed=signed)

    def chance(self, found: Recovery, *, signed: bool = False) -> Score:
        """What as many uniform directions have of the features, at most."""
        features = self.config.features
        return chance(features.n, features.d, len(found.directions), signed=signed)

    @property
    def svd_bound(self) -> float:
        """min(1, d/n) where the theorem applies, else 1."""
        features = self.config.features
        coherence = float(np.abs(np.real(features.gram) - np.eye(features.n)).max())
        return min(1.0, features.d / features.n) if coherence < 2.0 * RECOVERED**2 - 1.0 else 1.0


def recovery(features: Packing, directions: npt.ArrayLike) -> Recovery:
    """How well unit `directions` (m, d) hold the features: the largest |cosine| for each.

    >>> recovery(Packing([[1, 0], [0, 1], [1, 1]]), [[1, 0], [0, 1]]).similarities.round(3).tolist()
    [1.0, 1.0, 0.707]
    """
    rows = np.atleast_2d(np.asarray(directions, dtype=np.float64))
    if rows.size == 0:
        return Recovery(rows, np.zeros(features.n))
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return Recovery(unit, np.abs(np.real(features.vectors) @ unit.T).max(axis=1))
