"""The two interference energies and their exponent: sums over ordered pairs i != j of |c|^p or of max(c, 0)^p."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Any

import sympy

from packing.errors import InputError, positive_exponent


class Energy(StrEnum):
    """`abs`: E_p = sum |<x_i, x_j>|^p; `relu`: E+_p = sum max(<x_i, x_j>, 0)^p; both over ordered pairs i != j."""

    ABS = "abs"
    RELU = "relu"

    def weight(self, overlap: sympy.Expr, p: sympy.Expr) -> sympy.Expr:
        """What one ordered pair with this overlap adds: |c|^p or max(c, 0)^p.

        >>> Energy.ABS.weight(sympy.Rational(-1, 2), sympy.Integer(3))
        1/8
        """
        if overlap.is_zero or (self is Energy.RELU and overlap.is_negative):
            return sympy.Integer(0)
        return abs(overlap) ** p


def parse_energy(energy: Energy | str) -> Energy:
    """The energy named 'abs' or 'relu'.

    >>> parse_energy("relu").value
    'relu'
    """
    try:
        return Energy(energy)
    except ValueError:
        raise InputError(
            f"the energy must be abs or relu, not {energy!r}: abs for lines, relu for signed ones"
        ) from None


def exact_exponent(exponent: Any) -> sympy.Expr:
    """The exponent p > 0 as an exact number: a float stands for the decimal number that it prints as.

    Raises `InputError` unless p is a finite number above 0.

    >>> exact_exponent(1.5), exact_exponent(sympy.log(3) / sympy.log(2))
    (3/2, log(3)/log(2))
    """
    value = positive_exponent(exponent)
    if isinstance(exponent, sympy.Expr):
        return exponent
    if isinstance(exponent, Fraction):
        return sympy.Rational(exponent.numerator, exponent.denominator)
    return sympy.Rational(repr(value))
