"""The scalars as real matrices: the parts x . K_c y of <x, y> from rows of real numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.numeric import Floats


@dataclass(frozen=True)
class Structure:
    """The matrices K_c: (K_c y)_k = sign[c, k] y[index[c, k]], arrays of shape (components, width), frozen."""

    index: npt.NDArray[np.int64]
    sign: Floats

    def apply(self, rows: Floats) -> Floats:
        """K_c y of each real row y, shape (components, *rows.shape)."""
        return np.stack([sign * rows[..., index] for index, sign in zip(self.index, self.sign, strict=True)])

    @cached_property
    def steps(self) -> list[list[tuple[int, bool]]]:
        """For each c and k the coordinate that (K_c y)_k is taken from, and whether with its sign."""
        return [
            list(zip(index, (sign > 0).tolist(), strict=True))
            for index, sign in zip(self.index.tolist(), self.sign, strict=True)
        ]

    def turns(self, row: Sequence[Any]) -> list[list[Any]]:
        """K_c y of one real row y, for all c, whatever its numbers are: exact ones or balls."""
        return [[row[k] if same else -row[k] for k, same in steps] for steps in self.steps]


@lru_cache(maxsize=1024)
def structure_of(scalars: int, d: int) -> Structure:
    """The matrices K_c of d coordinates over the field of dimension `scalars` (1, 2, 4) over R.

    >>> structure_of(2, 1).apply(np.array([3.0, 4.0])).tolist()                      # <1, z> = z, <i, z> = -i z
    [[3.0, 4.0], [4.0, -3.0]]
    """
    parts, signs = _STRUCTURE[scalars]
    index = (np.repeat(parts, d, axis=1) * d + np.tile(np.arange(d), scalars)).astype(np.int64)
    sign = np.repeat(signs, d, axis=1).astype(np.float64)
    index.setflags(write=False)
    sign.setflags(write=False)
    return Structure(index, sign)


_STRUCTURE: dict[int, tuple[list[list[int]], list[list[int]]]] = {
    1: ([[0]], [[1]]),
    2: ([[0, 1], [1, 0]], [[1, 1], [1, -1]]),
    4: (
        [[0, 1, 2, 3], [1, 0, 3, 2], [2, 3, 0, 1], [3, 2, 1, 0]],
        [[1, 1, 1, 1], [1, -1, -1, 1], [1, 1, -1, -1], [1, -1, 1, -1]],
    ),
}
"""For each s the part that K_c takes part k from, and its sign: conj(x) y in the basis 1, i, j, k."""


__dir__ = shown(__name__)
