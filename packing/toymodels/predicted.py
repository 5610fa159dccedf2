"""Trained blocks beside the predicted tegum product: n unit vectors with the least sum of max(<x, y>, 0)^2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from packing.analytic import best_partition
from packing.toymodels.trained import TrainedModels

Blocks = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Agreement:
    """The blocks of one model, those predicted for as many features as it represents, and whether they agree."""

    found: Blocks
    predicted: Blocks

    @property
    def agrees(self) -> bool:
        """Whether both have the same shapes, in whatever order."""
        return _sorted(self.found) == _sorted(self.predicted)


def agreement(trained: TrainedModels, model: int) -> Agreement:
    """One model against the best partition of ReLU energy at exponent 2; a model that represents nothing has none.

    The prediction is for equal norms, no bias and density to 0. Of equal energies it is the one with most blocks: for
    n <= 2d many products have energy 0 (a triangle too), so there a model may tie with it and not agree.

    >>> from packing.toymodels import AutoencoderConfig, train
    >>> trained = train(AutoencoderConfig(n=6, d=3, density=0.4, models=1, steps=600))
    >>> agreement(trained, 0).agrees                                # three digons
    True
    """
    live = int(trained.represented(model).size)
    predicted = best_partition(live, trained.config.d, 2, "relu").blocks if live else ()
    return Agreement(trained.blocks(model), _sorted(predicted))


def _sorted(blocks: Iterable[tuple[int, int]]) -> Blocks:
    return tuple(sorted(((int(n), int(d)) for n, d in blocks), reverse=True))
