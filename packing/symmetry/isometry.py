"""When two packings are one: equal up to an isometry, the order of the vectors and, for lines, their phases.

Subspaces are one where an isometry carries their projectors to each other in some order (see `spans`).

Points agree exactly if a permutation carries one Gram matrix to the other. Lines agree exactly if a permutation
carries the moduli of the Gram matrix and phases c_i make G_ij = conj(c_i) H_p(i)p(j) c_j (see `phases`). Complex
conjugation is an isometry of C^d (antiunitary), so a packing and its conjugate are the same.

The permutation is decided by what it does to a few vectors (see `map_search`). A comparison that needs too many steps
is given up: the packings count as different.
"""

from __future__ import annotations

import numpy as np

from packing.configuration import Packing
from packing.errors import InputError
from packing.symmetry.groups import automorphisms
from packing.symmetry.map_search import TOLERANCE
from packing.symmetry.spans import map_search


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
    try:
        return map_search(one, tolerance).reaches(other)
    except InputError:  # the search is too long
        return False


def symmetry_order(packing: Packing, tolerance: float = TOLERANCE) -> int:
    """The number of permutations of the vectors (of the lines) that isometries of the whole space induce.

    Over C antiunitary maps count too, where they give a permutation of their own; `automorphisms` has the group.
    Raises `InputError` where a search for a symmetry is too long.

    >>> symmetry_order(Packing([[1, 0], [0, 1]]))
    2
    """
    return automorphisms(packing, tolerance).order
