"""The answer: statistics between the rows of two matrices, as numbers and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats, Indices
from packing.overlaps.baselines import RandomRows
from packing.overlaps.cross.matching import Matching
from packing.overlaps.settings import Settings
from packing.overlaps.values import Cost, Dropped, Pair, ShortRepr


@dataclass(frozen=True, eq=False, repr=False)
class Side(ShortRepr):
    """One dictionary: its shape, the rows dropped, and for each row left its best |cos| and partner in the other."""

    name: str
    n: int
    dropped: Dropped
    rows: Indices
    best: Floats
    partner: Indices

    def __str__(self) -> str:
        return f"{self.n} rows, mean best |cos| {self.mean_best:.4g}"

    @property
    def mean_best(self) -> float:
        """The mean over rows of the largest |cos|: MMCS."""
        return float(self.best.mean())


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(ShortRepr):
    """Statistics of cos(w_i, v_j) over all rows of two matrices with the same number of columns."""

    d: int
    left: Side
    right: Side
    settings: Settings
    absolute: Mapping[int, float]
    signed: Mapping[int, float]
    histogram: npt.NDArray[np.int64]
    pairs_above: Mapping[float, int]
    top: tuple[Pair, ...]
    matching: Matching
    cost: Cost

    def __str__(self) -> str:
        return (
            f"{self.left.rows.size} and {self.right.rows.size} rows in {self.d} dimensions: "
            f"coherence {self.coherence:.6g}, "
            f"E cos^2 {self.absolute[2]:.6g} ({self.absolute[2] * self.d:.4g} times random), "
            f"mean best |cos| {self.left.mean_best:.4g} and {self.right.mean_best:.4g} "
            f"(random {self.random_mean_best:.4g})"
        )

    @property
    def coherence(self) -> float:
        """The largest |cos|."""
        return abs(self.top[0].cosine)

    @property
    def random(self) -> RandomRows:
        """Random rows of the larger dictionary."""
        return RandomRows(max(self.left.rows.size, self.right.rows.size), self.d)

    @property
    def random_mean_best(self) -> float:
        """The median best |cos| of a random row among the rows of the right dictionary."""
        law = self.random.law
        return law.maximum_quantile(self.right.rows.size) if law else 1.0

    def answer(self) -> dict[str, Any]:
        """The numbers that are not one a row, in the form of the command's JSON."""
        return {
            "matrix": self.left.name,
            "against": self.right.name,
            "rows": (self.left.n, self.right.n),
            "columns": self.d,
            "dropped": (self.left.dropped.count, self.right.dropped.count),
            "coherence": self.coherence,
            "moments": dict(self.absolute),
            "signed_moments": dict(self.signed),
            "random": {"row_maximum": self.random_mean_best, "moments": self.random.moments},
            "mean_best": (self.left.mean_best, self.right.mean_best),
            "matching": {
                "pairs": int(self.matching.left.size),
                "mean": self.matching.mean,
                "exact": self.matching.is_exact,
            },
            "above": [{"eps": eps, "pairs": pairs} for eps, pairs in self.pairs_above.items()],
            "top": [{"rows": (pair.left, pair.right), "cosine": pair.cosine} for pair in self.top],
            "histogram": {"edges": [-1.0, 1.0], "counts": self.histogram},
            "seconds": self.cost.seconds,
            "cpu_seconds": self.cost.cpu_seconds,
        }
