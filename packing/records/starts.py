"""Packings that a search begins with: those remembered, and exact constructions, cut down where they are larger.

Equiangular frames, unbiased bases and other peaks of symmetry are narrow: random starts miss many of them, and what is
left of them after a few vectors are taken out is often a record too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from packing.configuration import Packing
from packing.constructions import known
from packing.constructions.cut import cut_down
from packing.errors import InputError
from packing.problem import Problem
from packing.records.best_known import best_packing
from packing.records.shipped import shipped_entry

MOST_COMPARED = 100
"""Up to so many vectors larger constructions are compared with what is remembered: of 500 points that takes minutes."""


@runtime_checkable
class StartSource(Protocol):
    """Where starts come from."""

    def packings(self, problem: Problem, below: float = math.inf) -> Sequence[Packing]:
        """Packings of the problem with coherences under `below`."""


@dataclass(frozen=True)
class Constructions:
    """Exact constructions of n to n + `reach` vectors, without their most crowded vectors where there are too many.

    >>> from packing.problem import lines
    >>> print(Constructions().packings(lines(25, 6, "C"))[-1])                   # from 31 lines of a difference set
    25 lines in C^6, coherence 0.37267799625
    """

    reach: int = 16

    def packings(self, problem: Problem, below: float = math.inf) -> list[Packing]:
        """Packings of the problem, each better than those before it and than `below`."""
        found = []
        for more in range(self.reach + 1):
            for construction in known(problem.resized(problem.n + more))[:1]:
                if float(construction.coherence) < below - 1e-12:
                    found.append(cut_down(construction.packing, problem.n))
                    below = float(construction.coherence)
        return found


@dataclass(frozen=True)
class Records:
    """The best packing known (`packing.records.best_known`); of many vectors the best one remembered of the problem.

    >>> from packing.problem import lines
    >>> print(*Records().packings(lines(39, 6, "C")))
    39 lines in C^6, coherence 0.419725921114
    """

    def packings(self, problem: Problem, below: float = math.inf) -> list[Packing]:
        """One packing, or none."""
        if problem.n <= MOST_COMPARED:
            best = best_packing(problem)
        else:
            entry = shipped_entry(problem)
            best = None if entry is None else entry.packing
        return [] if best is None or best.coherence >= below else [best]


Starts = Iterable[Packing | StartSource]
"""Packings, and sources of packings, in the order in which they are taken."""

KNOWN_STARTS: tuple[StartSource, ...] = (Records(), Constructions())
"""What every search begins with, unless it is told otherwise."""


def packings_of(starts: Starts, problem: Problem) -> list[Packing]:
    """The packings to begin with; of each source those that are better than all before."""
    found: list[Packing] = []
    for start in starts:
        if not isinstance(start, StartSource):
            if start.problem != problem:
                raise InputError(f"known packings must be of {problem}, not of {start.problem}: leave that one out")
            found.append(start)
        else:
            found += start.packings(problem, min((packing.coherence for packing in found), default=math.inf))
    return found
