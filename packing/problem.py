"""A packing problem: n objects of a space."""

from __future__ import annotations

from dataclasses import dataclass, replace

from packing.displayed import Displayed
from packing.doors import shown
from packing.errors import positive_integer
from packing.space import Distance as Distance
from packing.space import Field as Field
from packing.space import Objects as Objects
from packing.space import Space
from packing.space import parse_field as parse_field


@dataclass(frozen=True, init=False, slots=True, repr=False)
class Problem(Displayed):
    """n objects of `space`: lines of F^d, points on the unit sphere of R^d, or m-dimensional subspaces of F^d.

    The coherence to be made small is max |<x, y>| over pairs of lines, max <x, y> over pairs of points, and of
    subspaces the root of the largest mean squared cosine of the principal angles, or the largest cosine (spectral).
    The second argument is a `Space`, or d with `field`, `objects`, `m` and `distance`.

    >>> print(Problem(13, Space.lines(3, "C")))
    13 lines in C^3
    >>> Problem(24, 4, objects="vectors") == vectors(24, 4)
    True
    """

    n: int
    space: Space

    def __init__(
        self,
        n: int,
        space: Space | int,
        field: Field | str = Field.REAL,
        objects: Objects | str = Objects.LINES,
        m: int = 1,
        distance: Distance | str = Distance.CHORDAL,
    ) -> None:
        if not isinstance(space, Space):
            space = Space(objects, space, field, m, distance)  # type: ignore[arg-type]
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
        """Lines, vectors or subspaces."""
        return self.space.objects

    @property
    def m(self) -> int:
        """The dimension of the objects over the field, 1 of lines and points."""
        return self.space.m

    @property
    def distance(self) -> Distance:
        """How far two subspaces are apart; chordal of lines and points."""
        return self.space.distance

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

    def __repr__(self) -> str:
        return f"Problem({self})"


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


def subspaces(
    n: int, d: int, m: int, field: Field | str = Field.REAL, distance: Distance | str = Distance.CHORDAL
) -> Problem:
    """The problem of n subspaces of dimension m in F^d.

    Args: n at least 1, 1 <= m <= d; `field` R, C or H; `distance` chordal (what is made small is the largest mean
    squared cosine of the principal angles of a pair) or spectral (the largest cosine). Dimension 1 is `lines`.

    >>> print(subspaces(8, 4, 2, "C"))
    8 2-dimensional subspaces of C^4
    >>> subspaces(7, 3, 1) == lines(7, 3)
    True
    """
    return Problem(n, Space.subspaces(d, m, field, distance))


__dir__ = shown(__name__)
