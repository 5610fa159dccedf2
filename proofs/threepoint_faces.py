"""Exact solutions of three-point programmes that a code attains: on the face its triples leave, over Q or Q(theta).

Where a code attains the bound, each matrix of a solution is zero on vectors that the code's own triples give. These
lie in the field of its overlaps. A point inside the face in floats is rounded to rationals, and the linear equations
that say that nothing is left over are solved exactly, in as many entries as needed.

References: Cohn, de Laat and Leijenhorst, arXiv:2403.16874, and Dostert, de Laat and Moustrou, arXiv:2001.00256.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import Any

import cvxpy as cp
import flint
import numpy as np
import scipy.linalg

from packing.bounds.checkers import ring, threepoint
from packing.bounds.checkers.ring import ONE, T, U, V, exactly
from packing.bounds.threepoint.face import face, reduced_rows
from packing.kernel.algebraic import Algebraic, Real
from packing.kernel.number_field import RealField
from packing.kernel.threepoint_case import Case
from packing.kernel.threepoint_polynomials import jacobi

BITS = 24
"""Floats are rounded to multiples of 2^-24 of the scale of their rows, unless a code needs more."""

FIRST = (("triple_squares", 0, 0), ("pair_squares", 0))
"""The matrices whose entries are taken as unknowns first: their equations are nearly triangular, so that solutions have
few digits."""

LEAST = 1e-5
"""How independent an entry of those must be of the ones before it."""

Vector = list[Real]
Place = tuple[Any, ...]
Key = tuple[Any, ...]
Column = dict[Key, Real]
"""What an unknown adds to each equation."""


def square_root(D: int) -> Algebraic:
    """The square root of D in its field.

    >>> str(square_root(2)), square_root(2).field.low
    ('theta', Fraction(1, 1))
    """
    low = Fraction(int(D**0.5))
    return Algebraic(RealField((-D, 0, 1), low, low + 1), (Fraction(0), Fraction(1)))


def tidy(number: Real) -> Real:
    """A fraction where it is one."""
    return number if isinstance(number, Fraction) or any(number.element[1:]) else number.element[0]


@dataclass(frozen=True)
class Code:
    """Points of S^(d-1), or lines of R^d, by their inner products; `classes` are points, one of each orbit."""

    gram: Sequence[Sequence[Real]]
    classes: tuple[int, ...]
    lines: bool = False

    def overlap(self, i: int, j: int) -> Real:
        g = self.gram[i][j]
        return tidy(g * g) if self.lines else g

    def around(self, z: int) -> Counter[tuple[Real, Real, Real, Real]]:
        """How often (o(x, z), o(y, z), o(x, y), w) occurs for points x, y."""
        points = range(len(self.gram))
        return Counter(self._triple(x, y, z) for x in points for y in points)

    @cached_property
    def triples(self) -> list[tuple[Real, Real, Real, Real]]:
        """(u, v, t, w) of triples of different points, one of each kind."""
        points = range(len(self.gram))
        found: dict[Any, Any] = {}
        for z in self.classes:
            for x in points:
                for y in range(x):
                    if z not in (x, y):
                        u, v, t, w = self._triple(x, y, z)
                        u, v, t = sorted((u, v, t), key=float)
                        found[u, v, t, w] = None
        return list(found)

    @cached_property
    def pairs(self) -> Counter[Real]:
        """How often each overlap occurs, with itself too, for all classes together."""
        return Counter(self.overlap(x, z) for z in self.classes for x in range(len(self.gram)))

    def _triple(self, x: int, y: int, z: int) -> tuple[Real, Real, Real, Real]:
        g = self.gram
        w = tidy(g[x][y] * g[y][z] * g[z][x]) if self.lines else Fraction(0)
        return self.overlap(x, z), self.overlap(y, z), self.overlap(x, y), w


@dataclass(frozen=True)
class Block:
    """A matrix of the certificate: its place, its size, its null vectors, and the polynomial of b x b' for vectors."""

    name: Place
    size: int
    null: list[Vector]
    product: Callable[[Vector, Vector], Column]

    @cached_property
    def face(self) -> list[Vector]:
        """A basis, as columns, of what is orthogonal to the null vectors."""
        return face(self.null, self.size)

    @property
    def rank(self) -> int:
        return len(self.face[0]) if self.size else 0

    @cached_property
    def columns(self) -> dict[tuple[int, int], Column]:
        """What the entry (i, j), i >= j, of the matrix on the face adds to the equations."""
        basis = list(zip(*self.face, strict=True)) if self.rank else []
        found = {}
        for i, left in enumerate(basis):
            for j, right in enumerate(basis[: i + 1]):
                column = self.product(list(left), list(right))
                found[i, j] = column if i == j else {key: 2 * c for key, c in column.items()}
        return found


