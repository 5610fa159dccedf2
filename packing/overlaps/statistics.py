"""The answer: overlap statistics of one matrix, as numbers, as JSON and beside their yardsticks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.overlaps.components import Factors
from packing.overlaps.frame import FrameStatistics
from packing.overlaps.matrix import Floats
from packing.overlaps.settings import Settings
from packing.overlaps.yardsticks import Blocks, LeastRows, RandomRows, blocks_of

LISTED = 1000
"""At most this many component sizes, and as many row numbers of a kind, go into JSON."""


@dataclass(frozen=True)
class Pair:
    """Two rows i < j of the matrix as given, and their cosine in float64."""

    left: int
    right: int
    cosine: float


@dataclass(frozen=True)
class Dropped:
    """The rows that have no direction, by kind, and the groups of equal rows (which do take part)."""

    zero: tuple[int, ...] = ()
    nan: tuple[int, ...] = ()
    infinite: tuple[int, ...] = ()
    duplicates: tuple[tuple[int, ...], ...] = ()
    copies_dropped: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many rows take no part."""
        return len(self.zero) + len(self.nan) + len(self.infinite) + len(self.copies_dropped)


@dataclass(frozen=True)
class Cost:
    """Where the time went, in seconds on the clock, and in what arithmetic."""

    seconds: float
    cpu_seconds: float
    workers: int
    device: str = "cpu"
    architecture: str = ""


@dataclass(frozen=True, eq=False)
class OverlapStatistics:
    """Exact statistics of cos(w_i, w_j) over all pairs i < j of the rows with a direction.

    `absolute[p]`, `signed[p]`, `positive[p]` are the means of |c|^p, sign(c)|c|^p and max(c, 0)^p. `histogram` counts
    cosines between -1 and 1 in an odd number of equal bins, so that one is centred on 0. `row_maximum[i]` is the
    largest |c| of the i-th row with a direction, `row_partners[i]` the rows that attain the largest ones;
    `rows` gives their numbers in the matrix. Sums are of products in `settings.precision`; pairs, row maxima and
    coherence are computed again in float64.
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
    def blocks(self) -> Blocks | None:
        """The orthogonal blocks that the rows fall into, if they do."""
        return blocks_of(self.factors)

    @cached_property
    def distinct_coherence(self) -> float | None:
        """The largest |cos| of two rows that are not copies; None if all listed pairs are copies."""
        group = {row: index for index, rows in enumerate(self.dropped.duplicates) for row in rows}
        for pair in self.top:
            if pair.left not in group or group[pair.left] != group.get(pair.right):
                return abs(pair.cosine)
        return None

    @property
    def near_copies(self) -> int | None:
        """The pairs above the largest eps, if that is at least 0.7 and there are any."""
        if not self.factors or self.factors[-1].eps < 0.7 or not self.factors[-1].pairs:
            return None
        return self.factors[-1].pairs

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the numbers say, for a person."""
        from packing.overlaps.sentences import sentences

        return sentences(self)

    def answer(self) -> dict[str, Any]:
        """Every number that is not one a row, in the form of the command's JSON."""
        random, least = self.random, self.least
        return {
            "matrix": self.name,
            "rows": self.n,
            "columns": self.d,
            "stored": self.stored,
            "precision": self.settings.precision,
            "dropped": self.dropped.count,
            "dropped_rows": {
                "zero": self.dropped.zero[:LISTED],
                "nan": self.dropped.nan[:LISTED],
                "infinite": self.dropped.infinite[:LISTED],
                "copies": self.dropped.copies_dropped[:LISTED],
            },
            "duplicates": self.dropped.duplicates[:LISTED],
            "pairs": self.pairs,
            "coherence": self.coherence,
            "coherence_without_copies": self.distinct_coherence,
            "mean": self.mean,
            "variance": self.variance,
            "moments": dict(self.absolute),
            "signed_moments": dict(self.signed),
            "positive_moments": self.positive,
            "welch": {
                "coherence": least.welch,
                "best": {"value": least.coherence.value, "theorem": least.coherence.theorem},
                "moments": least.moments,
            },
            "random": {"coherence": random.maximum, "row_maximum": random.row_maximum, "moments": random.moments},
            "tegum": None
            if self.blocks is None
            else {
                "blocks": self.blocks.shapes,
                "moments": self.blocks.moments,
                "ratio_to_random": {p: self.blocks.factor(p) for p in self.absolute},
            },
            "histogram": {"edges": [-1.0, 1.0], "counts": self.histogram},
            "top": [{"rows": (pair.left, pair.right), "cosine": pair.cosine} for pair in self.top],
            "row_maximum": {
                "mean": float(self.row_maximum.mean()),
                "quantiles": dict(zip(_QUANTILES, np.quantile(self.row_maximum, _QUANTILES), strict=True)),
            },
            "dimensionality": {
                "sum": float(self.dimensionality.sum()),
                "quantiles": dict(zip(_QUANTILES, np.quantile(self.dimensionality, _QUANTILES), strict=True)),
            },
            "norms": {
                "mean": float(self.norms.mean()),
                "std": float(self.norms.std()),
                "min": float(self.norms.min()),
                "max": float(self.norms.max()),
            },
            "frame": None if self.frame is None else _frame_answer(self.frame),
            "factors": [
                {
                    "eps": found.eps,
                    "count": found.count,
                    "sizes": found.first_sizes(LISTED),
                    "singletons": found.singletons,
                    "ranks": found.ranks,
                    "pairs": found.pairs,
                    "orthogonal_pairs": found.orthogonal_pairs,
                }
                for found in self.factors
            ],
            "sentences": self.sentences,
            "notes": self.notes,
            "seconds": self.cost.seconds,
            "cpu_seconds": self.cost.cpu_seconds,
            "workers": self.cost.workers,
            "device": self.cost.device,
            "architecture": self.cost.architecture,
        }

    def __str__(self) -> str:
        return (
            f"{self.live} rows in {self.d} dimensions: coherence {self.coherence:.6g}, E cos^2 {self.absolute[2]:.6g}"
        )


_QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


def _frame_answer(frame: FrameStatistics) -> dict[str, Any]:
    return {
        "first_moment": frame.first_moment,
        "second_moment": frame.second_moment,
        "welch_excess": frame.welch_excess,
        "effective_rank": frame.effective_rank,
        "rank": frame.rank,
        "spectrum": frame.spectrum[::-1],
    }
