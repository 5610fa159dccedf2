"""The spaces that one array of real coordinates can be of."""

from __future__ import annotations

from packing.space import Space


def spaces_of_width(width: int) -> list[Space]:
    """The sphere, and the real, complex and quaternionic lines with `width` real coordinates."""
    scalars = {"S": 1, "R": 1, "C": 2, "H": 4}
    return [Space.of_letter(letter, width // s) for letter, s in scalars.items() if width % s == 0]
