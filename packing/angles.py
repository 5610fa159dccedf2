"""The angle of two objects from its sine and its cosine: as exact near 0 and near 180 degrees as anywhere."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from packing.configuration import Packing
from packing.doors import shown
from packing.frames import spans
from packing.numeric import Floats
from packing.space import Distance, Space, Vectors

SAME_ANGLE = 1e-12
"""Objects at a smaller angle, in radians, are the same: rows written with twelve digits differ by as much."""

_NEARLY_LARGEST = 1e-14
"""Pairs whose overlap is within this of the largest may be the closest: overlaps near 1 do not tell them apart."""

_MOST_PAIRS = 2_000
"""Of more pairs that may be the closest the first ones are looked at."""


class Closest(NamedTuple):
    """The two objects i < j at the least angle, in radians."""

    i: int
    j: int
    radians: float


def angle(space: Space, left: Vectors, right: Vectors) -> float:
    """The angle of two objects in radians: its cosine is their overlap.

    Args: an object each, shape (d,), over H (d, 4), of subspaces (m, d), of length 1 or orthonormal.
    Where the cosine is near 1 or -1 it says little of the angle. So the sine is computed too, from the part of `right`
    that is orthogonal to `left`: first the nearest multiple of `left` is taken off, without loss where they nearly
    agree, then what is left along it. Of subspaces the mean of the squared sines of the principal angles, or the least
    of them (spectral).

    >>> near = angle(Space.sphere(2), np.array([1.0, 0.0]), np.array([1.0, 1e-12]))
    >>> near, math.acos(1.0 - 0.5e-24)
    (1e-12, 0.0)
    """
    basis, other = (spans(_framed(space, side), space)[0] for side in (left, right))
    products = other @ basis.T
    inside, values, outside = np.linalg.svd(products)
    rest = other - (inside @ outside) @ basis
    rest = rest - (rest @ basis.T) @ basis
    if space.m > 1 and space.distance is Distance.SPECTRAL:
        sine, cosine = float(np.linalg.svd(rest, compute_uv=False)[-1]), float(values[0])
    else:
        count = math.sqrt(len(basis))
        sine = float(np.linalg.norm(rest)) / count
        cosine = float(products[0, 0]) if space.has_points else float(np.linalg.norm(products)) / count
    return math.atan2(sine, cosine)


def closest(packing: Packing) -> Closest | None:
    """The pair at the least angle, the first of equals; None of a single object.

    >>> closest(Packing([[1, 0], [0, 1], [1, 1e-9]]))
    Closest(i=0, j=2, radians=1e-09)
    """
    best: Closest | None = None
    least = packing.coherence - _NEARLY_LARGEST
    for i, j in _candidates(packing, least):
        radians = angle(packing.space, packing.vectors[i], packing.vectors[j])
        if best is None or radians < best.radians:
            best = Closest(i, j, radians)
    return best


def _candidates(packing: Packing, least: float) -> list[tuple[int, int]]:
    """The pairs with at least this overlap: all of them where they nearly agree, else one; they are as close."""
    found: list[tuple[int, int]] = []
    for first, second, block in packing.overlap_blocks():
        rows, columns = np.nonzero(block >= least)
        pairs = zip((rows + first).tolist(), (columns + second).tolist(), strict=True)
        found += [(i, j) for i, j in pairs if i < j]
        if found and (least < 1 - 1e-6 or len(found) > _MOST_PAIRS):
            return found[:1] if least < 1 - 1e-6 else found
    return found


def _framed(space: Space, side: Vectors) -> Floats:
    """One object in real coordinates, shape (1, m, width)."""
    real: Floats = space.to_real(side[None])
    return real.reshape(1, space.m, space.width)


__dir__ = shown(__name__)
