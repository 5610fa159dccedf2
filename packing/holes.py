"""The deepest hole of points or real lines: the place on the sphere whose largest overlap with them is least.

Where the convex hull can be built it tells: each facet has a unit normal u, and max_i <x_i, u> is its distance from 0.
The least of them is the deepest hole, for points whose hull holds 0 inside; real lines are points with both signs.
Elsewhere a search descends from many starts, and what it finds bounds the hole from above only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.configuration import Packing
from packing.doors import shown
from packing.errors import InputError
from packing.numeric import SAME_VALUE, Floats

HULLS = {2: 20_000, 3: 20_000, 4: 2_000, 5: 400, 6: 100}
"""The most points whose convex hull is built, by dimension."""

MOST_ENTRIES = 100_000
"""The most coordinates of points among which a hole is searched."""

STARTS = 12
"""Descents of a search."""


@dataclass(frozen=True, eq=False)
class Hole:
    """A unit vector and its largest overlap with a packing; `is_deepest` where all facets of the hull were seen."""

    point: Floats
    overlap: float
    is_deepest: bool

    def has_room(self, limit: float) -> bool | None:
        """Whether one more object fits with overlaps of at most `limit`; None where a search found no place.

        >>> deepest_hole(Packing([[1, 0], [-0.5, 0.75**0.5], [-0.5, -(0.75**0.5)]], "vectors")).has_room(0.5)
        True
        """
        if self.overlap <= limit + SAME_VALUE:
            return True
        return False if self.is_deepest else None


def deepest_hole(packing: Packing) -> Hole | None:
    """The deepest hole of points or real lines, or what a search finds of it; None where it would take too long.

    >>> round(deepest_hole(Packing([[1, 0, 0], [0, 1, 0], [0, 0, 1]])).overlap, 12)
    0.57735026919
    """
    if packing.space.m > 1 or packing.space.scalars > 1:
        raise InputError(f"a hole is looked for among points and real lines, not {packing.problem}: give one of these")
    ends = packing.space.to_real(packing.vectors)
    rows: Floats = ends if packing.space.has_points else np.concatenate((ends, -ends))
    if packing.d == 1 or rows.size > MOST_ENTRIES:
        return None
    found = _of_hull(rows) if len(rows) <= HULLS.get(packing.d, 0) else None
    return found if found is not None else _searched(rows)


def _of_hull(rows: Floats) -> Hole | None:
    """The hole from the facets; None where 0 is not inside the hull."""
    from scipy.spatial import ConvexHull, QhullError

    try:
        facets = ConvexHull(rows).equations
    except (QhullError, ValueError):
        return None
    distances = -facets[:, -1]
    best = int(np.argmin(distances))
    if distances[best] <= SAME_VALUE:
        return None
    return Hole(facets[best, :-1], float((rows @ facets[best, :-1]).max()), is_deepest=True)


def _searched(rows: Floats) -> Hole:
    """The best of descents of log sum exp(b <x_i, u>) / b, b up to 2^12."""
    from scipy.optimize import minimize

    rng = np.random.default_rng(0)
    found_holes = []
    for _ in range(STARTS):
        point: Floats = np.asarray(rng.standard_normal(rows.shape[1]))
        for sharpness in (8.0, 64.0, 512.0, 4096.0):
            found = minimize(_smooth, point, (rows, sharpness), "L-BFGS-B", jac=True, options={"maxiter": 60})
            point = np.asarray(found.x / np.linalg.norm(found.x))
        found_holes.append(Hole(point, float((rows @ point).max()), is_deepest=False))
    return min(found_holes, key=lambda hole: hole.overlap)


def _smooth(point: Floats, rows: Floats, sharpness: float) -> tuple[float, Floats]:
    length = float(np.linalg.norm(point))
    unit = point / length
    products = rows @ unit
    top = products.max()
    weights = np.exp(sharpness * (products - top))
    total = weights.sum()
    slope = weights @ rows / total
    return float(top + np.log(total) / sharpness), (slope - (slope @ unit) * unit) / length


__dir__ = shown(__name__)
