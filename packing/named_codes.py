"""The exact code that a block of vectors is nearest to, by name: digon, triangle, pentagon, simplex, cross-polytope."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from packing.configuration import Packing
from packing.constructions import known, polygon
from packing.doors import shown
from packing.problem import Problem, vectors
from packing.rounding import counted
from packing.symmetry import congruence_distance

NamedPackings = Mapping[str, Packing]

NAME_TOLERANCE = 0.1
"""A block has the name of a code if its Gram matrix differs from the code's by at most this in every entry. Noise of
training is below .05; the closest two named codes of one size differ by more than .2."""

OTHER_TOLERANCE = 0.03
"""The same for packings passed in as `others`: blocks near them come at all distances, so that a name must be close."""

LARGEST = 128
"""Blocks of more vectors are not compared."""

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


@dataclass(frozen=True)
class NearestCode:
    """The name of a block: that of the exact code near it, where `is_code`, or else its shape; the distance compared.

    `distance` is the largest difference of Gram entries to the nearest code, infinity where none is near.
    """

    name: str
    distance: float
    is_code: bool


def nearest_code(block: Packing, shape: tuple[int, int], others: NamedPackings | None = None) -> NearestCode:
    """The construction of n_i points in R^(d_i), (n_i, d_i) = `shape`, whose Gram matrix is within .1 of the block's.

    Where no construction is near, `others` are compared within .03. Real vectors on a sphere; more than 128 get no name
    but their shape.

    >>> nearest_code(Packing([[1, 0], [-1, 0.01]], "vectors"), (2, 1)).name
    'digon'
    >>> nearest_code(Packing([[1, 0], [0.6, 0.8], [0.6, -0.8]], "vectors"), (3, 2)).name
    'block of 3 in 2 dimensions'
    """
    plain = (
        f"block of {shape[0]} in {shape[1]} dimensions"
        if shape[1] > 1
        else f"{counted(shape[0], 'feature')} on one line"
    )
    if block.n > LARGEST:
        return NearestCode(plain, math.inf, False)
    if shape == (1, 1):
        return NearestCode(_EVERYDAY[shape], 0.0, True)
    best, distance = _closest(block, dict(_codes(vectors(*shape))))
    if distance > NAME_TOLERANCE:
        other, gap = _closest(block, others or {})
        is_other = gap <= OTHER_TOLERANCE
        return NearestCode(other, gap, True) if is_other else NearestCode(plain, min(distance, gap), False)
    if best in ("simplex", "polygon"):
        best = _EVERYDAY.get(shape, f"{best} of {shape[0]}")
    return NearestCode(best, distance, True)


@lru_cache(maxsize=512)
def _codes(problem: Problem) -> tuple[tuple[str, Packing], ...]:
    """The named exact packings of one problem."""
    packings = {construction.name: construction.packing for construction in known(problem)}
    if problem.d == 2 and problem.n >= 5:
        packings.setdefault("polygon", polygon(problem.n).packing)
    return tuple(packings.items())


def _closest(block: Packing, named: NamedPackings) -> tuple[str, float]:
    """The name of the packing nearest to the block, and its distance; infinity where there is none."""
    distances = {name: congruence_distance(block, code) for name, code in named.items()}
    best = min(distances, key=distances.__getitem__, default="")
    return best, distances.get(best, math.inf)


__dir__ = shown(__name__)
