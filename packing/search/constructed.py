"""Starts from exact constructions: the packings of a problem with a name, and larger ones cut down to its size.

Equiangular frames, unbiased bases and other peaks of symmetry are narrow: random starts miss many of them, and what is
left of them after a few vectors are taken out is often a record too.
"""

from __future__ import annotations

import math

import numpy as np

from packing.configuration import Packing
from packing.constructions import known
from packing.problem import Problem

REACH = 16
"""Constructions with up to so many vectors more are cut down."""


def constructed(problem: Problem, below: float = math.inf) -> list[Packing]:
    """Packings of `problem` from constructions of n to n + `REACH` vectors, each better than those before it.

    Args: only coherences under `below` are wanted.

    >>> from packing.problem import lines
    >>> print(constructed(lines(25, 6, "C"))[-1])                        # from 31 lines of a difference set
    25 lines in C^6, coherence 0.37267799625
    """
    found = []
    for more in range(REACH + 1):
        larger = Problem(problem.n + more, problem.d, problem.field, problem.objects)
        for construction in known(larger)[:1]:
            if float(construction.coherence) < below - 1e-12:
                found.append(cut_down(construction.packing, problem.n))
                below = float(construction.coherence)
    return found


def dropped(packing: Packing, ways: int) -> list[Packing]:
    """The packing without one vector, in the `ways` that take out the most crowded."""
    overlaps = np.abs(packing.gram) if packing.problem.has_lines else packing.gram.real.copy()
    np.fill_diagonal(overlaps, -1.0)
    crowded = np.sum(np.exp(200.0 * (overlaps - packing.coherence)), axis=1)
    worst = np.argsort(-crowded, kind="stable")[:ways]
    return [packing.select(np.delete(np.arange(packing.n), index)) for index in worst]


def cut_down(packing: Packing, n: int) -> Packing:
    """The packing without its most crowded vectors, one at a time, until n are left."""
    while packing.n > n:
        packing = dropped(packing, 1)[0]
    return packing
