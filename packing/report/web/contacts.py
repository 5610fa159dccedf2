"""The contact graph of a packing on a circle: which pairs attain the coherence, and what that graph is like."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import connected_components

from packing.configuration import Packing
from packing.errors import InputError
from packing.isometry import symmetry_order
from packing.structure import contact_graph

TOLERANCE = 1e-7
"""Overlaps this close to the coherence are contacts: what `measure.angle_set` counts as one value."""

SIZE, RADIUS = 420.0, 184.0

MOST_EDGES = 3000
"""Graphs with more edges are a grey disc: their facts say more."""

MOST_SYMMETRIES = 12
"""Symmetries are counted up to so many vectors: the count takes seconds beyond."""

Floats = npt.NDArray[np.float64]


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
class Contacts:
    """The graph: vertices, its edges as one path (empty where there are too many), and its facts."""

    vertices: tuple[Vertex, ...]
    edges: int
    path: str
    components: int
    symmetries: int | None
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


def contacts(packing: Packing) -> Contacts:
    """The contact graph of `packing`, drawn on a circle in an order that keeps neighbours together.

    >>> square = contacts(Packing([[1, 0], [0, 1], [-1, 0], [0, -1]], "vectors"))
    >>> square.edges, square.degree_words, square.symmetries
    (4, 'regular of degree 2', 8)
    """
    joined = contact_graph(packing, TOLERANCE).toarray() if packing.n > 1 else np.zeros((1, 1), dtype=bool)
    places: dict[int, tuple[float, float]] = {}
    for position, number in enumerate(_circular_order(joined)):
        turn = 2 * math.pi * position / packing.n - math.pi / 2
        places[number] = (math.cos(turn), math.sin(turn))
    middle, outside = SIZE / 2, RADIUS + 13
    degrees = joined.sum(axis=0)
    vertices = tuple(
        Vertex(
            round(middle + RADIUS * x, 1), round(middle + RADIUS * y, 1),
            round(middle + outside * x, 1), round(middle + outside * y, 1),
            number + 1, int(degrees[number]),
        )
        for number, (x, y) in sorted(places.items())
    )  # fmt: skip
    pairs = np.argwhere(np.triu(joined))
    path = "".join(f"M{vertices[i].x:g} {vertices[i].y:g}L{vertices[j].x:g} {vertices[j].y:g}" for i, j in pairs)
    components, _ = connected_components(joined, directed=False)
    shown = path if len(pairs) <= MOST_EDGES else ""
    return Contacts(vertices, len(pairs), shown, int(components), _symmetries(packing))


def _circular_order(joined: npt.NDArray[np.bool_]) -> list[int]:
    """The vertices by angle in the plane of the two slowest modes of the graph, so that a cycle is drawn as one."""
    n = len(joined)
    if n < 4:
        return list(range(n))
    coupled = joined + 1e-3  # a weak link to all keeps the parts of a disconnected graph in one spectrum
    _, modes = np.linalg.eigh(np.diag(coupled.sum(axis=0)) - coupled)
    angles = np.arctan2(modes[:, 2], modes[:, 1])
    return [int(i) for i in np.argsort(np.round(angles, 9), kind="stable")]


def _symmetries(packing: Packing) -> int | None:
    """How many permutations of the vectors isometries induce, where that is counted in a moment; else None.

    A symmetry carries a vector to one with the same overlaps. Where no two vectors share them the answer is 1.
    """
    gram = np.abs(packing.gram) if packing.problem.has_lines else np.real(packing.gram)
    rows: Floats = np.sort(gram, axis=1)
    alike = np.max(np.abs(rows[:, None, :] - rows[None, :, :]), axis=2) < 1e-6
    if not np.triu(alike, 1).any():
        return 1
    if packing.n > MOST_SYMMETRIES:
        return None
    try:
        return symmetry_order(packing)
    except InputError:
        return None
