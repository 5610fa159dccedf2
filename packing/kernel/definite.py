"""Exact linear algebra on integer matrices: is a symmetric matrix positive semidefinite, decided fast where it can be.

An approximate factor L D L^T of A in fixed point, with unit lower triangular L, gives a matrix Q near L^-1. Then M =
Q A Q^T is computed exactly. If its diagonal, after powers of two are taken from its rows and columns, exceeds the sum
of the absolute values beside it (Gershgorin), then M is positive definite, and so is A. Nothing about Q is believed.
If a pivot of D is not positive, a row x of Q shows x A x^T < 0, again exactly. Numbers stay a few hundred bits long,
while those of a fraction-free elimination grow with the size of the matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import mul

from packing.kernel.cost import semidefinite_elimination
from packing.kernel.linalg import semidefinite_rank
from packing.kernel.statement import MoreWorkError, RefusedError

Rows = Sequence[Sequence[int]]

PRECISIONS = (128, 320)
"""Bits after the point of the factor, tried in turn."""

GUARD = 32
"""Bits to which the rows of M are compared."""


def is_semidefinite(rows: Rows) -> bool | None:
    """Whether a symmetric integer matrix, given by its lower triangle, is positive semidefinite; None if undecided.

    Undecided are singular matrices, unless they are so by rows of zeros, and those close to singular.

    >>> is_semidefinite([[2], [1, 2]]), is_semidefinite([[1], [2, 3]]), is_semidefinite([[1], [2, 4]])
    (True, False, None)
    """
    kept = []
    for i, row in enumerate(rows):
        if row[i] < 0:
            return False
        if row[i]:
            kept.append(i)
        elif any(row) or any(other[i] for other in rows[i + 1 :]):
            return False
    if any(rows[i][j] ** 2 > rows[i][i] * rows[j][j] for i in kept for j in range(i)):
        return False
    full = [[rows[max(i, j)][min(i, j)] for j in kept] for i in kept]
    for precision in PRECISIONS:
        verdict = _decided(full, precision)
        if verdict is not None:
            return verdict
    return None


SPARE = 10.0
"""Seconds for matrices that are left undecided; the estimate of a check does not count them."""


def check_semidefinite(
    matrices: Iterable[tuple[str, Rows]],
    decide: Callable[[Rows], bool | None] = is_semidefinite,
    spare: float = SPARE,
) -> None:
    """Raise `RefusedError` at the first matrix that is not positive semidefinite.

    What `decide` leaves open is eliminated exactly, or `MoreWorkError` is raised where this takes more than `spare`
    seconds.
    """
    needed = 0.0
    for name, rows in matrices:
        verdict = decide(rows)
        if verdict is None:
            needed += semidefinite_elimination([row[-1] for row in rows])
            if needed <= spare:
                verdict = semidefinite_rank(rows) is not None
        if verdict is False:
            raise RefusedError(name, "must be a positive semidefinite matrix")
    if needed > spare:
        raise MoreWorkError(needed)


def _decided(full: list[list[int]], precision: int) -> bool | None:
    """The verdict at one precision, or None."""
    halves = [row[i].bit_length() // 2 for i, row in enumerate(full)]
    inverse, complete = _inverse_factor(full, halves, precision)
    most = max(halves, default=0)
    Q = [[value << (most - half) for value, half in zip(row, halves, strict=False)] for row in inverse]
    if not complete:
        return False if _form(full, Q[-1]) < 0 else None
    return True if _is_dominant(full, Q) else None


def _inverse_factor(full: list[list[int]], halves: list[int], precision: int) -> tuple[list[list[int]], bool]:
    """Rows of L^-1 in multiples of 2^-precision, where 2^(-h_i - h_j) A_ij = L D L^T, and whether all pivots are > 0.

    Where a pivot is not, or is too small for the precision, its row is the last.
    """
    one = 1 << precision
    L: list[list[int]] = []  # multiples of 2^-precision, without the diagonal of ones
    scaled: list[list[int]] = []  # L D
    pivots: list[int] = []
    inverse: list[list[int]] = []
    columns: list[list[int]] = []  # the columns of the inverse
    for i, row in enumerate(full):
        below: list[int] = []
        times: list[int] = []
        for j in range(i):
            value = _shifted(row[j], precision - halves[i] - halves[j])
            value -= sum(map(mul, below, scaled[j])) >> precision
            times.append(value)
            below.append((value << precision) // pivots[j])
        pivot = _shifted(row[i], precision - 2 * halves[i]) - (sum(map(mul, below, times)) >> precision)
        found = [-(sum(map(mul, below[j:], columns[j])) >> precision) for j in range(i)]
        found.append(one)
        inverse.append(found)
        if pivot >> (precision // 2) <= 0:
            return inverse, False
        for column, value in zip(columns, found, strict=False):
            column.append(value)
        columns.append([one])
        L.append(below)
        scaled.append(times)
        pivots.append(pivot)
    return inverse, True


def _is_dominant(full: list[list[int]], Q: list[list[int]]) -> bool:
    """Whether Q A Q^T has a positive diagonal that exceeds the rest of its rows, up to powers of two for each row."""
    products: list[list[int]] = []
    for i, row in enumerate(Q):
        left = [sum(map(mul, row, column)) for column in full]
        products.append([sum(map(mul, left, other)) for other in Q[: i + 1]])
    diagonal = [products[i][i] for i in range(len(Q))]
    if min(diagonal, default=1) <= 0:
        return False
    shifts = [max(value.bit_length() // 2 - GUARD, 0) for value in diagonal]
    beside = [0] * len(Q)
    for i, row in enumerate(products):
        for j, value in enumerate(row[:i]):
            share = (abs(value) >> (shifts[i] + shifts[j])) + 1
            beside[i] += share
            beside[j] += share
    return all(value >> (2 * shift) > rest for value, shift, rest in zip(diagonal, shifts, beside, strict=True))


def _form(full: list[list[int]], x: list[int]) -> int:
    """x A x^T for a vector that may end early."""
    return sum(value * sum(map(mul, x, row)) for value, row in zip(x, full, strict=False))


def _shifted(value: int, bits: int) -> int:
    """value 2^bits, rounded down."""
    return value << bits if bits >= 0 else value >> -bits
