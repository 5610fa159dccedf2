"""The answer: statistics between the rows of two matrices, as numbers and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.overlaps.baselines import RandomRows
from packing.overlaps.cross.by_row import by_row
from packing.overlaps.cross.chance import Simulated
from packing.overlaps.cross.matching import Matching
from packing.overlaps.cross.sides import RowByRow, Side
from packing.overlaps.row_table import RowTable
from packing.overlaps.settings import Settings
from packing.overlaps.values import QUANTILES, Cost, Pair, ShortRepr
from packing.rounding import counted


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(ShortRepr):
    """Statistics of cos(w_i, v_j) over all rows of two matrices with the same number of columns.

    `matching` has the largest mean |cos| of all one-to-one matchings, `signed_matching` the largest mean cos; `chance`
    and `signed_chance` are those of random rows.

    Fields: `left` and `right`: rows and best partners on each side; `d` columns; `absolute[p]` and `signed[p]`: the
    means of |cos|^p and sign(cos) |cos|^p over all pairs; `histogram` of cos in `settings.bins` bins on [-1, 1];
    `pairs_above[eps]`: pairs with |cos| > eps; `top`: the closest pairs; `row_by_row`: row i against row i, where the
    shapes agree; `cost`: times and memory.
    """

    d: int
    left: Side
    right: Side
    settings: Settings
    absolute: Mapping[int, float]
    signed: Mapping[int, float]
    histogram: npt.NDArray[np.int64]
    pairs_above: Mapping[float, int]
    top: tuple[Pair, ...]
    matching: Matching | None
    signed_matching: Matching | None
    chance: Simulated | None
    signed_chance: Simulated | None
    row_by_row: RowByRow | None
    cost: Cost

    def __str__(self) -> str:
        return (
            f"{self.left.rows.size} and {counted(self.right.rows.size, 'row')} in {counted(self.d, 'dimension')}: "
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

    @property
    def unmatched(self) -> tuple[int, int]:
        """How many rows of either side a one-to-one matching leaves over."""
        n, m = self.left.rows.size, self.right.rows.size
        return n - min(n, m), m - min(n, m)

    def by_row(self, side: str = "left") -> RowTable:
        """The matches of each row of the `left` or the `right` matrix that takes part, with the columns

        - `row`, its number in its matrix as given, and `norm`;
        - `best`, `best_cosine`: the row of the other of largest |cos|, and its cosine; with `Settings(row_top=k)` also
          `best_2`, `best_cosine_2`, ..; `best_signed`, `best_signed_cosine`: the row of largest cos;
        - `matched`, `matched_cosine` and `matched_signed`, `matched_signed_cosine`: the one-to-one matchings of largest
          mean |cos| and cos, -1 and NaN where the row has no partner; not there with `matching=False`;
        - `same_row_cosine`: the cosine with the row of equal number, where both matrices have as many rows.

        >>> from packing.overlaps import compare
        >>> table = compare(np.eye(3), np.array([[0.0, -2, 0], [1, 0, 0]])).by_row()
        >>> table["matched"].tolist(), table["matched_cosine"].tolist()
        ([1, 0, -1], [1.0, -1.0, nan])
        """
        if side not in ("left", "right"):
            raise InputError(f"the side must be left or right, not {side!r}: choose one")
        matchings = {"matched": self.matching, "matched_signed": self.signed_matching}
        chosen = self.left if side == "left" else self.right
        return by_row(chosen, matchings, self.row_by_row, is_left=side == "left")

    def answer(self) -> dict[str, Any]:
        """The numbers that are not one a row, in the form of the command's JSON."""
        left, right = self.left, self.right
        return {
            "matrix": left.name,
            "against": right.name,
            "rows": (left.n, right.n),
            "columns": self.d,
            "dropped": (left.dropped.count, right.dropped.count),
            "coherence": self.coherence,
            "moments": dict(self.absolute),
            "signed_moments": dict(self.signed),
            "random": {"row_maximum": self.random_mean_best, "moments": self.random.moments},
            "mean_best": (left.mean_best, right.mean_best),
            "best": {"left": _best_answer(left), "right": _best_answer(right)},
            "matching": self._matching_answer(),
            "row_by_row": None if self.row_by_row is None else _row_answer(self.row_by_row),
            "above": [{"eps": eps, "pairs": pairs} for eps, pairs in self.pairs_above.items()],
            "top": [{"rows": (pair.left, pair.right), "cosine": pair.cosine} for pair in self.top],
            "histogram": {"edges": [-1.0, 1.0], "counts": self.histogram},
            "seconds": self.cost.seconds,
            "cpu_seconds": self.cost.cpu_seconds,
        }

    def _matching_answer(self) -> dict[str, Any] | None:
        if self.matching is None or self.signed_matching is None:
            return None
        return {
            "pairs": int(self.matching.left.size),
            "unmatched": self.unmatched,
            "mean": self.matching.mean,
            "mean_signed": self.signed_matching.mean,
            "chance": _chance_answer(self.chance),
            "chance_signed": _chance_answer(self.signed_chance),
            "exact": self.matching.is_exact and self.signed_matching.is_exact,
            "gap": self.matching.gap,
            "gap_signed": self.signed_matching.gap,
        }


def _best_answer(side: Side) -> dict[str, Any]:
    return {
        "mean": side.mean_best,
        "mean_signed": side.mean_best_signed,
        "chance": side.chance,
        "chance_signed": side.chance_signed,
        "distinct": side.distinct,
        "distinct_signed": side.distinct_signed,
    }


def _chance_answer(found: Simulated | None) -> dict[str, Any] | None:
    return None if found is None else asdict(found)


def _row_answer(found: RowByRow) -> dict[str, Any]:
    return {
        "rows": int(found.rows.size),
        "mean": found.mean,
        "mean_absolute": float(np.abs(found.cosines).mean()),
        "quantiles": dict(zip(QUANTILES, np.quantile(found.cosines, QUANTILES), strict=True)),
    }