@dataclass(frozen=True)
class Triples:
    """The matrices about triples of a code, with an equation for each symmetric monomial in U, V, T, W.

    `of_pairs` gives the equations that 3 f(u, u, 1) enters.
    """

    case: Case
    field: RealField
    code: Code
    of_kernel: Callable[[Any], Column]

    def kernels(self) -> Iterator[Block]:
        """The matrices F; they are zero on the moments of the code around each of its points."""
        for i, (turn, k, size) in enumerate(self.case.blocks()):
            yield Block(("kernels", i), size, list(self._moments(turn, k, size)), self._kernel(turn, k))

    def _kernel(self, turn: int, k: int) -> Callable[[Vector, Vector], Column]:
        middle = threepoint.around_pole(self.case, turn, k)

        def product(left: Vector, right: Vector) -> Column:
            (a, b), (c, e) = ([_in(x, vector) for x in (U, V)] for vector in (left, right))
            f = threepoint.over_poles((a * e + b * c) * middle) * flint.fmpq(1, 2)
            return self.of_kernel(ring.reduced(f, self.field))

        return product

    def _moments(self, turn: int, k: int, size: int) -> Iterator[Vector]:
        for z in self.code.classes:
            rows: list[Vector] = [[Fraction(0)] * size for _ in range(size)]
            for (u, v, t, w), count in self.code.around(z).items():
                edge, X, R = t - u * v, (t - u * v) * (t - u * v), (1 - u * u) * (1 - v * v)
                if self.code.lines:
                    edge, X, R = w - u * v, t - 2 * w + u * v, (1 - u) * (1 - v)
                radial = jacobi(*self.case.parameters(turn), k, {(0,): 2 * X - R}, {(0,): R})[k].get((0,), Fraction(0))
                at = count * radial * (edge if turn else 1)
                for i in range(size):
                    for j in range(size):
                        rows[i][j] += at * u**i * v**j
            yield from (row for row in rows if any(row))

    def squares(self) -> Iterator[Block]:
        """The sums of squares; they vanish at the triples of the code where their weight does not."""
        case = self.case
        weights = zip(case.weights(), threepoint.weights(case), strict=True)
        for i, ((degree, weight), polynomial) in enumerate(weights):
            for j, bases in enumerate(isotypes(case, degree)):
                null = [v for triple in self.scaled for v in square_values(weight, j, bases, triple) if any(v)]
                yield Block(("triple_squares", i, j), sum(map(len, bases)), null, self._square(polynomial, j, bases))

    def _square(self, weight: Any, isotype: int, bases: list[list[Any]]) -> Callable[[Vector, Vector], Column]:
        if isotype == 2:
            factors = [(U - V, T * (V - U)), (V - T, U * (T - V)), (T - U, V * (U - T))]
            rows = [
                [f / 3 * ring.invariant(*e) for f, b in zip(pair, bases, strict=True) for e in b] for pair in factors
            ]
        else:
            root = (U - V) * (V - T) * (T - U) if isotype else ONE
            rows = [[root * ring.invariant(*e) for e in bases[0]]]

        def product(left: Vector, right: Vector) -> Column:
            total = 0 * ONE
            for row in rows:
                a, b = (ring.reduced(_sum(vector, row), self.field) for vector in (left, right))
                total += a * b
            return self.of_square(weight * ring.reduced(total, self.field))

        return product

    def of_square(self, polynomial: Any) -> Column:
        """The coefficients of a polynomial in U, V, T, W."""
        on_surface = threepoint.on_the_surface(self.case, polynomial)
        return symmetric(ring.coefficients(on_surface, self.field))

    @cached_property
    def scaled(self) -> list[tuple[Real, Real, Real, Real]]:
        """The triples in the scaled variables."""
        c, r = self.case.centre, self.case.radius
        return [(*((x - c) / r for x in (u, v, t)), w / self.case.largest_w) for u, v, t, w in self.code.triples]  # type: ignore[misc]


