"""The exact arguments of the package, read by one rule at every door.

| given                                        | read as                                                              |
|----------------------------------------------|----------------------------------------------------------------------|
| int, Fraction, Decimal, rational of sympy    | itself                                                               |
| text: 1/2, 0.25, (1+sqrt(5))/4               | the number that it writes (`exact_text`)                             |
| an irrational real number of sympy           | itself                                                               |
| a float of few binary digits, such as 0.375  | itself: nobody gets one by rounding                                  |
| another float, such as 1/3 or 0.1            | no exact number: refused, or any number that rounds to it            |

An upper bound on how many objects stay within an overlap does not fall with the overlap. So where such a bound needs a
fraction, an irrational number is enclosed from above, and so are all numbers that round to a float (`Ceiling`).
"""

from __future__ import annotations

import decimal
import math
import numbers
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from packing.doors import shown
from packing.errors import InputError
from packing.exact_text import MOST_LETTERS, read_exact
from packing.real_balls import fraction_above, sign_of

if TYPE_CHECKING:
    import sympy

SHORT_BITS = 20
"""A float with at most so many binary digits after the point is the number that it says."""

_PLAIN = re.compile(r"[-+]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?)", re.ASCII)

_CURE = "write a fraction such as 1/2, a decimal, or roots such as (1+sqrt(5))/4"


@dataclass(frozen=True)
class Ceiling:
    """A fraction that is at least the number meant, and the number in words; `is_exact` where they are the same."""

    above: Fraction
    text: str
    irrational: Any = None
    """The number, as sympy has it, where it is irrational and known exactly."""

    @property
    def is_exact(self) -> bool:
        """Whether the number is the fraction itself."""
        return self.text == str(self.above)


def exact_value(name: str, value: object) -> Fraction | sympy.Expr:
    """A real number read exactly: a fraction, or an irrational expression of sympy.

    Raises `InputError` naming the number: for floats of many digits, NaN and infinity, text outside the grammar.

    >>> exact_value("the cosine", "0.25"), exact_value("the cosine", 0.5), exact_value("the cosine", "1/sqrt(5)")
    (Fraction(1, 4), Fraction(1, 2), sqrt(5)/5)
    """
    found = _read(name, value)
    if isinstance(found, float):
        raise InputError(
            f"{name} must be an exact number, not the float {found!r}, which stands for many: "
            f"write it as text, such as '{_guess(found)}', as a Fraction or in sympy"
        )
    return found


def expression(name: str, value: object, variables: Iterable[str] = ()) -> sympy.Expr:
    """A number or an expression as sympy has it: text by the grammar, with `variables`; floats stay floats.

    For closed forms that are evaluated in floats as well as in exact numbers and in letters. Raises `InputError` for
    truth values, NaN and numbers that are not real.

    >>> expression("p", "3/2"), expression("the energy", "n*(n-d)/d", "nd")
    (3/2, n*(-d + n)/d)
    """
    import sympy

    if isinstance(value, str | decimal.Decimal):
        return read_exact(name, str(value), variables)
    try:
        found = sympy.sympify(value, strict=True)
    except sympy.SympifyError:
        raise _no_number(name, value) from None
    if not isinstance(found, sympy.Expr) or found is sympy.nan or found.is_extended_real is False:
        raise _no_number(name, value)
    return found


def number_as_given(name: str, value: Any) -> Any:
    """A real number of the class that it came in, so that floats give floats and fractions give fractions.

    Text and Decimals become exact numbers. Raises `InputError` for what is no real number.

    >>> number_as_given("c", 0.1), number_as_given("c", "1/3")
    (0.1, Fraction(1, 3))
    """
    if isinstance(value, str | decimal.Decimal):
        return exact_value(name, value)
    if isinstance(value, bool) or not (isinstance(value, numbers.Real) or hasattr(value, "free_symbols")):
        raise _no_number(name, value)
    return value if isinstance(value, numbers.Real) and value == value else expression(name, value)


def exact_number(name: str, value: object) -> Fraction:
    """A rational number read exactly, as `exact_value`; `InputError` for irrational ones.

    >>> exact_number("the cosine", "0.25"), exact_number("the cosine", 0.375)
    (Fraction(1, 4), Fraction(3, 8))
    """
    found = exact_value(name, value)
    if isinstance(found, Fraction):
        return found
    raise InputError(f"{name} must be rational, not {str(found)[:40]}: write a fraction such as 1/2 or a decimal")


def exact_between(name: str, value: object, least: int) -> Fraction:
    """A rational number in [least, 1), read exactly, or `InputError` naming it.

    >>> exact_between("the square of the coherence", "1/9", 0)
    Fraction(1, 9)
    """
    number = exact_number(name, value)
    check_between(name, value, least, number)
    return number


