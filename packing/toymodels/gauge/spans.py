"""Features of several dimensions up to an isometry of the hidden space and rotations within each feature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.numeric import Floats
from packing.symmetry.spans import DEFECTS
from packing.symmetry.weighted_graphs import Order, WeightedGraph

MOST_DIMENSIONS = 24
"""An isometry is looked for in at most so many dimensions, d^4 numbers; beyond, the ties decide alone."""


@dataclass(frozen=True, eq=False)
class SpanGraph(WeightedGraph):
    """Ties are the singular values of W_i W_j^T, (m, N, N); `forms` W_i^T W_i, (N, d, d), are the features themselves.

    Rotations within a feature leave its form alone, and an isometry U of the hidden space turns it to U F_i U^T. Equal
    ties are needed for that, not enough: U is found from the linear equations U F_i = F'_i U.
    """

    forms: Floats

    def difference(self, other: WeightedGraph, order: Order) -> float:
        """The largest difference of marks, ties and turned forms."""
        apart = super().difference(other, order)
        if not isinstance(other, SpanGraph) or self.forms.shape[1] > MOST_DIMENSIONS:
            return apart
        return max(apart, _turned(self.forms, other.forms[order]))

    def chosen(self, nodes: Order) -> SpanGraph:
        """The part on these nodes."""
        ties = self.ties[:, nodes[:, None], nodes[None, :]]
        return SpanGraph(self.colours[nodes], self.marks[nodes], ties, self.forms[nodes])


def _turned(here: Floats, there: Floats) -> float:
    """The least max |U F_i U^T - F'_i| over the isometries that the equations U F_i = F'_i U suggest."""
    d = here.shape[1]
    one = np.eye(d)
    square = np.kron(one, np.einsum("nij,njk->ik", here, here)) + np.kron(np.einsum("nij,njk->ik", there, there), one)
    square -= 2.0 * np.einsum("nij,nkl->ikjl", there, here).reshape(d * d, d * d)
    values, vectors = np.linalg.eigh(square)
    scale = max(float(values[-1]), 1e-300)
    best = float(np.abs(here - there).max(initial=0.0))
    for count in sorted({1, *(int(np.sum(values < defect * scale)) for defect in (*DEFECTS, 1e-4, 1e-3))} - {0}):
        weights = np.random.default_rng(0).standard_normal(count)
        left, _, right = np.linalg.svd((vectors[:, :count] @ weights).reshape(d, d))
        turn = left @ right
        best = min(best, float(np.abs(turn @ here @ turn.T - there).max(initial=0.0)))
    return best
