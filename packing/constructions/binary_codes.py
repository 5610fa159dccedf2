"""Binary codes of minimum distance 4 that points of many shapes take their signs from."""

from __future__ import annotations

from itertools import product

import numpy as np

from packing.constructions.ring import Integers


def hexads() -> list[tuple[int, ...]]:
    """The 132 blocks of the Steiner system S(5, 6, 12): images of the squares and infinity under PSL(2, 11).

    The points are those of GF(11) and infinity, numbered 11; each five of them lie in one block. Reference: Conway and
    Sloane, Sphere Packings, Lattices and Groups, chapter 3.

    >>> len(hexads())
    132
    """
    residues = np.arange(11)
    inverse = np.array([11, *(-pow(int(x), 9, 11) % 11 for x in residues[1:]), 0])  # x -> -1/x
    moves = (np.append((residues + 1) % 11, 11), np.append(3 * residues % 11, 11), inverse)
    found = {(1, 3, 4, 5, 9, 11)}
    waiting = list(found)
    while waiting:
        block = waiting.pop()
        images = {tuple(sorted(move[list(block)].tolist())) for move in moves} - found
        found |= images
        waiting.extend(images)
    return sorted(found)


def julin_code() -> Integers:
    """144 binary words of length 12 at distances at least 4, the most there are, shape (144, 12).

    The hexads, six disjoint pairs, and the complements of the pairs. Reference: Julin, IEEE Trans. Inform. Theory 11
    (1965).

    >>> words = julin_code()
    >>> distances = (words[:, None] != words[None, :]).sum(axis=2)
    >>> len(words), int(distances[distances > 0].min())
    (144, 4)
    """
    blocks = [*hexads(), *((2 * i, 2 * i + 1) for i in range(6))]
    words = np.zeros((len(blocks), 12), dtype=np.int64)
    for word, block in zip(words, blocks, strict=True):
        word[list(block)] = 1
    return np.concatenate((words, 1 - words[-6:]))


def words_of_syndrome(length: int, parity: int, syndrome: int) -> Integers:
    """The words of this parity whose places, numbered from 0 and read in binary, have the sum `syndrome`, length <= 16.

    2^(length - 5) words at distances at least 4: a coset of a shortened extended Hamming code. Words of other parity,
    of a syndrome that differs by the number of no place, are at distance 3 or more.

    >>> len(words_of_syndrome(12, 0, 0))
    128
    """
    words = np.array(list(product((0, 1), repeat=length)), dtype=np.int64)
    places = np.arange(length)[:, None] >> np.arange(4) & 1
    sums = words @ places % 2 @ (1 << np.arange(4))
    chosen: Integers = words[(words.sum(axis=1) % 2 == parity) & (sums == syndrome)]
    return chosen
