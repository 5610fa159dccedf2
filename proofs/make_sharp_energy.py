"""Make the certificate of the Petersen code again: python proofs/make_sharp_energy.py. About two minutes.

Ten points of S^3 with overlaps 1/6 and -2/3 have the least sum of max(<x, y>, 0)^2, 5/3, and the three-point bound of
half degree 6 equals it. An exact certificate then lies on a face: each matrix is zero on the vectors that the code's own
triples give, a_k = 0 unless the code is a k-design, and the minorant touches the potential at both overlaps. These
vectors are rational, so the program on the face has interior points; one in floats is rounded to rationals, and the
linear equations that remain are solved exactly in as many entries as there are equations.

Reference: Cohn, de Laat and Leijenhorst, arXiv:2403.16874, for rounding on a face.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, permutations
from math import lcm
from pathlib import Path
from typing import Any

import cvxpy as cp
import flint
import numpy as np
import scipy.linalg

from packing import kernel
from packing.bounds.threepoint.face import rational_face
from packing.bounds.threepoint.triples import Triples
from packing.certificates import write
from packing.kernel import threepoint
from packing.kernel.energy_threepoint import AllTriples
from packing.kernel.polynomial import zonal_polynomials
from packing.kernel.threepoint import ONE, T, U, V
from packing.kernel.threepoint_polynomials import combine, jacobi, multiply
from packing.space import Space

PLACE = Path(__file__).with_name("certificates") / "S4-three-point-energy.json"

D, N, HALF = 4, 10, 6
DEGREE = 2 * HALF
CASE = AllTriples("S", D, N, Fraction(1), HALF)
ZONAL = zonal_polynomials("S", D, DEGREE)
BITS = 44
"""Floats are rounded to multiples of 2^-44."""

PAIRS = list(combinations(range(5), 2))

Key = tuple[int, int, int]
"""The monomial u^i v^j t^k with i >= j >= k, for all its permutations."""

Column = dict[Key, Fraction]
Basis = list[list[Fraction]]

KEYS = [(i, j, k) for i in range(DEGREE + 1) for j in range(i + 1) for k in range(j + 1) if 0 < i + j + k <= DEGREE]
ROW = {key: row for row, key in enumerate(KEYS)}


def overlap(a: tuple[int, ...], b: tuple[int, ...]) -> Fraction:
    """The overlap of two points, which are pairs of 5."""
    return {2: Fraction(1), 1: Fraction(1, 6), 0: Fraction(-2, 3)}[len(set(a) & set(b))]


TRIPLES = sorted({tuple(sorted((overlap(a, b), overlap(b, c), overlap(a, c)))) for a, b, c in permutations(PAIRS, 3)})


@dataclass(frozen=True)
class Block:
    """A matrix of the certificate: what each entry adds to the polynomial of the triples, and its null vectors."""

    name: tuple[Any, ...]
    size: int
    entries: dict[tuple[int, int], Column]
    null: list[list[Fraction]]

    @cached_property
    def face(self) -> Basis:
        """A rational basis, as columns, of what is orthogonal to the null vectors."""
        return rational_face(self.null, self.size)

    @property
    def rank(self) -> int:
        return len(self.face[0])

    def column(self, i: int, j: int) -> Column:
        """What the entry (i, j), i >= j, of the matrix on the face adds."""
        total: Column = {}
        for p in range(self.size):
            for q in range(self.size):
                factor = self.face[p][i] * self.face[q][j] * (1 if i == j else 2) * (1 if p == q else Fraction(1, 2))
                if factor:
                    for key, c in self.entries[max(p, q), min(p, q)].items():
                        total[key] = total.get(key, Fraction(0)) + factor * c
        return total


def fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def symmetric(polynomial: dict[tuple[int, ...], Fraction]) -> Column:
    """A symmetric polynomial in u, v, t by its monomials with falling exponents."""
    return {(i, j, k): c for (i, j, k, _), c in polynomial.items() if c and i >= j >= k}


def of_pairs(coefficients: list[Fraction]) -> Column:
    """(p(u) + p(v) + p(t))/(3(n-2)), without the constant."""
    return {(i, 0, 0): Fraction(c) / (3 * (N - 2)) for i, c in enumerate(coefficients) if c and i}


def kernel_blocks() -> list[Block]:
    """The matrices F; they are zero on the moments of the code around each of its points."""
    edge = combine((1, T), (-1, multiply(U, V)))
    X = multiply(edge, edge)
    R = multiply(combine((1, ONE), (-1, multiply(U, U))), combine((1, ONE), (-1, multiply(V, V))))
    around = Counter((overlap(x, PAIRS[0]), overlap(y, PAIRS[0]), overlap(x, y)) for x in PAIRS for y in PAIRS)
    found = []
    for turn, k, size in CASE.blocks():
        radial = jacobi(*CASE.parameters(turn), k, combine((2, X), (-1, R)), R)[k]
        polynomial = multiply((ONE, edge)[turn], radial)
        values = {
            (u, v, t): count * sum(c * u**i * v**j * t**m for (i, j, m, _), c in polynomial.items())
            for (u, v, t), count in around.items()
        }
        moments = [
            [sum(value * u**i * v**j for (u, v, _), value in values.items()) for j in range(size)] for i in range(size)
        ]
        entries = {
            (i, j): kernel_entry(multiply(polynomial, {(i, j, 0, 0): Fraction(1 if i == j else 2)}))
            for i in range(size)
            for j in range(i + 1)
        }
        null = [[(moments[i][j] + moments[j][i]) / 2 for j in range(size)] for i in range(size)]
        found.append(Block(("kernel", turn, k), size, entries, [vector for vector in null if any(vector)]))
    return found


def kernel_entry(polynomial: dict[tuple[int, ...], Fraction]) -> Column:
    """The mean over all orders of u, v, t, with three times its value at (u, u, 1) on the pairs."""
    mean: dict[tuple[int, ...], Fraction] = {}
    for (i, j, k, _), c in polynomial.items():
        for turned in permutations((i, j, k)):
            mean[(*turned, 0)] = mean.get((*turned, 0), Fraction(0)) + c / 6
    pairs = [Fraction(0)] * (2 * DEGREE + 1)
    for (i, j, _, _), c in mean.items():
        pairs[i + j] += 3 * c
    total = symmetric(mean)
    for key, c in of_pairs(pairs).items():
        total[key] = total.get(key, Fraction(0)) + c
    return total


def square_blocks() -> list[Block]:
    """The sums of squares; they vanish at the triples of the code, where no weight does."""
    factors = {(0, 0): ONE, (1, 1): threepoint.DISCRIMINANT}
    factors |= {(2, 2): threepoint.PLANE[0], (2, 3): threepoint.PLANE[1], (3, 3): threepoint.PLANE[2]}
    found = []
    for place, (degree, weight) in enumerate(CASE.weights()):
        even, odd, first, second = CASE.square_bases(degree)
        parts = {
            "even": [(0, e) for e in even],
            "odd": [(1, e) for e in odd],
            "plane": [(2, e) for e in first] + [(3, e) for e in second],
        }
        for isotype, basis in parts.items():
            known: dict[Any, Column] = {}
            entries = {}
            for i, (left, a) in enumerate(basis):
                for j, (right, b) in enumerate(basis[: i + 1]):
                    kind = (min(left, right), max(left, right))
                    power = tuple(map(int.__add__, a, b))
                    if (kind, power) not in known:
                        product = multiply(multiply(weight, factors[kind]), {power: Fraction(1)})
                        known[kind, power] = symmetric(threepoint._in_the_variables(product))
                    twice = 1 if i == j else 2
                    entries[i, j] = {key: twice * c for key, c in known[kind, power].items()}
            if basis:
                found.append(Block(("squares", place, isotype), len(basis), entries, null_vectors(isotype, basis)))
    return found


def null_vectors(isotype: str, basis: list[tuple[int, tuple[int, ...]]]) -> list[list[Fraction]]:
    """The values of a basis at the triples of the code; two overlaps of each agree, so that odd ones vanish there."""
    found = []
    for u, v, t in TRIPLES if isotype != "odd" else []:
        invariants = ((u + v + t) / 3, (u * v + v * t + t * u) / 3, u * v * t)
        x, y = t - invariants[0], u * v - invariants[1]
        if u != v:  # the pair that agrees is (v, t)
            x, y = u - invariants[0], v * t - invariants[1]
        first = {0: Fraction(1), 2: x, 3: y}
        values = [
            first[kind] * invariants[0] ** a * invariants[1] ** b * invariants[2] ** c for kind, (a, b, c, _) in basis
        ]
        if any(values):
            found.append(values)
    return found


def product(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    total = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            total[i + j] += a * b
    return total


TOUCHING = product([Fraction(4, 9), Fraction(4, 3), Fraction(1)], [Fraction(1, 36), Fraction(-1, 3), Fraction(1)])
"""(u + 2/3)^2 (u - 1/6)^2."""

INTERPOLANT = product([Fraction(4, 9), Fraction(4, 3), Fraction(1)], [Fraction(-3, 125), Fraction(48, 125)])
"""The cubic that touches max(u, 0)^2 at both overlaps."""

CHEBYSHEV = [[Fraction(int(c)) for c in np.polynomial.chebyshev.cheb2poly([0] * k + [1])] for k in range(DEGREE - 3)]
DESIGN = [
    k
    for k in range(1, DEGREE + 1)
    if not sum(sum(c * overlap(x, PAIRS[0]) ** i for i, c in enumerate(ZONAL[k])) for x in PAIRS)
]
"""The k for which the code is a k-design: only there a_k may be positive."""


@dataclass(frozen=True)
class Interior:
    """A solution in floats inside the face: matrices on the faces with a scale of each row, a_k, the minorant's rest."""

    matrices: list[Any]
    scales: list[Any]
    two_point: dict[int, float]
    rest: Any


