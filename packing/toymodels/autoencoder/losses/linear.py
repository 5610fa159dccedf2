"""The linear autoencoder x' = W W^T x + b: its expected loss in closed form for any law of x, and the least there is.

With R = I - W W^T, D the importances on a diagonal, and mean m, covariance S and second moments T = S + m m^T of x,

    E (x - x')^T D (x - x') = tr(D R S R) + |R m - b|_D^2.

The best b is R m, which leaves tr(D R S R) = |D^1/2 (I - M) S^1/2|_F^2 for M = W W^T of rank d: at least the sum of
all but the d largest eigenvalues of S^1/2 D S^1/2 (Eckart and Young), reached by principal components where D and S
commute: the projection on their d leading common eigenvectors. So independent features are kept or dropped whole, by
importance times variance, and none shares a dimension unless these products are equal. In the limit of density 0 any b
costs more than it saves, and T takes the place of S.
Reference: Eckart and Young, The approximation of one matrix by another of lower rank, Psychometrika 1 (1936).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from packing.numeric import Floats
from packing.toymodels.autoencoder.losses.one_sparse import Value
from packing.toymodels.brief import Brief
from packing.toymodels.inputs.law import Law


@dataclass(frozen=True, eq=False, repr=False)
class LinearLoss(Brief):
    """tr(D R S R) + |R m - b|_D^2 with its gradient, for means m (n,), covariance S (n, n), importances D (n,).

    Without a `mean` the bias is held at 0 and `covariance` holds second moments.

    >>> one = LinearLoss(np.diag([2.0, 1.0]), np.ones(2), np.zeros(2))
    >>> one(np.array([[1.0], [0.0]]), np.zeros(2)).loss            # keeps the first, loses the variance of the second
    1.0
    """

    covariance: Floats
    importance: Floats
    mean: Floats | None = None

    largest_bias: float = math.inf

    def __call__(self, weights: Floats, biases: Floats) -> Value:
        """The loss and its gradient at W (n, d), b (n,)."""
        rest = np.eye(len(weights)) - weights @ weights.T
        seen = rest @ self.covariance
        pull = self.importance[:, None] * seen
        loss = float(np.sum(pull * rest))
        if self.mean is None:
            by_bias = np.zeros(len(weights))
        else:
            left = rest @ self.mean - biases
            push = self.importance * left
            loss += float(push @ left)
            pull = pull + np.outer(push, self.mean)
            by_bias = -2.0 * push
        # d loss / d rest = 2 pull, and rest falls by dW W^T + W dW^T
        return Value(loss, -2.0 * (pull + pull.T) @ weights, by_bias)

    def least(self, d: int) -> Least:
        """The least loss over all linear maps of rank d, and whether tied weights reach it."""
        root = np.sqrt(self.importance)
        weighted = root[:, None] * self.covariance * root[None, :]
        values = np.linalg.eigvalsh(weighted)[: max(0, len(root) - d)]
        product = self.importance[:, None] * self.covariance
        commute = bool(np.allclose(product, product.T, rtol=0.0, atol=1e-12 * np.abs(product).max()))
        return Least(float(np.sum(np.maximum(values, 0.0))), commute)


@dataclass(frozen=True)
class Least:
    """A lower bound for the loss of d dimensions, and whether it is the least loss of tied weights too."""

    loss: float
    reached: bool


def linear_loss(law: Law, importance: Floats) -> LinearLoss:
    """The loss of the linear model for features that follow `law`."""
    return LinearLoss(law.covariance, importance, law.mean)


def sparse_linear_loss(limit: Law, importance: Floats) -> LinearLoss:
    """The loss in the limit of density 0, given that one set of `limit` is active; the bias is 0."""
    return LinearLoss(limit.second_moments, importance)
