"""Equiangular lines at 1/3 and 1/5: the two angles at which the maximum is known in every dimension."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from packing.bounds.bound import Theorem
from packing.bounds.size_bound import NoSizeBound, SizeBound
from packing.bounds.theorems.neumann import checked_angle, lines_at
from packing.errors import positive_integer

if TYPE_CHECKING:
    import sympy

THIRD = Theorem("Lemmens-Seidel", "lemmens1973")
FIFTH = Theorem("Lemmens-Seidel conjecture", "cao2022")


def lemmens_seidel(d: int, angle: Fraction | str | sympy.Expr) -> SizeBound | NoSizeBound:
    """At 1/3 at most max(28, 2(d - 1)) lines of R^d, at 1/5 at most max(276, floor(3 (d - 1)/2)).

    The first stands in Lemmens and Seidel (1973), the second is their conjecture, proved by Cao, Koolen, Lin and Yu
    (2022). Equality: at 1/3 for d >= 7 (28 up to d = 15), at 1/5 for d >= 23 (276 up to d = 185). In fewer dimensions
    the relative bound is better. Validity: a = 1/3 or 1/5.

    Args: d >= 1; `angle` a, the common |<x, y>|, exact: "1/3" or a `Fraction`.

    >>> [lemmens_seidel(d, "1/3").upper_bound for d in (7, 15, 16, 30, 100)]
    [28, 28, 30, 58, 198]
    >>> [lemmens_seidel(d, "1/5").upper_bound for d in (23, 185, 187, 200)]
    [276, 276, 279, 298]
    """
    d, a = positive_integer("d", d), checked_angle(angle)
    if a == Fraction(1, 3):
        attained = "28 lines of R^7, and 2(d - 1) from d = 15 on"
        return SizeBound(lines_at(d, a), THIRD, max(28, 2 * (d - 1)), attained=attained)
    if a == Fraction(1, 5):
        attained = "276 lines of R^23, and floor(3 (d - 1)/2) from d = 185 on"
        return SizeBound(lines_at(d, a), FIFTH, max(276, 3 * (d - 1) // 2), attained=attained)
    return NoSizeBound(THIRD, f"is about the angles 1/3 and 1/5, not {a}")
