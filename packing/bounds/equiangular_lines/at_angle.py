"""How many equiangular lines R^d can hold at a given angle: every theorem is asked."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from packing.bounds.equiangular_lines.barg_yu import derived_certificate, size_of
from packing.bounds.family import Family
from packing.bounds.size_bound import SizeBound
from packing.bounds.theorems import levenshtein_second, welch
from packing.bounds.theorems.gerzon import gerzon
from packing.bounds.theorems.lemmens_seidel import lemmens_seidel
from packing.bounds.theorems.neumann import checked_angle, lines_at, neumann
from packing.errors import positive_integer
from packing.exact_numbers import ceiling_between
from packing.space import Space

if TYPE_CHECKING:
    import sympy


def equiangular(d: int, angle: Fraction | str | sympy.Expr) -> SizeBound:
    """At most how many lines of R^d have |<x, y>| = a for each pair: the least that any theorem allows.

    Asked are Gerzon, the relative bound, Levenshtein's second, Neumann, Lemmens and Seidel with Cao, Koolen, Lin and
    Yu (1/3 and 1/5), and Barg and Yu with a certificate. The bound never falls with d: lines of R^d are lines of
    R^(d+1). Args: d >= 1 and a = `angle` exact in (0, 1), such as "1/5" or "1/sqrt(5)".

    >>> [equiangular(d, "1/5").upper_bound for d in (15, 22, 23, 43, 60, 185, 200)]
    [36, 176, 276, 276, 276, 276, 298]
    >>> [equiangular(d, "1/3").upper_bound for d in (3, 4, 5, 6, 7, 15, 30, 100)]
    [4, 6, 10, 16, 28, 28, 58, 198]
    >>> equiangular(3, "1/sqrt(5)").upper_bound                     # the diagonals of the icosahedron
    6
    """
    d, a = positive_integer("d", d), checked_angle(angle)
    answers = [gerzon(d)]
    certificate = derived_certificate(d, a) if d >= 3 and isinstance(a, Fraction) else None
    answers += [size_of(certificate)] if certificate is not None else []
    square = ceiling_between("the square of the angle", a * a, 0).above
    for family in (welch.family, levenshtein_second.family):
        statement = family(Space.lines(d))
        bound = statement.size(square) if isinstance(statement, Family) else None
        answers += [bound] if bound is not None else []
    fixed = (neumann(d, a), lemmens_seidel(d, a))
    answers += [answer for answer in fixed if isinstance(answer, SizeBound)]
    best = min(answers, key=lambda answer: (answer.upper_bound, answer.certificate is None))
    return replace(best, what=lines_at(d, a))
