"""Singular matrices with their null vectors, by another argument than the kernel's, on python-flint.

Let M V = 0. Then M is positive semidefinite exactly if M + V C V^T is, for any positive diagonal C: of x, less its
projection onto the columns of V, both forms say the same. Where V spans the null space the sum is definite, and balls
show it. Columns that are zero in disguise add nothing, so that nothing rests on a place where they are not 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import flint

from packing.bounds.checkers.signs import PRECISION, ball_of, has_positive_pivots, is_definite
from packing.bounds.rationals import to_flint
from packing.kernel import definite as kernel
from packing.kernel.algebraic import Algebraic, Real
from packing.kernel.definite import Matrix
from packing.kernel.null_vectors import Null, without_null
from packing.kernel.number_field import RealField
from packing.kernel.statement import RefusedError


def check_semidefinite(matrices: Iterable[tuple[str, Matrix]], field: RealField, spare: float, null: Null) -> None:
    """Raise `RefusedError` at the first matrix that is not semidefinite; what balls leave open, integers decide."""
    kernel.check_semidefinite(_open(matrices, field, null), is_definite, spare, null)


def _open(matrices: Iterable[tuple[str, Matrix]], field: RealField, null: Null) -> Iterator[tuple[str, Matrix]]:
    """The matrices that are not shown to be semidefinite by their null vectors."""
    for name, rows in matrices:
        verdict = None
        if name in null:
            without_null(rows, null[name], f"null.{name}")  # refuses lists of another form
            verdict = is_semidefinite(rows, null[name], field)
        if verdict is False:
            raise RefusedError(name, "must be a positive semidefinite matrix")
        if verdict is None:
            yield name, rows


def is_semidefinite(rows: Matrix, vectors: list[list[Real]], field: RealField) -> bool | None:
    """Whether M is semidefinite, from M + V C V^T in balls; None where that is open, False also where M V is not 0."""
    if not _vanishes(rows, vectors, field):
        return False
    verdict = None
    for precision in (PRECISION, 4 * PRECISION):
        with flint.ctx.workprec(precision):
            verdict = has_positive_pivots(_raised(rows, vectors))
        if verdict is not None:
            break
    return verdict


def _vanishes(rows: Matrix, vectors: list[list[Real]], field: RealField) -> bool:
    """Whether M V = 0, as polynomials modulo that of theta."""
    modulus, size = flint.fmpq_poly(list(field.polynomial)), range(len(rows))
    lower, zero = [[_polynomial(value) for value in row] for row in rows], flint.fmpq_poly()
    table = [[lower[max(i, j)][min(i, j)] for j in size] for i in size]
    columns = [[_polynomial(x) for x in vector] for vector in vectors]
    return all(
        sum((a * b for a, b in zip(row, v, strict=True) if b != 0), zero) % modulus == 0
        for v in columns
        for row in table
    )


def _polynomial(value: Real | int) -> Any:
    element = value.element if isinstance(value, Algebraic) else (Fraction(value),)
    return flint.fmpq_poly([to_flint(c) for c in element])


def _raised(rows: Matrix, vectors: list[list[Real]]) -> list[list[Any]]:
    """M + V C V^T in balls, a column as large in it as the largest of the diagonal."""
    size = range(len(rows))
    total = [[ball_of(rows[max(i, j)][min(i, j)]) for j in size] for i in size]
    largest = max((abs(total[i][i]).upper() for i in size), default=flint.arb(0))
    largest = largest if largest > 0 else flint.arb(1)
    for vector in vectors:
        v = [ball_of(x) for x in vector]
        weight = (largest / (1 + sum((x * x for x in v), flint.arb(0)))).mid()
        for i in size:
            for j in size:
                total[i][j] += weight * v[i] * v[j]
    return total