def isotypes(case: Case, degree: int) -> list[list[list[Any]]]:
    """The monomials of the three matrices of a weight."""
    even, odd, first, second = case.square_bases(degree)
    return [[even], [odd], [first, second]]


def square_values(weight: Any, isotype: int, bases: list[list[Any]], triple: Sequence[Real]) -> Iterator[Vector]:
    """The bases of a sum of squares at a triple; none where the weight vanishes."""
    u, v, t, w = triple
    x = ((u + v + t) / 3, (u * v + v * t + t * u) / 3, u * v * t, w)

    def monomial(exponent: tuple[int, ...]) -> Real:
        total: Real = Fraction(1)
        for base, power in zip(x, exponent, strict=True):
            total = total * base**power
        return total

    if not sum((c * monomial(exponent) for exponent, c in weight.items()), Fraction(0)):
        return
    if isotype == 2:
        factors = [(u - x[0], v * t - x[1]), (v - x[0], t * u - x[1]), (t - x[0], u * v - x[1])]
    else:
        factors = [((u - v) * (v - t) * (t - u) if isotype else Fraction(1),)]  # type: ignore[list-item]
    for pair in factors:
        yield [f * monomial(e) for f, basis in zip(pair, bases, strict=True) for e in basis]


def symmetric(coefficients: dict[tuple[int, ...], Real]) -> Column:
    """The coefficients of a symmetric polynomial: those of u^i v^j t^k w^e with i >= j >= k, but the constant one."""
    return {e: c for e, c in coefficients.items() if e[0] >= e[1] >= e[2] and any(e)}


def _in(variable: Any, vector: Vector) -> Any:
    return _sum(vector, [variable**i for i in range(len(vector))])


def _sum(vector: Vector, basis: list[Any]) -> Any:
    return sum((exactly(c) * b for c, b in zip(vector, basis, strict=True) if c), 0 * ONE)


@dataclass(frozen=True)
class Linear:
    """Equations in the entries of the blocks, in the `numbers`, which must be positive, and in `free` ones: the sum is 0.

    With `room` = (k, r, A) the free ones x are limited by A x < r times the number k.
    """

    field: RealField
    blocks: list[Block]
    numbers: dict[Any, Column]
    free: dict[Any, Column] = dataclasses.field(default_factory=dict)
    room: tuple[Any, Any, Any] | None = None

    @cached_property
    def keys(self) -> list[Key]:
        columns = [c for block in self.blocks for c in block.columns.values()] + [
            *self.numbers.values(),
            *self.free.values(),
        ]
        return sorted({key for column in columns for key in column}, key=str)

    @cached_property
    def theta(self) -> Fraction:
        """A rational number close to theta."""
        return self.field.enclosure(self.field.multiply(_theta(self.field), self.field.constant(1)), 200)[0]

    def floats(self, column: Column) -> Any:
        return np.array([self.near(column.get(key, Fraction(0))) for key in self.keys])

    def near(self, value: Real) -> float:
        if not isinstance(value, Algebraic):
            return float(value)
        return float(sum(c * self.theta**k for k, c in enumerate(value.element)))


def _theta(field: RealField) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(i == min(1, field.degree - 1))) for i in range(field.degree))


@dataclass(frozen=True)
class Interior:
    """A solution in floats inside the face: matrices on the faces, a scale of each row, the numbers."""

    matrices: dict[Place, Any]
    scales: dict[Place, Any]
    numbers: dict[Any, float]


