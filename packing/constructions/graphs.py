"""Two-distance codes: a strongly regular graph projected onto the eigenspace of its least eigenvalue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.constructions.fields import finite_field, prime_power, subspace_points
from packing.constructions.golay import octads
from packing.constructions.ring import Integers
from packing.problem import Problem, vectors


@dataclass(frozen=True)
class StronglyRegular:
    """A graph on n vertices of degree k whose other eigenvalues are r >= 0 and s < 0, integers."""

    name: str
    n: int
    k: int
    r: int
    s: int
    adjacency: Callable[[], Integers]
    reference: str
    optimal: str = ""

    @property
    def multiplicity(self) -> int:
        """The dimension of the eigenspace of s: the traces k + r f + s g = 0 and 1 + f + g = n give g."""
        return (self.k + self.r * (self.n - 1)) // (self.r - self.s)


def graph_code(graph: StronglyRegular) -> Construction:
    """n points in the eigenspace of s: adjacent ones have negative inner product, others (k-r)/(n r + k - r).

    The projection is a multiple of (k-r) J - n (A - r I), and its rows are the points. Reference: Delsarte, Goethals,
    Seidel, Geom. Dedicata 6 (1977).

    Args: `graph`: a strongly regular graph with eigenvalues k, r > s.

    >>> print(graph_code(HIGMAN_SIMS))
    Higman-Sims code: 100 vectors on S^21, coherence 1/11
    """
    n, k, r = graph.n, graph.k, graph.r
    problem = vectors(n, graph.multiplicity)
    coherence = sympy.Rational(k - r, n * r + k - r)
    return Construction(
        f"{graph.name} code", problem, coherence, graph.reference, partial(_projections, graph), graph.optimal
    )


def _projections(graph: StronglyRegular) -> ExactVectors:
    n, k, r = graph.n, graph.k, graph.r
    rows = (k - r) - n * (graph.adjacency() - r * np.eye(n, dtype=np.int64))
    return integer_vectors(rows // np.gcd.reduce(rows, axis=None), transitive=True)


def quadrangle(q: int) -> StronglyRegular:
    """The (q+1)(q^3+1) points of the elliptic quadric Q^-(5, q), adjacent where collinear: a sharp code.

    >>> print(graph_code(quadrangle(3)))
    quadrangle (3, 9) code: 112 vectors on S^20, coherence 1/9
    """
    n, k = (q + 1) * (q**3 + 1), q * (q * q + 1)
    build = partial(_elliptic_quadric, q)
    name = f"quadrangle ({q}, {q * q})"
    return StronglyRegular(name, n, k, q - 1, -q * q - 1, build, "cohn2007", "Levenshtein bound")


def members(problem: Problem) -> Iterator[Construction]:
    """The graph codes with n points in R^d."""
    if problem.has_lines:
        return
    for graph in GRAPHS:
        if (graph.n, graph.multiplicity) == (problem.n, problem.d):
            yield graph_code(graph)
    for q in range(3, 12):
        if problem.n == (q + 1) * (q**3 + 1) and problem.d == q * (q * q - q + 1) and prime_power(q):
            yield graph_code(quadrangle(q))


def _higman_sims() -> Integers:
    """A point, the 22 points and the 77 hexads of S(3, 6, 22): a point meets its hexads, disjoint hexads meet."""
    hexads = _hexads()
    size = 1 + 22 + 77
    adjacency = np.zeros((size, size), dtype=np.int64)
    adjacency[0, 1:23] = 1
    adjacency[1:23, 23:] = hexads.T
    adjacency += adjacency.T
    adjacency[23:, 23:] = hexads @ hexads.T == 0
    return adjacency


def _hexads() -> Integers:
    """The octads through the first two places, without these."""
    blocks = octads()
    return blocks[(blocks[:, 0] == 1) & (blocks[:, 1] == 1)][:, 2:]


def _second_subconstituent() -> Integers:
    """The 77 hexads, adjacent where disjoint."""
    return _higman_sims()[23:, 23:]


def _gewirtz() -> Integers:
    """The 56 hexads that avoid a point, adjacent where disjoint."""
    hexads = _hexads()
    avoiding = hexads[hexads[:, 0] == 0]
    adjacency: Integers = (avoiding @ avoiding.T == 0).astype(np.int64)
    return adjacency


def _hoffman_singleton() -> Integers:
    """Five pentagons P_h and pentagrams Q_i: vertex j of P_h is adjacent to vertex h i + j of Q_i (Robertson)."""
    adjacency = np.zeros((2, 5, 5, 2, 5, 5), dtype=np.int64)
    for h, j in product(range(5), repeat=2):
        adjacency[0, h, j, 0, h, (j + 1) % 5] = 1
        adjacency[1, h, j, 1, h, (j + 2) % 5] = 1
        for i in range(5):
            adjacency[0, h, j, 1, i, (h * i + j) % 5] = 1
    flat = adjacency.reshape(50, 50)
    return flat | flat.T


def _elliptic_quadric(q: int) -> Integers:
    """x_1 x_2 + x_3 x_4 + N(x_5, x_6) = 0, N the norm form x^2 + b x y + c y^2 without zeros over GF(q)."""
    field = finite_field(q)
    points = subspace_points(q, 6)
    b, c = next((b, c) for b, c in product(range(q), range(1, q)) if _is_anisotropic(q, b, c))
    values = _form(q, points, b, c)
    quadric = points[values == 0]
    adjacency = np.zeros((len(quadric), len(quadric)), dtype=np.int64)
    for row, point in enumerate(quadric):  # collinear: Q(x + y) = Q(x) + Q(y) + B(x, y) = B(x, y) vanishes
        adjacency[row] = _form(q, field.add(quadric, point[None, :]), b, c) == 0
        adjacency[row, row] = 0
    return adjacency


def _form(q: int, rows: Integers, b: int, c: int) -> Integers:
    field = finite_field(q)
    x = rows.T
    squares = field.add(field.multiply(x[4], x[4]), field.multiply(c, field.multiply(x[5], x[5])))
    norm = field.add(squares, field.multiply(b, field.multiply(x[4], x[5])))
    hyperbolic = field.add(field.multiply(x[0], x[1]), field.multiply(x[2], x[3]))
    return field.add(hyperbolic, norm)


def _is_anisotropic(q: int, b: int, c: int) -> bool:
    """Whether x^2 + b x + c has no root in GF(q)."""
    field = finite_field(q)
    x = np.arange(q)
    return bool(field.add(field.add(field.multiply(x, x), field.multiply(b, x)), c).all())


HIGMAN_SIMS = StronglyRegular("Higman-Sims", 100, 22, 2, -8, _higman_sims, "cohn2007", "Levenshtein bound")
GRAPHS = (
    HIGMAN_SIMS,
    StronglyRegular("M22 graph", 77, 16, 2, -6, _second_subconstituent, "brouwer2022"),
    StronglyRegular("Gewirtz", 56, 10, 2, -4, _gewirtz, "cohn2024", "Cohn-de Laat-Leijenhorst bound"),
    StronglyRegular("Hoffman-Singleton", 50, 7, 2, -3, _hoffman_singleton, "brouwer2022"),
)
"""Triangle-free strongly regular graphs; the two smallest, Petersen and Clebsch, stand in other families."""
