"""How many features a set of directions holds: recall, precision, F1 and mean largest cosine, beside chance.

A feature and a direction fit where their cosine is at least tau. With M the most pairs that fit and share no feature
and no direction (a maximum matching of the bipartite graph),

    recall = M / n,        precision = M / m,        F1 = 2 M / (n + m)

for n features and m directions. Signed cosines tell f from -f, absolute ones do not. Where no two features have a
cosine of 2 tau^2 - 1 or more, no direction fits two of them, and M counts the features that are recovered.

Chance is m independent uniform directions. Let P be the chance that one fits a given feature, by the law of overlaps.
The mean of M is at most min(n (1 - (1 - P)^m), m min(1, n P)); the mean largest cosine is int t d F(t)^m.
References: Sharkey, Braun, Millidge, Taking features out of superposition (2022), for the mean max cosine similarity;
Aharon, Elad, Bruckstein, IEEE Trans. Signal Process. 54 (2006), for the share of recovered atoms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError, finite_number
from packing.numeric import Floats
from packing.space import Space
from packing.toymodels.brief import Brief

RECOVERED = 0.9
"""A feature counts as recovered if the cosine with some direction is at least this."""

_NODES = 400
"""Of the Gauss-Legendre rule for the mean largest cosine: it agrees with 4000 nodes to 1e-9 up to d = 1000."""


@dataclass(frozen=True, repr=False)
class Score(Brief):
    """What `directions` directions hold of `features` features: the mean largest cosine, and how many match one to one.

    >>> half = Score(features=16, directions=8, mean=0.8, matched=8)
    >>> half.recall, half.precision, round(half.f1, 3)
    (0.5, 1.0, 0.667)
    """

    features: int
    directions: int
    mean: float
    matched: float

    @property
    def recall(self) -> float:
        """The share of features with a direction of their own."""
        return self.matched / self.features

    @property
    def precision(self) -> float:
        """The share of directions with a feature of their own, 0 where there is no direction."""
        return self.matched / self.directions if self.directions else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of recall and precision."""
        return 2.0 * self.matched / (self.features + self.directions)

    def as_dict(self) -> dict[str, float]:
        """Plain values for JSON."""
        return {"mean_max_cosine": self.mean, "recall": self.recall, "precision": self.precision, "f1": self.f1}


def score(
    features: Packing | npt.ArrayLike,
    directions: npt.ArrayLike,
    *,
    signed: bool = True,
    threshold: float = RECOVERED,
) -> Score:
    """How many of the features (n, d) the directions (m, d) hold; rows need not be of length 1.

    Raises `InputError` for a threshold outside (0, 1), and rows of another dimension.

    >>> plane = [[1, 0], [0, 1], [-1, 0]]
    >>> score(plane, [[1, 0], [1, 0.01]]).matched, score(plane, [[1, 0], [1, 0.01]], signed=False).matched
    (1, 2)
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    level = checked_threshold(threshold)
    rows = np.real(features.vectors) if isinstance(features, Packing) else unit(np.atleast_2d(np.asarray(features)))
    others = np.atleast_2d(np.asarray(directions, dtype=np.float64))
    if others.size == 0:
        return Score(len(rows), 0, 0.0, 0)
    if rows.shape[1] != others.shape[1]:
        raise InputError(
            f"features and directions must have the same dimension, not {rows.shape[1]} and {others.shape[1]}: "
            "give rows of one space"
        )
    cosines = rows @ unit(others).T
    if not signed:
        cosines = np.abs(cosines)
    fits = csr_array(cosines >= level)
    matched = int(np.count_nonzero(maximum_bipartite_matching(fits) >= 0)) if fits.nnz else 0
    return Score(len(rows), len(others), float(cosines.max(axis=1).mean()), matched)


def chance(features: int, d: int, directions: int, *, signed: bool = True, threshold: float = RECOVERED) -> Score:
    """What `directions` uniform directions of R^d hold in the mean; `matched` is at most this.

    The mean cosine and the recall are exact where no direction fits two features, whatever the features.

    >>> many = chance(16, 4, 3000)
    >>> many.recall, round(many.precision, 4), round(many.f1, 4)
    (1.0, 0.0053, 0.0106)
    """
    level = checked_threshold(threshold)
    if directions == 0:
        return Score(features, 0, 0.0, 0)
    fit, mean = _fit_and_mean(d, directions, level, signed=signed)
    found = -np.expm1(directions * np.log1p(-fit)) if fit < 1 else 1.0
    matched = min(features * found, directions * min(1.0, features * fit))
    return Score(features, directions, mean, float(matched))


def checked_threshold(threshold: float) -> float:
    """A cosine from which on directions count as found, in (0, 1), or `InputError`."""
    if not 0 < finite_number("a threshold", threshold) < 1:
        raise InputError(f"a threshold must lie in (0, 1), not {threshold}: give the least cosine that counts")
    return float(threshold)


def unit(rows: npt.ArrayLike) -> Floats:
    """The rows divided by their lengths; rows of length 0 stay."""
    array = np.asarray(rows, dtype=np.float64)
    lengths = np.linalg.norm(array, axis=1, keepdims=True)
    scaled: Floats = array / np.where(lengths > 0, lengths, 1.0)
    return scaled


def _fit_and_mean(d: int, m: int, level: float, *, signed: bool) -> tuple[float, float]:
    """The chance that one direction fits, and the mean of the largest of m overlaps."""
    if d == 1:  # the sphere is two points, all lines are one
        return (0.5, 1.0 - 2.0 ** (1 - m)) if signed else (1.0, 1.0)
    law = (Space.sphere(d) if signed else Space.lines(d)).random_law
    low, high = law.support
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    places = 0.5 * (high + low) + 0.5 * (high - low) * nodes
    below = np.exp(m * np.log1p(-np.minimum(law.survival(places), 1.0 - 1e-16)))
    return float(law.survival(level)), float(high - 0.5 * (high - low) * weights @ below)