def interior(linear: Linear) -> Interior:
    """The solution of trace 1, in scaled coordinates, whose least eigenvalue is largest."""
    parts: list[Any] = []
    changes: dict[Place, Any] = {}
    for block in linear.blocks:
        r = block.rank
        if r == 0:
            continue
        rows = np.zeros((len(linear.keys), r, r))
        for (i, j), column in block.columns.items():
            rows[:, i, j] = rows[:, j, i] = linear.floats(column) / (1 if i == j else 2)
        values, vectors = np.linalg.eigh(np.einsum("sij,skj->ik", rows, rows))
        change = vectors / np.maximum(values, values.max() * 1e-12) ** 0.25
        rows = change.T @ rows @ change
        size = np.abs(rows).max()
        changes[block.name] = change / np.sqrt(size)
        parts.append(rows.reshape(len(rows), -1) / size)
    single = linear.numbers | linear.free
    lengths = {k: float(np.abs(linear.floats(column)).max()) for k, column in single.items()}
    parts += [linear.floats(column)[:, None] / lengths[k] for k, column in single.items()]
    table = np.concatenate(parts, axis=1)
    sizes, rows = np.linalg.svd(table / np.maximum(np.abs(table).max(axis=1), 1e-300)[:, None], full_matrices=False)[1:]
    rank = int((sizes > 1e-11 * sizes[0]).sum())
    print(f"{len(table)} equations of rank {rank}", flush=True)
    margin, total, size, place = cp.Variable(), 0, 0, 0
    constraints: list[Any] = []
    matrices: dict[Place, Any] = {}
    for name, change in changes.items():
        r = len(change.T)
        matrix = matrices[name] = cp.Variable((r, r), symmetric=True)
        constraints.append(matrix - margin * np.eye(r) >> 0)
        total = total + rows[:rank, place : place + r * r] @ cp.reshape(matrix, (r * r,), order="C")
        size, place = size + cp.trace(matrix), place + r * r
    numbers = {k: cp.Variable() for k in single}
    for k, number in numbers.items():
        total, place = total + rows[:rank, place] * number, place + 1
        if k in linear.numbers:
            constraints.append(number >= margin)
            size = size + number
    if linear.room is not None:
        k, room, table = linear.room
        free = cp.hstack([numbers[j] / lengths[j] for j in linear.free])
        constraints.append(room * numbers[k] / lengths[k] - table @ free >= margin)
    cp.Problem(cp.Maximize(margin), [*constraints, total == 0, size == 1]).solve(solver=cp.CLARABEL)
    print(f"least eigenvalue {margin.value:.2g}", flush=True)
    flat = np.concatenate(
        [*(matrix.value.reshape(-1) for matrix in matrices.values()), [n.value for n in numbers.values()]]
    )
    for _ in range(3):  # the nearest point on the equations, up to the last bits
        flat -= rows[:rank].T @ (rows[:rank] @ flat)
    place = 0
    for matrix in matrices.values():
        count = matrix.size
        matrix.value = flat[place : place + count].reshape(matrix.shape)
        place += count
    return Interior(
        {name: changes[name] @ matrix.value @ changes[name].T for name, matrix in matrices.items()},
        {name: np.sqrt(np.diag(change @ change.T)) for name, change in changes.items()},
        {k: float(number.value) / lengths[k] for k, number in numbers.items()},
    )


def rounded(number: float, scale: float, bits: int = BITS) -> Fraction:
    """A multiple of a power of two about 2^-`bits` of the scale."""
    bits -= round(np.log2(scale))
    return Fraction(round(Fraction(float(number)) * Fraction(2) ** bits)) / Fraction(2) ** bits


def exact_faces(
    linear: Linear, point: Interior, numbers: dict[Any, Fraction], bits: int = BITS
) -> dict[Place, list[Vector]]:
    """The matrices on the faces, rounded, with as many entries as there are equations solved for."""
    faces: dict[Place, list[Vector]] = {}
    places, scales, columns = [], [], []
    left: Column = {}

    def add(column: Column, factor: Fraction) -> None:
        for key, c in column.items():
            left[key] = left.get(key, Fraction(0)) + factor * c

    for k, number in numbers.items():
        add((linear.numbers | linear.free)[k], number)
    for block in linear.blocks:
        if block.rank == 0:
            continue
        matrix, scale = point.matrices[block.name], point.scales[block.name]
        found = faces[block.name] = [[Fraction(0)] * block.rank for _ in range(block.rank)]
        for (i, j), column in block.columns.items():
            number = rounded((matrix[i, j] + matrix[j, i]) / 2, scale[i] * scale[j], bits)
            found[i][j] = found[j][i] = number
            add(column, number)
            places.append((block.name, i, j))
            scales.append(scale[i] * scale[j])
            columns.append(column)
    table = np.array([linear.floats(column) for column in columns]).T * np.array(scales)
    table /= np.maximum(np.abs(table).max(axis=1), 1e-300)[:, None]
    pivots = unknowns(table, np.array([name in FIRST for name, _, _ in places]))
    print(f"solved for {len(pivots)} entries", flush=True)
    solution = solved(linear, [columns[pivot] for pivot in pivots], left)
    for pivot, value in zip(pivots, solution, strict=False):
        name, i, j = places[pivot]
        faces[name][i][j] = faces[name][j][i] = faces[name][i][j] + value
    return faces


