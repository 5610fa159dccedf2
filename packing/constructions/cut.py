"""Packings without their most crowded vectors: what is left of a record is often a record too."""

from __future__ import annotations

import numpy as np

from packing.configuration import Packing

SHARPNESS = 200.0
"""A vector is crowded by exp(200 (overlap - coherence)) for each other one: by those that it touches, in effect."""


def dropped(packing: Packing, ways: int) -> list[Packing]:
    """The packing without one vector, in the `ways` that take out the most crowded.

    >>> print(*dropped(Packing([[1, 0], [0, 1], [1, 1]]), 1))
    2 lines in R^2, coherence 0
    """
    overlaps = packing.problem.space.overlaps(packing.vectors, packing.vectors)
    np.fill_diagonal(overlaps, -1.0)
    crowded = np.sum(np.exp(SHARPNESS * (overlaps - packing.coherence)), axis=1)
    worst = np.argsort(-crowded, kind="stable")[:ways]
    return [packing.select(np.delete(np.arange(packing.n), index)) for index in worst]


def cut_down(packing: Packing, n: int) -> Packing:
    """The packing without its most crowded vectors, one at a time, until n are left."""
    while packing.n > n:
        packing = dropped(packing, 1)[0]
    return packing
