"""Steiner triple systems of every order v = 1, 3 mod 6, by Bose and by Skolem."""

from __future__ import annotations

from itertools import combinations

from packing.errors import InputError

Triple = tuple[int, int, int]


def has_triple_system(v: int) -> bool:
    """Whether there is a Steiner triple system of v >= 3 points: v = 1 or 3 mod 6."""
    return v >= 3 and v % 6 in (1, 3)


def triple_system(v: int) -> list[Triple]:
    """v (v-1)/6 triples of 0, ..., v-1 that hold each two points once, v = 1 or 3 mod 6.

    On Z_m x Z_3, point (x, i) numbered x + i m, the triples {(x, 0), (x, 1), (x, 2)} and {(x, i), (y, i), (x o y, i+1)}
    for a commutative quasigroup o on Z_m. For m = v/3 odd all x and x o y = (x+y)/2 (Bose); for m = (v-1)/3 = 2t the
    first triples for x < t only, x o x = x for these alone, and a point v-1 with {v-1, (x+t, i), (x, i+1)} (Skolem).
    Reference: Lindner, Rodger, Design Theory, chapter 1.

    >>> len(triple_system(13)), len(triple_system(15))
    (26, 35)
    """
    if not has_triple_system(v):
        raise InputError(f"a Steiner triple system has 1 or 3 mod 6 points, not {v}: take v such as 7, 9, 13 or 15")
    m = v // 3
    first = m if m % 2 else m // 2
    triples = [(x, x + m, x + 2 * m) for x in range(first)]
    for i in range(3):
        own, following = i * m, (i + 1) % 3 * m
        triples += [(x + own, y + own, _product(x, y, m) + following) for x, y in combinations(range(m), 2)]
        if m % 2 == 0:
            triples += [(v - 1, x + first + own, x + following) for x in range(first)]
    return triples


def _product(x: int, y: int, m: int) -> int:
    """(x + y)/2 mod m, m odd; for m = 2t the numbers 0, 2, ..., 1, 3, ... in place of their rank, of x + y mod m."""
    total = (x + y) % m
    if m % 2:
        return total * (m + 1) // 2 % m
    return total // 2 + m // 2 * (total % 2)
