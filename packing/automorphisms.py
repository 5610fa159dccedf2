"""The symmetries of a packing: the permutations of its vectors (lines) that isometries of the whole space induce.

A symmetry is known by what it does to a few vectors, the base. Given images of base vectors, x can go to y only if
both have the same overlaps with the base and, for lines, the same triple products G_xb G_bc G_cx with every two base
vectors, which do not feel phases. Base vectors are added until that tells all vectors apart. Then a map is read off
at once and checked on the whole Gram matrix.

The group comes from a chain of stabilisers, deepest first: a vector that symmetries found already reach is not tried
again, and neither is one that they carry to a vector which failed. Over C antiunitary maps count too.

Reference: Sims, Computational methods in the study of permutation groups (1970).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError

TOLERANCE = 1e-6
"""Overlaps this close agree; converged packings repeat to 1e-10 and differ by more than 1e-4."""

MOST_STEPS = 20_000
"""So many images of base vectors are tried before the search is given up."""

Complexes = npt.NDArray[np.complex128]
Floats = npt.NDArray[np.float64]
Relation = npt.NDArray[np.bool_]
Permutation = tuple[int, ...]


@dataclass(frozen=True)
class Automorphisms:
    """The group: its order and generators; i goes to generator[i]."""

    n: int
    order: int
    generators: tuple[Permutation, ...]

    @property
    def orbits(self) -> tuple[tuple[int, ...], ...]:
        """The classes of vectors that symmetries exchange, largest first."""
        labels = _orbit_labels(self.n, self.generators)
        found = [tuple(int(i) for i in np.flatnonzero(labels == label)) for label in np.unique(labels)]
        return tuple(sorted(found, key=lambda orbit: (-len(orbit), orbit)))


def automorphisms(packing: Packing, tolerance: float = TOLERANCE) -> Automorphisms:
    """The symmetry group of a packing, overlaps compared to `tolerance`.

    Raises `InputError` where the search is too long.

    >>> square = automorphisms(Packing([[1, 0], [0, 1], [-1, 0], [0, -1]], "vectors"))
    >>> square.order, square.orbits
    (8, ((0, 1, 2, 3),))
    """
    return MapSearch(packing, tolerance).group()


class Image(NamedTuple):
    """A Gram matrix with what is compared at once: the moduli of its entries for lines, else their real parts."""

    gram: Complexes
    sizes: Floats


class MapSearch:
    """Searches for isometries that carry the vectors of a packing to its own, or to those of another.

    It knows the base of the packing and, after each base vector, who looks like whom.
    """

    def __init__(self, packing: Packing, tolerance: float) -> None:
        self.packing, self.tolerance, self.n = packing, tolerance, packing.n
        self.lines = packing.problem.has_lines
        self.images = self.images_of(packing)
        self.gram, self.sizes = self.images[0]
        self.steps = 0
        self.base: list[int] = []
        self.told: list[Relation] = [self.alike(self.images[0])]
        while (self.told[-1].sum(axis=1) > 1).any():
            self.base.append(int(np.argmax(self.told[-1].sum(axis=1))))
            self.told.append(self.refined(self.told[-1], self.images[0], self.base[:-1], self.base[-1]))

    def images_of(self, packing: Packing) -> list[Image]:
        """Its Gram matrix and, over C, the conjugate."""
        gram = np.asarray(packing.gram, dtype=np.complex128)
        sizes: Floats = np.abs(gram) if self.lines else gram.real
        return [Image(gram, sizes), Image(gram.conj(), sizes)] if packing.problem.is_complex else [Image(gram, sizes)]

    def alike(self, image: Image) -> Relation:
        """Who has the same overlaps as whom."""
        rows, others = np.sort(self.sizes, axis=1), np.sort(image.sizes, axis=1)
        return np.array([np.abs(others - row).max(axis=1) <= self.tolerance for row in rows])

    def reaches(self, other: Packing) -> bool:
        """Whether some isometry carries the packing to the other; `InputError` where the search is too long."""
        return any(self.extend(image, [], self.alike(image)) is not None for image in self.images_of(other))

    def group(self) -> Automorphisms:
        """The generators, level by level from the deepest, and the product of the orbit lengths."""
        generators: list[Permutation] = []
        order = 1
        whole = len(self.base)
        for image in self.images[1:]:  # an antiunitary map may fix the whole base and move others
            found = self.extend(image, list(self.base), self.fixed(image, whole))
            if found is not None and found != tuple(range(self.n)):
                generators.append(found)
                order *= 2
        for level in reversed(range(whole)):
            start = self.base[level]
            staying = [self.fixed(image, level) for image in self.images]
            hopeless: set[int] = set()
            for target in np.flatnonzero(np.any([relation[start] for relation in staying], axis=0)):
                labels = _orbit_labels(self.n, generators)
                if labels[target] == labels[start] or labels[target] in {labels[i] for i in hopeless}:
                    continue
                carrying = (
                    self.carried(image, relation, level, int(target))
                    for image, relation in zip(self.images, staying, strict=True)
                    if relation[start, target]
                )
                found = next((each for each in carrying if each is not None), None)
                if found is None:
                    hopeless.add(int(target))
                else:
                    generators.append(found)
            labels = _orbit_labels(self.n, generators)
            order *= int(np.count_nonzero(labels == labels[start]))
        return Automorphisms(self.n, order, tuple(generators))

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
        if self.lines and k:
            before = self.base[:k]
            here = self.gram[:, [b]] * self.gram[b, before] * self.gram[before, :].T
            there = image.gram[:, [target]] * image.gram[target, chosen] * image.gram[chosen, :].T
            for i in range(k):
                fits &= np.abs(here[:, i][:, None] - there[:, i][None, :]) <= 3 * self.tolerance
        meets = fits[b, target]
        fits[b, :] = fits[:, target] = False  # also where a vector comes twice
        fits[b, target] = meets
        return fits

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
        if self.lines:
            phases = relative_phases(self.gram, there, max(10 * self.tolerance, 1e-4))
            there = phases.conj()[:, None] * phases[None, :] * there
        return bool(np.max(np.abs(self.gram - there)) <= 30 * self.tolerance)


def relative_phases(here: Complexes, there: Complexes, least: float) -> Complexes:
    """Phases c with here_ij = conj(c_i) c_j there_ij along a spanning forest of the pairs with |here_ij| > least.

    >>> relative_phases(np.array([[1, 1j], [-1j, 1]]), np.array([[1, 1], [1, 1]], dtype=complex), 0.1).tolist()
    [(1+0j), 1j]
    """
    n = len(here)
    phases = np.zeros(n, dtype=np.complex128)
    linked = np.abs(here) > least
    for root in range(n):
        if phases[root]:
            continue
        phases[root] = 1.0
        front = [root]
        while front:
            i = front.pop()
            new = np.flatnonzero(linked[i] & (phases == 0))
            ratios = here[i, new] * phases[i] / np.where(there[i, new] == 0, 1.0, there[i, new])
            phases[new] = ratios / np.abs(ratios)
            front += new.tolist()
    return phases


def _orbit_labels(n: int, generators: tuple[Permutation, ...] | list[Permutation]) -> npt.NDArray[np.intp]:
    """For each vector the least one in its orbit."""
    labels = np.arange(n)
    moved = True
    while moved:
        before = labels
        for generator in generators:
            image = np.asarray(generator)
            least = np.minimum(labels, labels[image])
            labels = least.copy()
            np.minimum.at(labels, image, least)
        moved = not np.array_equal(before, labels)
    return labels
