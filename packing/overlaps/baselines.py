"""What the statistics are compared with: independent random rows, and the least that any rows could have."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from packing.analytic import least_moment, random_moment
from packing.bounds import Bound, Inapplicable, lower_bounds, welch
from packing.numeric import Floats
from packing.overlaps.counts import POWERS
from packing.problem import lines
from packing.space import Space
from packing.subspace_law import SubspaceLaw
from packing.zonal import RandomLaw


@dataclass(frozen=True)
class RandomRows:
    """n independent uniform rows in R^d: exact moments of |cos|, and the median of the largest of all pairs.

    The median takes pairs as independent (they are so two by two); `row_maximum` is the median of the largest of one
    row. In d = 1 every |cos| is 1.

    >>> rows = RandomRows(1000, 3)
    >>> rows.moments[1], rows.moments[2]
    (0.5, 0.3333333333333333)
    """

    n: int
    d: int

    @property
    def law(self) -> RandomLaw | SubspaceLaw | None:
        """The law of |cos|, absent in d = 1."""
        return Space.lines(self.d).random_law if self.d > 1 else None

    @property
    def moments(self) -> Mapping[int, float]:
        """E |cos|^p."""
        return {p: float(random_moment(self.d, p)) for p in POWERS}

    @property
    def maximum(self) -> float:
        """The coherence that half of all random choices stay below."""
        return self.law.maximum_quantile(math.comb(self.n, 2)) if self.law else 1.0

    @property
    def row_maximum(self) -> float:
        """The largest |cos| of a row that half of all rows stay below."""
        return self.law.maximum_quantile(self.n - 1) if self.law else 1.0


@dataclass(frozen=True)
class LeastRows:
    """The least that n rows in R^d can have: coherence by Welch and by the best theorem, and moments."""

    n: int
    d: int

    @property
    def welch(self) -> float:
        """sqrt((n-d) / (d(n-1))), the Welch bound on the coherence; 0 for n <= d."""
        answer = welch(lines(self.n, self.d))
        return 0.0 if isinstance(answer, Inapplicable) else answer.value

    @property
    def coherence(self) -> Bound:
        """The best lower bound on the coherence that is known here."""
        return lower_bounds(lines(self.n, self.d)).best

    @property
    def moments(self) -> Mapping[int, float]:
        """Lower bounds on the mean of cos^p over pairs, p = 2, 4, 6: Welch, Sidelnikov."""
        return {p: max(0.0, least_moment(self.d, p, n=self.n).value) for p in (2, 4, 6)}


def row_law(rows: RandomRows, points: Floats) -> Floats:
    """P(the largest |cos| of a random row <= t) = F(t)^(n-1) at each point t."""
    if rows.law is None:
        return (points >= 1).astype(np.float64)
    with np.errstate(divide="ignore"):
        values: Floats = np.exp((rows.n - 1) * np.log1p(-rows.law.survival(points)))
    return values
