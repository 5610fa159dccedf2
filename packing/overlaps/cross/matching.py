"""A one-to-one matching of rows, of large sum of |cos|, among the best partners of each row on either side."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from packing.numeric import Floats, Indices
from packing.overlaps.preparation import Preparation
from packing.overlaps.refinement import cosines_of
from packing.overlaps.values import ShortRepr

MOST_ASSIGNED = 6000
"""A dense assignment is solved for groups of candidates up to this size; larger ones are matched greedily first."""


@dataclass(frozen=True, eq=False, repr=False)
class Matching(ShortRepr):
    """Pairs (left, right), each row at most once, of large sum of |cos|: largest among candidates if `is_exact`."""

    left: Indices
    right: Indices
    cosines: Floats
    is_exact: bool

    def __str__(self) -> str:
        return f"{self.left.size} pairs, mean |cos| {self.mean:.4g}"

    @property
    def mean(self) -> float:
        """The mean |cos| of the matched pairs."""
        return float(np.abs(self.cosines).mean()) if self.cosines.size else math.nan


def matching(one: Preparation, two: Preparation, left_partners: Indices, right_partners: Indices) -> Matching:
    """The pairs of largest sum of |cos| among the partners: exact in groups of candidates, greedy in large groups."""
    n, m = one.matrix.n, two.matrix.n
    i = np.concatenate((np.repeat(np.arange(n), left_partners.shape[1]), right_partners.ravel()))
    j = np.concatenate((left_partners.ravel(), np.repeat(np.arange(m), right_partners.shape[1])))
    edges = np.unique(i * np.int64(m) + j)
    i, j = edges // m, edges % m
    cosines = cosines_of(one.matrix, one.norms, i, two.matrix, two.norms, j)
    graph = csr_array((np.ones(i.size), (i, n + j)), shape=(n + m, n + m))
    _, labels = connected_components(graph, directed=False)
    order = np.argsort(labels[i], kind="stable")
    edge_groups = np.split(order, np.flatnonzero(np.diff(labels[i][order])) + 1)
    chosen: list[int] = []
    is_exact = True
    for group in edge_groups:
        rows, columns = np.unique(i[group]), np.unique(j[group])
        if max(rows.size, columns.size) > MOST_ASSIGNED:
            is_exact = False
            chosen += greedy(i, j, cosines, group)
            continue
        weights = np.zeros((rows.size, columns.size))
        which = np.full(weights.shape, -1, dtype=np.int64)
        places = np.searchsorted(rows, i[group]), np.searchsorted(columns, j[group])
        weights[places], which[places] = np.abs(cosines[group]), group
        picked = which[linear_sum_assignment(weights, maximize=True)]
        chosen += picked[picked >= 0].tolist()
    keep = np.array(sorted(chosen), dtype=np.int64)
    return Matching(one.rows[i[keep]], two.rows[j[keep]], cosines[keep], is_exact)


def greedy(i: Indices, j: Indices, cosines: Floats, group: npt.NDArray[np.intp]) -> list[int]:
    """Take candidates from the largest |cos| down, each row once: at least half of the best possible sum."""
    used_left: set[int] = set()
    used_right: set[int] = set()
    chosen = []
    for edge in group[np.argsort(-np.abs(cosines[group]), kind="stable")].tolist():
        if int(i[edge]) not in used_left and int(j[edge]) not in used_right:
            used_left.add(int(i[edge]))
            used_right.add(int(j[edge]))
            chosen.append(edge)
    return chosen