def unknowns(table: Any, first: Any) -> list[int]:
    """Columns that span all: of those that are `first`, as many as are well independent; then of the others."""
    found: list[int] = []
    for chosen, least in ((first, LEAST), (~first, 1e-10)):
        places = np.nonzero(chosen)[0]
        left = table[:, places]
        if found:
            basis = np.linalg.qr(table[:, found])[0]
            left = left - basis @ (basis.T @ left)
        upper, order = scipy.linalg.qr(left, mode="r", pivoting=True)
        sizes = np.abs(np.diag(upper))
        scale = np.abs(table).max() if found else sizes.max(initial=0.0)
        found += [int(places[i]) for i, size in zip(order, sizes, strict=False) if size > least * scale]
    return found


def solved(linear: Linear, columns: list[Column], left: Column) -> Vector:
    """The numbers x of the field with sum x_c column_c = -left, as rational equations for their coefficients."""
    m, field, keys = linear.field.degree, linear.field, linear.keys
    system = flint.fmpq_mat(m * len(keys), m * len(columns) + 1)
    units = [tuple(Fraction(int(i == j)) for i in range(m)) for j in range(m)]
    for row, key in enumerate(keys):
        for c, column in enumerate(columns):
            if value := column.get(key):
                for j, unit in enumerate(units):
                    for i, part in enumerate(field.multiply(_element(value, field), unit)):
                        system[m * row + i, m * c + j] = exactly(part)
        for i, part in enumerate(_element(left.get(key, Fraction(0)), field)):
            system[m * row + i, m * len(columns)] = exactly(-part)
    reduced, found = system.rref()
    assert found == m * len(columns), "the equations on the face are not met"
    last = [ring.fraction(reduced[i, m * len(columns)]) for i in range(found)]
    assert all(reduced[i, i] == 1 for i in range(found)), "the equations on the face are not met"
    return [Algebraic(field, tuple(last[m * c : m * c + m])) if m > 1 else last[c] for c in range(len(columns))]


def _element(value: Real, field: RealField) -> tuple[Fraction, ...]:
    return value.element if isinstance(value, Algebraic) else field.constant(value)


def on_the_whole(block: Block, face: list[Vector]) -> list[Vector]:
    """basis face basis^T."""
    r = range(len(face))
    if not face:
        return [[Fraction(0)] * block.size for _ in range(block.size)]
    half = [[_dot([row[i] for i in r], [face[i][j] for i in r]) for j in r] for row in block.face]
    return [[_dot(left, row) for row in block.face] for left in half]


def _dot(a: Sequence[Real], b: Sequence[Real]) -> Real:
    return sum((x * y for x, y in zip(a, b, strict=True) if x and y), Fraction(0))


def common_unit(matrices: dict[Place, list[Vector]]) -> Fraction:
    """The largest rational number of which all coefficients are multiples."""
    parts = [c for matrix in matrices.values() for row in matrix for x in row for c in _coefficients(x)]
    return Fraction(gcd(*(c.numerator for c in parts)), lcm(*(c.denominator for c in parts)))


def in_units(matrix: list[Vector], unit: Fraction) -> list[str]:
    """The rows of the lower triangle as text."""
    return [
        " ".join(",".join(str(int(c / unit)) for c in _coefficients(x)) for x in row[: i + 1])
        for i, row in enumerate(matrix)
    ]


def _coefficients(value: Real) -> list[Fraction]:
    """Of 1, theta, ..., without zeros at the end."""
    found = list(value.element) if isinstance(value, Algebraic) else [value]
    while len(found) > 1 and not found[-1]:
        found.pop()
    return found


def as_entry(value: Real) -> Any:
    """A number as it stands in a certificate."""
    found = [str(c) for c in _coefficients(value)]
    return found[0] if len(found) == 1 else found


def null_entry(blocks: Sequence[Block]) -> dict[str, Any]:
    """The entry `null`, in reduced form."""
    found = {}
    for block in blocks:
        reduced, _ = reduced_rows(block.null, block.size)
        (group, i, *rest) = block.name
        if reduced:
            name = f"{group}[{i}]" + "".join(f"[{j}]" for j in rest)
            found[name] = [[as_entry(x) for x in row] for row in reduced]
    return {"null": found} if found else {}


def theta_entry(field: RealField) -> dict[str, Any]:
    """The entry `theta`, none over Q."""
    if field.degree == 1:
        return {}
    return {"theta": {"polynomial": list(field.polynomial), "interval": [str(field.low), str(field.high)]}}
