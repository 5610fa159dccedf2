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
    """f of all pairs of unit rows, or frames, of real coordinates, from the products of the field."""
    vectors = space.from_real(x if space.m == 1 else x.reshape(len(x), space.m, -1))
    overlaps = space.overlaps(vectors, vectors)[np.triu_indices(len(x), 1)]
    return 0.5 + 0.5 * overlaps if space.has_points else overlaps**2
