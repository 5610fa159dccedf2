"""Make the certificates of sharp codes again: python proofs/make_sharp_threepoint.py [NAME ..]. Seconds to a minute each.

The points of a triangle-free strongly regular graph, in the eigenspace of its least eigenvalue, have two overlaps a < s.
The three-point bound says that as many points with all overlaps at most s are not exceeded, with equality. An exact
certificate lies on a face: each matrix is zero on the vectors that the code's own triples give, and a_k = 0 unless the
zonal polynomial P_k has sum 0 over the code. These vectors are rational. A point inside the face in floats is rounded to
rationals, and the linear equations that say that nothing is left over are solved exactly, in as many entries as needed.

References: Bachoc and Vallentin, J. Combin. Theory A 116 (2009), for the Petersen code; Cohn, de Laat and Leijenhorst,
arXiv:2403.16874, for rounding on a face and for the other graphs.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import gcd, lcm
from pathlib import Path
from typing import Any

import cvxpy as cp
import flint
import numpy as np
import scipy.linalg

from packing import kernel
from packing.bounds.checkers import threepoint
from packing.bounds.checkers.threepoint import exactly, fraction
from packing.bounds.threepoint.face import rational_face
from packing.certificates import read, write
from packing.constructions.graphs import GRAPHS, StronglyRegular
from packing.kernel.polynomial import value, zonal_polynomials
from packing.kernel.sharp_threepoint import SharpEntries
from packing.kernel.threepoint_case import Case
from packing.kernel.threepoint_polynomials import jacobi

FOLDER = Path(__file__).with_name("certificates")

BITS = 24
"""Floats are rounded to multiples of 2^-24 of the scale of their rows."""

Vector = list[Fraction]
Place = tuple[Any, ...]


def petersen() -> Any:
    """Pairs of five things, adjacent where disjoint."""
    pairs = list(combinations(range(5), 2))
    return np.array([[int(not set(a) & set(b)) for b in pairs] for a in pairs])


PETERSEN = StronglyRegular("Petersen", 10, 3, 1, -2, petersen, "bachoc2009")
HALVES = {"Petersen": 3, "Hoffman-Singleton": 4, "Gewirtz": 4, "M22 graph": 3}
"""The least half degrees at which the bound is attained."""


@dataclass(frozen=True)
class Code:
    """The points of a triangle-free strongly regular graph, and the certificate's degrees."""

    graph: StronglyRegular
    half: int

    @property
    def overlaps(self) -> tuple[Fraction, Fraction]:
        """That of adjacent points, and s."""
        g = self.graph
        return Fraction(g.s, g.k), Fraction(g.k - g.r, g.n * g.r + g.k - g.r)

    @property
    def case(self) -> Case:
        return Case("S", self.graph.multiplicity, self.graph.n, self.overlaps[1], self.half)

    @property
    def degree(self) -> int:
        """The degree of the two-point part."""
        return 2 * self.half

    @cached_property
    def around(self) -> dict[tuple[Fraction, Fraction, Fraction], int]:
        """How often (o(x, z), o(y, z), o(x, y)) occurs for the first point z."""
        adjacency = self.graph.adjacency()
        a, s = self.overlaps
        names = {0: s, 1: a, 2: Fraction(1)}
        gram = adjacency + 2 * np.eye(len(adjacency), dtype=int)
        counts = Counter((int(gram[x, 0]), int(gram[y, 0]), int(gram[x, y])) for x, y in np.ndindex(gram.shape))
        return {(names[i], names[j], names[k]): count for (i, j, k), count in counts.items()}

    def scaled(self, overlap: Fraction) -> Fraction:
        """The variable U of an overlap."""
        return (overlap - self.case.centre) / self.case.radius

    def triples(self) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
        """(U, V, T) of the triples of different points, up to order: two or more agree, and V = T."""
        a, s = self.overlaps
        for triple in ((s, s, s), (a, s, s), (s, a, a)):
            if triple in self.around:
                u, v, t = map(self.scaled, triple)
                yield u, v, t


@dataclass(frozen=True)
class Block:
    """A matrix of the certificate: the group it is in, its size, its null vectors."""

    name: Place
    size: int
    null: list[Vector]

    @cached_property
    def face(self) -> list[Vector]:
        """A rational basis, as columns, of what is orthogonal to the null vectors."""
        return rational_face(self.null, self.size)

    @property
    def rank(self) -> int:
        return len(self.face[0]) if self.size else 0


