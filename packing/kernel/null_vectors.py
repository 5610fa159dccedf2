"""A singular matrix with its null vectors is semidefinite where a smaller one is, which need not be singular.

Let M v = 0 for vectors v_1, ..., v_k and let v_r have a place p_r where it is not 0 and all others are. Less a sum of
multiples of these vectors, any x is 0 at all p_r, and x M x stays what it is. So M is positive semidefinite exactly if
the matrix without the rows and columns p_r is.

Where the polynomial of theta is reducible, a number may be 0 and not look it, and M v may vanish for a v that is 0: the
sign of v_r at p_r is decided. What looks like 0 is 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain
from math import lcm
from operator import mul

from packing.kernel.algebraic import RATIONALS, Algebraic, Real, read_reals
from packing.kernel.entries import named, sequence
from packing.kernel.number_field import RealField
from packing.kernel.statement import RefusedError

Matrix = Sequence[Sequence[int | Algebraic]]
"""A lower triangle."""

Null = Mapping[str, list[list[Real]]]
"""Null vectors by the names of matrices, such as `kernels[0]`."""


def read_null(certificate: Mapping[str, object], sizes: Mapping[str, int], field: RealField) -> Null:
    """The entry `null`, an object from names of matrices to lists of vectors; none where it is missing."""
    if certificate.get("null") is None:
        return {}
    found = {}
    for name, value in named(certificate["null"], "null").items():
        if name not in sizes:
            raise RefusedError("null", f"names no matrix of the certificate: {name[:40]!r}")
        size, where = sizes[name], f"null.{name}"
        items = sequence(value, where, 1, max(size, 1))
        found[name] = [read_reals(item, f"{where}[{i}]", size, size, field) for i, item in enumerate(items)]
    return found


def without_null(rows: Matrix, vectors: list[list[Real]], name: str) -> Matrix:
    """The matrix without a row and a column for each vector, all of which are shown to be null vectors of it.

    >>> without_null([[1], [2, 4]], [[Fraction(-2), Fraction(1)]], "null.kernels[0]")
    [[4]]
    """
    numbers = chain(chain.from_iterable(vectors), chain.from_iterable(rows))
    field = next((x.field for x in numbers if isinstance(x, Algebraic)), RATIONALS)
    size, left = len(rows), set(range(len(rows)))
    table = [[_integers(rows[max(i, j)][min(i, j)], field) for j in range(size)] for i in range(size)]
    for r, vector in enumerate(vectors):
        others = [other for other in vectors if other is not vector]
        place = next((i for i in sorted(left) if vector[i] and not any(other[i] for other in others)), None)
        if place is None or not (vector[place] > 0 or vector[place] < 0):
            raise RefusedError(f"{name}[{r}]", "must have a place where it is not 0 and all others are")
        if not _vanishes(table, vector, field):
            raise RefusedError(f"{name}[{r}]", "is no null vector of the matrix")
        left.discard(place)
    kept = sorted(left)
    return [[rows[i][j] for j in kept if j <= i] for i in kept]


def _vanishes(table: list[list[list[int]]], vector: list[Real], field: RealField) -> bool:
    """Whether the matrix with these coefficients of 1, theta, ... times the vector is 0."""
    common = lcm(*(c.denominator for x in vector for c in _element(x, field)))
    scaled = [[int(c * common) for c in _element(x, field)] for x in vector]
    m = field.degree
    columns = [[x[b] for x in scaled] for b in range(m)]
    for row in table:
        total = [0] * (2 * m - 1)
        for a in range(m):
            entries = [x[a] for x in row]
            for b, column in enumerate(columns):
                total[a + b] += sum(map(mul, entries, column))
        if any(field.reduced([Fraction(c) for c in total])):
            return False
    return True


def _integers(value: int | Algebraic, field: RealField) -> list[int]:
    return [int(c) for c in value.element] if isinstance(value, Algebraic) else [value, *[0] * (field.degree - 1)]


def _element(value: Real, field: RealField) -> Sequence[Fraction]:
    return value.element if isinstance(value, Algebraic) else field.constant(value)
