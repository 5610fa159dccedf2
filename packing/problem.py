"""A packing problem: n objects of a space."""

from __future__ import annotations

from dataclasses import dataclass, replace

from packing.doors import shown
from packing.errors import positive_integer
from packing.space import Field as Field
from packing.space import Objects as Objects
from packing.space import Space
from packing.space import parse_field as parse_field


@dataclass(frozen=True, init=False, slots=True)
class Problem:
    """n objects of `space`: lines of F^d, or points on the unit sphere of R^d.

    The coherence to be made small is max |<x, y>| over pairs of lines, and max <x, y> over pairs of points.
    The second argument is a `Space`, or d with `field` and `objects`.

    >>> print(Problem(13, Space.lines(3, "C")))
    13 lines in C^3
    >>> Problem(24, 4, objects="vectors") == vectors(24, 4)
    True
    """

    n: int
    space: Space

    def __init__(
        self, n: int, space: Space | int, field: Field | str = Field.REAL, objects: Objects | str = Objects.LINES
    ) -> None:
        if not isinstance(space, Space):
            space = Space(objects, space, field)  # type: ignore[arg-type]
        object.__setattr__(self, "n", positive_integer("n", n))
        object.__setattr__(self, "space", space)

    @property
    def d(self) -> int:
        """The number of dimensions over the field."""
        return self.space.d

    @property
    def field(self) -> Field:
        """The scalars."""
        return self.space.field

    @property
    def objects(self) -> Objects:
        """Lines or vectors."""
        return self.space.objects

    @property
    def is_complex(self) -> bool:
        """Whether the scalars are complex."""
        return self.field is Field.COMPLEX

    @property
    def has_lines(self) -> bool:
        """Whether the objects are lines (sign or phase of a vector does not matter)."""
        return self.space.has_lines

    @property
    def pairs(self) -> int:
        """The number of pairs, n (n-1)/2."""
        return self.n * (self.n - 1) // 2

    def resized(self, n: int) -> Problem:
        """n objects of the same space.

        >>> print(lines(13, 3, "C").resized(14))
        14 lines in C^3
        """
        return replace(self, n=n)

    def __str__(self) -> str:
        return self.space.of(self.n)


def lines(n: int, d: int, field: Field | str = Field.REAL) -> Problem:
    """The problem of n lines in F^d.

    Args: n and d at least 1; `field` R, C or H.

    >>> print(lines(13, 3, "C"), "and", lines(15, 3, "H"))
    13 lines in C^3 and 15 lines in H^3
    """
    return Problem(n, Space.lines(d, field))


def vectors(n: int, d: int) -> Problem:
    """The problem of n points on the unit sphere of R^d (a spherical code).

    >>> print(vectors(12, 3))
    12 vectors on S^2
    """
    return Problem(n, Space.sphere(d))


__dir__ = shown(__name__)
