"""When two packings are one: equal up to an isometry, the order of the vectors and, for lines, their phases.

Points agree exactly if a permutation carries one Gram matrix to the other. Lines agree exactly if a permutation
carries the moduli of the Gram matrix and phases c_i make G_ij = conj(c_i) c_j H_p(i)p(j); the latter is seen on
triple products G_ij G_jk G_ki, which do not feel phases, and then checked. Complex conjugation is an isometry of
C^d (antiunitary), so a packing and its conjugate are the same.

The permutation is built one vector at a time, most distinguished first, and taken back where it does not fit on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.automorphisms import TOLERANCE, automorphisms, relative_phases
from packing.configuration import Packing

Complexes = npt.NDArray[np.complex128]

MOST_STEPS = 200_000
"""A comparison that needs more steps is given up: the packings count as different."""


def same_packing(one: Packing, other: Packing, tolerance: float = TOLERANCE) -> bool:
    """Whether the packings agree up to isometry, order and phases, to `tolerance` in every overlap.

    >>> turned = Packing([[0.6, 0.8], [-0.8, 0.6]])
    >>> same_packing(Packing([[1, 0], [0, 1]]), turned), same_packing(Packing([[1, 0], [1, 1]]), turned)
    (True, False)
    """
    if one.problem != other.problem or one.n == 1:
        return one.problem == other.problem
    if np.max(np.abs(np.sort(one.overlaps) - np.sort(other.overlaps))) > tolerance:
        return False
    gram = np.asarray(one.gram, dtype=np.complex128)
    candidates = [np.asarray(other.gram, dtype=np.complex128)]
    if one.problem.is_complex:
        candidates.append(candidates[0].conj())
    return any(_Matching(gram, image, one.problem.has_lines, tolerance).extend() for image in candidates)


def symmetry_order(packing: Packing, tolerance: float = TOLERANCE) -> int:
    """The number of permutations of the vectors (of the lines) that isometries of the whole space induce.

    Over C antiunitary maps count too, where they give a permutation of their own; `automorphisms` has the group.
    Raises `InputError` where a search for a symmetry is too long.

    >>> symmetry_order(Packing([[1, 0], [0, 1]]))
    2
    """
    return automorphisms(packing, tolerance).order


@dataclass
class _Matching:
    """A partial map i -> image[i] from one Gram matrix to another, extended vector by vector."""

    gram: Complexes
    other: Complexes
    lines: bool
    tolerance: float

    def __post_init__(self) -> None:
        self.n = len(self.gram)
        self.left = np.abs(self.gram) if self.lines else self.gram.real
        self.right = np.abs(self.other) if self.lines else self.other.real
        rows, columns = np.sort(self.left, axis=1), np.sort(self.right, axis=1)
        self.fits = np.max(np.abs(rows[:, None, :] - columns[None, :, :]), axis=2) <= self.tolerance
        self.order: list[int] = []
        self.image: list[int] = []
        self.steps = 0

    def extend(self) -> bool:
        """Complete the map, depth first."""
        if len(self.order) == self.n:
            return self.phases_agree()
        rest = [i for i in range(self.n) if i not in self.order]
        choices = {i: [j for j in range(self.n) if j not in self.image and self.can_add(i, j)] for i in rest[:8]}
        i = min(choices, key=lambda index: len(choices[index]))
        for j in choices[i]:
            self.steps += 1
            if self.steps > MOST_STEPS:
                return False
            self.order.append(i)
            self.image.append(j)
            if self.extend():
                return True
            self.order.pop()
            self.image.pop()
        return False

    def can_add(self, i: int, j: int) -> bool:
        """Whether i -> j agrees with the map so far, in overlaps and (lines) in triple products."""
        if not self.fits[i, j]:
            return False
        if not self.order:
            return True
        order, image = np.array(self.order), np.array(self.image)
        if np.max(np.abs(self.left[i, order] - self.right[j, image])) > self.tolerance:
            return False
        if not self.lines:
            return True
        here = self.gram[i, order][:, None] * self.gram[np.ix_(order, order)] * self.gram[order, i][None, :]
        there = self.other[j, image][:, None] * self.other[np.ix_(image, image)] * self.other[image, j][None, :]
        return bool(np.max(np.abs(here - there)) <= 3 * self.tolerance)

    def phases_agree(self) -> bool:
        """Whether phases carry the permuted matrix to the first one: fixed along a spanning tree, checked elsewhere."""
        order, image = np.array(self.order), np.array(self.image)
        here, there = self.gram[np.ix_(order, order)], self.other[np.ix_(image, image)]
        if not self.lines:
            return True
        phases = relative_phases(here, there, max(10 * self.tolerance, 1e-4))
        return bool(np.max(np.abs(here - phases.conj()[:, None] * phases[None, :] * there)) <= 30 * self.tolerance)
