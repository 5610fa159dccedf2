"""Read the entries of a certificate: exact numbers from text, each refusal naming its entry.

A value is looked at only after its exact type is known, and only plain values of JSON have one that is taken: no method
of a foreign class runs here, so nothing that is read can raise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from packing.kernel.statement import RefusedError

MOST_DIGITS = 4000
"""Digits of one number: below the limit at which Python refuses to read an integer."""

MOST_LENGTH = 13_300
"""Bits of a numerator or a denominator: those of so many digits."""

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
    if type(value) is int:
        if value.bit_length() > MOST_LENGTH:
            raise RefusedError(name, f"has more than {MOST_DIGITS} digits")
        return Fraction(value)
    if type(value) is not str:
        raise RefusedError(name, f"must be an exact number as text, not {kind_of(value)}")
    if len(value) > MOST_DIGITS:
        raise RefusedError(name, f"has more than {MOST_DIGITS} digits")
    if match := _RATIONAL.fullmatch(value):
        denominator = int(match[2] or 1)
        if denominator == 0:
            raise RefusedError(name, f"has denominator 0: {value[:40]}")
        return Fraction(int(match[1]), denominator)
    if match := _DYADIC.fullmatch(value):
        shift = int(match[2])
        if abs(shift) > MOST_SHIFT:
            raise RefusedError(name, f"has an exponent beyond {MOST_SHIFT}: {value[:40]}")
        number = Fraction(int(match[1])) * Fraction(2) ** shift
        if number.numerator.bit_length() > MOST_LENGTH:
            raise RefusedError(name, f"has more than {MOST_DIGITS} digits")
        return number
    raise RefusedError(name, f"must read p, p/q or p*2^e, not {shown(value)}")


def integer(value: object, name: str, least: int, most: int) -> int:
    """An integer in [least, most].

    >>> integer(8, "d", 2, 100)
    8
    """
    if type(value) is not int:
        raise RefusedError(name, f"must be an integer, not {kind_of(value)}")
    if not least <= value <= most:
        raise RefusedError(name, f"must lie in {least}..{most}, not {shown(value)}")
    return value


def sequence(value: object, name: str, least: int, most: int) -> list[object]:
    """A list with between `least` and `most` items."""
    if type(value) is not list:
        raise RefusedError(name, f"must be a list, not {kind_of(value)}")
    if not least <= len(value) <= most:
        raise RefusedError(name, f"must have between {least} and {most} items, not {len(value)}")
    return value


def size(value: Fraction) -> int:
    """The bits of the numerator and the denominator together.

    >>> size(Fraction(-7, 4))
    6
    """
    return value.numerator.bit_length() + value.denominator.bit_length()


def rationals(value: object, name: str, least: int, most: int) -> list[Fraction]:
    """A list of exact numbers; item i is named `name[i]`.

    >>> rationals(["1", "1/2"], "coefficients", 1, 10)
    [Fraction(1, 1), Fraction(1, 2)]
    """
    return [rational(item, f"{name}[{i}]") for i, item in enumerate(sequence(value, name, least, most))]


def choice(value: object, name: str, allowed: tuple[str, ...]) -> str:
    """One of the words in `allowed`."""
    if type(value) is not str or value not in allowed:
        raise RefusedError(name, f"must be one of {', '.join(allowed)}, not {shown(value)}")
    return value


def named(value: object, name: str) -> dict[str, object]:
    """An object with named entries; what has another name than text is left out.

    >>> named({"kind": "gram", 3: 4}, "certificate")
    {'kind': 'gram'}
    """
    if type(value) is not dict:
        raise RefusedError(name, f"must be an object with named entries, not {kind_of(value)}")
    return {key: item for key, item in value.items() if type(key) is str}


def kind_of(value: object) -> str:
    """The name of the type of a value, also of one whose class is foreign.

    >>> kind_of(2.5), kind_of([]), kind_of(None)
    ('float', 'list', 'NoneType')
    """
    name = str(type.__dict__["__name__"].__get__(type(value)))
    return name if name.isidentifier() else "object"


def shown(value: object) -> str:
    """A value in an error: short, on one line, whatever it is.

    >>> shown("hearsay"), shown(10**5000), shown([1, [2]]), shown("9" * 100)
    ("'hearsay'", 'a number of more than 60 digits', 'list', "'9999999999999999999999999999999999999999'")
    """
    if type(value) is str:
        return repr(value[:40])
    if type(value) is int:
        return str(value) if value.bit_length() < 200 else "a number of more than 60 digits"
    return str(value) if type(value) in (bool, float) else kind_of(value)