def interior(blocks: list[Block]) -> Interior:
    """The solution whose least eigenvalue and least slack are largest."""
    samples = Triples(Space.sphere(D), Fraction(1), HALF).samples().astype(float)[:, :3]
    table = np.array([
        sum(samples[:, 0] ** a * samples[:, 1] ** b * samples[:, 2] ** c for a, b, c in set(permutations(key)))
        for key in KEYS
    ]).T  # fmt: skip

    def at_samples(column: Column) -> Any:
        return table @ np.array([float(column.get(key, 0)) for key in KEYS])

    margin, level = cp.Variable(), cp.Variable()
    total: Any = level - at_samples(of_pairs(INTERPOLANT))
    constraints, matrices, changes = [margin <= 1], [], []
    size: Any = 0
    for block in blocks:
        r = block.rank
        rows = np.zeros((len(samples), r, r))
        for i in range(r):
            for j in range(i + 1):
                rows[:, i, j] = rows[:, j, i] = at_samples(block.column(i, j)) / (1 if i == j else 2)
        if r == 0:
            continue
        values, vectors = np.linalg.eigh(np.einsum("sij,skj->ik", rows, rows) / len(samples))
        change = vectors / np.maximum(values, values.max() * 1e-16) ** 0.25
        rows = change.T @ rows @ change
        change, rows = change / np.sqrt(np.abs(rows).max()), rows / np.abs(rows).max()
        matrix = cp.Variable((r, r), symmetric=True)
        constraints.append(matrix - margin * np.eye(r) >> 0)
        total = total + rows.reshape(len(samples), -1) @ cp.reshape(matrix, (r * r,), order="C")
        size = size + cp.trace(matrix)
        matrices.append(matrix)
        changes.append(change)
    numbers = {k: cp.Variable() for k in DESIGN}
    for k, number in numbers.items():
        constraints.append(number >= margin)
        total, size = total + at_samples(of_pairs(ZONAL[k])) * number, size + number
    rest = cp.Variable(len(CHEBYSHEV))
    for k, polynomial in enumerate(CHEBYSHEV):
        total = total - at_samples(of_pairs(product(TOUCHING, polynomial))) * rest[k]
    u = np.cos(np.linspace(0, np.pi, 2001))
    u = u[(np.abs(u - 1 / 6) > 1e-3) & (np.abs(u + 2 / 3) > 1e-3)]
    at = [sum(float(c) * u**i for i, c in enumerate(p)) for p in (INTERPOLANT, TOUCHING)]
    room = (np.maximum(u, 0) ** 2 - at[0]) / at[1]
    constraints += [total == 0, size <= 1e5]
    constraints.append(room - np.polynomial.chebyshev.chebvander(u, len(CHEBYSHEV) - 1) @ rest >= margin / 5)
    cp.Problem(cp.Maximize(margin), constraints).solve(solver=cp.CLARABEL)
    print(f"least eigenvalue {margin.value:.2g}")
    found = [change @ matrix.value @ change.T for change, matrix in zip(changes, matrices, strict=True)]
    scales = [np.sqrt(np.diag(change @ change.T)) for change in changes]
    return Interior(found, scales, {k: float(number.value) for k, number in numbers.items()}, rest.value)


