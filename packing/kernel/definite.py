"""Exact linear algebra on integer matrices: is a symmetric matrix positive semidefinite, decided fast where it can be.

An approximate factor L D L^T of A in fixed point, with unit lower triangular L, gives a matrix Q near L^-1. Then M =
Q A Q^T is computed exactly. If its diagonal, after powers of two are taken from its rows and columns, exceeds the sum
of the absolute values beside it (Gershgorin), then M is positive definite, and so is A. Nothing about Q is believed.
If a pivot of D is not positive, a row x of Q shows x A x^T < 0, again exactly. Numbers stay a few hundred bits long,
while those of a fraction-free elimination grow with the size of the matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import floor
from operator import mul

from packing.kernel.algebraic import Algebraic, products
from packing.kernel.cost import semidefinite_elimination
from packing.kernel.field_elimination import semidefinite_rank_over
from packing.kernel.linalg import semidefinite_rank
from packing.kernel.null_vectors import Null, without_null
from packing.kernel.statement import MoreWorkError, RefusedError

Rows = Sequence[Sequence[int]]
Matrix = Sequence[Sequence[int | Algebraic]]
"""A lower triangle of integers, or of numbers of Q(theta)."""

PRECISIONS = (128, 320)
"""Bits after the point of the factor, tried in turn."""

GUARD = 32
"""Bits to which the rows of M are compared."""


def is_semidefinite(matrix: Matrix) -> bool | None:
    """Whether a symmetric integer matrix, given by its lower triangle, is positive semidefinite; None if undecided.

    Undecided are singular matrices, unless they are so by rows of zeros, and those close to singular. Over Q(theta)
    the answer is True or None.

    >>> is_semidefinite([[2], [1, 2]]), is_semidefinite([[1], [2, 3]]), is_semidefinite([[1], [2, 4]])
    (True, False, None)
    """
    rows, numbers = _parted(matrix)
    if numbers:
        return _is_definite_over(numbers) or None
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
    matrices: Iterable[tuple[str, Matrix]],
    decide: Callable[[Matrix], bool | None] = is_semidefinite,
    spare: float = SPARE,
    null: Null | None = None,
) -> None:
    """Raise `RefusedError` at the first matrix that is not positive semidefinite, or has not the `null` vectors named.

    What `decide` leaves open is eliminated exactly, or `MoreWorkError` is raised where this takes more than `spare`
    seconds.
    """
    needed = 0.0
    for name, whole in matrices:
        rows = without_null(whole, null[name], f"null.{name}") if null and name in null else whole
        verdict = decide(rows)
        if verdict is None:
            integers, numbers = _parted(rows)
            needed += _elimination_work(integers, numbers)
            if needed <= spare:
                verdict = _rank(integers, numbers) is not None
        if verdict is False:
            raise RefusedError(name, "must be a positive semidefinite matrix")
    if needed > spare:
        raise MoreWorkError(needed)


def _parted(rows: Matrix) -> tuple[Sequence[Sequence[int]], list[list[Algebraic]]]:
    """The matrix, as one of integers or of numbers of a field; the other is empty."""
    numbers = [[value for value in row if isinstance(value, Algebraic)] for row in rows]
    if any(numbers):
        return [], numbers
    return [[value for value in row if isinstance(value, int)] for row in rows], []


def _is_definite_over(numbers: list[list[Algebraic]]) -> bool:
    """Whether a matrix over Q(theta) is shown to be positive definite in fixed point.

    Rows and columns are divided by powers of two, of the size of the diagonal. Each entry is then known to within 1, so
    that the matrix is at least the one of integers less as much as its size.
    """
    most = max(abs(int(c)).bit_length() for row in numbers for value in row for c in value.element)
    halves = []
    for row in numbers:
        low, high = row[-1].between(most + PRECISIONS[-1])
        if low <= 0:
            return False
        halves.append((floor(high).bit_length() - floor(1 / high).bit_length()) // 2)
    bits = 2 * PRECISIONS[-1]
    halvings = most + bits - 2 * min(halves) + GUARD
    size, integers = len(numbers), []
    for i, row in enumerate(numbers):
        scales = (Fraction(2) ** (bits - halves[i] - half) for half in halves)
        ends = [(value * scale).between(halvings) for value, scale in zip(row, scales, strict=False)]
        if any(high - low > Fraction(1, 2) for low, high in ends):
            return False
        integers.append([floor(low) for low, _ in ends])
        integers[-1][i] -= 2 * size
    return is_semidefinite(integers) is True


def _elimination_work(integers: Rows, numbers: list[list[Algebraic]]) -> float:
    if not numbers:
        return semidefinite_elimination([row[-1] for row in integers])
    most = [max(abs(int(c)) for value in row for c in value.element) for row in numbers]
    return 2 * products(numbers[0][0].field) * semidefinite_elimination(most)


def _rank(integers: Rows, numbers: list[list[Algebraic]]) -> int | None:
    if not numbers:
        return semidefinite_rank(integers)
    return semidefinite_rank_over(
        numbers[0][0].field, [[value.element for value in row] for row in numbers], len(numbers)
    )


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
