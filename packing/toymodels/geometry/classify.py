"""Trained weights held against the exact packings: the name of each orthogonal block of features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.constructions import known, polygon
from packing.errors import InputError
from packing.measure import feature_dimensionality
from packing.numeric import Floats
from packing.problem import Objects, Problem, vectors
from packing.structure import tegum_factors
from packing.symmetry import congruence_distance
from packing.toymodels.autoencoder.trained import FACTOR_TOLERANCE, REPRESENTED
from packing.toymodels.brief import Brief

NamedPackings = Mapping[str, Packing]

NAME_TOLERANCE = 0.1
"""A block has the name of a code if its Gram matrix differs from the code's by at most this in every entry. Noise of
training is below .05; the closest two named codes of one size differ by more than .2."""

OTHER_TOLERANCE = 0.03
"""The same for packings passed in as `others`: blocks near them come at all distances, so that a name must be close."""

_LARGEST = 128

_EVERYDAY = {
    (1, 1): "dedicated dimension",
    (2, 1): "digon",
    (3, 2): "triangle",
    (4, 3): "tetrahedron",
    (5, 2): "pentagon",
    (6, 2): "hexagon",
    (7, 2): "heptagon",
    (8, 2): "octagon",
}


@dataclass(frozen=True, repr=False)
class NamedFactor(Brief):
    """A block of represented features: its `name`, its shape, and its distance from the exact packing of that name.

    `distance` is the largest difference of Gram entries to the nearest known packing of the same shape (infinity where
    none is near), `coherence` the largest inner product, `dimensionality` the mean D_i of its features.
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
        name, distance = _nearest(block, factor.shape, others or {})
        indices = tuple(int(live[i]) for i in factor.indices)
        share = float(np.mean(shares[list(indices)]))
        factors.append(NamedFactor(name, indices, factor.shape, distance, block.coherence, share))
    return tuple(factors)


def structure_name(factors: tuple[NamedFactor, ...]) -> str:
    """A tegum product in words: "pentagon + 2 x digon".

    >>> structure_name(classify([[1, 0], [-1, 0], [0, 1]]))
    'digon + dedicated dimension'
    """
    counted = Counter(str(factor) for factor in factors)
    return " + ".join(f"{count} x {name}" if count > 1 else name for name, count in counted.items()) or "nothing"


@lru_cache(maxsize=512)
def _codes(problem: Problem) -> tuple[tuple[str, Packing], ...]:
    """The named exact packings of one problem."""
    packings = {construction.name: construction.packing for construction in known(problem)}
    if problem.d == 2 and problem.n >= 5:
        packings.setdefault("polygon", polygon(problem.n).packing)
    return tuple(packings.items())


def _nearest(block: Packing, shape: tuple[int, int], others: NamedPackings) -> tuple[str, float]:
    """The name for a block of this shape, and the distance to the nearest packing compared."""
    plain = f"block of {shape[0]} in {shape[1]} dimensions" if shape[1] > 1 else f"{shape[0]} features on one line"
    if block.n > _LARGEST:
        return plain, float("inf")
    if shape == (1, 1):
        return _EVERYDAY[shape], 0.0
    best, distance = _closest(block, dict(_codes(vectors(*shape))))
    if distance > NAME_TOLERANCE:
        other, gap = _closest(block, others)
        return (other, gap) if gap <= OTHER_TOLERANCE else (plain, min(distance, gap))
    if best in ("simplex", "polygon"):
        best = _EVERYDAY.get(shape, f"{best} of {shape[0]}")
    return best, distance


def _closest(block: Packing, named: NamedPackings) -> tuple[str, float]:
    """The name of the packing nearest to the block, and its distance; infinity where there is none."""
    distances = {name: congruence_distance(block, code) for name, code in named.items()}
    best = min(distances, key=distances.__getitem__, default="")
    return best, distances.get(best, float("inf"))


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