def rounded(value: float) -> Fraction:
    return Fraction(round(Fraction(float(value)) * 2**BITS), 2**BITS)


def certificate() -> dict[str, Any]:
    """The exact certificate."""
    blocks = [*kernel_blocks(), *square_blocks()]
    point = interior(blocks)
    a = {k: rounded(value) for k, value in point.two_point.items()}
    minorant = list(INTERPOLANT) + [Fraction(0)] * (DEGREE + 1 - len(INTERPOLANT))
    for weight, polynomial in zip(point.rest, CHEBYSHEV, strict=True):
        for i, c in enumerate(product(TOUCHING, polynomial)):
            minorant[i] += rounded(weight) * c
    left: Column = {}
    add_to(left, of_pairs(minorant), Fraction(-1))
    for k, value in a.items():
        add_to(left, of_pairs(ZONAL[k]), value)
    faces = exact_faces([block for block in blocks if block.rank], point, left)
    full = {block.name: on_the_whole(block, faces.get(block.name, [])) for block in blocks}
    common = lcm(*(value.denominator for matrix in full.values() for row in matrix for value in row))
    text = {
        name: [" ".join(str(int(value * common)) for value in row[: i + 1]) for i, row in enumerate(matrix)]
        for name, matrix in full.items()
    }
    return {
        "schema": 1,
        "kind": "three-point-energy",
        "space": "S",
        "d": D,
        "n": N,
        "potential": [{"from": "-1", "to": "0", "f": ["0"]}, {"from": "0", "to": "1", "f": ["t", "^2"]}],
        "half_degree": HALF,
        "denominator": common,
        "two_point": [str(a.get(k, Fraction(0))) for k in range(1, max(a) + 1)],
        "minorant": [str(c) for c in minorant],
        "kernels": [text["kernel", turn, k] for turn, k, _ in CASE.blocks()],
        "triple_squares": [
            [text.get(("squares", place, isotype), []) for isotype in ("even", "odd", "plane")]
            for place in range(len(CASE.weights()))
        ],
        "at_least": "5/3",
    }


