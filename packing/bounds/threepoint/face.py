"""The face of the cone of semidefinite matrices on which an exact solution lies: what its known null vectors leave."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from packing.kernel.algebraic import Real


def face(null: Sequence[Sequence[Real]], size: int) -> list[list[Real]]:
    """A basis, as columns, of the vectors of length `size` orthogonal to all of `null`, in the field of their numbers.

    >>> face([[Fraction(1), Fraction(2)]], 2) == [[-2], [1]]
    True
    """
    reduced, pivots = reduced_rows(null, size)
    free = [c for c in range(size) if c not in pivots]
    found: list[list[Real]] = [[Fraction(0)] * len(free) for _ in range(size)]
    for column, c in enumerate(free):
        found[c][column] = Fraction(1)
        for row, pivot in zip(reduced, pivots, strict=True):
            found[pivot][column] = -row[c]
    return found


def reduced_rows(rows: Sequence[Sequence[Real]], size: int) -> tuple[list[list[Real]], list[int]]:
    """The reduced echelon form of `rows`, without rows of zeros, and the columns of its pivots.

    >>> reduced_rows([[Fraction(2), Fraction(4)], [Fraction(1), Fraction(2)]], 2) == ([[1, 2]], [0])
    True
    """
    left, found, pivots = [list(row) for row in rows], list[list[Real]](), list[int]()
    for c in range(size):
        place = next((i for i, row in enumerate(left) if row[c]), None)
        if place is None:
            continue
        row = left.pop(place)
        row = [x / row[c] for x in row]
        for others in (left, found):
            for i, other in enumerate(others):
                if other[c]:
                    others[i] = [x - other[c] * y for x, y in zip(other, row, strict=True)]
        found.append(row)
        pivots.append(c)
    return found, pivots
