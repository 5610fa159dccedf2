r"""The linear read-out of features of m dimensions: its loss at any density is a polynomial in the Gram blocks.

With M_ij = W_i^T W_j, independent features of mean 0 and E x_j x_j^T = p_j s^2 1, s^2 = E |x|^2 / m,

    L = s^2 sum_ij I_i p_j |delta_ij 1 - M_ij|_F^2,

whatever the density: the bias is 0, and the limit of density 0 has the odds in place of p. With I_i = p_i = 1 this is
s^2 |1 - W W^T|_F^2 for the (n m, d) matrix W of all features, so the least loss is s^2 (n m - d), and it is reached
exactly where sum_i W_i W_i^T = 1: by orthogonal features with the others dropped, by lines, by any tight fusion frame
scaled to it. A linear read-out prefers no packing. In general (Eckart and Young) no loss is below s^2 times the sum of
all but the d largest of the numbers I_i p_i, each taken m times, and this is reached.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.numeric import Floats
from packing.toymodels.brief import Brief
from packing.toymodels.subspaces.one_active import SubspaceValue


@dataclass(frozen=True, eq=False, repr=False)
class LinearSubspaceLoss(Brief):
    """L(W) and its gradient for chances p (n,), importances I (n,) and the second moment E |x|^2 of a feature.

    >>> loss = LinearSubspaceLoss(np.full(2, 0.5), np.ones(2), 0.5)
    >>> shared = np.eye(2)[None].repeat(2, axis=0) / 2**0.5                          # two features in one plane
    >>> round(loss(shared, np.zeros(2)).loss, 12), loss.least(2, 2)
    (0.25, 0.25)
    """

    chances: Floats
    importance: Floats
    second_moment: float

    def __call__(self, weights: Floats, biases: Floats) -> SubspaceValue:
        """The loss and its gradient at W (n, m, d); the biases are 0 and stay so."""
        n, m, d = weights.shape
        rows = weights.reshape(n * m, d)
        rest = np.eye(n * m) - rows @ rows.T
        chances, importance = np.repeat(self.chances, m), np.repeat(self.importance, m)
        pull = importance[:, None] * rest * chances * (self.second_moment / m)
        by_rows = -2.0 * (pull + pull.T) @ rows
        return SubspaceValue(float(np.sum(pull * rest)), by_rows.reshape(n, m, d), np.zeros(n))

    def least(self, d: int, m: int) -> float:
        """The least loss of d dimensions for features of m dimensions (Eckart and Young)."""
        products = np.sort(np.repeat(self.chances * self.importance, m))
        return float(products[: max(0, len(products) - d)].sum()) * self.second_moment / m
