"""The pairs with the largest values, kept while blocks of pairs go by."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from packing.numeric import Floats, Indices


def _none() -> Indices:
    return np.empty(0, dtype=np.int64)


@dataclass
class LargestPairs:
    """The `most` pairs of largest value so far, ties by the smaller numbers: values, and the two places of each.

    >>> kept = LargestPairs(2)
    >>> kept.add(np.array([0.5, 0.9, 0.7]), np.array([0, 0, 1]), np.array([1, 2, 2]))
    >>> kept.values.tolist(), kept.left.tolist(), kept.right.tolist()
    ([0.9, 0.7], [0, 1], [2, 2])
    """

    most: int
    values: Floats = field(default_factory=lambda: np.empty(0))
    left: Indices = field(default_factory=_none)
    right: Indices = field(default_factory=_none)

    def add(self, values: Floats, left: Indices, right: Indices) -> None:
        """Keep those of these pairs that are among the largest."""
        if self.values.size == self.most:
            near = np.flatnonzero(values >= self.values[-1])
            values, left, right = values[near], left[near], right[near]
        if not values.size:
            return
        if values.size > 4 * self.most:
            least = np.partition(values, values.size - self.most)[values.size - self.most]
            near = np.flatnonzero(values >= least)
            values, left, right = values[near], left[near], right[near]
        values = np.concatenate((self.values, values))
        left, right = np.concatenate((self.left, left)), np.concatenate((self.right, right))
        order = np.lexsort((right, left, -values))[: self.most]
        self.values, self.left, self.right = values[order], left[order], right[order]
