"""Values that others publish: the least coherence in their tables, with the source; figures alone, no coordinates.

Tables: the Game of Sloanes (complex lines, state of January 2026, open submissions as claimed),
Sloane's tables of spherical codes and Cohn's, grassbox (complex codebooks), Conway, Hardin and Sloane (subspaces). A
value scored again from somebody's coordinates has as many digits as these carry. None of them is checked here.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from packing.displayed import Displayed
from packing.doors import shown
from packing.problem import Distance, Field, Objects, Problem

STATE = "November 2026"
"""When the figures were collected."""

TIE = 1e-8
"""Values no further apart are one: the coordinates behind many published ones carry eight digits."""


@dataclass(frozen=True)
class PublishedValue(Displayed):
    """The least coherence that is published of `problem`, and one that is claimed below it, unrefereed or pending.

    Both are coherences, of subspaces too, whose tables give squared distances; `error` is what their digits leave open.
    """

    problem: Problem
    coherence: float
    error: float
    source: str
    claimed: float | None
    claimed_source: str

    def __str__(self) -> str:
        claim = "" if self.claimed is None else f"; claimed {self.claimed:.12g} ({self.claimed_source})"
        return f"{self.problem}: published {self.coherence:.12g} ({self.source}){claim}"

    @property
    def tie(self) -> float:
        """A value this close to the published one is the same."""
        return max(TIE, self.error)


def published_value(problem: Problem) -> PublishedValue | None:
    """What is published of exactly this problem; None where no table at hand has it.

    >>> from packing.problem import lines, vectors
    >>> print(published_value(lines(6, 3, "C")))
    6 lines in C^3: published 0.4472135955 (Game of Sloanes, January 2026 (etf))
    >>> published_value(lines(35, 5, "C")).claimed
    0.498940445069
    >>> published_value(vectors(15, 3)).source, published_value(lines(9, 3))
    ('Cohn, Table of spherical codes', None)
    """
    return _table().get(problem)


def published_values() -> tuple[PublishedValue, ...]:
    """All values at hand, space by space.

    >>> len(published_values()) > 250
    True
    """
    return tuple(sorted(_table().values(), key=lambda each: (*each.problem.space.order, each.problem.n)))


@cache
def _table() -> dict[Problem, PublishedValue]:
    text = (files("packing") / "data" / "published.csv").read_text(encoding="utf-8")
    values = [_value(row) for row in csv.DictReader(text.splitlines())]
    return {value.problem: value for value in values}


def _value(row: dict[str, str]) -> PublishedValue:
    objects, field, m = Objects(row["objects"]), Field(row["field"]), int(row["m"])
    problem = Problem(int(row["n"]), int(row["d"]), field, objects, m, Distance.CHORDAL)
    number, error = float(row["value"]), 0.5 * 10.0 ** -int(row["digits"])
    coherence = number
    if m > 1:  # tables of subspaces give squared chordal distances
        coherence = math.sqrt(1 - number / m)
        error = error / (2 * m * coherence)
    claimed = float(row["claimed"]) if row["claimed"] else None
    return PublishedValue(problem, coherence, error, row["source"], claimed, row["claimed_source"])


__dir__ = shown(__name__)