def blocks(code: Code) -> list[Block]:
    """All matrices, in the order of the certificate."""
    case = code.case
    found = [
        Block(("kernels", i), size, kernel_null(code, turn, k, size)) for i, (turn, k, size) in enumerate(case.blocks())
    ]
    for i, (size, weight) in enumerate(((code.degree // 2 + 1, 0), ((code.degree - 1) // 2 + 1, 1))):
        vectors = []
        for u in map(code.scaled, code.overlaps):
            if weight == 0 or u * u != 1:
                vectors.append([exact_chebyshev(k, u) for k in range(size)])
        found.append(Block(("pair_squares", i), size, vectors))
    for i, (degree, weight) in enumerate(case.weights()):
        for j, size in enumerate(case.square_sizes(degree)):
            null = [values for triple in code.triples() if (values := square_values(code, weight, degree, j, triple))]
            found.append(Block(("triple_squares", i, j), size, null))
    return found


def exact_chebyshev(k: int, u: Fraction) -> Fraction:
    before, now = u, Fraction(1)
    for _ in range(k):
        before, now = now, 2 * u * now - before
    return now


def kernel_null(code: Code, turn: int, k: int, size: int) -> list[Vector]:
    """The moments of the code around a point, on which F is zero."""
    case = code.case
    moments = [[Fraction(0)] * size for _ in range(size)]
    for (u, v, t), count in code.around.items():
        edge, R = t - u * v, (1 - u * u) * (1 - v * v)
        argument = {(0,): 2 * edge**2 - R}
        radial = jacobi(*case.parameters(turn), k, argument, {(0,): R})[k].get((0,), Fraction(0))
        for i in range(size):
            for j in range(size):
                moments[i][j] += count * radial * edge**turn * u**i * v**j
    return [row for row in moments if any(row)]


def square_values(
    code: Code, weight: Any, degree: int, isotype: int, triple: tuple[Fraction, Fraction, Fraction]
) -> Vector | None:
    """The basis of a sum of squares at a triple, None where the weight or all of it vanishes; odd ones do."""
    u, v, t = triple
    x = ((u + v + t) / 3, (u * v + v * t + t * u) / 3, u * v * t)
    at = sum((c * x[0] ** a * x[1] ** b * x[2] ** d for (a, b, d, _), c in weight.items()), Fraction(0))
    if at == 0 or isotype == 1:
        return None
    even, _, first, second = code.case.square_bases(degree)
    if isotype == 0:
        factors = [(Fraction(1), e) for e in even]
    else:  # V = T, so that both vectors are along (2, -1, -1)
        factors = [(u - x[0], e) for e in first] + [(v * t - x[1], e) for e in second]
    values = [factor * x[0] ** a * x[1] ** b * x[2] ** c for factor, (a, b, c, _) in factors]
    return values if any(values) else None


@dataclass(frozen=True)
class Linear:
    """The equations: the pair and triple polynomials have no coefficient but the constant one."""

    code: Code
    parts: list[Block]

    @cached_property
    def zero(self) -> SharpEntries:
        case = self.code.case

        def empty(size: int) -> list[list[int]]:
            return [[0] * (i + 1) for i in range(size)]

        sizes = [self.code.degree // 2 + 1, (self.code.degree - 1) // 2 + 1]
        return SharpEntries(
            case,
            1,
            [Fraction(0)] * self.code.degree,
            [empty(size) for size in case.block_sizes()],
            [empty(size) for size in sizes],
            [[empty(size) for size in case.square_sizes(degree)] for degree, _ in case.weights()],
        )

    @cached_property
    def keys(self) -> list[tuple[int, ...]]:
        """The exponents whose coefficients must vanish: (p,) of pairs, falling (i, j, k) of triples."""
        top = self.code.degree
        pairs: list[tuple[int, ...]] = [(p,) for p in range(1, top + 1)]
        return pairs + [
            (i, j, k) for i in range(top + 1) for j in range(i + 1) for k in range(j + 1) if 0 < i + j + k <= top
        ]

    def column(self, entries: SharpEntries) -> dict[tuple[int, ...], Any]:
        """The coefficients that the entries give."""
        f = threepoint.kernels(entries)
        found = {(int(e[0]),): c for e, c in threepoint.pairs(entries, f).terms() if int(e[0])}
        for exponent, c in threepoint.triples(entries, f).terms():
            i, j, k = (int(x) for x in exponent[:3])
            if i >= j >= k and i:
                found[i, j, k] = c
        return found

    @cached_property
    def two_point(self) -> dict[int, dict[tuple[int, ...], Any]]:
        """The columns of the a_k that may be positive."""
        around: Counter[Fraction] = Counter()
        for (u, v, t), count in self.code.around.items():
            if t == 1 and u == v:
                around[u] += count
        zonal = zonal_polynomials("S", self.code.case.d, self.code.degree)
        allowed = [
            k
            for k in range(1, self.code.degree + 1)
            if sum(count * value(zonal[k], u) for u, count in around.items()) == 0
        ]
        unit = [Fraction(0)] * self.code.degree
        return {k: self.column(replace(self.zero, two_point=[*unit[: k - 1], Fraction(1), *unit[k:]])) for k in allowed}

    def block_columns(self, block: Block) -> dict[tuple[int, int], dict[tuple[int, ...], Any]]:
        """The columns of the entries (i, j), i >= j, of the matrix on the face of a block."""
        whole = {}
        for p in range(block.size):
            for q in range(p + 1):
                entries = self.zero
                rows = [[0] * (i + 1) for i in range(block.size)]
                rows[p][q] = 1
                whole[p, q] = self.column(placed(entries, block.name, rows))
        found = {}
        for i in range(block.rank):
            for j in range(i + 1):
                total: dict[tuple[int, ...], Any] = {}
                for (p, q), column in whole.items():
                    factor = exactly(block.face[p][i] * block.face[q][j])
                    if i != j:
                        factor += exactly(block.face[p][j] * block.face[q][i])
                    if factor:
                        for key, c in column.items():
                            total[key] = total.get(key, flint.fmpq(0)) + factor * c
                found[i, j] = total
        return found


def placed(entries: SharpEntries, name: Place, rows: list[list[int]]) -> SharpEntries:
    """The entries with one matrix in its place."""
    group, i, *rest = name
    matrices = list(getattr(entries, group))
    if rest:
        matrices[i] = [*matrices[i][: rest[0]], rows, *matrices[i][rest[0] + 1 :]]
    else:
        matrices[i] = rows
    return replace(entries, **{group: matrices})


@dataclass(frozen=True)
class Interior:
    """A solution in floats inside the face: matrices on the faces, a scale of each row, the a_k."""

    matrices: dict[Place, Any]
    scales: dict[Place, Any]
    two_point: dict[int, float]


def interior(linear: Linear, columns: dict[Place, Any]) -> Interior:
    """The solution of trace 1, in scaled coordinates, whose least eigenvalue is largest."""
    keys = linear.keys

    def floats(column: dict[tuple[int, ...], Any]) -> Any:
        return np.array([float(fraction(column[key])) if key in column else 0.0 for key in keys])

    margin = cp.Variable()
    total: Any = 0
    size: Any = 0
    constraints: list[Any] = []
    matrices, changes = {}, {}
    for block in linear.parts:
        r = block.rank
        if r == 0:
            continue
        rows = np.zeros((len(keys), r, r))
        for (i, j), column in columns[block.name].items():
            rows[:, i, j] = rows[:, j, i] = floats(column) / (1 if i == j else 2)
        values, vectors = np.linalg.eigh(np.einsum("sij,skj->ik", rows, rows))
        change = vectors / np.maximum(values, values.max() * 1e-12) ** 0.25
        rows = change.T @ rows @ change
        change, rows = change / np.sqrt(np.abs(rows).max()), rows / np.abs(rows).max()
        matrix = cp.Variable((r, r), symmetric=True)
        constraints.append(matrix - margin * np.eye(r) >> 0)
        total = total + rows.reshape(len(keys), -1) @ cp.reshape(matrix, (r * r,), order="C")
        size = size + cp.trace(matrix)
        matrices[block.name], changes[block.name] = matrix, change
    numbers = {k: cp.Variable() for k in linear.two_point}
    for k, number in numbers.items():
        row = floats(linear.two_point[k])
        scale = np.abs(row).max()
        constraints.append(number >= margin)
        total, size = total + row / scale * number, size + number
    cp.Problem(cp.Maximize(margin), [*constraints, total == 0, size == 1]).solve(solver=cp.CLARABEL)
    print(f"least eigenvalue {margin.value:.2g}", flush=True)
    found = {name: changes[name] @ matrix.value @ changes[name].T for name, matrix in matrices.items()}
    scales = {name: np.sqrt(np.diag(change @ change.T)) for name, change in changes.items()}
    a = {k: float(n.value) / np.abs(floats(linear.two_point[k])).max() for k, n in numbers.items()}
    return Interior(found, scales, a)


def rounded(number: float, scale: float) -> Fraction:
    """A multiple of a power of two about 2^-BITS of the scale."""
    bits = BITS - round(np.log2(scale))
    return Fraction(round(Fraction(float(number)) * Fraction(2) ** bits)) / Fraction(2) ** bits


def certificate(code: Code) -> dict[str, Any]:
    """The exact certificate."""
    parts = blocks(code)
    linear = Linear(code, parts)
    columns = {block.name: linear.block_columns(block) for block in parts if block.rank}
    point = interior(linear, columns)
    a = {k: rounded(number, 1e-2) for k, number in point.two_point.items()}
    faces = exact_faces(linear, columns, point, a)
    full = {block.name: on_the_whole(block, faces.get(block.name, [])) for block in parts}
    entries = [number for matrix in full.values() for row in matrix for number in row]
    unit = Fraction(gcd(*(x.numerator for x in entries)), lcm(*(x.denominator for x in entries)))
    text = {
        name: [" ".join(str(int(number / unit)) for number in row[: i + 1]) for i, row in enumerate(matrix)]
        for name, matrix in full.items()
    }
    case = code.case
    return {
        "schema": 1,
        "kind": "sharp-three-point",
        "space": "S",
        "d": case.d,
        "at_most": case.n,
        "overlap": str(case.overlap),
        "half_degree": case.half,
        "denominator": 1,
        "two_point": [str(a.get(k, Fraction(0)) / unit) for k in range(1, code.degree + 1)],
        "kernels": [text["kernels", i] for i in range(len(case.blocks()))],
        "pair_squares": [text["pair_squares", i] for i in range(2)],
        "triple_squares": [[text["triple_squares", i, j] for j in range(3)] for i in range(len(case.weights()))],
    }


def exact_faces(linear: Linear, columns: dict[Place, Any], point: Interior, a: dict[int, Fraction]) -> dict[Place, Any]:
    """The matrices on the faces, rounded, with as many entries as there are equations solved for."""
    keys = linear.keys
    faces: dict[Place, Any] = {}
    places, scales, all_columns = [], [], []
    left: dict[tuple[int, ...], Any] = {}

    def add(column: dict[tuple[int, ...], Any], factor: Fraction) -> None:
        for key, c in column.items():
            left[key] = left.get(key, flint.fmpq(0)) + exactly(factor) * c

    for k, number in a.items():
        add(linear.two_point[k], number)
    for name, matrix in point.matrices.items():
        scale, r = point.scales[name], len(matrix)
        faces[name] = [[Fraction(0)] * r for _ in range(r)]
        for i in range(r):
            for j in range(i + 1):
                number = rounded((matrix[i, j] + matrix[j, i]) / 2, scale[i] * scale[j])
                faces[name][i][j] = faces[name][j][i] = number
                add(columns[name][i, j], number)
                places.append((name, i, j))
                scales.append(scale[i] * scale[j])
                all_columns.append(columns[name][i, j])
    table = np.array([[float(fraction(c[key])) if key in c else 0.0 for c in all_columns] for key in keys])
    table = table * np.array(scales)
    upper, pivots = scipy.linalg.qr(table / np.abs(table).max(axis=1)[:, None], mode="r", pivoting=True)
    sizes = np.abs(np.diag(upper))
    rank = int((sizes > 1e-10 * sizes[0]).sum())
    print(f"{len(keys)} equations of rank {rank}", flush=True)
    system = flint.fmpq_mat(len(keys), rank + 1)
    for row, key in enumerate(keys):
        for c, pivot in enumerate(pivots[:rank]):
            system[row, c] = all_columns[pivot].get(key, flint.fmpq(0))
        system[row, rank] = -left.get(key, flint.fmpq(0))
    reduced, found = system.rref()
    assert found == rank, "the equations on the face are not met"
    for c, pivot in enumerate(pivots[:rank]):
        name, i, j = places[pivot]
        faces[name][i][j] += fraction(reduced[c, rank])
        faces[name][j][i] = faces[name][i][j]
    return faces


def on_the_whole(block: Block, face: list[Vector]) -> list[Vector]:
    """basis face basis^T."""
    r = range(len(face))
    if not face:
        return [[Fraction(0)] * block.size for _ in range(block.size)]
    half = [[sum((row[i] * face[i][j] for i in r if row[i]), Fraction(0)) for j in r] for row in block.face]
    return [[sum((left[j] * row[j] for j in r if row[j]), Fraction(0)) for row in block.face] for left in half]


def make(graph: StronglyRegular) -> None:
    """Add one certificate to the file of its space, in place of the one about as many points."""
    found = certificate(Code(graph, HALVES[graph.name]))
    statement = kernel.check(found)
    print(statement, flush=True)
    assert isinstance(statement, kernel.SizeStatement)
    path = FOLDER / f"S{statement.d}-sharp-threepoint.json"
    kept = [member for member in read(path) if member["at_most"] != graph.n] if path.exists() else []
    write(path, sorted([*kept, {**found, "statement": statement.sentence}], key=lambda member: int(member["at_most"])))


if __name__ == "__main__":
    for graph in (PETERSEN, *GRAPHS):
        if graph.name in (sys.argv[1:] or HALVES):
            make(graph)
