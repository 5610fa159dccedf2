"""The contact graph of a packing on a circle: which pairs attain the coherence, and what that graph is like."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import connected_components

from packing.configuration import Packing
from packing.errors import InputError
from packing.structure import contact_graph
from packing.symmetry.groups import Automorphisms, automorphisms
from packing.symmetry.map_search import Permutation

TOLERANCE = 1e-7
"""Overlaps this close to the coherence are contacts: what `measure.angle_set` counts as one value."""

SIZE, RADIUS = 420.0, 184.0

MOST_EDGES = 3000
"""Graphs with more edges are drawn as a disc: their facts say more."""

MOST_VECTORS = 500
"""Symmetries are counted up to so many vectors: the time grows with the cube."""

TRIES = 80
"""So many symmetries are looked at for one that turns the picture."""


@dataclass(frozen=True)
class Vertex:
    """A vector in the picture: its place, that of its number outside the circle, its number and its contacts."""

    x: float
    y: float
    label_x: float
    label_y: float
    number: int
    degree: int


@dataclass(frozen=True)
class ContactGraph:
    """The graph: vertices, its edges as one path (empty where there are too many), and its facts."""

    vertices: tuple[Vertex, ...]
    edges: int
    path: str
    components: int
    group: Automorphisms | None
    size: float = SIZE

    @property
    def degrees(self) -> tuple[int, int]:
        """The least and the largest number of contacts of a vector."""
        degrees = [vertex.degree for vertex in self.vertices]
        return min(degrees), max(degrees)

    @property
    def rattlers(self) -> tuple[int, ...]:
        """The numbers of the vectors without a contact."""
        return tuple(sorted(vertex.number for vertex in self.vertices if not vertex.degree))

    @property
    def degree_words(self) -> str:
        """What the degrees are: complete, regular of degree k, or between two numbers.

        >>> contacts(Packing([[1, 0], [0, 1]])).degree_words
        'complete: every two touch'
        """
        low, high = self.degrees
        if self.edges and low == len(self.vertices) - 1:
            return "complete: every two touch"
        return f"regular of degree {low}" if low == high else f"degrees {low} to {high}"

    @property
    def orbit_words(self) -> str:
        """The orbits of the symmetries by their sizes."""
        if self.group is None:
            return "not counted"
        sizes = [len(orbit) for orbit in self.group.orbits]
        if len(sizes) == 1:
            return "one: all are alike"
        if len(sizes) == self.group.n:
            return f"{len(sizes)}: no two are alike"
        shapes = [f"{sizes.count(size)} of size {size}" for size in sorted(set(sizes), reverse=True)]
        return f"{len(sizes)}: {', '.join(shapes)}"


def contacts(packing: Packing) -> ContactGraph:
    """The contact graph of `packing`, on a circle: turned into itself by a symmetry if there is one that can.

    Else in an order that keeps neighbours together. A vector that the symmetry fixes stands in the middle.

    >>> square = contacts(Packing([[1, 0], [0, 1], [-1, 0], [0, -1]], "vectors"))
    >>> square.edges, square.degree_words, square.orbit_words
    (4, 'regular of degree 2', 'one: all are alike')
    """
    joined = contact_graph(packing, TOLERANCE).toarray() if packing.n > 1 else np.zeros((1, 1), dtype=bool)
    group = _group(packing)
    order = _turning_order(joined, group) or _circular_order(joined)
    degrees = joined.sum(axis=0)
    turns = {number: 2 * math.pi * place / len(order) - math.pi / 2 for place, number in enumerate(order)}
    vertices = tuple(_vertex(number, turns.get(number), int(degrees[number])) for number in range(packing.n))
    pairs = np.argwhere(np.triu(joined))
    path = "".join(f"M{vertices[i].x:g} {vertices[i].y:g}L{vertices[j].x:g} {vertices[j].y:g}" for i, j in pairs)
    components, _ = connected_components(joined, directed=False)
    shown = path if len(pairs) <= MOST_EDGES else ""
    return ContactGraph(vertices, len(pairs), shown, int(components), group)


def _vertex(number: int, turn: float | None, degree: int) -> Vertex:
    """A vertex on the circle, or in the middle where there is no turn; its number outside, or below."""
    middle, outside = SIZE / 2, RADIUS + 13
    if turn is None:
        return Vertex(middle, middle, middle, middle + 16, number + 1, degree)
    x, y = math.cos(turn), math.sin(turn)
    return Vertex(
        round(middle + RADIUS * x, 1), round(middle + RADIUS * y, 1),
        round(middle + outside * x, 1), round(middle + outside * y, 1),
        number + 1, degree,
    )  # fmt: skip


def _group(packing: Packing) -> Automorphisms | None:
    """The symmetries, None where they are too many to count."""
    try:
        return automorphisms(packing) if packing.n <= MOST_VECTORS else None
    except InputError:
        return None


def _turning_order(joined: npt.NDArray[np.bool_], group: Automorphisms | None) -> list[int]:
    """The vertices around the circle such that a symmetry of the packing turns the picture; empty if none can.

    It must move all vertices, or all but one, in cycles of one length, the longer the better.
    """
    best: list[list[int]] = []
    for symmetry in _some_symmetries(group):
        cycles = [cycle for cycle in _cycles(symmetry) if len(cycle) > 1]
        lengths = {len(cycle) for cycle in cycles}
        moved = sum(len(cycle) for cycle in cycles)
        if len(lengths) == 1 and moved >= len(joined) - 1 and len(cycles[0]) > max(2, len(best[0]) if best else 0):
            best = cycles
    if not best:
        return []
    length, first = len(best[0]), best[0]
    strides = [k for k in range(1, length) if math.gcd(k, length) == 1]
    stride = next((k for k in strides if joined[first[0], first[k]]), 1)
    sectors = []
    for cycle in best:
        begin = next((i for i, vertex in enumerate(cycle) if joined[first[0], vertex]), 0) if cycle is not first else 0
        sectors.append([cycle[(begin + stride * i) % length] for i in range(length)])
    return [sector[i] for i in range(length) for sector in sectors]


def _some_symmetries(group: Automorphisms | None) -> Iterator[Permutation]:
    """The generators of a group, then random products of them, the same ones each time."""
    if group is None or not group.generators:
        return
    yield from group.generators
    rng = np.random.default_rng(0)
    walk = np.arange(group.n)
    for _ in range(TRIES):
        walk = np.asarray(group.generators[rng.integers(len(group.generators))])[walk]
        yield tuple(walk.tolist())


def _cycles(permutation: Permutation) -> list[list[int]]:
    """The cycles of a permutation, each from its least element.

    >>> _cycles((1, 2, 0, 3))
    [[0, 1, 2], [3]]
    """
    seen: set[int] = set()
    found = []
    for start in range(len(permutation)):
        if start in seen:
            continue
        cycle = [start]
        while permutation[cycle[-1]] != start:
            cycle.append(permutation[cycle[-1]])
        seen.update(cycle)
        found.append(cycle)
    return found


def _circular_order(joined: npt.NDArray[np.bool_]) -> list[int]:
    """The vertices by angle in the plane of the two slowest modes of the graph, so that a cycle is drawn as one."""
    n = len(joined)
    if n < 4:
        return list(range(n))
    coupled = joined + 1e-3  # a weak link to all keeps the parts of a disconnected graph in one spectrum
    _, modes = np.linalg.eigh(np.diag(coupled.sum(axis=0)) - coupled)
    angles = np.arctan2(modes[:, 2], modes[:, 1])
    return [int(i) for i in np.argsort(np.round(angles, 9), kind="stable")]
