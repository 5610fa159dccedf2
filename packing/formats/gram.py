"""Gram matrices: told by symmetry, unit diagonal and eigenvalues; their rank and vectors that have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.errors import InputError, check_room
from packing.exact_gram import ExactMatrix
from packing.exact_rows import exact_matrix
from packing.space import Vectors

Array = npt.NDArray[Any]

SYMMETRIC = 1e-6
"""How far a matrix of floats may be from a Hermitian one with unit diagonal."""

MOST_DECIMALS = 12
"""Entries with no more decimals are rounded to so many."""

ZERO = 1e-8
"""Eigenvalues below this, times the largest, count as 0 in a matrix of floats."""

MOST_EXACT = 700
"""The rank of a larger matrix is not taken in exact arithmetic."""


@dataclass(frozen=True, eq=False)
class Gram:
    """Vectors (n, rank) with the inner products given, the exact ones where those are, and how far both differ."""

    vectors: Vectors
    exact: ExactMatrix | None
    error: float

    @property
    def rank(self) -> int:
        """The dimension of the span."""
        return int(self.vectors.shape[1])

    @property
    def text(self) -> str:
        """What is known of the rank, in words."""
        n = len(self.vectors)
        if self.exact is not None:
            return f"rank {self.rank} in exact arithmetic"
        return f"rank {self.rank} in floats; the vectors have its entries within {max(self.error, 1e-16):.1g}, n = {n}"


def looks_like_gram(numbers: Array) -> bool:
    """Whether a matrix is square, Hermitian, with unit diagonal and no negative eigenvalue, and is not the identity.

    Entries that are rounded to a few decimals leave eigenvalues as far below 0 as that moves them.

    >>> looks_like_gram(np.array([[1, 0.5], [0.5, 1]])), looks_like_gram(np.array([[1, 2], [2, 1]]))
    (True, False)
    """
    floats = _table(numbers)
    if floats is None:
        return False
    values = np.linalg.eigvalsh((floats + floats.conj().T) / 2)
    return bool(values[0] >= -_zero(floats, values))


def check_table(numbers: Array, source: object) -> None:
    """Raise `InputError` for a table of cosines that is no Gram matrix, such as one of their moduli.

    Such a table is symmetric, with 1 on the diagonal and smaller numbers elsewhere, and its rows have not length 1.

    >>> check_table(np.array([[1, 0.5], [0.5, 1]]), "g.csv")
    >>> check_table(np.array([[1, 0.9, 0.9], [0.9, 1, 0], [0.9, 0, 1]]), "g.csv")
    Traceback (most recent call last):
    packing.errors.InputError: g.csv is a table of cosines (symmetric, diagonal 1) with the eigenvalue -0.272792, \
