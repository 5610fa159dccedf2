"""A one-to-one matching of the rows of two matrices of largest mean |cos|, or cos, with a proof of how good it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from packing.numeric import SAME_VALUE, Floats, Indices
from packing.overlaps.cross.augment import augment, empty_state
from packing.overlaps.cross.candidates import first_candidates
from packing.overlaps.cross.certificate import assignment_bound
from packing.overlaps.preparation import Preparation
from packing.overlaps.products import Gains, best_partners
from packing.overlaps.refinement import cosines_of
from packing.overlaps.values import ShortRepr
from packing.rounding import counted

MORE_CANDIDATES = 6
"""Partners a row gains in a round, where the prices of the last round leave better ones out."""

SINGLE_WORK = 2e11
"""Rounds before the last take products in single precision above this n m d."""

MOST_ROUNDS = 60

_TOLERANCE = {4: 4e-7, 8: 1e-12}
"""By how much a pair must beat the prices to become a candidate, by the bytes of a product: above its rounding."""


@dataclass(frozen=True, eq=False, repr=False)
class Matching(ShortRepr):
    """min(n, m) pairs (left, right), each row at most once, of large sum of |cos|, or of cos if `signed`.

    `gap` is proved: no one-to-one matching has a mean larger than this one's by more than `gap`. The proof is a
    feasible point of the dual linear programme, checked over all pairs in float64 with its rounding.

    Fields: `cosines` of the pairs; `rounds`: passes over all pairs.
    """

    left: Indices
    right: Indices
    cosines: Floats
    signed: bool
    gap: float
    rounds: int

    def __str__(self) -> str:
        return f"{counted(self.left.size, 'pair')}, mean {'cos' if self.signed else '|cos|'} {self.mean:.4g}"

    @property
    def mean(self) -> float:
        """The mean |cos| (cos, if signed) of the matched pairs. Of |cos| it is known as PW-MCC."""
        if not self.cosines.size:
            return math.nan
        return float(self.cosines.mean() if self.signed else np.abs(self.cosines).mean())

    @property
    def mean_cosine(self) -> float:
        """The mean cos of the matched pairs, with sign."""
        return float(self.cosines.mean()) if self.cosines.size else math.nan

    @property
    def is_exact(self) -> bool:
        """Whether no one-to-one matching has a larger mean, to within 1e-9."""
        return self.gap <= SAME_VALUE


def best_matching(
    one: Preparation, two: Preparation, *, signed: bool = False, gap: float = 0.0, most_rounds: int = MOST_ROUNDS
) -> Matching:
    """The one-to-one matching of min(n, m) rows of largest mean, or one within a proved `gap` of it.

    Candidates are the best partners of each row. The assignment among them is solved exactly, with prices; a pass over
    all pairs then finds those that the prices leave out, which become candidates too, until none is left.

    Args: `one` and `two`: prepared matrices with as many columns; `signed` for cos in place of |cos|; `gap` >= 0;
    `most_rounds`: passes over all pairs at most.
    """
    forward = Gains(one, two, signed)
    is_turned = forward.shape[0] > forward.shape[1]
    gains = forward.turned() if is_turned else forward
    n, m = gains.shape
    state, candidates = empty_state(n, m), first_candidates(gains)
    dtype = np.dtype(np.float32 if float(n) * m * one.matrix.d > SINGLE_WORK else np.float64)
    rounds = 0
    while rounds < most_rounds:
        rounds += 1
        augment(candidates.edges(n, m), state)
        floor = state.profits + _TOLERANCE[dtype.itemsize]
        partners, values = best_partners(gains, state.prices, floor=floor, keep=MORE_CANDIDATES, dtype=dtype)
        missed = float(np.maximum(values[:, 0] - state.profits, 0.0).mean())
        extended = candidates.joined(gains, partners)
        is_last = extended.keys.size == candidates.keys.size or missed <= gap / 2
        candidates = extended
        if is_last and dtype.itemsize == 8:
            break
        if is_last:
            dtype = np.dtype(np.float64)
    held, partner = np.arange(n, dtype=np.int64), state.column_of
    rows, others = (partner, held) if is_turned else (held, partner)
    cosines = cosines_of(one.matrix, one.norms, rows, two.matrix, two.norms, others)
    bound, _ = assignment_bound(gains, state.prices)
    order = np.argsort(rows, kind="stable")
    found = Matching(one.rows[rows[order]], two.rows[others[order]], cosines[order], signed, math.inf, rounds)
    return replace(found, gap=max(0.0, bound / n - found.mean))
