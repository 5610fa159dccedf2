"""Weighted graphs up to the order of their nodes: one matrix or several over nodes that have colours and marks.

Two trained networks are the same function up to a gauge exactly if two such graphs agree in some order; see
`packing.toymodels.gauge` for the graphs. Numbers agree within a tolerance. A node x can go to y only if both have the
same colour, marks and, sorted, the same ties; each node that is placed rules out more (a backtracking search that
looks ahead). An order that is found is checked on all entries at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats

Order = npt.NDArray[np.intp]
Relation = npt.NDArray[np.bool_]

MOST_PLACED = 5000
"""So many placements are tried before a search is given up."""

_ROUGH = 16
"""Places of a sorted row that are compared before the whole."""


class TooLong(Exception):
    """Raised where a search takes more than `MOST_PLACED` placements."""


@dataclass(frozen=True, eq=False)
class WeightedGraph:
    """Nodes with `colours` (N,), `marks` (N, a) and symmetric `ties` (c, N, N), whose diagonals do not count.

    Nodes of one colour may be exchanged, others not.
    """

    colours: npt.NDArray[np.intp]
    marks: Floats
    ties: Floats

    @property
    def size(self) -> int:
        """The number of nodes."""
        return len(self.colours)

    @cached_property
    def weights(self) -> Floats:
        """The ties that a search compares, (c, N, N), without diagonals."""
        weights = self._compared()
        weights[:, np.arange(self.size), np.arange(self.size)] = 0.0
        return weights

    @cached_property
    def rows(self) -> Floats:
        """The ties of each node, sorted within each colour, (N, c N)."""
        blocks = []
        for colour in np.unique(self.colours):
            there = np.flatnonzero(self.colours == colour)
            blocks += [np.sort(channel[:, there], axis=1) for channel in self.weights]
        return np.concatenate(blocks, axis=1)

    def difference(self, other: WeightedGraph, order: Order) -> float:
        """The largest difference of a mark or a tie where node i is node `order[i]` of the other."""
        marks = np.abs(self.marks - other.marks[order]).max(initial=0.0)
        there = other.weights[:, order[:, None], order[None, :]]
        return float(max(marks, np.abs(self.weights - there).max(initial=0.0)))

    def chosen(self, nodes: Order) -> WeightedGraph:
        """The part on these nodes."""
        return type(self)(self.colours[nodes], self.marks[nodes], self.ties[:, nodes[:, None], nodes[None, :]])

    def _compared(self) -> Floats:
        return self.ties.copy()


class SwitchedGraph(WeightedGraph):
    """A graph whose ties are known up to signs s_i s_j = +-1 of the nodes, one channel.

    >>> ties = np.array([[[0.0, 2.0, 3.0], [2.0, 0.0, 5.0], [3.0, 5.0, 0.0]]])
    >>> graph = SwitchedGraph(np.zeros(3, dtype=int), np.zeros((3, 0)), ties)
    >>> signs = np.array([1, -1, 1])
    >>> other = SwitchedGraph(graph.colours, graph.marks, ties * np.outer(signs, signs))
    >>> negative = SwitchedGraph(graph.colours, graph.marks, -ties)
    >>> graph.difference(other, np.arange(3)), graph.difference(negative, np.arange(3))
    (0.0, 10.0)
    """

    def difference(self, other: WeightedGraph, order: Order) -> float:
        """The same up to signs, taken along a forest of the ties that are not small."""
        from packing.symmetry.phases import phase_distance

        here, there = _hollow(self.ties[0]), _hollow(other.ties[0])[np.ix_(order, order)]
        marks = float(np.abs(self.marks - other.marks[order]).max(initial=0.0))
        return max(marks, phase_distance(here, there, 1e-3 * float(np.abs(here).max(initial=0.0))))

    def _compared(self) -> Floats:
        return np.abs(self.ties)


def likeness(one: WeightedGraph, other: WeightedGraph) -> Floats:
    """How far node j of the other is from node i by marks and sorted ties, (N, N); infinite for another colour."""
    gaps = np.full((one.size, other.size), np.inf)
    for i in range(one.size):
        there = np.flatnonzero(other.colours == one.colours[i])
        apart = np.abs(other.rows[there] - one.rows[i]).max(axis=1, initial=0.0)
        gaps[i, there] = np.maximum(apart, np.abs(other.marks[there] - one.marks[i]).max(axis=1, initial=0.0))
    return gaps


def alike(one: WeightedGraph, other: WeightedGraph, tolerance: float) -> Relation:
    """Which nodes may go to which by marks and sorted ties, (N, N)."""
    rough = np.linspace(0, one.rows.shape[1] - 1, min(_ROUGH, one.rows.shape[1])).astype(int)
    relation = np.zeros((one.size, other.size), dtype=bool)
    for i in range(one.size):
        near = other.colours == one.colours[i]
        near &= np.abs(other.marks - one.marks[i]).max(axis=1, initial=0.0) <= tolerance
        near &= np.abs(other.rows[:, rough] - one.rows[i, rough]).max(axis=1, initial=0.0) <= tolerance
        left = np.flatnonzero(near)
        relation[i, left] = np.abs(other.rows[left] - one.rows[i]).max(axis=1, initial=0.0) <= tolerance
    return relation


def matching(one: WeightedGraph, other: WeightedGraph, tolerance: float, most: int = MOST_PLACED) -> Order | None:
    """An order in which the other graph is the first within `tolerance`: node i is node order[i]. None if none is.

    Raises `TooLong` after `most` placements.

    >>> ties = np.arange(9.0).reshape(1, 3, 3)
    >>> graph = WeightedGraph(np.zeros(3, dtype=int), np.zeros((3, 0)), ties + ties.swapaxes(1, 2))
    >>> matching(graph, graph.chosen(np.array([2, 0, 1])), 1e-9).tolist()
    [1, 2, 0]
    """
    if one.size != other.size or not np.array_equal(np.sort(one.colours), np.sort(other.colours)):
        return None
    return _Search(one, other, tolerance, most).extend(alike(one, other, tolerance), frozenset())


def symmetry_count(graph: WeightedGraph, tolerance: float, most: int = MOST_PLACED) -> int:
    """How many orders leave the graph as it is, within `tolerance`: a chain of stabilisers (Sims).

    Raises `TooLong`.

    >>> symmetry_count(WeightedGraph(np.zeros(4, dtype=int), np.zeros((4, 0)), np.ones((1, 4, 4))), 1e-9)
    24
    """
    from packing.symmetry.groups import orbit_labels

    search = _Search(graph, graph, tolerance, most)
    relations, base = [alike(graph, graph, tolerance)], []
    while (several := relations[-1].sum(axis=1)).max(initial=1) > 1:
        base.append(int(np.argmax(several)))
        relations.append(search.placed(relations[-1], base[-1], base[-1]))
    order = 1
    generators: list[tuple[int, ...]] = []
    for level in reversed(range(len(base))):
        start = base[level]
        failed: set[int] = set()
        for target in np.flatnonzero(relations[level][start]):
            labels = orbit_labels(graph.size, generators)
            if labels[target] == labels[start] or labels[target] in {labels[i] for i in failed}:
                continue
            found = search.extend(
                search.placed(relations[level], start, int(target)), frozenset({*base[:level], start})
            )
            if found is None:
                failed.add(int(target))
            else:
                generators.append(tuple(found.tolist()))
        labels = orbit_labels(graph.size, generators)
        order *= int(np.count_nonzero(labels == labels[start]))
    return order


@dataclass(eq=False)
class _Search:
    one: WeightedGraph
    other: WeightedGraph
    tolerance: float
    most: int
    steps: int = 0

    def placed(self, relation: Relation, x: int, y: int) -> Relation:
        """What is left of `relation` once node x goes to y."""
        fits: Relation = relation.copy()
        for here, there in zip(self.one.weights, self.other.weights, strict=True):
            fits &= np.abs(here[:, x][:, None] - there[:, y][None, :]) <= self.tolerance
        fits[x, :] = fits[:, y] = False
        fits[x, y] = True
        return fits

    def extend(self, relation: Relation, done: frozenset[int]) -> Order | None:
        """An order within `relation` that carries one graph to the other, or None."""
        fixed = set(done)
        while True:
            counts = relation.sum(axis=1)
            if not counts.all() or not relation.any(axis=0).all():
                return None
            if (counts == 1).all():
                return self._checked(relation)
            single = [int(x) for x in np.flatnonzero(counts == 1) if int(x) not in fixed]
            if not single:
                break
            fixed.add(single[0])
            relation = self.placed(relation, single[0], int(relation[single[0]].argmax()))
        x = int(np.argmin(np.where(counts > 1, counts, relation.shape[1] + 1)))
        for y in self._nearest(x, relation):
            self.steps += 1
            if self.steps > self.most:
                raise TooLong
            found = self.extend(self.placed(relation, x, y), frozenset({*fixed, x}))
            if found is not None:
                return found
        return None

    def _checked(self, relation: Relation) -> Order | None:
        order = relation.argmax(axis=1)
        if len(set(order.tolist())) < len(order):
            return None
        return order if self.one.difference(self.other, order) <= self.tolerance else None

    def _nearest(self, x: int, relation: Relation) -> Iterator[int]:
        there = np.flatnonzero(relation[x])
        apart = np.abs(self.other.marks[there] - self.one.marks[x]).max(axis=1, initial=0.0)
        yield from (int(y) for y in there[np.argsort(apart, kind="stable")])


def _hollow(matrix: Floats) -> Floats:
    hollow: Floats = matrix.copy()
    np.fill_diagonal(hollow, 0.0)
    return hollow
