"""How a packing is built: orthogonal pairs, tegum factors, contact graph, rattlers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

from packing.configuration import Packing
from packing.doors import shown
from packing.errors import InputError
from packing.measure import closest_pairs
from packing.numeric import ORTHOGONAL, SAME_VALUE

Pairs = npt.NDArray[np.intp]


@dataclass(frozen=True)
class TegumFactor:
    """A block of a tegum product: the rows `indices` span `rank` dimensions and are orthogonal to all other rows."""

    indices: tuple[int, ...]
    rank: int

    @property
    def size(self) -> int:
        """The number of vectors in the block."""
        return len(self.indices)

    @property
    def shape(self) -> tuple[int, int]:
        """(number of vectors, dimensions), the (n_i, d_i) of a partition."""
        return self.size, self.rank


def orthogonal_pairs(packing: Packing, tolerance: float = ORTHOGONAL) -> Pairs:
    """The unordered pairs i < j with |<x_i, x_j>| <= tolerance, shape (pairs, 2).

    >>> len(orthogonal_pairs(Packing([[1, 0], [0, 1], [1, 1], [1, -1]])))
    2
    """
    rows, columns = np.triu_indices(packing.n, 1)
    orthogonal = np.abs(packing.overlaps) <= _checked(tolerance)
    return np.column_stack((rows[orthogonal], columns[orthogonal]))


def tegum_factors(packing: Packing, tolerance: float = ORTHOGONAL) -> tuple[TegumFactor, ...]:
    """The components of the graph of pairs with |<x_i, x_j>| > tolerance, largest first: mutually orthogonal blocks.

    Of subspaces a pair is linked where any <x_ia, x_jb> is above the tolerance.

    A packing is a tegum product exactly if there are two or more. The rank of a block counts singular values above
    max(tolerance, 1e-9) times the largest one.

    >>> [factor.shape for factor in tegum_factors(Packing([[1, 0], [-1, 0], [0, 1]]))]
    [(2, 1), (1, 1)]
    """
    linked = packing.field.moduli(packing.gram) > _checked(tolerance)
    if packing.space.m > 1:
        linked = np.asarray(linked.any(axis=(2, 3)))
    _, labels = scipy.sparse.csgraph.connected_components(scipy.sparse.csr_array(linked), directed=False)
    blocks = [np.flatnonzero(labels == label) for label in range(int(labels.max()) + 1)]
    factors = [
        TegumFactor(tuple(map(int, block)), _rank(packing.select(block), max(tolerance, 1e-9))) for block in blocks
    ]
    return tuple(sorted(factors, key=lambda factor: (-factor.size, factor.indices)))


def tegum_sum(shapes: Iterable[tuple[int, int]]) -> str:
    """The shapes (n_i, d_i) of a tegum product as a sum with equal ones gathered, largest first.

    >>> tegum_sum([(2, 1), (3, 2), (2, 1)])
    '(3,2) + 2 × (2,1)'
    """
    counts = sorted(Counter(shapes).items(), reverse=True)
    return " + ".join(f"{count} × ({n},{d})" if count > 1 else f"({n},{d})" for (n, d), count in counts)


def contact_graph(packing: Packing, tolerance: float = SAME_VALUE) -> scipy.sparse.csr_array:
    """The adjacency matrix (boolean, sparse, symmetric) of the pairs within `tolerance` of the coherence.

    >>> contact_graph(Packing([[1, 0], [0, 1], [1, 1]])).toarray().astype(int).tolist()
    [[0, 0, 1], [0, 0, 1], [1, 1, 0]]
    """
    pairs = closest_pairs(packing, _checked(tolerance))
    ends = np.concatenate((pairs, pairs[:, ::-1]))
    return scipy.sparse.csr_array(
        (np.ones(len(ends), dtype=bool), (ends[:, 0], ends[:, 1])), shape=(packing.n, packing.n)
    )


def rattlers(packing: Packing, tolerance: float = SAME_VALUE) -> tuple[int, ...]:
    """The vectors without a contact: they can move without changing the coherence.

    >>> rattlers(Packing([[1, 0, 0], [0.8, 0.6, 0], [0, 0, 1]]))
    (2,)
    """
    touched = np.unique(closest_pairs(packing, _checked(tolerance)))
    return tuple(sorted(set(range(packing.n)) - set(map(int, touched))))


def _rank(block: Packing, tolerance: float) -> int:
    singular = block.space.singular_values(block.vectors)
    return int(np.count_nonzero(singular > tolerance * singular[0]))


def _checked(tolerance: float) -> float:
    if not 0 <= tolerance < 1:
        raise InputError(f"a tolerance must lie in [0, 1), not {tolerance}: give a small number such as 1e-7")
    return tolerance


__dir__ = shown(__name__)
