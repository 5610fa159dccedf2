"""The search for an isometry that carries the subspaces of one packing to those of another, or to its own.

A subspace is known by its projector P_i in real coordinates. What isometries leave alone are the traces of P_i P_j and
of P_i P_j P_k, which tell the permutation as overlaps and triple products do of lines (see `map_search`). A permutation
comes from an isometry U exactly if U P_i = Q_i U has an invertible solution that commutes with every K_c: of the
solutions, which form a linear space, a random one is taken, and its polar factor is a solution too. Over C the
projectors may also be those of the conjugate.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from packing.configuration import Packing
from packing.frames import spans
from packing.numeric import Floats
from packing.space import Vectors
from packing.symmetry.map_search import Image, MapSearch, Permutation

DEFECTS = (1e-12, 1e-10, 1e-8, 1e-6)
"""The sum of |U P_i - Q_i U|^2 that a solution U of norm 1 may have: rounding first, then what tolerances allow."""


class SpanSearch(MapSearch):
    """`MapSearch` of subspaces of dimension 2 or more: what is compared are projectors."""

    def images_of(self, packing: Packing) -> list[Image]:
        """The projectors of the subspaces and, over C, of their conjugates, with the traces of their products."""
        images = []
        for vectors in (packing.vectors, *self.field.twisted(packing.vectors)):
            real = spans(packing.space.to_real(vectors), packing.space)
            projectors = np.swapaxes(real, 1, 2) @ real
            flat = projectors.reshape(packing.n, -1)
            sizes = np.sqrt(np.maximum(flat @ flat.T, 0.0) / (packing.space.m * packing.space.scalars))
            images.append(Image(projectors, sizes))
        return images

    def triple_products(self, gram: Vectors, b: int, others: list[int]) -> Vectors:
        """tr P_x P_b P_c / (s m) for all x and the c in `others`, shape (n, others)."""
        products = np.real(gram[b] @ gram[others])
        size = self.packing.space.m * self.packing.space.scalars
        return np.asarray(np.einsum("xij,cji->xc", np.real(gram), products) / size)

    def is_symmetry(self, image: Image, found: Permutation) -> bool:
        """Whether an isometry of the space carries the projectors to those they are said to go to."""
        here, there = np.real(self.gram), np.real(image.gram)[list(found)]
        missed = (np.max(np.abs(turn @ here @ turn.T - there)) for turn in self._isometries(here, there))
        return any(off <= 30 * self.tolerance for off in missed)

    def _isometries(self, here: Floats, there: Floats) -> Iterator[Floats]:
        """Orthogonal matrices that commute with every K_c, from solutions of U P_i = Q_i U up to smaller defects first.

        Where a packing nearly falls into parts, solutions up to rounding must be kept apart from those that are near.
        """
        space = self.packing.space
        width = space.width
        one = np.eye(width)
        square = np.kron(one, here.sum(axis=0)) + np.kron(there.sum(axis=0), one)
        square -= 2.0 * np.einsum("nij,nkl->ikjl", there, here).reshape(width**2, width**2)
        values, vectors = np.linalg.eigh(square)
        turns = space.structure.apply(np.eye(width))
        for count in sorted({int(np.sum(values < defect)) for defect in DEFECTS} - {0}):
            weights = np.random.default_rng(0).standard_normal(count)
            drawn = (vectors[:, :count] @ weights).reshape(width, width)
            left, _, right = np.linalg.svd(sum(turn @ drawn @ turn.T for turn in turns))
            yield np.asarray(left @ right)


def map_search(packing: Packing, tolerance: float) -> MapSearch:
    """The search for symmetries of a packing of any kind."""
    return (MapSearch if packing.space.m == 1 else SpanSearch)(packing, tolerance)
