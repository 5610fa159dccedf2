"""What is packed, and by which distance: lines, points, subspaces; chordal, spectral."""

from __future__ import annotations

from enum import StrEnum

from packing.doors import shown
from packing.errors import InputError


class Objects(StrEnum):
    """What is packed: `lines`, `vectors` on the real unit sphere, or `subspaces` of dimension m of F^d."""

    LINES = "lines"
    VECTORS = "vectors"
    SUBSPACES = "subspaces"


class Distance(StrEnum):
    """How far two subspaces are apart, by the cosines c_1 >= ... >= c_m of their principal angles.

    `chordal`: d^2 = m - sum c_a^2, the overlap is the root of the mean c_a^2. `spectral`: d^2 = 1 - c_1^2, the overlap
    is c_1. Both are |<x, y>| of lines.
    """

    CHORDAL = "chordal"
    SPECTRAL = "spectral"

    @property
    def overlap2(self) -> str:
        """The square of the overlap, in words."""
        return "mean squared cosine" if self is Distance.CHORDAL else "largest squared cosine"


def parse_objects(objects: Objects | str) -> Objects:
    """Return the objects named 'lines', 'vectors' or 'subspaces'.

    >>> parse_objects("lines") is Objects.LINES
    True
    """
    try:
        return Objects(objects)
    except ValueError:
        raise InputError(
            f"objects must be 'lines', 'vectors' or 'subspaces', not {objects!r}: choose one of the three"
        ) from None


def parse_distance(distance: Distance | str) -> Distance:
    """Return the distance named 'chordal' or 'spectral'.

    >>> parse_distance("spectral") is Distance.SPECTRAL
    True
    """
    try:
        return Distance(distance)
    except ValueError:
        raise InputError(
            f"the distance must be 'chordal' or 'spectral', not {distance!r}: choose one of the two"
        ) from None


__dir__ = shown(__name__)
