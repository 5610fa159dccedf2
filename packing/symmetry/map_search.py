"""The search for an isometry that carries the vectors of one packing to those of another, or to its own.

An isometry is known by what it does to a few vectors, the base. Given images of base vectors, x can go to y only if
both have the same overlaps with the base and, for lines, the same triple products G_xb G_bc G_cx with every two base
vectors, which phases leave alone (over H their real parts). Base vectors are added until that tells all vectors apart.
Then a map is read off at once and checked on the whole Gram matrix.

Lines of F^2 are the points of a sphere with cosines 2 |<x, y>|^2 - 1, and are compared as such.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError
from packing.numeric import Floats
from packing.space import Vectors
from packing.symmetry.phases import phase_distance

TOLERANCE = 1e-6
"""Overlaps this close agree; converged packings repeat to 1e-10 and differ by more than 1e-4."""

MOST_STEPS = 20_000
"""So many images of base vectors are tried before the search is given up."""

Relation = npt.NDArray[np.bool_]
Permutation = tuple[int, ...]


class Image(NamedTuple):
    """A Gram matrix with what is compared at once: the moduli of its entries for lines, else the entries."""

    gram: Vectors
    sizes: Floats


class MapSearch:
    """Searches for isometries that carry the vectors of a packing to its own, or to those of another.

    It knows the base of the packing and, after each base vector, who looks like whom.
    """

    def __init__(self, packing: Packing, tolerance: float) -> None:
        self.packing, self.tolerance, self.n = packing, tolerance, packing.n
        self.field = packing.field
        self.has_phases = not packing.space.has_points and packing.space.sphere_twin is None
        self.images = self.images_of(packing)
        self.gram, self.sizes = self.images[0]
        self.steps = 0
        self.base: list[int] = []
        self.told: list[Relation] = [self.alike(self.images[0])]
        while (self.told[-1].sum(axis=1) > 1).any():
            self.base.append(int(np.argmax(self.told[-1].sum(axis=1))))
            self.told.append(self.refined(self.told[-1], self.images[0], self.base[:-1], self.base[-1]))

    def images_of(self, packing: Packing) -> list[Image]:
        """Its Gram matrix and, over C, the conjugate; of lines in F^2 that of the points of a sphere that they are."""
        space, gram = packing.space, packing.gram
        if not self.has_phases:
            cosines = space.variable(space.overlaps_in(gram))
            return [Image(cosines, cosines)]
        sizes = space.overlaps_in(gram)
        return [Image(image, sizes) for image in (gram, *self.field.twisted(gram))]

    def alike(self, image: Image) -> Relation:
        """Who has the same overlaps as whom."""
        rows, others = np.sort(self.sizes, axis=1), np.sort(image.sizes, axis=1)
        return np.array([np.abs(others - row).max(axis=1) <= self.tolerance for row in rows])

    def reaches(self, other: Packing) -> bool:
        """Whether some isometry carries the packing to the other; `InputError` where the search is too long."""
        return any(self.extend(image, [], self.alike(image)) is not None for image in self.images_of(other))

    def carried(self, image: Image, staying: Relation, level: int, target: int) -> Permutation | None:
        """A symmetry that fixes `level` base vectors and carries the next to `target`."""
        chosen = [*self.base[:level], target]
        return self.extend(image, chosen, self.refined(staying, image, chosen[:-1], target))

    def fixed(self, image: Image, level: int) -> Relation:
        """Who may go to whom if the first `level` base vectors stay."""
        relation = self.told[0]
        for k in range(level):
            relation = self.refined(relation, image, self.base[:k], self.base[k])
        return relation

    def refined(self, relation: Relation, image: Image, chosen: list[int], target: int) -> Relation:
        """`relation` with the next base vector carried to `target`, after those before it to `chosen`."""
        k = len(chosen)
        b = self.base[k]
        fits = relation & (np.abs(self.sizes[:, b][:, None] - image.sizes[:, target][None, :]) <= self.tolerance)
        if self.has_phases and k:
            here = self.triple_products(self.gram, b, self.base[:k])
            there = self.triple_products(image.gram, target, chosen)
            for i in range(k):
                fits &= np.abs(here[:, i][:, None] - there[:, i][None, :]) <= 3 * self.tolerance
        meets = fits[b, target]
        fits[b, :] = fits[:, target] = False  # also where a vector comes twice
        fits[b, target] = meets
        return fits

    def triple_products(self, gram: Vectors, b: int, others: list[int]) -> Vectors:
        """G_xb G_bc G_cx for all x and the c in `others`, shape (n, others): what phases leave alone of them."""
        there = self.field.multiply(gram[:, [b]], gram[b, others])
        return self.field.invariant(self.field.multiply(there, np.swapaxes(gram[others], 0, 1)))

    def extend(self, image: Image, chosen: list[int], relation: Relation) -> Permutation | None:
        """A symmetry that carries the first base vectors to `chosen`, or None."""
        level = len(chosen)
        if not np.array_equal(relation.sum(axis=1), self.told[level].sum(axis=1)):
            return None
        if level == len(self.base):
            found = tuple(int(y) for y in relation.argmax(axis=1))
            return found if len(set(found)) == self.n and self.is_symmetry(image, found) else None
        for target in np.flatnonzero(relation[self.base[level]]):
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise InputError(f"the symmetries of {self.packing} are too many to count: lower n")
            finer = self.refined(relation, image, chosen, int(target))
            found_below = self.extend(image, [*chosen, int(target)], finer)
            if found_below is not None:
                return found_below
        return None

    def is_symmetry(self, image: Image, found: Permutation) -> bool:
        """Whether the permuted matrix is the first one, for lines up to phases."""
        there = image.gram[np.ix_(found, found)]
        if self.has_phases:
            missed = phase_distance(self.gram, there, max(10 * self.tolerance, 1e-4))
        else:
            missed = float(np.max(np.abs(self.gram - there)))
        return missed <= 30 * self.tolerance
