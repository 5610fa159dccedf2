"""Three-point bounds with certificates: no n points of a space have all overlaps at most s.

The program is that of Bachoc and Vallentin with the number n of points fixed, which needs no 2x2 block: with f and
a_k as in `packing.kernel.threepoint`, maximise (n-1) p + (n-1)(n-2) q subject to

    f(1, 1, 1) + sum a_k = n - 1,   3 f(u, u, 1) + sum a_k P_k(u) + p <= 0,   f(u, v, t, w) + q <= 0

on the overlaps that occur; a value above n - 1 excludes n points, and then any more. Both inequalities are sums of
squares, sampled at as many points as there are coefficients. The solution is rounded to integers times a power of two
and what rounding leaves over is part of the certificate's accounts, so nothing here has to be trusted.

Reference: Bachoc and Vallentin, J. Amer. Math. Soc. 21 (2008); sampling: Lofberg and Parrilo, CDC (2004).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from packing.bounds.threepoint.integers import GRID, Integers, congruent, dyadic, integers, lower_triangle
from packing.bounds.threepoint.triples import Triples
from packing.certificates import Certificate
from packing.numeric import Floats
from packing.sdp.primal_dual import Iterate, PrimalDual, Stop
from packing.sdp.program import Block, Dense, Program, Squares
from packing.sdp.quads import Quads, joined, stacked

SHIFTS = (32, 36, 40, 44, 48, 50, 52, 54, 56, 60, 72, 90)
"""Powers of two tried for the rounding grid, coarsest first."""


SHARE = 0.3
"""The part of the best possible margin at which the interior point stops: early, where matrices survive rounding."""


class ExactMatrices(NamedTuple):
    """Matrices of integers times 2^-GRID, as in the entries of a certificate."""

    kernels: list[Integers]
    pair_squares: list[Integers]
    triple_squares: list[list[Integers]]


@dataclass(frozen=True)
class Relaxation:
    """The sampled program that asks whether n points of `triples.space` can have all overlaps at most its overlap.

    The two-point part goes to `degree`, or to twice the half degree where that is more.
    """

    triples: Triples
    n: int
    degree: int = 24

    @property
    def two_point_degree(self) -> int:
        """The largest k of the a_k."""
        return max(self.degree, 2 * self.triples.half)

    @property
    def pair_count(self) -> int:
        """Pairs of different points, for each point."""
        return self.n - 1

    @property
    def triple_count(self) -> int:
        """Ordered triples of different points, for each point."""
        return (self.n - 1) * (self.n - 2)

    @cached_property
    def nodes(self) -> Floats:
        """Chebyshev nodes of [-1, 1], one more than the degree in one variable."""
        count = self.two_point_degree + 1
        return np.cos(np.pi * (np.arange(count) + 0.5) / count)

    @cached_property
    def _pairs(self) -> Quads:
        """Rows (u, u, 1, u): triples of which two points agree."""
        u = self.triples.unscaled(Quads.of(self.nodes))
        return stacked([u, u, np.ones(len(u)), u], axis=1)

    @cached_property
    def samples(self) -> Any:
        """The points (U, V, T, W) at which the polynomial of triples is sampled."""
        return self.triples.samples()

    @cached_property
    def _kernels(self) -> list[tuple[Dense, float]]:
        """The blocks of the matrices F with the factor by which their rows were scaled."""
        points = joined([self.triples.unscale(self.samples), self._pairs, np.ones((1, 4))])
        counts = np.repeat([self.triple_count, 3 * self.pair_count, 1.0], [len(self.samples), len(self._pairs), 1])
        found = []
        for kernel in self.triples.symmetric_kernels(points):
            rows = kernel * counts[:, None, None]
            scale = float(1 / np.abs(rows.high).max())
            found.append((Dense(rows * scale), scale))
        return found

    @cached_property
    def _squares(self) -> list[list[tuple[Squares, Floats] | None]]:
        """For each weight and isotype the block, in a basis orthonormal at the samples, and that basis in monomials."""
        m, rest = len(self.samples), self.two_point_degree + 2
        found = []
        for degree, weight in self.triples.weights(self.samples):
            group: list[tuple[Squares, Floats] | None] = []
            for size, factors in self.triples.squares(degree, self.samples):
                if size == 0:
                    group.append(None)
                    continue
                upper = np.linalg.qr(factors.high.reshape(-1, size), mode="r")
                basis = np.linalg.inv(upper).T * np.sqrt(m)
                values = (factors.reshape(-1, size) @ basis.T).reshape(-1, m, size)
                zeros = np.zeros((len(factors), rest, size))
                group.append((Squares(joined([weight, np.zeros(rest)]), joined([values, zeros], axis=1)), basis))
            found.append(group)
        return found

    @cached_property
    def _pair_squares(self) -> list[Squares]:
        m, degree, nodes = len(self.samples), self.two_point_degree, self.nodes
        found = []
        for size, weight in ((degree // 2 + 1, np.ones_like(nodes)), ((degree - 1) // 2 + 1, 1 - nodes**2)):
            values = np.zeros((1, m + degree + 2, size))
            values[0, m:-1] = np.polynomial.chebyshev.chebvander(nodes, size - 1)
            found.append(Squares(np.concatenate([np.zeros(m), weight, [0.0]]), values))
        return found

    @cached_property
    def _zonal_scale(self) -> Floats:
        return 1 / (self.pair_count * np.abs(self._zonal).max(axis=1))

    @cached_property
    def _zonal(self) -> Floats:
        u = self._pairs.high[:, 0]
        values: Floats = self.triples.space.zonal.values(self.two_point_degree, 2 * u - 1 if self.triples.has_w else u)[
            1:
        ]
        return values

    @cached_property
    def program(self) -> Program:
        """Minimise -(n-1) p - (n-1)(n-2) q where f(1, 1, 1) + sum a_k = 1, each row times the number of its triples.

        The linear variables are the scaled a_k, then (n-1)(n-2) q, then (n-1) p.
        """
        m, degree = len(self.samples), self.two_point_degree
        columns = np.zeros((m + degree + 2, degree + 2))
        columns[m:-1, :degree] = self.pair_count * (self._zonal * self._zonal_scale[:, None]).T
        columns[-1, :degree] = self._zonal_scale
        columns[:m, degree] = 1
        columns[m:-1, degree + 1] = 1
        costs = np.zeros(degree + 2)
        costs[degree:] = -1
        right = np.zeros(m + degree + 2)
        right[-1] = 1
        blocks: list[Block] = [block for block, _ in self._kernels]
        blocks += [item[0] for group in self._squares for item in group if item is not None]
        return Program((*blocks, *self._pair_squares), costs, columns, right)

    @cached_property
    def _interpolation(self) -> tuple[Floats, Floats]:
        """Matrices that take values at the samples, and at the nodes, to Chebyshev coefficients."""
        triples: Any = np.linalg.inv(self.triples.chebyshev(self.samples.high))
        nodes = np.polynomial.chebyshev.chebvander(self.nodes, self.two_point_degree).astype(np.float64)
        inverse: Any = np.linalg.inv(nodes)
        return triples, inverse

    def margin(self, point: Iterate) -> float:
        """How far the point excludes n points, less what its residual costs; > 0 promises a certificate."""
        m = len(self.samples)
        triples, nodes = self._interpolation
        first = float(np.abs(nodes @ point.residuals[m:-1]).sum())
        second = float(np.abs(triples @ point.residuals[:m]).sum())
        diagonal = 1 - float(point.residuals[-1])
        return -point.primal - diagonal - first - second

    def matrices(self, point: Iterate) -> ExactMatrices:
        """The matrices of the solution, exactly, in the fixed bases of the checker."""
        given = list(point.matrices)
        kernels = []
        for (_, scale), (_, _, size) in zip(self._kernels, self.triples.blocks(), strict=True):
            kernels.append(congruent(integers(given.pop(0) * scale), self.triples.change_of_powers(size), 0))
        squares: list[list[Integers]] = []
        for group in self._squares:
            squares.append([])
            for item in group:
                gram = integers(np.zeros((0, 0)) if item is None else given.pop(0) / self.triple_count)
                squares[-1].append(gram if item is None else congruent(gram, integers(item[1]), GRID))
        return ExactMatrices(kernels, [integers(matrix / self.pair_count) for matrix in given], squares)

    def certificate(self, point: Iterate, exact: ExactMatrices, shift: int) -> Certificate:
        """The certificate with all numbers rounded to multiples of 2^-shift."""
        two_point = point.linear[: self.two_point_degree] * self._zonal_scale
        return {
            "schema": 1,
            "kind": "three-point",
            "space": self.triples.letter,
            "d": self.triples.space.d,
            "n": self.n,
            "overlap": str(self.triples.overlap),
            "half_degree": self.triples.half,
            "shift": shift,
            "two_point": [dyadic(a, shift) for a in two_point],
            "kernels": [lower_triangle(matrix, shift) for matrix in exact.kernels],
            "pair_squares": [lower_triangle(matrix, shift) for matrix in exact.pair_squares],
            "triple_squares": [[lower_triangle(matrix, shift) for matrix in group] for group in exact.triple_squares],
        }


def solver(half: int, gap: float = 1e-7) -> PrimalDual:
    """The interior point for a half degree: from 13 on, steps from a start near the boundary collapse.

    From 9 on, where steps cost most, iterates nearer to the central path take a tenth fewer of them.
    """
    return PrimalDual(start=30.0 if half > 12 else 1.0, gap=gap, refine=True, centring=1.0 if half > 8 else 2.0)


def exclude(
    triples: Triples,
    n: int,
    check: Callable[[Certificate], bool],
    method: PrimalDual | None = None,
) -> Certificate | None:
    """A certificate, accepted by `check`, that no n points have overlaps within `triples`; None where none is found."""
    relaxation = Relaxation(triples, n)
    point = (method or solver(triples.half)).run(
        relaxation.program,
        accept=lambda point: -point.primal > 1 and relaxation.margin(point) > SHARE * max(-point.dual - 1, 0.0),
        dual_limit=-1.0,
    )
    return rounded(relaxation, point, n, check) if point.stop is Stop.ACCEPTED else None


def rounded(relaxation: Relaxation, point: Iterate, n: int, check: Callable[[Certificate], bool]) -> Certificate | None:
    """The certificate that `point` excludes n points, with the fewest digits that `check` accepts; None if it has none.

    The matrices do not depend on the number of points, so that n need not be the number of the relaxation.
    """
    exact = relaxation.matrices(point)
    for shift in SHIFTS:
        certificate = {**relaxation.certificate(point, exact, shift), "n": n}
        if check(certificate):
            return certificate
    return None