and no Gram matrix has a negative one: give cosines with their signs, or say --rows
    """
    floats = _table(numbers)
    if floats is None or looks_like_gram(numbers):
        return
    sizes = np.abs(floats[~np.eye(len(floats), dtype=bool)])
    is_rows = np.abs(np.linalg.norm(floats, axis=1) - 1).max() <= SYMMETRIC
    if is_rows or not ((sizes > SYMMETRIC) & (sizes < 1 - SYMMETRIC)).any():
        return
    least = np.linalg.eigvalsh((floats + floats.conj().T) / 2)[0]
    raise InputError(
        f"{source} is a table of cosines (symmetric, diagonal 1) with the eigenvalue {least:.6g}, and no Gram matrix "
        "has a negative one: give cosines with their signs, or say --rows"
    )


def _table(numbers: Array) -> Array | None:
    """A Hermitian matrix with unit diagonal and entries at most 1, other than the identity, as floats; else None."""
    if numbers.ndim != 2 or numbers.shape[0] != numbers.shape[1] or len(numbers) < 2:
        return None
    try:
        floats = _floats(numbers)
    except InputError:
        return None
    if np.abs(np.diagonal(floats) - 1).max() > SYMMETRIC or np.abs(floats).max() > 1 + SYMMETRIC:
        return None
    if np.abs(floats - floats.conj().T).max() > SYMMETRIC or np.abs(floats - np.eye(len(floats))).max() <= SYMMETRIC:
        return None
    return floats


def _zero(floats: Array, values: Array) -> float:
    """The size up to which an eigenvalue is 0: n times what rounding to few decimals and asymmetry leave open."""
    error = max(float(np.abs(floats - floats.conj().T).max()), 1e-13)
    parts = np.stack((floats.real, floats.imag))
    for decimals in range(1, MOST_DECIMALS + 1):
        if np.abs(np.round(parts, decimals) - parts).max() < 1e-15:
            error = max(error, 0.5 * 10.0**-decimals)
            break
    return float(max(ZERO * values[-1], len(floats) * error))


def vectors_of_gram(numbers: Array, source: object, rank: int | None = None) -> Gram:
    """Vectors with the given inner products, each divided by the lengths that the diagonal says.

    Args: a Hermitian matrix (n, n) with a positive diagonal; `rank`, where it is known.
    The rank of exact matrices is taken in exact arithmetic: then all but so many eigenvalues are 0, and the others have
    a sign that floats tell, which proves that none is negative.
    Raises `InputError` where the matrix is not Hermitian, has a negative eigenvalue or more than `rank` positive ones.

    >>> gram = vectors_of_gram(np.array([[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]), "m.csv")
    >>> gram.rank, gram.text
    (2, 'rank 2 in exact arithmetic')
    """
    if numbers.ndim != 2 or numbers.shape[0] != numbers.shape[1]:
        raise InputError(f"{source} must be square to be a Gram matrix, not of shape {numbers.shape}: say --rows")
    check_room(f"{source}", *numbers.shape)
    floats = _floats(numbers)
    lengths = np.sqrt(np.abs(np.diagonal(floats).real))
    if not (np.diagonal(floats).real > 0).all():
        raise InputError(f"{source} must have a positive diagonal to be a Gram matrix: say --rows for vectors")
    floats = floats / lengths[:, None] / lengths[None, :]
    if np.abs(floats - floats.conj().T).max() > SYMMETRIC:
        i, j = np.unravel_index(int(np.argmax(np.abs(floats - floats.conj().T))), floats.shape)
        raise InputError(f"{source} is no Gram matrix: its entries ({i}, {j}) and ({j}, {i}) differ; say --rows")
    values, directions = np.linalg.eigh((floats + floats.conj().T) / 2)
    exact = exact_matrix(numbers) if len(numbers) <= MOST_EXACT else None
    tolerance = max(ZERO * values[-1], 1e-13 * len(floats)) if exact is not None else _zero(_floats(numbers), values)
    found = exact.rank if exact is not None else int(np.count_nonzero(values > tolerance))
    positive = int(np.count_nonzero(values > tolerance))
    if values[0] < -tolerance or positive > found:
        raise InputError(
            f"{source} is no Gram matrix: its least eigenvalue is {values[0]:.6g}, and none may be negative; say --rows"
        )
    if rank is not None and found > rank and (exact is not None or values[-rank - 1] > 1e-3):
        raise InputError(f"{source} is a Gram matrix of rank {found}, not of vectors with d = {rank}: correct d")
    kept = max(found if rank is None else min(found, rank), 1)
    rows: Vectors = directions[:, -kept:].conj() * np.sqrt(np.maximum(values[-kept:], 0))
    error = float(np.abs(rows.conj() @ rows.T - floats).max())
    return Gram(rows[:, ::-1], exact if positive == found else None, error)


def _floats(numbers: Array) -> Array:
    try:
        floats: Array = np.asarray(numbers, dtype=np.complex128 if np.iscomplexobj(numbers) else np.float64)
    except (TypeError, ValueError, OverflowError):
        raise InputError("a Gram matrix needs numbers that a double holds: divide them by the diagonal") from None
    if not np.isfinite(floats).all():
        raise InputError("every entry of a Gram matrix must be finite: remove NaN and infinity")
    return floats


__dir__ = shown(__name__)
