r"""The loss given that exactly one feature of two dimensions is active, in closed form, and its limit of density 0.

Output i sees z = M_ij x_j with M_ij = W_i^T W_j, and answers z ReLU(1 + b_i/|z|). With the threshold t_i = -b_i >= 0, a
direction u of feature j is seen with gain q = |M_ij u|, so that by the radial integrals G, H of `radial`

    L = sum_j pi_j [ I_j (E |x|^2 - 2 E_u (u . M_jj u) H(q, t_j)) + sum_i I_i E_u G(|M_ij u|, t_i) ],

E_u the mean over the circle. G depends on M through its singular values s1 >= s2 alone: with u at the angle phi to the
first singular direction, q^2 = s1^2 cos^2 phi + s2^2 sin^2 phi, and what the threshold leaves is 0 <= phi <= phi_0 in
each quadrant, tan^2 phi_0 = (s1^2 - t^2)/(t^2 - s2^2). There the integrand is analytic (the mean of q is an elliptic
integral), and a Gauss rule of 32 nodes gives it to about 1e-9, or 1e-6 t where s2 < s1/1000.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from packing.numeric import Floats
from packing.toymodels.brief import Brief
from packing.toymodels.subspaces.options import FeatureLaw
from packing.toymodels.subspaces.radial import radial

_ROOTS, _SHARES = np.polynomial.legendre.leggauss(32)
_NODES, _PARTS = 0.5 * (_ROOTS + 1.0), 0.5 * _SHARES


PAIRS = 1 << 14
"""Pairs of features whose integrals are computed at a time: a few megabytes an array."""


class SubspaceValue(NamedTuple):
    """A loss and its gradient by the weights (n, m, d) and the biases (n,)."""

    loss: float
    weights: Floats
    biases: Floats


@dataclass(frozen=True, eq=False, repr=False)
class OneActiveLoss(Brief):
    """sum_j `chances`_j E[loss | only j is active] for features of two dimensions and a shrinkage, with its gradient.

    `chances` (n,) are the odds that it is j in the limit of density 0, or the chances that j alone is active.

    >>> one = OneActiveLoss(np.array([0.5, 0.5]), np.ones(2), FeatureLaw.BALL)
    >>> abs(one(np.eye(4).reshape(2, 2, 4), np.zeros(2)).loss) < 1e-15               # two orthogonal planes
    True
    """

    chances: Floats
    importance: Floats
    law: FeatureLaw

    def __call__(self, weights: Floats, biases: Floats) -> SubspaceValue:
        """The loss and its gradient at W (n, 2, d) and b (n,), b <= 0."""
        n, thresholds = len(weights), np.maximum(-biases, 0.0)
        own = self.importance * self.chances
        itself = circle_mean(np.einsum("iad,ibd->iab", weights, weights), thresholds, self.law)
        loss = float(own.sum()) * self.law.second_moment(2) - 2.0 * float(own @ itself.own)
        by_own = -2.0 * own[:, None, None] * itself.own_gram
        by_weights = np.einsum("iab,ibd->iad", by_own + np.swapaxes(by_own, 1, 2), weights)
        by_threshold = -2.0 * own * itself.own_t
        step = max(1, PAIRS // n)
        for rows in (slice(first, first + step) for first in range(0, n, step)):
            gram = np.einsum("iad,jbd->ijab", weights[rows], weights)
            mean = circle_mean(gram, thresholds[rows, None], self.law)
            price = self.importance[rows, None] * self.chances[None, :]
            loss += float(np.sum(price * mean.square))
            by_gram = price[:, :, None, None] * mean.square_gram
            by_weights[rows] += np.einsum("ijab,jbd->iad", by_gram, weights)
            by_weights += np.einsum("ijab,iad->jbd", by_gram, weights[rows])
            by_threshold[rows] += np.sum(price * mean.square_t, axis=1)
        return SubspaceValue(loss, by_weights, -by_threshold)


class CircleMean(NamedTuple):
    """E_u G and E_u (u . M u) H with their derivatives by M (..., 2, 2) and by t; H is meant for symmetric M."""

    square: Floats
    own: Floats
    square_gram: Floats
    own_gram: Floats
    square_t: Floats
    own_t: Floats


def circle_mean(gram: Floats, threshold: Floats, law: FeatureLaw) -> CircleMean:
    """The means over directions u of the plane for matrices M (..., 2, 2) and thresholds t that broadcast to (...).

    >>> whole = circle_mean(np.eye(2), np.zeros(()), FeatureLaw.SPHERE)
    >>> round(float(whole.square), 12), round(float(whole.own), 12)
    (1.0, 1.0)
    """
    squares, axes = np.linalg.eigh(np.swapaxes(gram, -1, -2) @ gram)
    squares, axes = np.maximum(squares[..., ::-1], 0.0), axes[..., ::-1]
    t = np.broadcast_to(threshold, squares.shape[:-1])
    end = _last_angle(squares[..., 0], squares[..., 1], t * t)
    phi = end[..., None] * _NODES
    part = end[..., None] * _PARTS * (2.0 / np.pi)
    cosine2, sine2 = np.cos(phi) ** 2, np.sin(phi) ** 2
    q = np.sqrt(squares[..., :1] * cosine2 + squares[..., 1:] * sine2)
    along = radial(law, 2, q, t[..., None])
    turned = np.swapaxes(axes, -1, -2) @ gram @ axes
    seen = turned[..., 0, 0, None] * cosine2 + turned[..., 1, 1, None] * sine2
    slope = part / np.maximum(q, 1e-300)
    by_square = _rotated(gram @ axes, slope * along.square_q, cosine2, sine2, axes)
    by_own = _rotated(gram @ axes, slope * seen * along.own_q, cosine2, sine2, axes)
    by_own += _rotated(axes, part * along.own, cosine2, sine2, axes)
    return CircleMean(
        np.sum(part * along.square, axis=-1),
        np.sum(part * seen * along.own, axis=-1),
        by_square,
        by_own,
        np.sum(part * along.square_t, axis=-1),
        np.sum(part * seen * along.own_t, axis=-1),
    )


def _last_angle(first: Floats, second: Floats, threshold: Floats) -> Floats:
    """phi_0 from s1^2, s2^2, t^2: pi/2 where the whole ellipse is beyond the threshold, 0 where none of it is."""
    inner = np.arctan2(np.sqrt(np.maximum(first - threshold, 0.0)), np.sqrt(np.maximum(threshold - second, 0.0)))
    return np.where(second >= threshold, np.pi / 2, np.where(first <= threshold, 0.0, inner))


def _rotated(left: Floats, values: Floats, cosine2: Floats, sine2: Floats, axes: Floats) -> Floats:
    """sum over nodes of the values times left diag(cos^2, sin^2) axes^T: mixed terms cancel between quadrants."""
    weights = np.stack((np.sum(values * cosine2, axis=-1), np.sum(values * sine2, axis=-1)), axis=-1)
    rotated: Floats = (left * weights[..., None, :]) @ np.swapaxes(axes, -1, -2)
    return rotated
