"""One dictionary beside another: the best match of each of its rows, by |cos| and by cos, and row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.numeric import Floats, Indices
from packing.overlaps.cross.chance import expected_best
from packing.overlaps.kernels.top_k import TopPartners
from packing.overlaps.preparation import Preparation
from packing.overlaps.products import Gains, best_partners
from packing.overlaps.refinement import cosines_of, refined_partners
from packing.overlaps.settings import Settings
from packing.overlaps.values import Dropped, ShortRepr
from packing.rounding import counted

_NEAR_TIES = 2
"""Partners by cos that are computed again in float64, so that rounding of a product decides none."""


@dataclass(frozen=True, eq=False, repr=False)
class Side(ShortRepr):
    """One dictionary: its shape, the rows dropped, and for each row left its best matches in the other dictionary.

    `best[i]` is the largest |cos| and `partner[i]` the row of the other dictionary that attains it; `best_signed` and
    `partner_signed` the same of cos, which is what a ReLU code can use: it cannot read the opposite of a direction.
    `partners` and `cosines` (n, k) are the k rows of largest |cos| and their cosines, for `Settings(row_top=k)`.
    """

    name: str
    n: int
    d: int
    others: int
    dropped: Dropped
    rows: Indices
    best: Floats
    partner: Indices
    best_signed: Floats
    partner_signed: Indices
    norms: Floats
    partners: Indices
    cosines: Floats

    def __str__(self) -> str:
        return f"{counted(self.n, 'row')}, mean best |cos| {self.mean_best:.4g}"

    @property
    def mean_best(self) -> float:
        """The mean over rows of the largest |cos|."""
        return float(self.best.mean())

    @property
    def mean_best_signed(self) -> float:
        """The mean over rows of the largest cos: MMCS, the mean max cosine similarity of the toy-dictionary papers."""
        return float(self.best_signed.mean())

    @property
    def distinct(self) -> float:
        """The number of different best matches by |cos| over the number of rows."""
        return np.unique(self.partner).size / self.rows.size

    @property
    def distinct_signed(self) -> float:
        """The number of different best matches by cos over the number of rows."""
        return np.unique(self.partner_signed).size / self.rows.size

    @property
    def chance(self) -> float:
        """What `mean_best` is on average against random rows: exact."""
        return expected_best(self.others, self.d)

    @property
    def chance_signed(self) -> float:
        """What `mean_best_signed` is on average against random rows: exact."""
        return expected_best(self.others, self.d, signed=True)


def side(one: Preparation, two: Preparation, partners: TopPartners, settings: Settings) -> Side:
    """The best matches of the rows of `one`, from the partners that the pass over all pairs has kept, and by cos."""
    cosines, ordered = refined_partners(one.matrix, one.norms, partners, two.matrix, two.norms)
    signed, signed_partner = _best_signed(one, two, settings)
    names = one.source.name, one.source.n, one.matrix.d, two.matrix.n, one.dropped, one.rows
    matched = two.rows[ordered]
    best = np.abs(cosines[:, 0]), matched[:, 0]
    return Side(*names, *best, signed, two.rows[signed_partner], one.norms, matched, cosines)


def _best_signed(one: Preparation, two: Preparation, settings: Settings) -> tuple[Floats, Indices]:
    keep = min(_NEAR_TIES, two.matrix.n)
    found, _ = best_partners(Gains(one, two, signed=True), keep=keep, dtype=settings.precision.dtype)
    rows = np.arange(one.matrix.n, dtype=np.int64)
    best, partner = np.full(one.matrix.n, -np.inf), np.zeros(one.matrix.n, dtype=np.int64)
    for place in range(keep):
        others = found[:, place].astype(np.int64)
        cosines = cosines_of(one.matrix, one.norms, rows, two.matrix, two.norms, others)
        partner = np.where(cosines > best, others, partner)
        best = np.maximum(best, cosines)
    return best, partner


@dataclass(frozen=True, eq=False, repr=False)
class RowByRow(ShortRepr):
    """cos(w_i, v_i) for each i that is a row with a direction of both matrices: encoder against decoder."""

    rows: Indices
    cosines: Floats

    @property
    def mean(self) -> float:
        """The mean cosine."""
        return float(self.cosines.mean())

    def __str__(self) -> str:
        return f"{counted(self.rows.size, 'row')}, mean cos {self.mean:.4g}"


def row_by_row(one: Preparation, two: Preparation) -> RowByRow | None:
    """The cosines of equal row numbers; None where the matrices have different numbers of rows, or share none."""
    if one.source.n != two.source.n:
        return None
    rows, left, right = np.intersect1d(one.rows, two.rows, return_indices=True)
    if rows.size == 0:
        return None
    return RowByRow(rows, cosines_of(one.matrix, one.norms, left, two.matrix, two.norms, right))
