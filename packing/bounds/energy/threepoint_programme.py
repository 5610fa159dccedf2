"""The three-point programme for the least energy, sampled: minorant, kernels and sums of squares as one program.

With f, a_k >= 0 and P_k as in `packing.kernel.threepoint`, let h(u) = 3 f(u, u, 1) + sum a_k P_k(u). If a polynomial
m <= g minorises the potential on all overlaps and, on the triples of points,

    f(u, v, t) + (h - m)(u)/(3(n-2)) + (h - m)(v)/(3(n-2)) + (h - m)(t)/(3(n-2)) <= -b,

then the sum of g over the ordered pairs of any n points is at least n(n-1)(n-2) b - n (f(1, 1, 1) + sum a_k).

The minorant is given by its slacks s_i = g(u_i) - m(u_i) >= 0 at as many nodes as it has coefficients, and further
points of [-1, 1], where m <= g is asked for as well, are added where it fails. So any potential will do.

Reference: Cohn and Woo, J. Amer. Math. Soc. 25 (2012).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from packing.bounds.threepoint.triples import Triples
from packing.numeric import Floats
from packing.potentials import Potential
from packing.sdp.primal_dual import Iterate
from packing.sdp.program import Block, Dense, Program, Squares
from packing.sdp.quads import Quads


@dataclass(frozen=True, eq=False)
class EnergyRelaxation:
    """The sampled programme for n points of `triples.space` (overlap 1) and a potential of the overlap.

    `points` are further points, in the variable U of [-1, 1], where the minorant must lie below the potential.
    """

    triples: Triples
    n: int
    potential: Potential
    points: tuple[float, ...] = ()

    @property
    def degree(self) -> int:
        """The degree of the minorant and the largest k of the a_k."""
        return 2 * self.triples.half

    @property
    def _pair_count(self) -> int:
        return self.n - 1

    @property
    def _triple_count(self) -> int:
        return (self.n - 1) * (self.n - 2)

    @cached_property
    def nodes(self) -> Floats:
        """Chebyshev nodes of [-1, 1], as many as the minorant has coefficients."""
        count = self.degree + 1
        return np.cos(np.pi * (np.arange(count) + 0.5) / count)

    @cached_property
    def _samples(self) -> Any:
        return self.triples.samples()

    @cached_property
    def _overlaps(self) -> Floats:
        """The overlaps u, v, t and w of the samples."""
        return self.triples.unscale(self._samples).high

    def overlap(self, scaled: Floats) -> Floats:
        """u for U: <x, y> of points, |<x, y>|^2 of lines."""
        return (scaled + 1) / 2 if self.triples.has_w else scaled

    def values(self, scaled: Floats) -> Floats:
        """g + `raised` at points U; infinite at a pole."""
        u = self.overlap(scaled)
        t = np.sqrt(np.maximum(u, 0)) if self.triples.has_w else u
        return self.potential.values(t, self.triples.space) + self.raised

    @cached_property
    def raised(self) -> float:
        """What is added to the potential so that it is nowhere negative."""
        u = (self.nodes + 1) / 2
        t = np.sqrt(u) if self.triples.has_w else self.nodes
        return max(0.0, -2 * float(self.potential.values(t, self.triples.space).min()))

    def _lagrange(self, scaled: Floats) -> Floats:
        """The values at points (m,) of the polynomials that are 1 at a node and 0 at the others: (m, nodes)."""
        count = len(self.nodes)
        table = np.polynomial.chebyshev.chebvander(self.nodes, count - 1)
        return np.polynomial.chebyshev.chebvander(scaled, count - 1) @ np.linalg.inv(table)

    def _of_pairs(self, values: Callable[[Floats], Floats]) -> Floats:
        """(sum over u, v, t of a function of pairs) / (3(n-2)) at the samples, times the number of triples."""
        U = self._samples.high
        total = sum(values(U[:, c]) for c in range(3))
        return self._pair_count / 3 * total  # type: ignore[return-value]

    @cached_property
    def kernels(self) -> list[tuple[Dense, float]]:
        """The blocks of the matrices F with the factor by which their rows were scaled."""
        m, more = len(self._samples), len(self.points)
        u = self.overlap(self._samples.high[:, :3].T.ravel())
        pairs = np.column_stack([u, u, np.ones_like(u), u])
        points = Quads.of(np.concatenate([self._overlaps, pairs, np.ones((1, 4))]))
        found = []
        for kernel in self.triples.symmetric_kernels(points):
            of_triples, of_pairs, one = np.split(kernel.high, [m, 4 * m])
            rows = self._triple_count * of_triples + self._pair_count * of_pairs.reshape(3, m, *one.shape[1:]).sum(0)
            scale = float(1 / np.abs(rows).max())
            rows = np.concatenate([rows, np.zeros((more, *one.shape[1:])), one])
            found.append((Dense(rows * scale), scale))
        return found

    @cached_property
    def squares(self) -> list[list[tuple[Squares, Floats] | None]]:
        """For each weight and isotype the block, in a basis orthonormal at the samples, and that basis in monomials."""
        m, more = len(self._samples), len(self.points) + 1
        found = []
        for degree, weight in self.triples.weights(self._samples):
            group: list[tuple[Squares, Floats] | None] = []
            for size, factors in self.triples.squares(degree, self._samples):
                if size == 0:
                    group.append(None)
                    continue
                upper = np.linalg.qr(factors.high.reshape(-1, size), mode="r")
                basis = np.linalg.inv(upper).T * np.sqrt(m)
                values = np.zeros((len(factors), m + more, size))
                values[:, :m] = (factors.reshape(-1, size) @ basis.T).high.reshape(-1, m, size)
                group.append((Squares(np.concatenate([weight.high, np.zeros(more)]), values), basis))
            found.append(group)
        return found

    def _zonal(self, scaled: Floats) -> Floats:
        """P_1, ..., P_D at points (m,): (m, D)."""
        return self.triples.space.zonal.values(self.degree, scaled)[1:].T

    @cached_property
    def program(self) -> Program:
        """Minimise D - (n-1)(n-2) b where D = f(1, 1, 1) + sum a_k; rows times the number of triples.

        The linear variables are the a_k, then (n-1)(n-2) b, then D, then the slacks at the nodes and at the points.
        """
        m, degree, more = len(self._samples), self.degree, len(self.points)
        at, points = degree + 2, np.array(self.points)
        count = at + len(self.nodes)
        columns = np.zeros((m + more + 1, count + more))
        columns[:m, :degree] = self._of_pairs(self._zonal)
        columns[:m, degree] = 1
        columns[:m, at:count] = self._of_pairs(self._lagrange)
        columns[m:-1, at:count] = -self._lagrange(points)
        columns[m:-1, count:] = np.eye(more)
        columns[-1, :degree] = 1
        columns[-1, degree + 1] = -1
        costs = np.zeros(count + more)
        costs[degree : degree + 2] = -1, 1
        at_nodes = self.values(self.nodes)
        right = np.zeros(m + more + 1)
        right[:m] = self._of_pairs(self._lagrange) @ at_nodes
        right[m:-1] = self.values(points) - self._lagrange(points) @ at_nodes
        blocks: list[Block] = [block for block, _ in self.kernels]
        blocks += [item[0] for group in self.squares for item in group if item is not None]
        return Program(tuple(blocks), costs, columns, right)

    def minorant_values(self, point: Iterate, scaled: Floats) -> Floats:
        """m at points U."""
        at = self.degree + 2
        slacks = point.linear[at : at + len(self.nodes)]
        values: Floats = self._lagrange(scaled) @ (self.values(self.nodes) - slacks)
        return values

    def excess(self, point: Iterate, scaled: Floats) -> Floats:
        """m - g at points U; positive where m is no minorant."""
        return self.minorant_values(point, scaled) - self.values(scaled)

    @cached_property
    def _interpolation(self) -> Floats:
        """The matrix that takes values at the samples to Chebyshev coefficients."""
        inverse: Any = np.linalg.inv(self.triples.chebyshev(self._samples.high))
        return inverse

    def residual_cost(self, point: Iterate) -> float:
        """What the residuals may cost the energy."""
        m = len(self._samples)
        return self.n * float(
            np.abs(self._interpolation @ point.residuals[:m]).sum() + np.abs(point.residuals[m:]).sum()
        )
