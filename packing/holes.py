"""The deepest hole of points or real lines: the place on the sphere whose largest overlap with them is least.

Where the convex hull can be built it tells: each facet has a unit normal u, and max_i <x_i, u> is its distance from 0.
The least of them is the deepest hole, for points whose hull holds 0 inside; real lines are points with both signs.
Elsewhere a search goes from facet to facet, from many starts, and what it finds bounds the hole from above only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from packing.configuration import Packing
from packing.doors import shown
from packing.errors import InputError
from packing.numeric import SAME_VALUE, Floats

HULLS = {2: 20_000, 3: 20_000, 4: 2_000, 5: 400, 6: 100}
"""The most points whose convex hull is built, by dimension."""

MOST_ENTRIES = 100_000
"""The most coordinates of points among which a hole is searched."""

STARTS = 24
"""Descents of a search."""

STEPS = 20
"""Steps of each of them at one smoothness."""

NEAR_ZERO = 1e-7
"""A point nearer to 0 than this is 0, up to the rounding of a least squares problem."""


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
    """The best of many descents from facet to facet, or the deepest hole where 0 is not inside the hull.

    The facet u that a ray from 0 along v meets is the vertex y = u / max_i <x_i, u> of the polar body {y: <x_i, y> <= 1
    for all i} with the largest <v, y>, which a linear programme finds. From v = y the next vertex is no shorter, and
    1/|y| is its largest overlap: the steps end where the ray along u meets the facet of u, in a hole.
    """
    programme, best = _polar(rows), np.zeros(rows.shape[1])
    for start in _downhill(rows):
        vertex, longer = _farthest(programme, start), True
        if vertex is None:
            return _outside(rows)
        while longer:
            following = _farthest(programme, vertex)
            longer = following is not None and np.linalg.norm(following) > np.linalg.norm(vertex) * (1 + SAME_VALUE)
            vertex = following if longer and following is not None else vertex
        best = max(best, vertex, key=np.linalg.norm)
    point = best / np.linalg.norm(best)
    return Hole(point, float((rows @ point).max()), is_deepest=False)


def _downhill(rows: Floats) -> Floats:
    """Unit vectors (STARTS, d) near holes: random ones after steps down log sum_i exp(b <x_i, u>) / b, b up to 2^8."""
    units = np.random.default_rng(0).standard_normal((STARTS, rows.shape[1]))
    units /= np.linalg.norm(units, axis=1, keepdims=True)
    for sharpness in 2.0 ** np.arange(2, 9):
        for _ in range(STEPS):
            overlaps = units @ rows.T
            weights = np.exp(sharpness * (overlaps - overlaps.max(axis=1, keepdims=True)))
            means = weights @ rows / weights.sum(axis=1, keepdims=True)
            spread = 1 - (means**2).sum(axis=1, keepdims=True)
            slopes = means - (means * units).sum(axis=1, keepdims=True) * units
            units = units - 2 * slopes / (1 + sharpness * spread)
            units /= np.linalg.norm(units, axis=1, keepdims=True)
    return np.asarray(units)


def _polar(rows: Floats, limit: float = 1.0, box: float = np.inf) -> Any:
    """The linear programme of all y with <x_i, y> <= limit and |y_k| <= box, its cost to be given."""
    import highspy

    n, d = rows.shape
    programme = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in {"output_flag": False, "threads": 1}.items():
        programme.setOptionValue(option, value)
    none = np.zeros(0, dtype=np.int32)
    programme.addCols(d, np.zeros(d), np.full(d, -box), np.full(d, box), 0, none, none, np.zeros(0))
    starts, columns = np.arange(n, dtype=np.int32) * d, np.tile(np.arange(d, dtype=np.int32), n)
    least = np.full(n, -highspy.kHighsInf)
    programme.addRows(n, least, np.full(n, limit), n * d, starts, columns, np.ascontiguousarray(rows).ravel())
    return programme


def _farthest(programme: Any, direction: Floats) -> Floats | None:
    """The y of the programme with the largest <direction, y>; None where there is none."""
    import highspy

    d = len(direction)
    programme.changeColsCost(d, np.arange(d, dtype=np.int32), -direction / np.linalg.norm(direction))
    programme.run()
    if programme.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(programme.getSolution().col_value)


def _outside(rows: Floats) -> Hole:
    """The deepest hole where 0 is not inside the hull, whose point p nearest to 0 tells: max_i <x_i, u> >= <p, u>.

    Equality holds at u = -p/|p|. Where p = 0, no u has all overlaps below 0, and some u has none above.
    """
    from scipy.optimize import nnls

    d = rows.shape[1]
    lifted = np.vstack((rows.T, np.ones(len(rows))))
    weights = nnls(lifted, np.eye(d + 1)[d])[0]
    point = -(weights @ rows) / weights.sum()
    if np.linalg.norm(point) < NEAR_ZERO:
        programme, direction = _polar(rows, 0.0, 1.0), np.random.default_rng(0).standard_normal((d,))
        ends = [_farthest(programme, each) for each in (direction, -direction)]
        point = max((end for end in ends if end is not None), key=np.linalg.norm, default=direction)
    point = point / np.linalg.norm(point)
    overlap = float((rows @ point).max())
    return Hole(point, overlap, is_deepest=overlap <= SAME_VALUE)


__dir__ = shown(__name__)
