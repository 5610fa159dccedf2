"""Make the certificates of sharp codes again: python proofs/make_sharp_threepoint.py [NAME ..]. Seconds to minutes each.

A code of n points with largest overlap s attains the three-point bound where the bound says that no more than n points
have overlaps at most s. The certificate is exact: nothing is left over. The points of a triangle-free strongly regular
graph, in the eigenspace of its least eigenvalue, are such codes over Q; the square antiprism is one over Q(sqrt 2), and
the ends of the lines of 9 unbiased bases of R^16 are one over Q.

References: Bachoc and Vallentin, J. Combin. Theory A 116 (2009), for the Petersen code; Dostert, de Laat and Moustrou,
arXiv:2001.00256, for the antiprism; Cohn, de Laat and Leijenhorst, arXiv:2403.16874, for the other codes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from threepoint_faces import (
    BITS,
    Block,
    Code,
    Column,
    Linear,
    Triples,
    Vector,
    as_entry,
    common_unit,
    exact_faces,
    in_units,
    interior,
    null_entry,
    on_the_whole,
    rounded,
    square_root,
    symmetric,
    theta_entry,
)

from packing import kernel
from packing.bounds.checkers import ring, threepoint
from packing.bounds.checkers.ring import ONE, U, exactly
from packing.certificates import read, write
from packing.constructions import real_unbiased_bases
from packing.constructions.graphs import GRAPHS, StronglyRegular
from packing.kernel.algebraic import RATIONALS, Real
from packing.kernel.number_field import RealField
from packing.kernel.polynomial import value, zonal_polynomials
from packing.kernel.threepoint_case import Case

FOLDER = Path(__file__).with_name("certificates")


def petersen() -> Any:
    """Pairs of five things, adjacent where disjoint."""
    pairs = list(combinations(range(5), 2))
    return np.array([[int(not set(a) & set(b)) for b in pairs] for a in pairs])


PETERSEN = StronglyRegular("Petersen", 10, 3, 1, -2, petersen, "bachoc2009")
HALVES = {"Petersen": 3, "Hoffman-Singleton": 4, "Gewirtz": 4, "M22 graph": 3}
"""The least half degrees at which the bound is attained."""


@dataclass(frozen=True)
class Sharp:
    """A code of S^(d-1) that attains the bound, in the field of its overlaps, and the half degree.

    Floats are rounded to `bits`; only the weights in `kept` have sums of squares, all if it is empty.
    """

    d: int
    code: Code
    half: int
    field: RealField = RATIONALS
    bits: int = BITS
    kept: tuple[int, ...] = ()

    @cached_property
    def case(self) -> Case:
        """The bound; s is the largest overlap of different points."""
        s = max((u for u in self.code.pairs if u != 1), key=float)
        return Case("S", self.d, len(self.code.gram), s, self.half)

    @property
    def degree(self) -> int:
        """The degree of the two-point part."""
        return 2 * self.half

    def blocks(self) -> Iterator[Block]:
        """All matrices, in the order of the certificate."""
        triples = Triples(self.case, self.field, self.code, self.of_kernel)
        yield from triples.kernels()
        for i, size in enumerate((self.degree // 2 + 1, (self.degree - 1) // 2 + 1)):
            yield Block(("pair_squares", i), size, list(self._pair_null(i, size)), self._pair_square(i))
        yield from triples.squares()

    def of_kernel(self, f: Any) -> Column:
        """The coefficients of f on triples, and of 3 f(u, u, 1) on pairs."""
        on_triples = threepoint.on_the_surface(self.case, threepoint.scaled(self.case, f))
        on_pairs = threepoint.scaled(self.case, threepoint.pair_polynomial(self.case, f, []))
        return symmetric(ring.coefficients(on_triples, self.field)) | self.of_pairs(on_pairs)

    def of_pairs(self, polynomial: Any) -> Column:
        """The coefficients of a polynomial in U, but the constant one."""
        found = ring.coefficients(polynomial, self.field)
        return {("pairs", e[0]): c for e, c in found.items() if e[0]}

    def _pair_null(self, weight: int, size: int) -> Iterator[Vector]:
        for u in self.code.pairs:
            U = (u - self.case.centre) / self.case.radius
            if u != 1 and not (weight and U * U == 1):
                yield [chebyshev(k, U) for k in range(size)]

    def _pair_square(self, weight: int) -> Any:
        factor = 1 - U**2 if weight else ONE

        def product(left: Vector, right: Vector) -> Column:
            a, b = (
                sum((exactly(c) * ring.chebyshev_polynomial(k) for k, c in enumerate(vector)), 0 * ONE)
                for vector in (left, right)
            )
            return self.of_pairs(a * b * factor)

        return product

    @cached_property
    def two_point(self) -> dict[int, Column]:
        """The columns of the a_k that may be positive: those of P_k with sum 0 over the code."""
        zonal, zero = zonal_polynomials("S", self.d, self.degree), 0 * ONE
        found = {}
        for k in range(1, self.degree + 1):
            if not sum((count * value(zonal[k], u) for u, count in self.code.pairs.items()), Fraction(0)):  # type: ignore[arg-type]
                unit: list[Real] = [Fraction(int(i == k)) for i in range(1, k + 1)]
                found[k] = self.of_pairs(
                    threepoint.scaled(self.case, threepoint.pair_polynomial(self.case, zero, unit))
                )
        return found

    def certificate(self) -> dict[str, Any]:
        """The exact certificate."""
        case, parts = self.case, list(self.blocks())
        used = [block for block in parts if len(block.name) < 3 or not self.kept or block.name[1] in self.kept]
        linear = Linear(self.field, used, self.two_point)
        point = interior(linear)
        a = {k: rounded(number, 1e-2, self.bits) for k, number in point.numbers.items()}
        faces = exact_faces(linear, point, a, self.bits)
        full = {block.name: on_the_whole(block, faces.get(block.name, [])) for block in parts}
        unit = common_unit(full)
        text = {name: in_units(matrix, unit) for name, matrix in full.items()}
        return {
            "schema": 1,
            "kind": "sharp-three-point",
            "space": "S",
            "d": case.d,
            "at_most": case.n,
            **theta_entry(self.field),
            "overlap": as_entry(case.overlap),
            "half_degree": case.half,
            "denominator": 1,
            "two_point": [str(a.get(k, Fraction(0)) / unit) for k in range(1, self.degree + 1)],
            "kernels": [text["kernels", i] for i in range(len(case.blocks()))],
            "pair_squares": [text["pair_squares", i] for i in range(2)],
            "triple_squares": [[text["triple_squares", i, j] for j in range(3)] for i in range(len(case.weights()))],
            **(null_entry(used) if self.bits > BITS else {}),
        }


def chebyshev(k: int, u: Real) -> Real:
    before, now = u, Fraction(1)
    for _ in range(k):
        before, now = now, 2 * u * now - before
    return now


def of_graph(graph: StronglyRegular) -> Sharp:
    """The points of a graph: adjacent ones have overlap s/k."""
    g = graph
    names = {0: Fraction(g.k - g.r, g.n * g.r + g.k - g.r), 1: Fraction(g.s, g.k), 2: Fraction(1)}
    rows = graph.adjacency() + 2 * np.eye(g.n, dtype=int)
    return Sharp(g.multiplicity, Code([[names[int(x)] for x in row] for row in rows], (0,)), HALVES[g.name])


def antiprism() -> Sharp:
    """Two squares of S^2, one turned by an eighth, with equal edges within and between them.

    At heights h and -h overlaps are h^2 + (1-h^2) c for points of one square, -h^2 + (1-h^2) c of two.
    """
    root = square_root(2)
    s = (2 * root - 1) / 7
    square = s  # h^2, as the edge of a square has c = 0
    cosines = [Fraction(1), root / 2, Fraction(0), -root / 2, Fraction(-1), -root / 2, Fraction(0), root / 2]
    gram = [
        [(square if (i - j) % 2 == 0 else -square) + (1 - square) * cosines[(i - j) % 8] for j in range(8)]
        for i in range(8)
    ]
    return Sharp(3, Code(gram, (0,)), 7, root.field, 60, (0, 1, 5, 6))


def unbiased_bases() -> Sharp:
    """The ends of the lines of 9 unbiased bases of R^16: 288 points, whose overlaps are multiples of 1/4."""
    axes = real_unbiased_bases(16).packing.vectors
    ends = np.concatenate([axes, -axes])
    gram = [[Fraction(int(x), 4) for x in row] for row in np.rint(4 * ends @ ends.T)]
    return Sharp(16, Code(gram, (0,)), 7, bits=64, kept=(0, 1, 5, 6))


def make(sharp: Sharp) -> None:
    """Add one certificate to the file of its space, in place of the one about as many points."""
    found = sharp.certificate()
    statement = kernel.check(found, limit=1e6)
    print(statement, flush=True)
    assert isinstance(statement, kernel.SizeStatement)
    path = FOLDER / f"S{statement.d}-sharp-threepoint.json"
    kept = [member for member in read(path) if member["at_most"] != found["at_most"]] if path.exists() else []
    write(path, sorted([*kept, {**found, "statement": statement.sentence}], key=lambda member: int(member["at_most"])))


CODES: dict[str, Callable[[], Sharp]] = {
    **{graph.name: partial(of_graph, graph) for graph in (PETERSEN, *GRAPHS) if graph.name in HALVES},
    "antiprism": antiprism,
    "bases": unbiased_bases,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or CODES:
        make(CODES[name]())
