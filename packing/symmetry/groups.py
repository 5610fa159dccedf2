"""The symmetries of a packing: the permutations of its vectors (lines) that isometries of the whole space induce.

The group comes from a chain of stabilisers of the base (see `map_search`), deepest first: a vector that symmetries
found already reach is not tried again, and neither is one that they carry to a vector which failed. Over C antiunitary
maps count too; lines of F^2 are points of a sphere, and all isometries of the sphere count.

Reference: Sims, Computational methods in the study of permutation groups (1970).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.displayed import Displayed
from packing.symmetry.map_search import TOLERANCE, MapSearch, Permutation
from packing.symmetry.spans import map_search


@dataclass(frozen=True, repr=False)
class Automorphisms(Displayed):
    """The group: its order and generators; i goes to generator[i]."""

    n: int
    order: int
    generators: tuple[Permutation, ...]

    def __repr__(self) -> str:
        return f"Automorphisms(n={self.n}, order={self.order}, {len(self.generators)} generators)"

    @property
    def orbits(self) -> tuple[tuple[int, ...], ...]:
        """The classes of vectors that symmetries exchange, largest first."""
        labels = orbit_labels(self.n, self.generators)
        found = [tuple(int(i) for i in np.flatnonzero(labels == label)) for label in np.unique(labels)]
        return tuple(sorted(found, key=lambda orbit: (-len(orbit), orbit)))


def automorphisms(packing: Packing, tolerance: float = TOLERANCE) -> Automorphisms:
    """The symmetry group of a packing, overlaps compared to `tolerance`.

    Raises `InputError` where the search is too long.

    >>> square = automorphisms(Packing([[1, 0], [0, 1], [-1, 0], [0, -1]], "vectors"))
    >>> square.order, square.orbits
    (8, ((0, 1, 2, 3),))
    """
    search = map_search(packing, tolerance)
    generators: list[Permutation] = []
    order = 1
    for image in search.images[1:]:  # an antiunitary map may fix the whole base and move others
        found = search.extend(image, list(search.base), search.fixed(image, len(search.base)))
        if found is not None and found != tuple(range(packing.n)):
            generators.append(found)
            order *= 2
    for level in reversed(range(len(search.base))):
        order *= _orbit_of_level(search, level, generators)
    return Automorphisms(packing.n, order, tuple(generators))


def _orbit_of_level(search: MapSearch, level: int, generators: list[Permutation]) -> int:
    """The orbit length of a base vector where those before it stay; symmetries that are new join `generators`."""
    start = search.base[level]
    staying = [search.fixed(image, level) for image in search.images]
    failed: set[int] = set()
    for target in np.flatnonzero(np.any([relation[start] for relation in staying], axis=0)):
        labels = orbit_labels(search.n, generators)
        if labels[target] == labels[start] or labels[target] in {labels[i] for i in failed}:
            continue
        carrying = (
            search.carried(image, relation, level, int(target))
            for image, relation in zip(search.images, staying, strict=True)
            if relation[start, target]
        )
        found = next((each for each in carrying if each is not None), None)
        if found is None:
            failed.add(int(target))
        else:
            generators.append(found)
    labels = orbit_labels(search.n, generators)
    return int(np.count_nonzero(labels == labels[start]))


def orbit_labels(n: int, generators: Sequence[Permutation]) -> npt.NDArray[np.intp]:
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
