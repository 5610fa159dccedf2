"""Trained weights held against the exact packings: the name of each orthogonal block of features."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError
from packing.measure import feature_dimensionality
from packing.named_codes import NAME_TOLERANCE as NAME_TOLERANCE
from packing.named_codes import OTHER_TOLERANCE as OTHER_TOLERANCE
from packing.named_codes import NamedPackings as NamedPackings
from packing.named_codes import nearest_code
from packing.numeric import Floats
from packing.problem import Objects
from packing.structure import tegum_factors
from packing.toymodels.autoencoder.trained import FACTOR_TOLERANCE, REPRESENTED
from packing.toymodels.brief import Brief


@dataclass(frozen=True, repr=False)
class NamedFactor(Brief):
    """A block of represented features: its `name`, its shape, and its distance from the exact packing of that name.

    `distance` is the largest difference of Gram entries to the nearest known packing of the same shape (infinity where
    none is near), `coherence` the largest inner product, `dimensionality` the mean D_i of its features.

    Fields: `indices`: the features of the block, as rows of the weights.
    """

    name: str
    indices: tuple[int, ...]
    shape: tuple[int, int]
    distance: float
    coherence: float
    dimensionality: float

    def __str__(self) -> str:
        return self.name


def classify(
    weights: npt.ArrayLike,
    *,
    tolerance: float = FACTOR_TOLERANCE,
    threshold: float = REPRESENTED,
    others: NamedPackings | None = None,
) -> tuple[NamedFactor, ...]:
    """The tegum factors of the rows of W (n, d) that are at least `threshold` long, each named, largest first.

    A factor of n_i features in d_i dimensions is compared with every construction of n_i points on that sphere and
    with `others`, packings by name (best known ones, say), where no construction is near. Without a match it is named
    by its shape. Raises `InputError` for anything but a finite real matrix.

    Args: `weights` W, real; `tolerance`: the largest difference of Gram entries at which a factor bears a name.

    >>> pentagon = [[np.cos(2 * np.pi * k / 5), np.sin(2 * np.pi * k / 5), 0] for k in range(5)]
    >>> [str(factor) for factor in classify([*pentagon, [0, 0, 1.1], [0, 0, -0.9]])]
    ['pentagon', 'digon']
    """
    rows = _matrix(weights)
    live = np.flatnonzero(np.linalg.norm(rows, axis=1) >= threshold)
    if live.size == 0:
        return ()
    shares = feature_dimensionality(rows)
    packing = Packing(rows[live], Objects.VECTORS)
    factors = []
    for factor in tegum_factors(packing, tolerance):
        block = packing.select(list(factor.indices))
        near = nearest_code(block, factor.shape, others)
        indices = tuple(int(live[i]) for i in factor.indices)
        share = float(np.mean(shares[list(indices)]))
        factors.append(NamedFactor(near.name, indices, factor.shape, near.distance, block.coherence, share))
    return tuple(factors)


def structure_name(factors: tuple[NamedFactor, ...]) -> str:
    """A tegum product in words: "pentagon + 2 x digon".

    Args: `factors`: those of `classify`.

    >>> structure_name(classify([[1, 0], [-1, 0], [0, 1]]))
    'digon + dedicated dimension'
    """
    counted = Counter(str(factor) for factor in factors)
    return " + ".join(f"{count} x {name}" if count > 1 else name for name, count in counted.items()) or "nothing"


def _matrix(weights: npt.ArrayLike) -> Floats:
    try:
        rows = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError("weights must be a real (n, d) matrix: give one feature a row") from None
    if rows.ndim != 2 or 0 in rows.shape:
        raise InputError(f"weights must be a real (n, d) matrix, not of shape {rows.shape}: give one feature a row")
    if not np.isfinite(rows).all():
        raise InputError("every weight must be finite, but one is not: train again with a lower learning rate")
    return rows
