"""The face of the cone of semidefinite matrices on which an exact solution lies: what its known null vectors leave."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import flint

from packing.bounds.checkers.threepoint import exactly, fraction


def rational_face(null: Sequence[Sequence[Fraction]], size: int) -> list[list[Fraction]]:
    """A rational basis, as columns, of the vectors of length `size` orthogonal to all of `null`.

    >>> rational_face([[Fraction(1), Fraction(2)]], 2) == [[-2], [1]]
    True
    """
    if not null:
        return [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    reduced, rank = flint.fmpq_mat([[exactly(x) for x in vector] for vector in null]).rref()
    pivots = [next(c for c in range(size) if reduced[r, c] != 0) for r in range(rank)]
    free = [c for c in range(size) if c not in pivots]
    found = [[Fraction(0)] * len(free) for _ in range(size)]
    for column, c in enumerate(free):
        found[c][column] = Fraction(1)
        for r, pivot in enumerate(pivots):
            found[pivot][column] = -fraction(reduced[r, c])
    return found
