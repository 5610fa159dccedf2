"""A bound on how many objects fit: the other side of a bound on their coherence."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from packing.bounds.bound import Theorem
from packing.bounds.ordered import Ordered
from packing.displayed import Displayed
from packing.rigor import Rigor
from packing.space import Space


@dataclass(frozen=True, repr=False)
class SizeBound(Ordered, Displayed):
    """There are at most `exact` objects, hence at most `upper_bound`, its integer part.

    `what` says which objects; `attained` when equality holds; `certificate` is what a checker needs. `int(bound)` is
    the integer part, `float(bound)` the exact number; bounds on the same objects are ordered by it.

    Fields: `theorem`: its name and source; `rigor`: proved, certified or numerical.

    >>> SizeBound("cats", Theorem("counting", "none"), Fraction(7, 2))
    SizeBound(cats: n <= 3 (counting, proved))
    >>> int(SizeBound("cats", Theorem("counting", "none"), 4)) + 1
    5
    """

    what: str
    theorem: Theorem
    exact: Fraction | int
    rigor: Rigor = Rigor.PROVED
    attained: str = ""
    certificate: Any = field(default=None, compare=False)

    @property
    def upper_bound(self) -> int:
        """The largest integer <= `exact`.

        >>> SizeBound("cats", Theorem("counting", "none"), Fraction(7, 2)).upper_bound
        3
        """
        return floor(self.exact)

    def __int__(self) -> int:
        return self.upper_bound

    def __float__(self) -> float:
        return float(self.exact)

    @property
    def subject(self) -> str:
        """The objects counted."""
        return self.what

    @property
    def number(self) -> Fraction:
        """The exact number, by which bounds are compared."""
        return Fraction(self.exact)

    def __str__(self) -> str:
        return f"{self.what}: n <= {self.upper_bound} ({self.theorem}, {self.rigor})"

    def __repr__(self) -> str:
        return f"SizeBound({self})"


@dataclass(frozen=True)
class NoSizeBound:
    """Why a theorem does not bound the number of objects.

    Fields: `theorem`, and the `reason` in words.
    """

    theorem: Theorem
    reason: str

    def __str__(self) -> str:
        return f"{self.theorem}: {self.reason}"


def objects(space: Space, overlap: Fraction | str) -> str:
    """The objects counted, in words.

    >>> objects(Space.lines(3, "C"), Fraction(1, 4))
    'lines of C^3 with |<x, y>|^2 <= 1/4'
    >>> objects(Space.subspaces(4, 2), Fraction(1, 2))
    '2-dimensional subspaces of R^4 with mean squared cosine <= 1/2'
    """
    if space.m > 1:
        return f"{space.m}-dimensional subspaces of {space.field}^{space.d} with {space.distance.overlap2} <= {overlap}"
    if space.has_points:
        return f"points on the unit sphere of R^{space.d} with <x, y> <= {overlap}"
    return f"lines of {space.field}^{space.d} with |<x, y>|^2 <= {overlap}"
