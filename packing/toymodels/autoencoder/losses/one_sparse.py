"""The loss in the limit of density 0: exactly one feature is active, and a bias above 0 is never worth its price.

Let x' = ReLU(W W^T x + b) with rows w_i of W as features. Given that only feature j is active, x_j uniform on [0, 1],
output i errs by int (u - ReLU(|w_j|^2 u + b_j))^2 du for i = j and by J(<w_i, w_j>, b_i) otherwise, so

    L(W, b) = sum_j pi_j [ I_j (1/3 - K(|w_j|^2, b_j) + J(|w_j|^2, b_j)) + sum_{i != j} I_i J(<w_i, w_j>, b_i) ],

pi_j the chance that it is j. At density p the full loss is sum_i I_i ReLU(b_i)^2 (1 - O(p)) + n p L + O(p^2), so
p -> 0 forces b <= 0 and leaves L. Negative overlaps cost nothing up to |b|: the limit packs points on a sphere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from packing.numeric import Floats
from packing.toymodels.autoencoder.losses.ramp import ramp
from packing.toymodels.brief import Brief


@dataclass(frozen=True, eq=False, repr=False)
class Value(Brief):
    """A loss and its gradient by the weights (n, d) and the biases (n,).

    A loss is a mean of squares, so a sum of its terms that rounding has brought below 0 is 0.
    """

    loss: float
    weights: Floats
    biases: Floats

    def __post_init__(self) -> None:
        object.__setattr__(self, "loss", max(self.loss, 0.0))


@dataclass(frozen=True, eq=False, repr=False)
class OneSparseLoss(Brief):
    """L(W, b) for features that are active with chances `odds` (n,), summing to 1, and count `importance` (n,).

    >>> digon = OneSparseLoss(np.full(2, 0.5), np.full(2, 1.0))
    >>> 0 <= digon(np.array([[1.0], [-1.0]]), np.zeros(2)).loss < 1e-15
    True
    """

    odds: Floats
    importance: Floats

    largest_bias: float = 0.0
    """The price of a positive bias is infinite in this limit."""

    def __call__(self, weights: Floats, biases: Floats) -> Value:
        """The loss and its exact gradient at W (n, d), b (n,)."""
        gram = weights @ weights.T
        loss, by_gram, by_bias = one_active(gram, biases, self.odds, self.importance)
        return Value(loss, (by_gram + by_gram.T) @ weights, by_bias)


class OneActive(NamedTuple):
    """A loss and its derivatives by the entries of W W^T (row = output) and by b."""

    loss: float
    by_gram: Floats
    by_bias: Floats


def one_active(gram: Floats, biases: Floats, chances: Floats, importance: Floats) -> OneActive:
    """sum_j chances_j E[loss | only j active], with its derivatives."""
    integrals = ramp(gram, biases[:, None])
    price = importance[:, None] * chances[None, :]
    own = importance * chances
    diagonal = np.einsum("ii->i", integrals.product)
    loss = float(np.sum(price * integrals.square) + np.sum(own * (1.0 / 3.0 - diagonal)))
    by_gram = price * integrals.product
    by_gram[np.diag_indices_from(by_gram)] -= own * np.diagonal(integrals.product_c)
    by_bias = np.sum(price * integrals.square_b, axis=1) - own * np.diagonal(integrals.product_b)
    return OneActive(loss, by_gram, by_bias)
