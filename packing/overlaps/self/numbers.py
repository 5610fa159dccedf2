"""The numbers of all pairs of one matrix, and those that follow from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.overlaps.baselines import LeastRows, RandomRows
from packing.overlaps.self.blocks import Blocks, blocks_of
from packing.overlaps.self.components import Factors
from packing.overlaps.self.frame import FrameStatistics
from packing.overlaps.self.how_far import HowFar
from packing.overlaps.settings import Settings
from packing.overlaps.values import Cost, Dropped, Pair, ShortRepr
from packing.rounding import counted


@dataclass(frozen=True, eq=False, repr=False)
class OverlapNumbers(ShortRepr):
    """Exact statistics of cos(w_i, w_j) over all pairs i < j of the rows with a direction.

    `absolute[p]`, `signed[p]`, `positive[p]` are the means of |c|^p, sign(c)|c|^p and max(c, 0)^p. `histogram` counts
    cosines between -1 and 1 in an odd number of equal bins, so that one is centred on 0. `row_maximum[i]` is the
    largest |c| of the i-th row with a direction, `row_partners[i]` the rows that attain the largest ones and
    `row_cosines[i]` their cosines;
    `rows` gives their numbers in the matrix. `distinct_coherence` is the largest |c| of two rows that are no copies.
    Sums are of products in `settings.precision`; pairs, row maxima and coherence are computed again in float64.
    """

    name: str
    n: int
    d: int
    stored: str
    settings: Settings
    dropped: Dropped
    rows: npt.NDArray[np.int64]
    norms: Floats
    absolute: Mapping[int, float]
    signed: Mapping[int, float]
    histogram: npt.NDArray[np.int64]
    top: tuple[Pair, ...]
    row_maximum: Floats
    row_partners: npt.NDArray[np.int64]
    dimensionality: Floats
    factors: tuple[Factors, ...]
    frame: FrameStatistics | None
    cost: Cost
    notes: tuple[str, ...] = ()
    distinct_coherence: float | None = None
    row_cosines: Floats = field(default_factory=lambda: np.zeros((0, 1)))

    @property
    def live(self) -> int:
        """The number of rows with a direction."""
        return int(self.rows.size)

    @property
    def pairs(self) -> int:
        """The number of pairs i < j."""
        return math.comb(self.live, 2)

    @property
    def coherence(self) -> float:
        """The largest |cos|."""
        return abs(self.top[0].cosine)

    @property
    def positive(self) -> Mapping[int, float]:
        """The mean of max(c, 0)^p: what a ReLU readout sees."""
        return {p: (self.absolute[p] + self.signed[p]) / 2 for p in self.absolute}

    @property
    def mean(self) -> float:
        """The mean cosine."""
        return self.signed[1]

    @property
    def variance(self) -> float:
        """The variance of the cosine over pairs."""
        return max(0.0, self.absolute[2] - self.mean**2)

    @property
    def edges(self) -> Floats:
        """The edges of the histogram's bins."""
        return np.linspace(-1, 1, self.histogram.size + 1)

    @cached_property
    def random(self) -> RandomRows:
        """Independent uniform rows of the same shape."""
        return RandomRows(self.live, self.d)

    @cached_property
    def least(self) -> LeastRows:
        """The least that rows of this shape could have."""
        return LeastRows(self.live, self.d)

    @cached_property
    def how_far(self) -> HowFar | None:
        """The largest |cos| of rows that are no copies beside random rows, Welch and the best packing known."""
        if self.distinct_coherence is None:
            return None
        again = 0 if self.dropped.copies_dropped else sum(len(rows) - 1 for rows in self.dropped.duplicates)
        return HowFar(self.distinct_coherence, self.live - again, self.d)

    @cached_property
    def blocks(self) -> Blocks | None:
        """The orthogonal blocks that the rows fall into, if they do."""
        return blocks_of(self.factors)

    @property
    def near_copies(self) -> int | None:
        """The pairs above the largest eps, if that is at least 0.7 and there are any."""
        if not self.factors or self.factors[-1].eps < 0.7 or not self.factors[-1].pairs:
            return None
        return self.factors[-1].pairs

    def __str__(self) -> str:
        return (
            f"{self.live} rows in {counted(self.d, 'dimension')}: "
            f"coherence {self.coherence:.6g} (random {self.random.maximum:.4g}), "
            f"E cos^2 {self.absolute[2]:.6g} ({self.absolute[2] / self.random.moments[2]:.4g} times random)"
        )
