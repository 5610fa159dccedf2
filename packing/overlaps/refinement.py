"""Candidates again in float64: the closest pairs and the best partner of each row."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from packing.numeric import Floats, Indices
from packing.overlaps.kernels.top_k import TopPairs, TopPartners
from packing.overlaps.matrix import Matrix


def cosines_of(
    matrix: Matrix, norms: Floats, left: Indices, other: Matrix, other_norms: Floats, right: Indices
) -> Floats:
    """cos(w_i, v_j) of the rows `left` of one matrix and `right` of another, in float64; error about 1e-16."""
    values = np.empty(left.size)
    step = max(1, min(matrix.chunk, other.chunk) // 2)
    for start in range(0, left.size, step):
        i, j = left[start : start + step], right[start : start + step]
        x = matrix.rows(i) / norms[i, None]
        y = other.rows(j) / other_norms[j, None]
        values[start : start + step] = np.einsum("ij,ij->i", x, y)
    return np.clip(values, -1.0, 1.0)


class RefinedPairs(NamedTuple):
    """Row numbers, cosines in float64, and the |cosines| that the pass over all pairs saw."""

    left: Indices
    right: Indices
    cosines: Floats
    seen: Floats

    def correction(self, power: int, gain: float) -> tuple[float, float]:
        """What to add to the sums of |c|^p and sign(c)|c|^p: the largest pairs dominate the high powers."""
        change = np.abs(self.cosines) ** power - (self.seen / gain) ** power
        return math.fsum(change), math.fsum(np.sign(self.cosines) * change)


def refined_pairs(
    matrix: Matrix, norms: Floats, closest: TopPairs, other: Matrix | None = None, other_norms: Floats | None = None
) -> RefinedPairs:
    """The closest pairs with cosines in float64, largest |cos| first, ties by row numbers."""
    known = closest.values >= 0
    left, right = closest.left[known].astype(np.int64), closest.right[known].astype(np.int64)
    second, second_norms = (matrix, norms) if other is None or other_norms is None else (other, other_norms)
    cosines = cosines_of(matrix, norms, left, second, second_norms, right)
    order = np.lexsort((right, left, -np.abs(cosines)))
    seen = closest.values[known].view(np.float64 if closest.values.itemsize == 8 else np.float32).astype(np.float64)
    return RefinedPairs(left[order], right[order], cosines[order], seen[order])


def refined_partners(
    matrix: Matrix, norms: Floats, found: TopPartners, other: Matrix | None = None, other_norms: Floats | None = None
) -> tuple[Floats, Indices]:
    """For each row the cosines with its best partners in float64, and these, (n, k) each; the largest |cos| first.

    Where there is no partner it is -1, and the cosine NaN.
    """
    second, second_norms = (matrix, norms) if other is None or other_norms is None else (other, other_norms)
    n, kept = found.partners.shape
    rows = np.arange(n, dtype=np.int64)
    values = np.full((n, kept), np.nan)
    for place in range(kept):
        there = np.flatnonzero(found.partners[:, place] >= 0)
        partners = found.partners[there, place].astype(np.int64)
        values[there, place] = cosines_of(matrix, norms, rows[there], second, second_norms, partners)
    if kept == 1:
        return values, found.partners.astype(np.int64)
    order = np.argsort(-np.abs(values), axis=1, kind="stable")
    return np.take_along_axis(values, order, axis=1), np.take_along_axis(found.partners, order, axis=1).astype(np.int64)
