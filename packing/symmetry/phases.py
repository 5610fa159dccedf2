"""Whether two Gram matrices of lines agree up to phases: G_ij = conj(c_i) H_ij c_j with |c_i| = 1.

Along a spanning forest of the pairs with G_ij != 0, phases make the entries of G positive, and others those of H.
What is left is one phase q a component, G_ij = conj(q) H_ij q. Over R and C it cancels. Over H it turns the vector
parts of all entries by one rotation of R^3, and the best rotation is known in closed form: Kabsch, Acta Cryst. A32
(1976).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.space import Field, Vectors, field_of

Integers = npt.NDArray[np.intp]


def phase_distance(here: Vectors, there: Vectors, least: float) -> float:
    """The largest |here_ij - conj(c_i) there_ij c_j| for phases c along a forest of the pairs with |here_ij| > least.

    The phases fit exactly where some do, but need not be the best where none do.

    >>> turned = np.array([[1, 1j], [-1j, 1]])
    >>> phase_distance(turned, np.array([[1, 1], [1, 1]], dtype=complex), 0.1)
    0.0
    """
    field = field_of(here)
    parents, roots = _forest(field.moduli(here) > least)
    straight = _straightened(field, here, parents)
    other = _straightened(field, there, parents)
    if not field.is_commutative:
        for root in np.unique(roots):
            block = np.ix_(roots == root, roots == root)
            other[block] = _turned(field.parts_of(straight[block]), field.parts_of(other[block]))
    return float(np.max(field.moduli(straight - other)))


def _forest(linked: npt.NDArray[np.bool_]) -> tuple[list[tuple[int, int]], Integers]:
    """The edges (parent, child) of a spanning forest, parents first, and the root of each vertex."""
    n = len(linked)
    roots = np.full(n, -1, dtype=np.intp)
    edges: list[tuple[int, int]] = []
    for root in range(n):
        if roots[root] >= 0:
            continue
        roots[root] = root
        front = [root]
        while front:
            i = front.pop()
            new = np.flatnonzero(linked[i] & (roots < 0))
            roots[new] = root
            edges += [(i, int(j)) for j in new]
            front += new.tolist()
    return edges, roots


def _straightened(field: Field, gram: Vectors, edges: list[tuple[int, int]]) -> Vectors:
    """conj(a_i) G_ij a_j, with phases a that make the entries at the edges positive."""
    parts = np.zeros((len(gram), field.real_dimension))
    parts[:, 0] = 1.0
    phases = field.scalars_of(parts)
    for i, j in edges:  # G_ij a_j = |G_ij| a_i
        turned = field.multiply(field.conjugate(gram[i, j]), phases[i])
        size = field.moduli(turned)
        phases[j] = turned / size if size > 0 else phases[i]
    return field.multiply(field.multiply(field.conjugate(phases)[:, None], gram), phases[None, :])


def _turned(here: Floats, there: Floats) -> Floats:
    """The quaternions `there` with their vector parts turned by one rotation, as near to `here` as can be."""
    left, right = here[..., 1:].reshape(-1, 3), there[..., 1:].reshape(-1, 3)
    u, _, v = np.linalg.svd(right.T @ left)
    rotation = u @ np.diag([1.0, 1.0, np.linalg.det(u @ v)]) @ v
    return np.concatenate((there[..., :1], there[..., 1:] @ rotation), axis=-1)
