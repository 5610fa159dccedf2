"""The most nearly orthogonal pairs among n vectors: Turan's theorem and the largest code.

Join two objects where their overlap is at most s. No A + 1 objects are pairwise joined, A the size of the largest code
with overlaps at most s, so there are at most t(n, A) pairs (Turan 1941); and a code of A objects, each taken floor or
ceil of n/A times, has that many. So the number is exactly t(n, A), and all that is not known of it is not known of A.
At s = 0 the largest code of lines is a basis, and this is the number of orthogonal pairs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from packing.analytic.extremal import turan
from packing.bounds import largest_code
from packing.bounds.size_bound import SizeBound
from packing.displayed import Displayed
from packing.errors import InputError, positive_integer
from packing.records.existence import AtLeast, at_least
from packing.rigor import Rigor
from packing.space import Space


@dataclass(frozen=True, repr=False)
class NearPairs(Displayed):
    """lower <= (most unordered pairs of n objects with an overlap of at most `overlap`) <= upper.

    `most` says why no larger code exists and `there` which code reaches `lower`, each with its own rigor.

    Fields: `space`: where the objects lie.
    """

    n: int
    space: Space
    overlap: str
    most: SizeBound
    there: AtLeast

    @property
    def lower(self) -> int:
        """Turan's number for the largest code that is known."""
        return turan(self.n, self.there.value)

    @property
    def upper(self) -> int:
        """Turan's number for the size that no code exceeds."""
        return turan(self.n, self.most.upper_bound)

    @property
    def exact(self) -> int | None:
        """The number where both agree, else None."""
        return self.lower if self.lower == self.upper else None

    @property
    def rigor(self) -> Rigor:
        """The weaker one of the two that it rests on."""
        return min(self.most.rigor, self.there.rigor, key=lambda rigor: rigor.strength)

    def __str__(self) -> str:
        number = str(self.lower) if self.exact is not None else f"{self.lower} to {self.upper}"
        least, most = self.there.value, self.most.upper_bound
        size = str(least) if least == most else f"{least} to {most}"
        name = "<x, y>" if self.space.has_points else "|<x, y>|^2"
        why = f"Turan's number of a code of {size} ({self.there.why}; {self.most.theorem}; {self.rigor})"
        return f"{number} of {math.comb(self.n, 2)} pairs with {name} <= {self.overlap}: {why}"


def near_pairs(n: int, space: Space, overlap: Fraction | str | float, *, compute: bool = False) -> NearPairs:
    """The most unordered pairs i < j with an overlap of at most `overlap` among n unit vectors of a space.

    The overlap is <x, y> of points, |<x, y>|^2 of lines, exact or a float, as in `packing.bounds.largest_code`, whose
    `compute` this takes too. Equal vectors are allowed. Where the largest code is known the answer is exact.

    Raises: `InputError` for bad n, an overlap out of range, and for subspaces of a dimension above 1.

    >>> from packing.space import Space
    >>> print(near_pairs(280, Space.lines(7), "1/9"))  # doctest: +ELLIPSIS
    37800 of 39060 pairs with |<x, y>|^2 <= 1/9: Turan's number of a code of 28 (28 bitangent lines; ...)
    >>> near_pairs(16, Space.lines(2), 0).exact, near_pairs(25, Space.sphere(8), "1/2").exact
    (64, 300)
    """
    count = positive_integer("n", n)
    if space.m > 1:
        raise InputError("pairs are counted among points and lines, not subspaces: take m = 1")
    most, there = largest_code(space, overlap, compute=compute), at_least(space, overlap)
    if not there:
        raise InputError(f"no code in {space} is known to have overlaps of at most {overlap}: take a larger one")
    return NearPairs(count, space, str(overlap), most, there[0])
