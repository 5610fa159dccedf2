"""A packing problem: n objects (lines or unit vectors) that share d dimensions over R or C."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from packing.errors import InputError, positive_integer


class Field(StrEnum):
    """The scalars: R (real) or C (complex)."""

    REAL = "R"
    COMPLEX = "C"


class Objects(StrEnum):
    """What is packed: `lines` (overlap |<x, y>|) or `vectors` on the real unit sphere (overlap <x, y>)."""

    LINES = "lines"
    VECTORS = "vectors"


@dataclass(frozen=True, slots=True)
class Problem:
    """n lines in F^d, or n points on the unit sphere of R^d.

    The coherence to be made small is max |<x, y>| over pairs of lines, and max <x, y> over pairs of points.

    >>> print(Problem(13, 3, Field.COMPLEX))
    13 lines in C^3
    >>> print(vectors(24, 4))
    24 vectors on S^3
    """

    n: int
    d: int
    field: Field = Field.REAL
    objects: Objects = Objects.LINES

    def __post_init__(self) -> None:
        object.__setattr__(self, "n", positive_integer("n", self.n))
        object.__setattr__(self, "d", positive_integer("d", self.d))
        object.__setattr__(self, "field", parse_field(self.field))
        object.__setattr__(self, "objects", _parse_objects(self.objects))
        if self.objects is Objects.VECTORS and self.field is Field.COMPLEX:
            raise InputError(
                f"vectors are points on a real sphere, not field 'C': "
                f"the unit sphere of C^{self.d} is that of R^{2 * self.d}, so ask for vectors with d = {2 * self.d}"
            )

    @property
    def is_complex(self) -> bool:
        """Whether the scalars are complex."""
        return self.field is Field.COMPLEX

    @property
    def has_lines(self) -> bool:
        """Whether the objects are lines (sign or phase of a vector does not matter)."""
        return self.objects is Objects.LINES

    def __str__(self) -> str:
        if self.has_lines:
            return f"{self.n} line{'s' * (self.n > 1)} in {self.field}^{self.d}"
        return f"{self.n} vector{'s' * (self.n > 1)} on S^{self.d - 1}"


def lines(n: int, d: int, field: Field | str = Field.REAL) -> Problem:
    """The problem of n lines in F^d.

    Args: n and d at least 1; `field` R or C.

    >>> lines(13, 3, "C").n
    13
    """
    return Problem(n, d, parse_field(field), Objects.LINES)


def vectors(n: int, d: int) -> Problem:
    """The problem of n points on the unit sphere of R^d (a spherical code).

    >>> print(vectors(12, 3))
    12 vectors on S^2
    """
    return Problem(n, d, Field.REAL, Objects.VECTORS)


def parse_field(field: Field | str) -> Field:
    """Return the field named 'R' or 'C'.

    >>> parse_field("C") is Field.COMPLEX
    True
    """
    try:
        return Field(field)
    except ValueError:
        raise InputError(f"the field must be R or C, not {field!r}: write R for real, C for complex scalars") from None


def _parse_objects(objects: Objects | str) -> Objects:
    try:
        return Objects(objects)
    except ValueError:
        raise InputError(f"objects must be 'lines' or 'vectors', not {objects!r}: choose one of the two") from None
