"""Settings of the quadratic model: importances, dimensions, kurtosis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.errors import InputError, finite_number, positive_integer
from packing.numeric import checked_seed
from packing.toymodels.brief import Brief

_LARGEST_LOGARITHM = 230.0
"""Importances up to e^230, about 1e100: their squares are still numbers."""


@dataclass(frozen=True, repr=False)
class CapacityConfig(Brief):
    """Importances v (n of them, at least 0), d dimensions, kurtosis at least 1, models and seed.

    >>> CapacityConfig((1.0, 0.5), d=1, kurtosis=4.5).n
    2
    """

    importance: tuple[float, ...]
    d: int
    kurtosis: float = 3.0
    models: int = 16
    seed: int = 0

    def __post_init__(self) -> None:
        values = tuple(finite_number("importance", value) for value in self.importance)
        if not values or min(values) < 0 or max(values) == 0:
            given = f"a least one of {min(values):g} and a largest of {max(values):g}" if values else "none"
            raise InputError(f"importances must be at least 0 and not all 0, not {given}: give one a feature")
        object.__setattr__(self, "importance", values)
        object.__setattr__(self, "d", positive_integer("d", self.d))
        object.__setattr__(self, "models", positive_integer("models", self.models))
        object.__setattr__(self, "seed", checked_seed(self.seed))
        if finite_number("kurtosis", self.kurtosis) < 1:
            raise InputError(f"a kurtosis is at least 1, not {self.kurtosis}: give 3 for Gaussian features")

    @property
    def n(self) -> int:
        """The number of features."""
        return len(self.importance)


def falling_importance(n: int, ratio: float) -> tuple[float, ...]:
    """The importances ratio^i, i < n; `InputError` where they are negative or too large for a number.

    >>> falling_importance(3, 0.5)
    (1.0, 0.5, 0.25)
    """
    count, share = positive_integer("n", n), finite_number("ratio", ratio)
    if share < 0:
        raise InputError(f"ratio must be at least 0, not {ratio}: give the importance of a feature over the one before")
    if share > 1 and (count - 1) * np.log(share) > _LARGEST_LOGARITHM:
        raise InputError(f"ratio^{count - 1} must stay below 1e100, but {ratio} is larger: give a ratio of at most 1")
    return tuple(share**i for i in range(count))