def add_to(total: Column, column: Column, factor: Fraction) -> None:
    for key, c in column.items():
        total[key] = total.get(key, Fraction(0)) + factor * c


def exact_faces(blocks: list[Block], point: Interior, left: Column) -> dict[tuple[Any, ...], Basis]:
    """The matrices on the faces, rounded, with as many entries as there are equations solved for."""
    faces, columns, places, scales = {}, [], [], []
    for block, matrix, scale in zip(blocks, point.matrices, point.scales, strict=True):
        face = [[Fraction(0)] * block.rank for _ in range(block.rank)]
        for i in range(block.rank):
            for j in range(i + 1):
                face[i][j] = face[j][i] = rounded((matrix[i, j] + matrix[j, i]) / 2)
                columns.append(block.column(i, j))
                places.append((block.name, i, j))
                scales.append(scale[i] * scale[j])
                add_to(left, columns[-1], face[i][j])
        faces[block.name] = face
    table = np.array([[float(column.get(key, 0)) for column in columns] for key in KEYS]) * np.array(scales)
    pivots = scipy.linalg.qr(table / np.abs(table).max(axis=1)[:, None], mode="r", pivoting=True)[1][: len(KEYS)]
    system, right = flint.fmpq_mat(len(KEYS), len(KEYS)), flint.fmpq_mat(len(KEYS), 1)
    for c, pivot in enumerate(pivots):
        for key, value in columns[pivot].items():
            if key in ROW:
                system[ROW[key], c] = flint.fmpq(value.numerator, value.denominator)
    for key, row in ROW.items():
        value = -left.get(key, Fraction(0))
        right[row, 0] = flint.fmpq(value.numerator, value.denominator)
    solution = system.solve(right)
    for c, pivot in enumerate(pivots):
        name, i, j = places[pivot]
        faces[name][i][j] += fraction(solution[c, 0])
        faces[name][j][i] = faces[name][i][j]
    return faces


def on_the_whole(block: Block, face: Basis) -> Basis:
    """basis face basis^T."""
    r = range(len(face))
    half = [[sum((row[i] * face[i][j] for i in r if row[i]), Fraction(0)) for j in r] for row in block.face]
    return [[sum((left[j] * row[j] for j in r if row[j]), Fraction(0)) for row in block.face] for left in half]


if __name__ == "__main__":
    found = certificate()
    statement = kernel.check(found)
    print(statement)
    assert isinstance(statement, kernel.EnergyStatement)
    write(PLACE, {**found, "statement": statement.sentence})
