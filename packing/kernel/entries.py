"""Read the entries of a certificate: exact numbers from text, each refusal naming its entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from packing.kernel.statement import RefusedError

MOST_DIGITS = 4000
"""Digits of one number: below the limit at which Python refuses to read an integer."""

MOST_SHIFT = 10_000
"""The largest power of two, up or down, in a dyadic number."""

_RATIONAL = re.compile(r"(-?[0-9]+)(?:/([0-9]+))?", re.ASCII)
_DYADIC = re.compile(r"(-?[0-9]+)\*2\^(-?[0-9]{1,6})", re.ASCII)


def entry(certificate: Mapping[str, object], name: str) -> object:
    """The entry `name`, which must exist."""
    if name not in certificate:
        raise RefusedError(name, "is missing")
    return certificate[name]


def rational(value: object, name: str) -> Fraction:
    """An exact number: an integer, or text of the form `p`, `p/q` or `p*2^e`; floats are refused.

    >>> rational("-3/4", "b"), rational("5*2^-3", "b"), rational(7, "b")
    (Fraction(-3, 4), Fraction(5, 8), Fraction(7, 1))
    """
    if isinstance(value, int) and not isinstance(value, bool):
        if value.bit_length() > 3 * MOST_DIGITS:
            raise RefusedError(name, f"has more than {MOST_DIGITS} digits")
        return Fraction(value)
    if not isinstance(value, str):
        raise RefusedError(name, f"must be an exact number as text, not {type(value).__name__}")
    if len(value) > MOST_DIGITS:
        raise RefusedError(name, f"has more than {MOST_DIGITS} digits")
    if match := _RATIONAL.fullmatch(value):
        denominator = int(match[2] or 1)
        if denominator == 0:
            raise RefusedError(name, f"has denominator 0: {value}")
        return Fraction(int(match[1]), denominator)
    if match := _DYADIC.fullmatch(value):
        shift = int(match[2])
        if abs(shift) > MOST_SHIFT:
            raise RefusedError(name, f"has an exponent beyond {MOST_SHIFT}: {value}")
        return Fraction(int(match[1])) * Fraction(2) ** shift
    raise RefusedError(name, f"must read p, p/q or p*2^e, not {value[:40]!r}")


def integer(value: object, name: str, least: int, most: int) -> int:
    """An integer in [least, most].

    >>> integer(8, "d", 2, 100)
    8
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise RefusedError(name, f"must be an integer, not {type(value).__name__}")
    if not least <= value <= most:
        raise RefusedError(name, f"must lie in {least}..{most}, not {_short(value)}")
    return value


def sequence(value: object, name: str, least: int, most: int) -> list[object]:
    """A list with between `least` and `most` items."""
    if not isinstance(value, list):
        raise RefusedError(name, f"must be a list, not {type(value).__name__}")
    if not least <= len(value) <= most:
        raise RefusedError(name, f"must have between {least} and {most} items, not {len(value)}")
    return value


def rationals(value: object, name: str, least: int, most: int) -> list[Fraction]:
    """A list of exact numbers; item i is named `name[i]`.

    >>> rationals(["1", "1/2"], "coefficients", 1, 10)
    [Fraction(1, 1), Fraction(1, 2)]
    """
    return [rational(item, f"{name}[{i}]") for i, item in enumerate(sequence(value, name, least, most))]


def choice(value: object, name: str, allowed: tuple[str, ...]) -> str:
    """One of the words in `allowed`."""
    if not isinstance(value, str) or value not in allowed:
        raise RefusedError(name, f"must be one of {', '.join(allowed)}, not {str(value)[:40]!r}")
    return value


def _short(value: int) -> str:
    return str(value) if value.bit_length() < 200 else "a number of more than 60 digits"
