"""Orthogonal pairs of named arrangements, and when subspaces hold more of them than bases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

from packing.analytic.extremal import turan
from packing.analytic.formula import is_symbolic
from packing.errors import InputError, positive_integer


def partition_pairs(sizes: Sequence[Any]) -> Any:
    """Unordered orthogonal pairs across blocks of these sizes: (n^2 - sum n_i^2)/2, all there are in generic blocks.

    Sizes are numbers or symbols of sympy.

    >>> partition_pairs([4, 4]), partition_pairs([3, 3, 2]), partition_pairs(sympy.symbols("a b"))
    (16, 21, a*b)
    """
    if is_symbolic(*sizes):
        return sympy.expand((sympy.Add(*sizes) ** 2 - sympy.Add(*(size**2 for size in sizes))) / 2)
    counts = [positive_integer("a block size", size) for size in sizes]
    return (sum(counts) ** 2 - sum(size * size for size in counts)) // 2


def equal_blocks_pairs(n: Any, k: Any) -> Any:
    """Unordered orthogonal pairs across k blocks of n/k vectors: n^2 (1 - 1/k)/2; k must divide n.

    n and k are numbers or symbols of sympy.

    >>> n, k = sympy.symbols("n k", positive=True)
    >>> equal_blocks_pairs(n, k), sympy.limit(equal_blocks_pairs(n, k), k, sympy.oo), equal_blocks_pairs(8, 2)
    (n**2*(1 - 1/k)/2, n**2/2, 16)
    """
    if is_symbolic(n, k):
        return n**2 * (1 - 1 / sympy.sympify(k, strict=True)) / 2
    n, k = positive_integer("n", n), positive_integer("k", k)
    if n % k:
        raise InputError(f"equal blocks need k to divide n, not n = {n}, k = {k}: change one of them")
    return partition_pairs([n // k] * k)


def turan_pairs(n: Any, d: Any) -> Any:
    """Turan's number, the most orthogonal pairs among n vectors of F^d: n^2 (1 - 1/d)/2 - r (d - r)/(2d), r = n mod d.

    n and d are numbers or symbols of sympy.

    >>> n, d = sympy.symbols("n d", integer=True, positive=True)
    >>> turan_pairs(n, 2), turan_pairs(n, d).subs({n: 13, d: 3}), turan_pairs(13, 3)
    (n**2/4 - (2 - Mod(n, 2))*Mod(n, 2)/4, 56, 56)
    """
    if not is_symbolic(n, d):
        return turan(positive_integer("n", n), positive_integer("d", d))
    d = sympy.sympify(d, strict=True)
    rest = sympy.Mod(n, d)
    return n**2 * (1 - 1 / d) / 2 - rest * (d - rest) / (2 * d)


def bases_pairs(n: Any, d: Any) -> Any:
    """Unordered orthogonal pairs of n/d orthonormal bases at general angles: n (d-1)/2; d must divide n.

    n and d are numbers or symbols of sympy.

    >>> bases_pairs(12, 4), bases_pairs(sympy.Symbol("n"), 3)
    (18, n)
    """
    if is_symbolic(n, d):
        return n * (sympy.sympify(d, strict=True) - 1) / 2
    n, d = positive_integer("n", n), positive_integer("d", d)
    if n % d:
        raise InputError(f"whole bases need d to divide n, not n = {n}, d = {d}: change one of them")
    return n * (d - 1) // 2


def evenly_spaced_pairs(m: Any) -> Any:
    """Unordered orthogonal pairs of m evenly spaced unit vectors in the plane: m if 4 divides m, else 0.

    m is a number or a symbol of sympy.

    >>> [evenly_spaced_pairs(m) for m in (3, 4, 6, 8)]
    [0, 4, 0, 8]
    >>> evenly_spaced_pairs(sympy.Symbol("m"))
    Piecewise((m, Eq(Mod(m, 4), 0)), (0, True))
    """
    if is_symbolic(m):
        return sympy.Piecewise((m, sympy.Eq(sympy.Mod(m, 4), 0)), (sympy.Integer(0), True))
    m = positive_integer("m", m)
    return 0 if m % 4 else m


def subspaces_beat_bases(n: Any, d: Any, k: Any) -> Any:
    """Whether k equal orthogonal blocks hold more orthogonal pairs than n/d overlapping bases: d - 1 < n (1 - 1/k).

    A truth value, or with symbols of sympy the inequality.

    >>> subspaces_beat_bases(4, 2, 2), subspaces_beat_bases(2, 2, 2), subspaces_beat_bases(sympy.Symbol("n"), 3, 2)
    (True, False, n/2 > 2)
    """
    if is_symbolic(n, d, k):
        return n * (1 - 1 / sympy.sympify(k, strict=True)) > sympy.sympify(d, strict=True) - 1
    n, d, k = positive_integer("n", n), positive_integer("d", d), positive_integer("k", k)
    return bool(d - 1 < n * (1 - sympy.Rational(1, k)))
