"""Two packings side by side: whether they are one, how far they are apart, their labels and symmetries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.configuration import Packing
from packing.displayed import Displayed
from packing.doors import shown
from packing.errors import InputError
from packing.numeric import Floats
from packing.rounding import Rounding, digits
from packing.symmetry.congruence import congruence_distance
from packing.symmetry.isometry import same_packing, symmetry_order
from packing.symmetry.label import label
from packing.symmetry.map_search import TOLERANCE

__dir__ = shown(__name__)


@dataclass(frozen=True, repr=False)
class Comparison(Displayed):
    """What `compare` finds of two packings of one kind.

    `distance` is that of the overlaps: no order of the vectors brings all overlaps nearer to each other than this,
    and where the packings are the same one order brings them as near. `labels` are the same for packings that are the
    same. `symmetry_orders` count the permutations that isometries induce; None where the search is too long.
    """

    same: bool
    distance: float
    labels: tuple[str, str]
    symmetry_orders: tuple[int | None, int | None]

    @property
    def verdict(self) -> str:
        """Whether they are the same, in words; else how far apart their overlaps are in every order."""
        if self.same:
            return "the same up to isometry and order"
        return f"different: overlaps {digits(self.distance, Rounding.DOWN, 3)} apart at least"

    def __str__(self) -> str:
        orders = " and ".join("too many to count" if order is None else str(order) for order in self.symmetry_orders)
        return f"{self.verdict}; labels {' and '.join(self.labels)}; symmetries {orders}"

    def __repr__(self) -> str:
        return f"Comparison({self})"


def compare(one: Packing, other: Packing, tolerance: float = TOLERANCE) -> Comparison:
    """Whether two packings are one up to isometry, order and, for lines, phases, to `tolerance` in every overlap.

    Points, lines over R, C or H, and subspaces, of the same number and space. Raises `InputError` for packings of
    different problems.

    >>> turned = Packing([[0.6, 0.8], [-0.8, 0.6]])
    >>> found = compare(Packing([[1, 0], [0, 1]]), turned)
    >>> found.same, found.labels[0] == found.labels[1], found.symmetry_orders
    (True, True, (2, 2))
    """
    if one.problem != other.problem:
        raise InputError(f"packings of one kind are compared, not {one.problem} with {other.problem}: choose another")
    same = same_packing(one, other, tolerance)
    distance = row_distance(one, other)
    if one.space.has_points and not same:
        near = congruence_distance(one, other, tolerance=max(2 * distance, 10 * tolerance))
        same = near <= tolerance
    names = (label(one, tolerance), label(other, tolerance))
    return Comparison(same, distance, names, (_order(one, tolerance), _order(other, tolerance)))


def row_distance(one: Packing, other: Packing) -> float:
    """The least d such that the rows can be matched with sorted overlaps within d: a lower bound over all orders.

    >>> row_distance(Packing([[1, 0], [0, 1]]), Packing([[1, 0], [0.6, 0.8]]))
    0.6
    """
    here, there = _sorted_rows(one), _sorted_rows(other)
    return bottleneck(np.array([np.abs(there - row).max(axis=1) for row in here]))


def bottleneck(gaps: Floats) -> float:
    """The least level such that rows and columns can be matched with all gaps (n, n) up to it.

    >>> bottleneck(np.array([[1.0, 5.0], [2.0, 9.0]]))
    5.0
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    levels = np.unique(gaps)
    low, high = 0, len(levels) - 1
    while low < high:  # the least level at which a perfect matching exists
        middle = (low + high) // 2
        matched = maximum_bipartite_matching(csr_array(gaps <= levels[middle]))
        low, high = (low, middle) if np.all(matched >= 0) else (middle + 1, high)
    return float(levels[low])


def _sorted_rows(packing: Packing) -> Floats:
    overlaps = np.array(packing.space.overlaps(packing.vectors, packing.vectors), dtype=float)
    np.fill_diagonal(overlaps, np.inf)
    rows: Floats = np.sort(overlaps, axis=1)[:, :-1]
    return rows if rows.shape[1] else np.zeros((packing.n, 1))


def _order(packing: Packing, tolerance: float) -> int | None:
    try:
        return symmetry_order(packing, tolerance)
    except InputError:
        return None
