"""A bound on how many objects fit: the other side of a bound on their coherence."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from packing.bounds.bound import Theorem
from packing.rigor import Rigor


@dataclass(frozen=True)
class SizeBound:
    """There are at most `exact` objects, hence at most `upper_bound`, its integer part.

    `what` says which objects; `attained` when equality holds; `certificate` is what a checker needs.
    """

    what: str
    theorem: Theorem
    exact: Fraction | int
    rigor: Rigor = Rigor.PROVED
    attained: str = ""
    certificate: Any = None

    @property
    def upper_bound(self) -> int:
        """The largest integer <= `exact`.

        >>> SizeBound("cats", Theorem("counting", "none"), Fraction(7, 2)).upper_bound
        3
        """
        return floor(self.exact)

    def __str__(self) -> str:
        return f"{self.what}: n <= {self.upper_bound} ({self.theorem}, {self.rigor})"
