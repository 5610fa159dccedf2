"""What the statistics are compared with: independent random rows, the least any rows could have, orthogonal blocks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from packing.analytic.moments import least_moment, random_moment
from packing.bounds import Bound, Inapplicable, lower_bounds, welch
from packing.overlaps.components import Factors
from packing.overlaps.matrix import Floats
from packing.overlaps.tally import POWERS
from packing.problem import lines
from packing.space import Space
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
    def law(self) -> RandomLaw | None:
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


@dataclass(frozen=True)
class Blocks:
    """Random rows within orthogonal blocks: what the components found at one eps would predict.

    With n_i rows spanning d_i dimensions in block i the mean of |cos|^p over all pairs is sum C(n_i, 2) m_p(d_i) /
    C(n, 2), with m_p(d) the random moment. K equal blocks multiply the random moment by about K^(p/2 - 1): the second
    moment does not see them, all others do.

    >>> equal = Blocks(((512, 32),) * 8)
    >>> round(equal.moments[4] / RandomRows(4096, 256).moments[4], 2), equal.factor(4)
    (7.58, 8.0)
    """

    shapes: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """The number K of blocks."""
        return len(self.shapes)

    @property
    def moments(self) -> Mapping[int, float]:
        """E |cos|^p over all pairs."""
        pairs = math.comb(sum(n for n, _ in self.shapes), 2)
        dimensions = {d for _, d in self.shapes}
        table = {(d, p): float(random_moment(d, p)) for d in dimensions for p in POWERS}
        return {p: sum(math.comb(n, 2) * table[d, p] for n, d in self.shapes) / pairs for p in POWERS}

    def factor(self, power: float) -> float:
        """K^(p/2 - 1)."""
        return float(self.count ** (power / 2 - 1))


def blocks_of(factors: tuple[Factors, ...]) -> Blocks | None:
    """The blocks at the smallest eps where the rows fall into blocks and all their ranks are known."""
    for found in factors:
        if found.is_tegum and len(found.ranks) == found.count:
            return Blocks(tuple(zip(found.first_sizes(found.count), found.ranks, strict=True)))
    return None


def row_law(rows: RandomRows, points: Floats) -> Floats:
    """P(the largest |cos| of a random row <= t) = F(t)^(n-1) at each point t."""
    if rows.law is None:
        return (points >= 1).astype(np.float64)
    with np.errstate(divide="ignore"):
        values: Floats = np.exp((rows.n - 1) * np.log1p(-rows.law.survival(points)))
    return values
