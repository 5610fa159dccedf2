"""Exact linear algebra on integer matrices: is a symmetric matrix positive semidefinite, and of what rank?"""

from __future__ import annotations

from collections.abc import Sequence


def semidefinite_rank(rows: Sequence[Sequence[int]], most: int | None = None) -> int | None:
    """The rank of a symmetric integer matrix where it is positive semidefinite, and None where it is not.

    Once the rank is more than `most`, that is the answer, and the rest of the matrix is left alone.

    `rows` is the lower triangle: row i has i + 1 entries. Fraction-free symmetric elimination (Bareiss): after r
    pivots each entry is, up to the positive last pivot, an entry of the Schur complement, so the signs decide: a
    negative pivot refutes, a zero one asks for a zero column and drops it, and a positive one eliminates.

    >>> semidefinite_rank([[2], [1, 2]]), semidefinite_rank([[1], [2, 4]]), semidefinite_rank([[1], [2, 3]])
    (2, 1, None)
    """
    matrix = [list(row) for row in rows]
    last, rank = 1, 0
    while matrix:
        column = [row.pop(0) for row in matrix]
        pivot = column[0]
        del matrix[0], column[0]
        if pivot < 0 or (pivot == 0 and any(column)):
            return None
        if pivot == 0:
            continue
        for i, row in enumerate(matrix):
            head = column[i]
            matrix[i] = [(pivot * entry - head * column[j]) // last for j, entry in enumerate(row)]
        last, rank = pivot, rank + 1
        if most is not None and rank > most:
            break
    return rank
