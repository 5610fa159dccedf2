"""Frames whose entries are roots of unity over sqrt(d): words of exponents, and which of them are orthonormal.

A word is a row of exponents e modulo q, its vector (exp(2 pi i e_k / q) / sqrt d)_k. The m words of a frame are
orthonormal where the characters of an abelian group, or the rows of a Hadamard matrix, make them so. Turning all m
entries of one coordinate, and exchanging the parts of two coordinates, keep that.
"""

from __future__ import annotations

from itertools import product
from math import gcd, pi

import numpy as np
import numpy.typing as npt
import sympy

from packing.configuration import Packing
from packing.constructions.hadamard import hadamard_matrix, has_hadamard_matrix
from packing.constructions.ring import Cyclotomic
from packing.errors import InputError
from packing.numeric import SAME_VALUE, Indices
from packing.space import Space, Vectors

Complex = npt.NDArray[np.complex128]

_OFF = 1e-6
"""Entries further than this part of a step from a root of unity are none."""


def orthogonal_words(d: int, m: int, q: int) -> Indices | None:
    """Exponents modulo q of m orthogonal rows of d roots of unity, shape (m, d), the first row 0; None where unknown.

    The characters of a group of an order that divides d and has only primes of q, each repeated; for even q also rows
    of a Hadamard matrix.

    >>> orthogonal_words(4, 2, 2).tolist(), orthogonal_words(5, 2, 2)
    ([[0, 0, 0, 0], [0, 1, 0, 1]], None)
    """
    if m == 1:
        return np.zeros((1, d), dtype=np.int64)
    group = [p**k if q % p**k == 0 else p for p, k in sympy.factorint(d).items() if q % p == 0]
    powers = [p**k for p, k in sympy.factorint(d).items() if q % p == 0]
    orders = [part for part, whole in zip(group, powers, strict=True) for _ in range(_copies(part, whole))]
    size = int(np.prod(orders, dtype=np.int64)) if orders else 1
    if m <= size:
        elements = np.array(list(product(*map(range, orders))), dtype=np.int64)
        table = elements @ (elements * (q // np.array(orders))).T % q
        return np.tile(table[:m], d // size)
    halves = [h for h in range(d, m - 1, -1) if d % h == 0 and has_hadamard_matrix(h)] if q % 2 == 0 else []
    return np.tile((1 - hadamard_matrix(halves[0])[:m]) // 2 * (q // 2), d // halves[0]) if halves else None


def _copies(part: int, whole: int) -> int:
    """How many cyclic groups of this order a group of order `whole` is made of."""
    copies = 0
    while whole > 1:
        whole, copies = whole // part, copies + 1
    return copies


def vectors_of(words: Indices, q: int, space: Space) -> Vectors:
    """The frames of words (n, m, d) as vectors of the space: over R signs.

    >>> vectors_of(np.array([[[0, 1, 1, 0]]]), 2, Space.lines(4)).tolist()
    [[0.5, -0.5, -0.5, 0.5]]
    """
    rows = table_of(q)[words % q] / np.sqrt(words.shape[2])
    shaped = rows.reshape(len(words), *space.shape)
    return np.ascontiguousarray(shaped.real) if space.scalars == 1 else shaped


def table_of(q: int) -> Complex:
    """exp(2 pi i e / q) for e < q, with exact real and imaginary parts at quarter turns."""
    turns = np.exp(2j * pi * np.arange(q) / q)
    for e in range(q):
        if 4 * e % q == 0:
            turns[e] = (1, 1j, -1, -1j)[4 * e // q]
    return turns


def words_of(packing: Packing, q: int) -> Indices:
    """The exponents of the entries of a packing, shape (n, m, d); `InputError` where they are no q-th roots.

    Rows count up to a phase each.

    >>> words_of(Packing([[1, 1j], [1j, 1]]), 4).ravel().tolist()
    [0, 1, 0, 3]
    """
    space = packing.space
    entries = np.asarray(packing.vectors, dtype=np.complex128).reshape(packing.n, space.m, space.d)
    turned = entries * np.exp(-1j * np.angle(entries[..., :1]))
    steps = np.angle(turned) * q / (2 * pi)
    modulus = np.abs(entries) * np.sqrt(space.d)
    if np.abs(steps - np.rint(steps)).max() > _OFF or np.abs(modulus - 1.0).max() > _OFF:
        raise InputError(f"the entries of the packing are no roots of unity of order {q}: give another order")
    return np.rint(steps).astype(np.int64) % q


def exact_coherence(packing: Packing, q: int) -> sympy.Expr:
    """The coherence of a packing with entries among the q-th roots of unity, as an algebraic number.

    f = |sum_k zeta^e_k|^2 / (m d^2), summed over the m^2 products of rows, is real in Z[zeta] / (m d^2).

    >>> exact_coherence(Packing([[1, 1, 1], [1, 1, -1]]), 2), exact_coherence(Packing([[1, 1], [1, 1j]]), 4)
    (1/3, sqrt(2)/2)
    """
    words, space = words_of(packing, q), packing.space
    largest = np.flatnonzero(packing.overlaps >= packing.coherence - SAME_VALUE)
    first, second = (index[largest] for index in np.triu_indices(packing.n, 1))
    step = gcd(q, *map(int, words.ravel()))
    ring, words = Cyclotomic(q // step), words // step
    elements: set[tuple[int, ...]] = set()
    for i, j in zip(first, second, strict=True):
        sums = ring.power(words[j][None, :] - words[i][:, None]).sum(axis=2)
        square = ring.multiply(ring.conjugate(sums), sums).sum(axis=(0, 1))
        elements.add(tuple(int(c) for c in square))
    values = [ring.real_part(np.array(element)) for element in elements]
    return sympy.sqrt(max(values, key=lambda value: value.evalf(30)) / sympy.Integer(space.m * space.d**2))
