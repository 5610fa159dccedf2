r"""Up to 2d + 1 unbiased bases of H^d, d = 2^m.

The operators q (x) P on H^d = H (x) R^d, with q in {1, i, j, k} from the left and P a product of the real Pauli
matrices X, Z, XZ on m bits, commute or anticommute, like vectors of Z_2^(2m+2) under a symplectic form; their squares
are (-1)^Q, Q a quadratic form of minus type. Sets of commuting operators of square 1 that are as large as they can be
have common eigenlines, a basis each; sets without a common operator give unbiased bases.

With q = 2^(m+1), the form is Q(x, y) = Tr(x y + a x + a y) on GF(q)^2, Tr a = 1. The q + 1 = 2d + 1 lines through 0
partition the plane, and on each Q is additive: its zeros are such a set. Reference: Kantor, Linear Algebra Appl.
226-228 (1995).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

import numpy as np
import sympy

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.constructions.fields import FiniteField, finite_field
from packing.constructions.ring import Integers
from packing.errors import InputError
from packing.numeric import Floats
from packing.problem import Problem, lines
from packing.space import Field, Space

H = Field.QUATERNION
LARGEST = 16
"""Bases are built up to this dimension."""

_X, _Z = np.array([[0.0, 1.0], [1.0, 0.0]]), np.diag([1.0, -1.0])


def quaternionic_bases(d: int, count: int | None = None) -> Construction:
    """`count` unbiased bases of H^d, at most (and by default) 2d + 1: coherence 1/sqrt d; d = 2, 4, 8, 16.

    All 2d + 1 attain Levenshtein's bound, and 2d of them the orthoplex bound.

    >>> print(quaternionic_bases(4))
    9 unbiased bases over H: 36 lines in H^4, coherence 1/2
    """
    if not (2 <= d <= LARGEST and d & (d - 1) == 0):
        raise InputError(f"unbiased bases over H are built in 2, 4, 8 or {LARGEST} dimensions, not {d}: take one")
    count = 2 * d + 1 if count is None else count
    if not 2 <= count <= 2 * d + 1:
        raise InputError(f"H^{d} has 2 to {2 * d + 1} unbiased bases, not {count}: choose a number in that range")
    return Construction(
        f"{count} unbiased bases over H",
        lines(count * d, d, H),
        1 / sympy.sqrt(d),
        "kantor1995",
        None,
        "Levenshtein bound" if count == 2 * d + 1 else "orthoplex bound" if count == 2 * d else "",
        rows=partial(_first_bases, d, count),
    )


def members(problem: Problem) -> Iterator[Construction]:
    """n/d bases of H^d, more than the d + 1 that C^d has; d = 4, 8, 16 (those of H^2 are parts of a cross-polytope)."""
    n, d = problem.n, problem.d
    if problem.field is H and 4 <= d <= LARGEST and d & (d - 1) == 0 and n % d == 0 and d + 1 < n // d <= 2 * d + 1:
        yield quaternionic_bases(d, n // d)


def _first_bases(d: int, count: int) -> Vectors:
    return _bases(d)[: count * d]


@cache
def _bases(d: int) -> Floats:
    """The common eigenlines of the operators at the zeros of Q on each line of GF(2d)^2, shape (d (2d+1), d, 4)."""
    field = finite_field(2 * d)
    x = np.arange(field.q)
    slopes = [(x, field.multiply(x, np.int64(slope))) for slope in range(field.q)]
    bases, operators = [], _Operators(field, d)
    for first, second in (*slopes, (np.zeros_like(x), x)):
        chosen = np.flatnonzero(operators.form(first, second) == 0)[1:]
        bases.append(_eigenlines(d, [operators.at(int(first[k]), int(second[k])) for k in _independent(chosen)]))
    rows: Floats = np.concatenate(bases)
    return rows


class _Operators:
    """The operator of each vector (x, y) of GF(q)^2, in coordinates in which Q is a sum of forms of two variables.

    e_1, e_2, ... is a basis of GF(q) with Tr(a e_1) = 1 and Tr(a e_i) = 0 for the others, f_i its dual basis: with x =
    sum x_i e_i and y = sum y_i f_i, Q = x_1 + x_1 y_1 + y_1 + sum_{i > 1} (x_i y_i + Tr(a f_i) y_i).
    """

    def __init__(self, field: FiniteField, d: int) -> None:
        self.field = field
        self.a = int(np.flatnonzero(field.trace == 1)[0])
        every = np.arange(field.q)
        inside = field.trace[field.multiply(every, np.int64(self.a))]
        basis = [int(np.flatnonzero(inside == 1)[0]), *_independent(np.flatnonzero(inside == 0)[1:])]
        products = np.array([field.trace[field.multiply(every, np.int64(e))] for e in basis])
        units = np.eye(len(basis), dtype=np.int64)
        self.basis = basis
        self.dual = [int(np.flatnonzero((unit == products.T).all(axis=1))[0]) for unit in units]
        left = [H.parts_of(H.multiply(unit, np.eye(4))).T for unit in np.eye(4)]  # y -> unit y
        self.pairs = [(np.kron(left[1], np.eye(d)), np.kron(left[2], np.eye(d)))]
        for place, dual in enumerate(self.dual[1:]):
            turn = _X @ _Z if inside[dual] else _Z
            self.pairs.append((_on_bit(_X, place, d), _on_bit(turn, place, d)))

    def form(self, x: Integers, y: Integers) -> Integers:
        """Q(x, y)."""
        field = self.field
        both = field.multiply(field.add(x, y), np.int64(self.a))
        values: Integers = field.trace[field.add(field.multiply(x, y), both)]
        return values

    def at(self, x: int, y: int) -> Floats:
        """The operator of (x, y), a real matrix of width 4 d."""
        operator: Floats = np.eye(len(self.pairs[0][0]))
        for e, f, (first, second) in zip(self.basis, self.dual, self.pairs, strict=True):
            if self.field.trace[self.field.multiply(np.int64(x), np.int64(f))]:
                operator = operator @ first
            if self.field.trace[self.field.multiply(np.int64(y), np.int64(e))]:
                operator = operator @ second
        return operator


def _on_bit(matrix: Floats, place: int, d: int) -> Floats:
    """1 (x) ... (x) `matrix` (x) ... (x) 1 on H (x) R^d."""
    before = 4 * 2**place
    operator: Floats = np.kron(np.kron(np.eye(before), matrix), np.eye(4 * d // (2 * before)))
    return operator


def _independent(elements: Integers) -> list[int]:
    """A basis over Z_2 of the span of elements of GF(2^k), which are added bit by bit."""
    basis: list[int] = []
    span = {0}
    for element in elements.tolist():
        if element not in span:
            basis.append(element)
            span |= {element ^ other for other in span}
    return basis


def _eigenlines(d: int, operators: list[Floats]) -> Floats:
    """The common eigenlines of m commuting involutions, read off the projections to them."""
    projections = [np.eye(4 * d)]
    for operator in operators:
        halves = [(np.eye(4 * d) + sign * operator) / 2 for sign in (1, -1)]
        projections = [projection @ half for projection in projections for half in halves]
    rows = [projection[:, int(np.argmax(np.diagonal(projection)))] for projection in projections]
    return H.parts_of(Space.lines(d, H).from_real(np.array(rows)))
