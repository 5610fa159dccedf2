"""Means and shares over runs, with their standard errors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from packing.doors import shown


class Average(NamedTuple):
    """A mean or a share over runs, and its standard error; the error of a mean of one run is NaN: not known.

    >>> print(mean_of([0.5, 0.7]), mean_of([0.5]), share_of([True, False, True, False]))
    0.600 ± 0.100 0.500 0.500 ± 0.189
    """

    value: float
    error: float

    def __str__(self) -> str:
        return f"{self.value:.3f}" + ("" if math.isnan(self.error) else f" ± {self.error:.3f}")


def mean_of(values: Sequence[float]) -> Average:
    """The mean of independent values, and its standard error.

    >>> mean_of([1.0, 3.0])
    Average(value=2.0, error=1.0)
    """
    array = np.asarray(values, dtype=np.float64)
    error = float(array.std(ddof=1) / math.sqrt(array.size)) if array.size > 1 else math.nan
    return Average(float(array.mean()), error)


def share_of(seen: Sequence[bool]) -> Average:
    """The share of runs that something was seen in, and its standard error (by Laplace's rule, so never 0).

    >>> share_of([True, False, True, False])
    Average(value=0.5, error=0.1889822365046136)
    """
    runs, times = len(seen), sum(seen)
    smoothed = (times + 1.0) / (runs + 2.0)
    return Average(times / runs, math.sqrt(smoothed * (1.0 - smoothed) / (runs + 3.0)))


__dir__ = shown(__name__)
