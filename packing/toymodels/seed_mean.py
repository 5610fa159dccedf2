"""A mean over seeds with its standard error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class SeedMean:
    """A mean over seeds with its standard error, NaN for one seed.

    >>> print(SeedMean.of([0.5, 0.7]))
    0.600 ± 0.100
    """

    value: float
    error: float

    @classmethod
    def of(cls, values: Sequence[float] | npt.NDArray[np.float64]) -> SeedMean:
        """The mean of values and its standard error."""
        array = np.asarray(values, dtype=np.float64)
        error = float(array.std(ddof=1) / np.sqrt(array.size)) if array.size > 1 else float("nan")
        return cls(float(array.mean()), error)

    def __str__(self) -> str:
        return f"{self.value:.3f}" + ("" if np.isnan(self.error) else f" ± {self.error:.3f}")
