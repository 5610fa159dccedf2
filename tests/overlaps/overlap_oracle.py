"""The statistics again, by forming the whole Gram matrix in float64: the second instrument of these tests."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse.csgraph import connected_components

POWERS = (1, 2, 3, 4, 6)


class Oracle:
    """Everything from X X^T; rows that are zero or not finite are left out."""

    def __init__(self, rows: Any) -> None:
        matrix = np.asarray(rows, dtype=np.float64)
        with np.errstate(invalid="ignore"):
            norms = np.linalg.norm(matrix, axis=1)
        self.rows = np.flatnonzero(np.isfinite(norms) & (norms > 0))
        self.norms = norms[self.rows]
        self.raw = matrix[self.rows]
        unit = self.raw / self.norms[:, None]
        self.gram = unit @ unit.T
        np.fill_diagonal(self.gram, 1.0)
        self.pairs = self.gram[np.triu_indices(len(unit), 1)]
        self.off = np.abs(self.gram - np.eye(len(unit)))

    def absolute(self, power: int) -> float:
        return float(np.mean(np.abs(self.pairs) ** power))

    def signed(self, power: int) -> float:
        return float(np.mean(np.sign(self.pairs) * np.abs(self.pairs) ** power))

    def dimensionality(self) -> Any:
        return self.norms**4 / ((self.raw @ self.raw.T) ** 2).sum(axis=1)

    def labels(self, eps: float) -> Any:
        return connected_components(self.off > eps, directed=False)[1]


def same_partition(one: Any, other: Any) -> bool:
    """Whether two labellings put the same rows together."""
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))
