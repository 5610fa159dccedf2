"""What random dictionaries would reach: the best match of a row by the exact law, the assignment by simulation."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.integrate import quad

from packing.errors import InputError
from packing.overlaps.cross.matching import best_matching
from packing.overlaps.preparation import prepare
from packing.rounding import counted
from packing.space import Space

_DRAWS = ((1e8, 10), (4e9, 3), (4e10, 2))
"""Up to this n m d so many draws where their number is not given; none above."""


@dataclass(frozen=True)
class Simulated:
    """A mean over `draws` random pairs of dictionaries, and its standard error (NaN for one draw)."""

    mean: float
    standard_error: float
    draws: int

    def __str__(self) -> str:
        return f"{self.mean:.4g} ± {self.standard_error:.1g} ({counted(self.draws, 'draw')})"


def expected_best(m: int, d: int, *, signed: bool = False) -> float:
    """E max_j |cos(w, v_j)|, or of cos if `signed`, over m independent uniform rows of R^d: integral of 1 - F(t)^m.

    >>> round(expected_best(1, 3), 9), round(1 + expected_best(2, 3, signed=True), 9)    # uniform in R^3: Archimedes
    (0.5, 1.333333333)
    """
    if d == 1:
        return 1 - 2.0 ** (1 - m) if signed else 1.0
    law = (Space.sphere(d) if signed else Space.lines(d)).random_law
    low = law.support[0]
    middle = float(law.quantile(0.5 ** (1 / m)))
    area = sum(
        quad(lambda t: 1 - float(law.cdf(t)) ** m, start, stop, limit=200)[0]
        for start, stop in ((low, middle), (middle, 1.0))
    )
    return low + area


def simulated_matching(
    n: int, m: int, d: int, *, signed: bool = False, draws: int | None = None, seed: int = 0
) -> Simulated | None:
    """The mean of the best one-to-one matching of n and m independent uniform rows of R^d, averaged over `draws`.

    Without `draws` as many as take some seconds, and none for large dictionaries.

    >>> chance = simulated_matching(20, 20, 4, draws=5)
    >>> 0.7 < chance.mean < 0.9, chance.standard_error < 0.02
    (True, True)
    """
    if draws is None:
        draws = next((number for work, number in _DRAWS if float(n) * m * d <= work), 0)
    if draws < 0:
        raise InputError(f"chance must be a number of draws >= 0, not {draws}: such as 10, or 0 for none")
    if draws == 0:
        return None
    rng = np.random.default_rng(seed)
    means = [
        best_matching(prepare(_random(rng, n, d)), prepare(_random(rng, m, d)), signed=signed).mean
        for _ in range(draws)
    ]
    error = float(np.std(means, ddof=1)) / math.sqrt(draws) if draws > 1 else math.nan
    return Simulated(float(np.mean(means)), error, draws)


def _random(rng: np.random.Generator, n: int, d: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return rng.standard_normal((n, d))
