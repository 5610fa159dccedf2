"""A packing as points that can be drawn: of the plane, of the sphere in space, or of the Bloch sphere of C^2."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.configuration import Packing
from packing.numeric import Floats


@dataclass(frozen=True, eq=False)
class SphereView:
    """Unit vectors (n, 2) or (n, 3); where `is_paired`, each stands for a line, and so for its opposite point too.

    `is_twin` says that lines of F^2 are shown as the points of the sphere that they are.
    """

    points: Floats
    is_paired: bool
    is_twin: bool

    @property
    def is_flat(self) -> bool:
        """Whether the view is a plane picture and not a sphere."""
        return self.points.shape[1] == 2


def view_of(packing: Packing) -> SphereView | None:
    """How to draw a packing: real ones with d = 2 or 3, and lines of C^2; None for all others.

    The line of F^2 spanned by (a, b) is the point (2 conj(a) b, |a|^2 - |b|^2) of a sphere, the Bloch sphere over C.

    >>> view_of(Packing([[1, 1j], [1, 0j]])).points.round(6).tolist()
    [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    >>> view_of(Packing([[1, 0, 0], [0, 1j, 0]])) is None
    True
    """
    space = packing.space
    if space.m > 1:
        return None
    if space.scalars == 1 and space.d in (2, 3):
        return SphereView(space.to_real(packing.vectors), space.has_lines, is_twin=False)
    if space.sphere_twin is None or space.sphere_twin.d != 3:
        return None
    a, b = packing.vectors[:, 0], packing.vectors[:, 1]
    cross = space.field.parts_of(space.field.multiply(space.field.conjugate(a), b))
    height = space.field.moduli(a) ** 2 - space.field.moduli(b) ** 2
    return SphereView(np.column_stack((2 * cross, height)), is_paired=False, is_twin=True)
