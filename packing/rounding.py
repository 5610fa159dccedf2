"""Numbers as decimals, cut the way they are known: the one place that rounds what people read.

The rule: what nothing can beat is rounded down, what something attains bounds the best from above and is rounded up, a
measured number is rounded to nearest. Digits are cut from the exact number where there is one, so that 1/5 stays 0.2.
Two texts of one exact number can differ in the last digit; that they are equal is said by the exact number.
"""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from packing.doors import shown

if TYPE_CHECKING:
    import sympy

Real: TypeAlias = "float | Fraction | Decimal | sympy.Expr"
"""What can be cut: a float stands for itself, exactly."""


class Rounding(StrEnum):
    """Which way digits are cut: a lower bound goes down, an upper bound up."""

    DOWN = ROUND_FLOOR
    UP = ROUND_CEILING
    NEAREST = ROUND_HALF_EVEN


DECIMALS = 12
"""Decimals of a coherence or a bound in a line of text."""

NOISE = 2e-15
"""What a coherence of doubles is off by, or the share of a larger number: sums of a few hundred rounded products."""

_WIDE = Context(prec=400)
_SHORT = 6


def lower(number: Real, decimals: int = DECIMALS) -> str:
    """The largest number of so many decimals that is at most `number`: a lower bound as text.

    >>> lower(Fraction(1, 5)), lower(0.48795003647426655, 10), lower(-1 / 3, 4)
    ('0.2', '0.4879500364', '-0.3334')
    """
    return as_text(number, Rounding.DOWN, decimals)


def upper(number: Real, decimals: int = DECIMALS) -> str:
    """The least number of so many decimals that is at least `number`: an upper bound as text.

    >>> upper(Fraction(1, 5)), upper(0.4472135954999579, 10), upper(-1 / 3, 4)
    ('0.2', '0.4472135955', '-0.3333')
    """
    return as_text(number, Rounding.UP, decimals)


def attained(value: float, decimals: int = DECIMALS, rounding: Rounding = Rounding.UP) -> str:
    """A coherence of doubles as text, rounded up; where it is within 2e-15 of six decimals those are meant.

    An angle, which falls as the coherence rises, is rounded down.

    >>> attained(0.5000000000000001), attained(0.4472135954999579), attained(89.99999999999999, 6, Rounding.DOWN)
    ('0.5', '0.447213595500', '90')
    """
    return as_text(meant(value), rounding, decimals)


def meant(value: float) -> Decimal:
    """The number that a double computed from others stands for: six decimals where it is within 2e-15 of those.

    >>> meant(12.000000000000002), meant(0.1875) == 0.1875
    (Decimal('12.0'), True)
    """
    short = round(value, _SHORT) if math.isfinite(value) else value
    is_short = abs(short - value) <= NOISE * max(1.0, abs(value))
    return Decimal(repr(short)) if is_short else Decimal(value)


def digits(number: Real, rounding: Rounding, count: int) -> str:
    """`count` significant digits, cut the way asked for; powers of ten below 10^-4 and above the digits.

    >>> digits(1.234e-7, Rounding.UP, 2), digits(0.26543, Rounding.DOWN, 3), digits(0.0, Rounding.UP, 3)
    ('1.3e-7', '0.265', '0')
    """
    source = exact_decimal(number)
    if not source.is_finite():
        return str(float(source))
    cut = Context(prec=count, rounding=rounding.value).plus(source)
    if not cut:
        return "0"
    if not -5 < cut.adjusted() < max(count, 16):
        mantissa, _, power = f"{cut:e}".partition("e")
        return f"{_trimmed(mantissa) if cut == source else mantissa}e{int(power)}"
    text = f"{cut:f}"
    return _trimmed(text) if cut == source else text


def as_text(number: Real, rounding: Rounding, decimals: int) -> str:
    """The decimals; zeros at the end go where the number ends before them, and stay where it was cut there."""
    source = exact_decimal(number)
    if not source.is_finite():
        return str(float(source))
    cut = source.quantize(Decimal(1).scaleb(-decimals), rounding.value, _WIDE)
    # to the nearest, 0.1 is meant where 0.1 is the shortest text of the double
    means_it = rounding is Rounding.NEAREST and isinstance(number, float) and cut == Decimal(repr(float(number)))
    text = _trimmed(f"{cut:f}") if cut == source or means_it else f"{cut:f}"
    return text.removeprefix("-") if cut == 0 else text


def exact_decimal(number: Any) -> Decimal:
    """A float as it is; a rational as it is, or to 400 digits; another real number to 60."""
    if isinstance(number, int | float | Decimal):
        return Decimal(float(number) if isinstance(number, float) else number)
    if isinstance(number, Fraction):
        return _WIDE.divide(Decimal(number.numerator), Decimal(number.denominator))
    if number.is_Rational:
        return _WIDE.divide(Decimal(int(number.p)), Decimal(int(number.q)))
    return Decimal(str(number.evalf(60)))


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def counted(number: int, noun: str, form: str = "") -> str:
    """So many of a noun, one of which takes no s; `form` as in a format string.

    >>> counted(1, "hit"), counted(0, "hit"), counted(1000, "pair", ",")
    ('1 hit', '0 hits', '1,000 pairs')
    """
    return f"{number:{form}} {noun}{'' if number == 1 else 's'}"


__dir__ = shown(__name__)
