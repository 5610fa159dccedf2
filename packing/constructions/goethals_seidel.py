"""Skew Hadamard matrices of orders 36 and 52 from four circulants: the array of Goethals and Seidel."""

from __future__ import annotations

import numpy as np

from packing.constructions.ring import Integers
from packing.errors import InputError

_ROWS = {
    36: ("+++-+-+--", "---++++-+", "--++++-++", "-++-+++++"),
    52: ("+++--+-+-++--", "----++++++--+", "--+++++-++-++", "-+-+++-+-++++"),
}
"""First rows of four circulants whose periodic autocorrelations cancel; the first one is skew but for its 1."""


def has_four_circulants(n: int) -> bool:
    """Whether `skew_from_circulants` reaches order n."""
    return n in _ROWS


def skew_from_circulants(n: int) -> Integers:
    """The skew matrix C with zero diagonal, entries +-1 elsewhere and C C^T = (n-1) I, n = 36 or 52.

    C + I is the array of the circulants A, B, C, D of order n/4, A A^T + B B^T + C C^T + D D^T = n I, and of the back
    identity R; the rows were found by a search through all sequences. Reference: Goethals, Seidel, J. Austral. Math.
    Soc. 11 (1970).

    >>> matrix = skew_from_circulants(36)
    >>> bool((matrix @ matrix.T == 35 * np.eye(36)).all()), bool((matrix == -matrix.T).all())
    (True, True)
    """
    if not has_four_circulants(n):
        raise InputError(f"four circulants are at hand for the orders 36 and 52, not {n}: take one of these")
    a, b, c, d = (_circulant(text) for text in _ROWS[n])
    back = np.eye(n // 4, dtype=np.int64)[::-1]
    array = np.block([
        [a, b @ back, c @ back, d @ back],
        [-b @ back, a, d.T @ back, -c.T @ back],
        [-c @ back, -d.T @ back, a, b.T @ back],
        [-d @ back, c.T @ back, -b.T @ back, a],
    ])  # fmt: skip
    return array - np.eye(n, dtype=np.int64)


def _circulant(text: str) -> Integers:
    """The matrix with rows shifted to the right, +- for 1 and -1."""
    row = np.array([1 if sign == "+" else -1 for sign in text], dtype=np.int64)
    return np.array([np.roll(row, shift) for shift in range(len(row))])
