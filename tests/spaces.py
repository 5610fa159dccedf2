"""The spaces that one array of real coordinates can be of."""

from __future__ import annotations

import numpy as np

from packing.numeric import Floats
from packing.space import Space


def spaces_of_width(width: int) -> list[Space]:
    """The sphere, and the real, complex and quaternionic lines with `width` real coordinates."""
    scalars = {"S": 1, "R": 1, "C": 2, "H": 4}
    return [Space.of_letter(letter, width // s) for letter, s in scalars.items() if width % s == 0]


def plain_f(x: Floats, space: Space) -> Floats:
    """f of all pairs of unit rows of real coordinates, from the products of the field."""
    vectors = space.from_real(x)
    overlaps = space.overlaps(vectors, vectors)[np.triu_indices(len(x), 1)]
    return overlaps**2 if space.has_lines else 0.5 + 0.5 * overlaps
