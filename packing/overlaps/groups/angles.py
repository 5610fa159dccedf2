"""Pairs of groups with their principal angles, in float64."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.numeric import Floats
from packing.overlaps.groups.extremes import LargestPairs
from packing.overlaps.groups.labels import Name
from packing.overlaps.groups.spans import Spans


@dataclass(frozen=True)
class GroupPair:
    """Two groups by name, the ranks of their spans, the principal angles in radians, smallest first, their cosines.

    Fields: `left` and `right`: the names.
    """

    left: Name
    right: Name
    ranks: tuple[int, int]
    angles: tuple[float, ...]
    cosines: tuple[float, ...]

    @property
    def mean_squared_cosine(self) -> float:
        """The mean squared cosine of the angles, over the smaller rank."""
        return float(np.mean(np.square(self.cosines)))

    @property
    def largest_cosine(self) -> float:
        """The cosine of the smallest angle."""
        return self.cosines[0]

    def __str__(self) -> str:
        return f"{self.left} and {self.right}: {', '.join(self.degrees)} degrees"

    @property
    def degrees(self) -> tuple[str, ...]:
        """The angles in degrees as text, to 6 decimals and 4 digits."""
        return tuple(f"{round(angle, 6):.4g}" for angle in np.degrees(self.angles).tolist())


def angles_between(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """The principal angles of two spans, smallest first, from sines where they are small, and their cosines.

    Args: orthonormal rows, shapes (p, d) and (q, d). Reference: Bjorck and Golub, Math. Comp. 27 (1973).

    >>> angles, cosines = angles_between(np.eye(3)[:1], np.eye(3)[1:])
    >>> np.degrees(angles).tolist(), cosines.tolist()
    ([90.0], [0.0])
    """
    less, more = (one, other) if len(one) <= len(other) else (other, one)
    products = less @ more.T
    cosines = np.linalg.svd(products, compute_uv=False)
    sines = np.linalg.svd(less - products @ more, compute_uv=False)[::-1]
    return np.asarray(np.arctan2(sines, cosines)), np.minimum(cosines, 1.0)


def pairs_of(found: Spans, kept: LargestPairs) -> tuple[GroupPair, ...]:
    """The pairs kept, with angles from bases in float64, in the order kept."""
    bases: dict[int, Floats] = {}

    def basis(place: int) -> Floats:
        if place not in bases:
            bases[place] = found.exact(place)
        return bases[place]

    def pair(i: int, j: int) -> GroupPair:
        angles, cosines = angles_between(basis(i), basis(j))
        ranks = int(found.ranks[i]), int(found.ranks[j])
        return GroupPair(found.name(i), found.name(j), ranks, tuple(angles.tolist()), tuple(cosines.tolist()))

    return tuple(pair(i, j) for i, j in zip(kept.left.tolist(), kept.right.tolist(), strict=True))
