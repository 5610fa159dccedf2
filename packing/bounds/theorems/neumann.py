"""Neumann's theorem: many equiangular lines need an odd reciprocal angle."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from packing.bounds.bound import Theorem
from packing.bounds.size_bound import NoSizeBound, SizeBound
from packing.errors import InputError, positive_integer
from packing.exact_numbers import check_between, exact_value

if TYPE_CHECKING:
    import sympy

THEOREM = Theorem("Neumann", "lemmens1973")


def neumann(d: int, angle: Fraction | str | sympy.Expr) -> SizeBound | NoSizeBound:
    """More than 2d lines of R^d with |<x, y>| = a for each pair need an odd integer 1/a; for a rational a even fewer.

    Proof: the Gram matrix is I + a S with S = 0 on the diagonal and 1, -1 off it, and -1/a is an eigenvalue of S of
    multiplicity n - d at least. An eigenvalue of multiplicity above n/2 of an integer matrix is an integer. A rational
    one always is an integer: so n <= d where 1/a is rational and no integer. S + I agrees modulo 2 with the matrix of
    ones; so S + 1/a, for an even integer 1/a, has rank n or n - 1 modulo 2, no less over the rationals, and n <= d + 1,
    with n odd in the case of equality.
    Where a is irrational, so is the eigenvalue, and its conjugates are as often one: n <= 2d.
    Args: d >= 1 and a in (0, 1), exact. Equality: d + 1 lines of a regular simplex, a = 1/d, d even; the six diagonals
    of the icosahedron, a = 1/sqrt(5). The `angle` a is text such as "1/5" or "1/sqrt(5)",
    a `Fraction` or a number of sympy. Reference: Lemmens and Seidel (1973), Theorem 3.4, who credit Neumann.

    >>> print(neumann(200, "1/4"))
    lines of R^200 with |<x, y>| = 1/4: n <= 201 (Neumann, proved)
    >>> print(neumann(23, "1/5"))
    Neumann: says nothing where 1/a is an odd integer, such as 5
    """
    d, a = positive_integer("d", d), checked_angle(angle)
    if not isinstance(a, Fraction):
        return SizeBound(lines_at(d, a), THEOREM, 2 * d, attained="conference matrices of order 2d, a^2 = 1/(2d - 1)")
    if a.numerator == 1 and a.denominator % 2:
        return NoSizeBound(THEOREM, f"says nothing where 1/a is an odd integer, such as {a.denominator}")
    most = d if a.numerator > 1 else d + 1 - d % 2
    return SizeBound(lines_at(d, a), THEOREM, most, attained="regular simplices" if a * d == 1 else "")


def checked_angle(angle: object) -> Fraction | sympy.Expr:
    """The common |<x, y>| of equiangular lines, exact in (0, 1), or `InputError`: a float of many digits is refused.

    >>> checked_angle("1/5"), checked_angle("1/sqrt(5)")
    (Fraction(1, 5), sqrt(5)/5)
    """
    a = exact_value("the angle", angle)
    check_between("the angle", angle, 0, a)
    if a == 0:
        raise InputError("the angle must be greater than 0, not 0: orthogonal lines are at most d; give 1/5, say")
    return a


def lines_at(d: int, angle: Fraction | sympy.Expr) -> str:
    """The lines counted, in words."""
    return f"lines of R^{d} with |<x, y>| = {angle}"
