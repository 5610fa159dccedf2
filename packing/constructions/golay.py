"""The binary Golay code of length 24 and the minimal vectors of the Leech lattice made of it."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, product

import numpy as np

from packing.constructions.ring import Integers


@lru_cache(maxsize=1)
def golay_code() -> Integers:
    """The 4096 words of length 24 as rows of 0 and 1: the quadratic residue code modulo 23 with a parity bit.

    Weights 0, 8, 12, 16, 24 occur 1, 759, 2576, 759, 1 times. Reference: Golay, Proc. IRE 37 (1949).

    >>> np.unique(golay_code().sum(axis=1), return_counts=True)[1].tolist()
    [1, 759, 2576, 759, 1]
    """
    residues = {x * x % 23 for x in range(1, 23)}
    word = np.array([x in residues for x in range(23)], dtype=np.int64)  # an idempotent of weight 11
    shifts = np.array([np.roll(word, s) for s in range(23)])
    rows = np.column_stack((shifts, shifts.sum(axis=1) % 2))
    basis = _binary_basis(rows)
    coefficients = np.array(list(product((0, 1), repeat=len(basis))), dtype=np.int64)
    words: Integers = coefficients @ basis % 2
    words.setflags(write=False)
    return words


def octads() -> Integers:
    """The 759 words of weight 8: the blocks of the Steiner system S(5, 8, 24)."""
    words = golay_code()
    return words[words.sum(axis=1) == 8]


@lru_cache(maxsize=1)
def leech_vectors() -> Integers:
    """The 196560 minimal vectors of the Leech lattice times sqrt 8, shape (196560, 24), squared norm 32, x before -x.

    | shape            | number     |                                                     |
    |------------------|------------|-----------------------------------------------------|
    | (+-2^8, 0^16)    | 759 * 2^7  | on an octad, an even number of minus signs          |
    | (-+3, +-1^23)    | 24 * 2^12  | (-3, 1^23) in any place, signs changed on a word    |
    | (+-4^2, 0^22)    | 276 * 2^2  | any two places                                      |

    Row i + 98280 is minus row i. Reference: Leech, Canad. J. Math. 19 (1967); Conway and Sloane, chapter 4.11.
    """
    signs = np.array([s for s in product((1, -1), repeat=8) if np.prod(s) == 1], dtype=np.int64)
    places = np.array([np.flatnonzero(octad) for octad in octads()])
    twos = np.zeros((len(places), len(signs), 24), dtype=np.int64)
    np.put_along_axis(twos, np.repeat(places[:, None], len(signs), axis=1), 2 * signs[None], axis=2)
    ones = (np.ones((24, 24), dtype=np.int64) - 4 * np.eye(24, dtype=np.int64))[:, None] * (1 - 2 * golay_code())[None]
    basis = 4 * np.eye(24, dtype=np.int64)
    fours = [s * basis[i] + t * basis[j] for i, j in combinations(range(24), 2) for s in (1, -1) for t in (1, -1)]
    every = np.concatenate((twos.reshape(-1, 24), ones.reshape(-1, 24), np.array(fours)))
    leading = every[np.arange(len(every)), (every != 0).argmax(axis=1)]
    half = every[leading > 0]
    vectors = np.concatenate((half, -half))
    vectors.setflags(write=False)
    return vectors


def _binary_basis(rows: Integers) -> Integers:
    """A basis of the span of rows over GF(2)."""
    remaining, basis = rows.copy(), []
    for column in range(rows.shape[1]):
        pivots = np.flatnonzero(remaining[:, column])
        if pivots.size:
            pivot = remaining[pivots[0]].copy()
            remaining[pivots] = (remaining[pivots] + pivot) % 2
            basis.append(pivot)
    return np.array(basis)
