"""The part of the expected loss that has a closed form: at most one strong coupling active, weak ones at their mean.

For output i split the features by |M_ij| into strong and weak. Put z' = b_i + sum over weak j of M_ij p_j / 2 plus the
strong terms, and keep the events in which at most one strong feature is active: none with chance prod (1 - p_l), only
j with chance p_j prod_{l != j} (1 - p_l), for features in sets the chances of their law (`exact_sets`). On these the
loss is a sum of `ramp` integrals. Where the own coupling M_ii is weak (a feature that is not represented), x_i is
taken as independent of z'.

Its characteristic function is as simple as that of the whole loss, so `exact` sums the difference of the two: the split
changes no value, only how fast the sum converges.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.toymodels.autoencoder.losses.ramp import ramp


class ClosedPart(NamedTuple):
    """The closed part, its slopes by M (n, n), by b and by the shifted bias b'; b' and the chances that define it."""

    loss: float
    by_gram: Floats
    by_bias: Floats
    by_shift: Floats
    shift: Floats
    none: Floats
    alone: Floats


def closed_part(
    gram: Floats,
    biases: Floats,
    density: Floats,
    importance: Floats,
    weak: npt.NDArray[np.bool_],
    none: Floats,
    alone: Floats,
) -> ClosedPart:
    """E x_i^2 and the closed part of the rest, for M (n, n), b (n,) and the weak couplings, (n, n) boolean.

    `none` (n,) is the chance, per output, that no strong feature is active, `alone` (n, n) that only j is.
    """
    n = len(biases)
    shift = biases + np.sum(np.where(weak, 0.5 * gram * density, 0.0), axis=1)
    integrals = ramp(gram, shift[:, None])
    hidden = np.diagonal(weak)
    lost = np.where(hidden, density, 0.0)[:, None]
    positive = np.maximum(shift, 0.0)
    price = importance[:, None] * alone
    own = np.where(hidden, 0.0, importance * np.diagonal(alone))

    loss = float(importance @ density) / 3.0
    loss += float((importance * none) @ (positive**2 - lost[:, 0] * positive))
    loss += float(np.sum(price * (integrals.square - 0.5 * lost * integrals.square_b)))
    loss -= float(own @ np.diagonal(integrals.product))

    by_shift = importance * none * np.where(shift > 0, 2.0 * shift - lost[:, 0], 0.0)
    by_shift += np.sum(price * (integrals.square_b - 0.5 * lost * integrals.square_bb), axis=1)
    by_shift -= own * np.diagonal(integrals.product_b)
    by_gram = price * (integrals.product - 0.5 * lost * integrals.product_b)
    by_gram[np.diag_indices(n)] -= own * np.diagonal(integrals.product_c)
    return ClosedPart(loss, by_gram, np.zeros(n), by_shift, shift, none, alone)


class FewActive(NamedTuple):
    """Chances per output: that no strong feature is active, (n,), and that only j is, (n, n)."""

    none: Floats
    alone: Floats


def independent_chances(strong: Floats) -> FewActive:
    """Per row of chances: that no entry is active (n,), and that j alone is (n, n); exact at density 1 too.

    >>> independent_chances(np.array([[0.5, 1.0], [0.5, 0.0]])).alone.tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    idle = 1.0 - strong
    one = np.ones((len(strong), 1))
    before = np.concatenate((one, np.cumprod(idle, axis=1)[:, :-1]), axis=1)
    after = np.concatenate((np.cumprod(idle[:, ::-1], axis=1)[:, ::-1][:, 1:], one), axis=1)
    return FewActive(np.prod(idle, axis=1), strong * before * after)
