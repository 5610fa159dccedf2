"""Exponents as exact numbers, and the names of the two interference energies: sums of |c|^p or of max(c, 0)^p."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Any

import sympy

from packing.doors import shown
from packing.errors import InputError, positive_exponent
from packing.exact_text import read_exact


class EnergyKind(StrEnum):
    """`abs`: E_p = sum |<x_i, x_j>|^p; `relu`: E+_p = sum max(<x_i, x_j>, 0)^p; both over ordered pairs i != j."""

    ABS = "abs"
    RELU = "relu"

    def weight(self, overlap: sympy.Expr, p: sympy.Expr) -> sympy.Expr:
        """What one ordered pair with this overlap adds: |c|^p or max(c, 0)^p.

        >>> EnergyKind.ABS.weight(sympy.Rational(-1, 2), sympy.Integer(3))
        1/8
        """
        if overlap.is_zero or (self is EnergyKind.RELU and overlap.is_negative):
            return sympy.Integer(0)
        return abs(overlap) ** p

    def letter(self, p: sympy.Expr) -> str:
        """The energy in LaTeX: E_p or E^+_p.

        >>> EnergyKind.RELU.letter(sympy.Rational(3, 2))
        'E^+_{3 / 2}'
        """
        return f"E{'' if self is EnergyKind.ABS else '^+'}_{{{sympy.latex(p, fold_short_frac=True)}}}"


class Decimal(sympy.NumberSymbol):
    """A decimal number of many digits that sympy keeps whole, like pi, when it stands in an exponent.

    As a Rational it would be split: 2**(12345678912/10^10) becomes powers of integers with billions of digits.

    >>> p = Decimal(sympy.Rational("1.2345678912"))
    >>> 3 * sympy.Integer(2) ** p, round(float(sympy.Integer(2) ** p), 6), bool(p <= 2)
    (3*2**1.2345678912, 2.353109, True)
    """

    is_real = True
    is_positive = True
    is_number = True

    def __new__(cls, value: sympy.Rational) -> Decimal:
        number: Decimal = sympy.AtomicExpr.__new__(cls)
        number.value = value
        return number

    def _hashable_content(self) -> tuple[sympy.Rational]:
        return (self.value,)

    def __getnewargs__(self) -> tuple[sympy.Rational]:
        return (self.value,)

    def _as_mpf_val(self, precision: int) -> Any:
        return self.value._as_mpf_val(precision)

    def approximation_interval(self, number_class: Any) -> tuple[Any, Any]:
        """Integers around the number."""
        low = sympy.floor(self.value)
        return low, low + 1

    def _sympystr(self, printer: Any) -> str:
        return repr(float(self.value))

    def __int__(self) -> int:
        return int(self.value)


MOST_DIGITS = 10_000
"""A decimal exponent with a larger numerator or denominator is kept as a `Decimal`."""


def parse_energy(energy: EnergyKind | str) -> EnergyKind:
    """The energy named 'abs' or 'relu'.

    >>> parse_energy("relu").value
    'relu'
    """
    try:
        return EnergyKind(energy)
    except ValueError:
        raise InputError(
            f"the energy must be abs or relu, not {energy!r}: abs for lines, relu for signed ones"
        ) from None


def exact_exponent(exponent: Any) -> sympy.Expr:
    """The exponent p > 0 as an exact number: a float stands for the decimal number that it prints as.

    Text is read by the grammar of exact numbers. Raises `InputError` unless p is a finite number above 0.

    >>> exact_exponent(1.5), exact_exponent("4/3"), exact_exponent(sympy.log(3) / sympy.log(2))
    (3/2, 4/3, log(3)/log(2))
    """
    exponent = read_exact("the exponent", exponent) if isinstance(exponent, str) else exponent
    value = positive_exponent(exponent)
    if isinstance(exponent, sympy.Rational):
        return _kept(exponent)
    if isinstance(exponent, sympy.Expr):
        return exponent
    if isinstance(exponent, Fraction):
        return sympy.Rational(exponent.numerator, exponent.denominator)
    return _kept(sympy.Rational(repr(value)))


def exponent_text(exponent: sympy.Expr) -> str:
    """The exponent with nothing rounded, in brackets where it is more than a decimal number.

    >>> [exponent_text(exact_exponent(p)) for p in (2, 1.5, "1/3", "sqrt(2)", "1.2345678912")]
    ['2', '1.5', '(1/3)', '(sqrt(2))', '1.2345678912']
    """
    if isinstance(exponent, Decimal):
        return str(exponent)
    decimal = repr(float(exponent)).removesuffix(".0")
    plain = isinstance(exponent, sympy.Rational) and "e" not in decimal and sympy.Rational(decimal) == exponent
    return decimal if plain else f"({exponent})"


def exponent_option(exponent: sympy.Expr) -> str:
    """The text that is read back as this exponent.

    >>> [exponent_option(exact_exponent(p)) for p in (2, 1.5, "1/3", "sqrt(2)", "1.2345678912")]
    ['2', '1.5', '1/3', 'sqrt(2)', '1.2345678912']
    """
    text = exponent_text(exponent)
    return text[1:-1] if text.startswith("(") else text


def _kept(number: sympy.Rational) -> sympy.Expr:
    """The number, as a `Decimal` where sympy would write out powers of it."""
    return Decimal(number) if max(number.p, number.q) > MOST_DIGITS else number


__dir__ = shown(__name__)
