"""Starts from exact constructions: the packings of a problem with a name, and larger ones cut down to its size.

Equiangular frames, unbiased bases and other peaks of symmetry are narrow: random starts miss many of them, and what is
left of them after a few vectors are taken out is often a record too.
"""

from __future__ import annotations

import math

from packing.configuration import Packing
from packing.constructions import known
from packing.constructions.cut import cut_down
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
