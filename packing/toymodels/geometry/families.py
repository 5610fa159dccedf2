"""How the features of trees lie to each other in trained models: parents and children, siblings, all others."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from packing.toymodels.autoencoder.trained import TrainedModels
from packing.toymodels.brief import Brief
from packing.toymodels.geometry.pairs import Pairs, counted_pairs


@dataclass(frozen=True, repr=False)
class Families(Brief):
    """The pairs of a parent and its child, those of children of one parent, and all others."""

    children: Pairs
    siblings: Pairs
    others: Pairs

    def as_dict(self) -> dict[str, dict[str, int]]:
        """Plain numbers for JSON."""
        return asdict(self)


def families(trained: TrainedModels, model: int) -> Families:
    """The pairs of one model whose features are in trees.

    >>> from packing.toymodels import AutoencoderConfig, train
    >>> config = AutoencoderConfig(3, 2, (0.4, 0.2, 0.2), parents=(-1, 0, 0), models=1, steps=200)
    >>> found = families(train(config), 0)
    >>> sum(asdict(found.children).values()), sum(asdict(found.siblings).values())
    (2, 1)
    """
    parents = np.array(trained.config.parents)
    upper = np.triu(np.ones((trained.config.n,) * 2, dtype=bool), 1)
    children = upper & (parents[None, :] == np.arange(len(parents))[:, None])
    siblings = upper & (parents[None, :] == parents[:, None]) & (parents[None, :] >= 0)
    kinds = (children, siblings, upper & ~children & ~siblings)
    return Families(*(Pairs(*counted_pairs(trained, model, kind)) for kind in kinds))
