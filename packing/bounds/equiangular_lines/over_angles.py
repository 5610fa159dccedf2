"""How many equiangular lines R^d can hold over all angles."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import isqrt

from packing.bounds.equiangular_lines.at_angle import equiangular
from packing.bounds.size_bound import SizeBound
from packing.bounds.theorems.gerzon import gerzon
from packing.bounds.theorems.neumann import THEOREM as NEUMANN
from packing.errors import positive_integer


def most_equiangular(d: int) -> SizeBound:
    """At most how many equiangular lines R^d holds, over all angles.

    More than 2d lines need an odd 1/a (Neumann), and below the relative bound is at most 2d unless a^2 (2d - 1) > 1; so
    finitely many angles remain.

    >>> [most_equiangular(d).upper_bound for d in (3, 7, 15, 21, 22, 23, 41)]
    [6, 28, 36, 126, 176, 276, 276]
    """
    positive_integer("d", d)
    what = f"equiangular lines in R^{d}"
    answers = [SizeBound(what, NEUMANN, 2 * d)]
    answers += [equiangular(d, Fraction(1, inverse)) for inverse in range(3, isqrt(2 * d - 1) + 1, 2)]
    largest = max(answers, key=lambda answer: answer.upper_bound)
    best = min(largest, gerzon(d), key=lambda answer: answer.upper_bound)
    return replace(best, what=what, certificate=None)