def check_between(name: str, value: object, least: int, number: Fraction | sympy.Expr) -> None:
    """Raise `InputError` where the number, given as `value`, does not lie in [least, 1)."""
    inside = (
        least <= number < 1 if isinstance(number, Fraction) else sign_of(number - least) == sign_of(1 - number) == 1
    )
    if not inside:
        raise _outside(name, value, least)


def ceiling_between(name: str, value: object, least: int) -> Ceiling:
    """A number in [least, 1) from above: itself where it is a fraction, else one at most 2^-63 larger.

    A float of many digits stands for every number that rounds to it. Raises `InputError` naming the number.

    >>> ceiling_between("the cosine", "1/2", -1).above
    Fraction(1, 2)
    >>> third = ceiling_between("the cosine", 1 / 3, -1)
    >>> third.above > Fraction(1, 3), third.text
    (True, '0.3333333333333333 (a float: any number that rounds to it)')
    """
    found = _read(name, value)
    if isinstance(found, float):
        check_between(name, value, least, Fraction(found))
        above = (Fraction(found) + Fraction(_next(value, found))) / 2
        return Ceiling(above, f"{found!r} (a float: any number that rounds to it)")
    if isinstance(found, Fraction):
        check_between(name, value, least, found)
        return Ceiling(found, str(found))
    return Ceiling(_above(name, found, least), str(found), found)


def _above(name: str, number: sympy.Expr, least: int) -> Fraction:
    """A fraction in (number, 1), near the number."""
    if sign_of(number - least) != -1:
        for bits in (64, 256, 1024):
            above = fraction_above(number, bits)
            if above is not None and above < 1:
                return above
    raise _outside(name, number, least)


def _outside(name: str, value: object, least: int) -> InputError:
    return InputError(f"{name} must lie in [{least}, 1), not {str(value).strip()[:40]}: give a fraction such as 1/9")


def _read(name: str, value: object) -> Fraction | float | sympy.Expr:
    """The number meant: a fraction, a float that is not exact, an irrational number of sympy."""
    if isinstance(value, str):
        return _of_text(name, value)
    if isinstance(value, decimal.Decimal):
        return _of_text(name, str(value))
    if hasattr(value, "free_symbols") and hasattr(value, "evalf"):
        return _of_sympy(name, value)
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise _no_number(name, value)
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    return _of_float(name, float(value), _short(value))


def _of_text(name: str, text: str) -> Fraction | sympy.Expr:
    if len(text) <= MOST_LETTERS and _PLAIN.fullmatch(text.strip()):
        try:
            return Fraction(text.strip())
        except ZeroDivisionError:
            raise InputError(f"{name} must be an exact number, not {text[:40]!r}: it divides by zero") from None
    return _of_sympy(name, read_exact(name, text))


def _of_float(name: str, number: float, short: int = SHORT_BITS) -> Fraction | float:
    if not math.isfinite(number):
        raise _no_number(name, number)
    exact = Fraction(number)
    return exact if exact.denominator <= 2**short else number


def _short(value: object) -> int:
    """How many digits after the point are few: 20 of a double, in proportion fewer of the small floats of numpy."""
    size = getattr(value, "itemsize", 8)
    return {2: 3, 4: 8}.get(size, SHORT_BITS)


def _next(value: Any, number: float) -> float:
    """The next larger float of the same width."""
    if getattr(value, "itemsize", 8) < 8:
        import numpy as np

        return float(np.nextafter(value, value.dtype.type(math.inf)))
    return math.nextafter(number, math.inf)


def _of_sympy(name: str, number: sympy.Expr) -> Fraction | float | sympy.Expr:
    if number.is_Rational:
        return Fraction(int(number.p), int(number.q))
    if number.is_Float and number._prec >= 53:
        return _of_float(name, float(number))
    if not number.free_symbols and not number.atoms(_inexact()) and sign_of(number) is not None:
        plain = _expanded(number)
        return Fraction(int(plain.p), int(plain.q)) if plain.is_Rational else plain
    raise _no_number(name, number)


def _inexact() -> type:
    import sympy

    kind: type = sympy.Float
    return kind


def _expanded(number: sympy.Expr) -> sympy.Expr:
    """A short number multiplied out, so that (sqrt(2) - 1)(sqrt(2) + 1) is seen to be 1."""
    import sympy

    small = number.count_ops() <= 40 and all(abs(power.exp) <= 6 for power in number.atoms(sympy.Pow))
    return sympy.expand(number) if small else number


def _guess(number: float) -> str:
    """What a person may have meant by a float: the simplest fraction that rounds to it, else its digits."""
    near = Fraction(number).limit_denominator(1000)
    return str(near) if float(near) == number else repr(number)


def _no_number(name: str, value: object) -> InputError:
    return InputError(f"{name} must be an exact number, not {str(value)[:40]!r}: {_CURE}")


__dir__ = shown(__name__)
