"""Charts of subspaces that a group permutes, made of charts of lines: one for each vector of a frame.

If g takes frame i to frame j, each vector to a multiple of one, then the n m vectors are lines that the group permutes,
vector a of frame i at index a n + i. The chart of these lines (`symmetry.representations.Equivariant`) places all
columns linearly; making each frame orthonormal, vector after vector, agrees with all that the group does. The
stabiliser of a subspace then acts on it by characters: what it does by larger irreducible parts is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from packing.numeric import Floats
from packing.search.columns import normalised, rows_of_columns
from packing.space import Space
from packing.symmetry.permutations import PermutationGroup
from packing.symmetry.representations import Equivariant

GAUGE = 1e-8
"""Moves of free columns that move the frames by less than this part of the largest only turn their vectors."""


@dataclass(frozen=True, eq=False)
class FramesOfLines:
    """The frames whose vectors are placed by a chart of n m lines, made orthonormal."""

    lines: Equivariant
    space: Space

    @property
    def start(self) -> Floats:
        """The free columns at the start."""
        return self.lines.start

    def unit(self, free: Floats) -> Floats:
        """The free columns of the orthonormal frames."""
        return self._free(normalised(self.lines.place(free), self.space))

    def place(self, free: Floats) -> Floats:
        """All columns."""
        return self.lines.place(free)

    def pull(self, gradient: Floats) -> Floats:
        """The gradient by the free columns."""
        return self.lines.pull(gradient)

    def restore(self, columns: Floats) -> Floats:
        """The images of the mean free columns, orthonormal."""
        return normalised(self.lines.place(self._free(columns)), self.space)

    def allowed(self, bases: Floats) -> Floats:
        """Orthonormal tangent images (n q, r) of the moves of the free columns."""
        n, _, q = bases.shape
        moves = np.stack([rows_of_columns(self.lines.place(unit), self.space) for unit in np.eye(len(self.start))])
        along = np.einsum("ikq,fik->iqf", bases, moves).reshape(n * q, -1)
        left, singular, _ = np.linalg.svd(along, full_matrices=False)
        return np.ascontiguousarray(left[:, singular > GAUGE * max(float(singular.max(initial=0.0)), 1e-300)])

    @cached_property
    def _lengths(self) -> Floats:
        """How many vectors each free coordinate is spread over."""
        return np.concatenate([np.full(orbit.maps.shape[2], len(orbit.members)) for orbit in self.lines.orbits])

    def _free(self, columns: Floats) -> Floats:
        return self.lines.pull(columns) / self._lengths


def layered(group: PermutationGroup, m: int) -> PermutationGroup:
    """The group on n m indices: on each of the m vectors of the n frames as on the frames.

    >>> layered(PermutationGroup(2, ((1, 0),)), 2).generators
    ((1, 0, 3, 2),)
    """
    n = group.n
    return PermutationGroup(
        n * m,
        tuple(
            tuple(image % n + layer * n + (image >= n) * n * m for layer in range(m) for image in generator)
            for generator in group.generators
        ),
    )
