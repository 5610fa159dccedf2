"""Orthogonal pairs of named arrangements, and when subspaces hold more of them than bases."""

from __future__ import annotations

from collections.abc import Sequence

import sympy

from packing.errors import InputError, positive_integer


def partition_pairs(sizes: Sequence[int]) -> int:
    """Unordered orthogonal pairs across blocks of these sizes: (n^2 - sum n_i^2)/2, all there are in generic blocks.

    >>> partition_pairs([4, 4]), partition_pairs([3, 3, 2])
    (16, 21)
    """
    counts = [positive_integer("a block size", size) for size in sizes]
    return (sum(counts) ** 2 - sum(size * size for size in counts)) // 2


def bases_pairs(n: int, d: int) -> int:
    """Unordered orthogonal pairs of n/d orthonormal bases at general angles: n (d-1)/2; d must divide n.

    >>> bases_pairs(12, 4)
    18
    """
    n, d = positive_integer("n", n), positive_integer("d", d)
    if n % d:
        raise InputError(f"whole bases need d to divide n, not n = {n}, d = {d}: change one of them")
    return n * (d - 1) // 2


def evenly_spaced_pairs(m: int) -> int:
    """Unordered orthogonal pairs of m evenly spaced unit vectors in the plane: m if 4 divides m, else 0.

    >>> [evenly_spaced_pairs(m) for m in (3, 4, 6, 8)]
    [0, 4, 0, 8]
    """
    m = positive_integer("m", m)
    return 0 if m % 4 else m


def subspaces_beat_bases(n: int, d: int, k: int) -> bool:
    """Whether k equal orthogonal blocks hold more orthogonal pairs than n/d overlapping bases: d - 1 < n (1 - 1/k).

    >>> subspaces_beat_bases(4, 2, 2), subspaces_beat_bases(2, 2, 2)
    (True, False)
    """
    n, d, k = positive_integer("n", n), positive_integer("d", d), positive_integer("k", k)
    return bool(d - 1 < n * (1 - sympy.Rational(1, k)))
