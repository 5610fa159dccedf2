"""How often each structure occurs among trained models: the best and its hit rate, never one model."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from packing.rounding import counted
from packing.toymodels.autoencoder.trained import TrainedModels
from packing.toymodels.brief import Brief
from packing.toymodels.geometry.classify import NamedFactor, NamedPackings, classify, structure_name


@dataclass(frozen=True, repr=False)
class Census(Brief):
    """How often each structure occurs among trained models, most frequent first, and what the best model has.

    `best_hits` counts the models within a relative 1e-5 of the least loss.

    Fields: `frequencies`: name and number of each structure; `best_loss`: the least loss.
    """

    frequencies: tuple[tuple[str, int], ...]
    models: int
    best: tuple[NamedFactor, ...]
    best_loss: float
    best_hits: int

    def __str__(self) -> str:
        return (
            f"best of {self.models}: {structure_name(self.best)} (loss {self.best_loss:.9g}, "
            f"{counted(self.best_hits, 'hit')})"
        )


def census(trained: TrainedModels, *, others: NamedPackings | None = None) -> Census:
    """The structures of all models and their frequencies: best and hit rate, never one model.

    Args: `trained`: models of one training; `others`: further packings by name to compare factors with.

    >>> from packing.toymodels import AutoencoderConfig, train
    >>> print(census(train(AutoencoderConfig(n=10, d=4, loss="one_sparse", models=6))))  # doctest: +ELLIPSIS
    best of 6: Petersen code (loss 0.00529215..., 4 hits)
    """
    structures = [classify(weights, others=others) for weights in trained.weights]
    counted = Counter(structure_name(factors) for factors in structures)
    best = trained.best
    return Census(
        tuple(counted.most_common()), len(trained), structures[best], float(trained.losses[best]), trained.hits(1e-5)
    )
