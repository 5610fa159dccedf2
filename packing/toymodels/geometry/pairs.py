"""How pairs of features lie to each other in trained models: those of correlated sets, of anticorrelated ones, others.

Published: models give correlated features orthogonal directions where there is room, so that the features of a set form
a local basis, or lay them side by side; anticorrelated features become antipodal. A pair is counted

    antipodal (cosine <= -0.7), orthogonal (|cosine| <= 0.25), side by side (cosine >= 0.7), oblique (else),
    or lost (one of the two is not represented).

Reference: Elhage et al., Toy Models of Superposition (2022), arXiv:2209.10652, on correlated features.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from packing.toymodels.autoencoder.trained import FACTOR_TOLERANCE, TrainedModels
from packing.toymodels.brief import Brief
from packing.toymodels.inputs.law import Sets

Mask = npt.NDArray[np.bool_]

PARALLEL = 0.7
"""Cosines from here on count as parallel: a digon has -1, a triangle, as the next, -1/2."""


@dataclass(frozen=True)
class Pairs:
    """How many pairs of features are of each kind."""

    antipodal: int
    orthogonal: int
    beside: int
    oblique: int
    lost: int

    @property
    def represented(self) -> int:
        """The pairs of which neither feature is lost."""
        return self.antipodal + self.orthogonal + self.beside + self.oblique

    def __str__(self) -> str:
        named = asdict(self) | {"side by side": self.beside}
        return ", ".join(f"{count} {name}" for name, count in named.items() if count and name != "beside") or "none"


@dataclass(frozen=True, repr=False)
class Companions(Brief):
    """The pairs within correlated sets, within anticorrelated ones, and all others."""

    correlated: Pairs
    anticorrelated: Pairs
    others: Pairs

    def as_dict(self) -> dict[str, dict[str, int]]:
        """Plain numbers for JSON."""
        return asdict(self)


def companions(trained: TrainedModels, model: int | None = None) -> Companions:
    """The pairs of one model, or of all models together.

    Args: `trained`: models of one training; `model`: the number of one of them, None for all.

    >>> from packing.toymodels import AutoencoderConfig, train
    >>> config = AutoencoderConfig(4, 2, 0.2, loss="exact", anticorrelated=((0, 1), (2, 3)), models=4)
    >>> trained = train(config)
    >>> print(companions(trained, trained.best).anticorrelated)
    2 antipodal
    """
    n = trained.config.n
    upper = np.triu(np.ones((n, n), dtype=bool), 1)
    correlated = upper & _joined(trained.config.correlated, n)
    anticorrelated = upper & _joined(trained.config.anticorrelated, n)
    kinds = (correlated, anticorrelated, upper & ~correlated & ~anticorrelated)
    models = range(len(trained)) if model is None else (model,)
    counts = np.sum([[counted_pairs(trained, one, kind) for kind in kinds] for one in models], axis=0)
    return Companions(*(Pairs(*map(int, row)) for row in counts))


def _joined(sets: Sets, n: int) -> Mask:
    """Whether two features are in one of the sets, (n, n)."""
    joined = np.zeros((n, n), dtype=bool)
    for members in sets:
        joined[np.ix_(members, members)] = True
    return joined


def counted_pairs(trained: TrainedModels, model: int, pairs: Mask) -> list[int]:
    """How many of the `pairs` of one model are of each kind, in the order of `Pairs`."""
    weights = trained.model(model).weights
    norms = np.linalg.norm(weights, axis=1)
    live = np.zeros(len(norms), dtype=bool)
    live[trained.represented(model)] = True
    seen = pairs & live[:, None] & live[None, :]
    unit = weights / np.where(live, norms, 1.0)[:, None]
    cosines = (unit @ unit.T)[seen]
    antipodal = int(np.count_nonzero(cosines <= -PARALLEL))
    orthogonal = int(np.count_nonzero(np.abs(cosines) <= FACTOR_TOLERANCE))
    beside = int(np.count_nonzero(cosines >= PARALLEL))
    oblique = cosines.size - antipodal - orthogonal - beside
    return [antipodal, orthogonal, beside, oblique, int(np.count_nonzero(pairs)) - cosines.size]
