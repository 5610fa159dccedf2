"""The overlaps that a code may have: single values and intervals, exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from packing.doors import shown
from packing.errors import InputError
from packing.exact_numbers import exact_number, exact_value
from packing.space import Space

__dir__ = shown(__name__)

MOST = 40
"""Values and intervals of one set."""

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Allowed:
    """A union of closed intervals, in order and apart; a single overlap is an interval of length 0.

    >>> print(Allowed.read("1/2, -1:0", Space.sphere(3)))
    [-1, 0] or {1/2}
    """

    intervals: tuple[tuple[Fraction, Fraction], ...]

    @classmethod
    def read(cls, angles: str | Iterable[Any], space: Space) -> Allowed:
        """From text, values and intervals `low:high` with commas between, or a list of numbers and pairs of them.

        Overlaps are cosines <x, y> in [-1, 1) of points, squares |<x, y>|^2 in [0, 1) of lines. Irrational ones stand
        for intervals of length 2^-40 around them: what holds where more is allowed holds there. Raises `InputError`
        for numbers out of range, and for none or more than 40 of them.

        >>> ((low, high),) = Allowed.read("1/sqrt(2)", Space.sphere(3)).intervals
        >>> low**2 < Fraction(1, 2) < high**2, high - low == Fraction(1, 2**40)
        (True, True)
        """
        return cls(read_intervals(angles, space, enclosed=True))

    def antipodal(self) -> Allowed:
        """What is left where -t must be allowed with each t but 1, and -1 is.

        >>> print(Allowed.read("-1:1/2", Space.sphere(3)).antipodal())
        [-1/2, 1/2] or {-1}
        """
        both = {
            (max(low, -other_high), min(high, -other_low))
            for low, high in self.intervals
            for other_low, other_high in self.intervals
        }
        kept = [(low, high) for low, high in both if low <= high and low > -1]
        one = Fraction(-1)
        return Allowed.read([(one, one), *kept], Space.sphere(2))

    @property
    def is_finite(self) -> bool:
        """Whether all overlaps are single values."""
        return all(low == high for low, high in self.intervals)

    def __str__(self) -> str:
        from packing.kernel.angles import set_in_words

        return set_in_words(self.intervals)


def whole(space: Space) -> Interval:
    """All overlaps, that of equal objects with them."""
    return Fraction(-1 if space.has_points else 0), Fraction(1)


def read_intervals(
    angles: str | Iterable[Any], space: Space, *, up_to_one: bool = False, enclosed: bool = False
) -> tuple[Interval, ...]:
    """Intervals in order and apart, from text or a list as in `Allowed.read`; the overlap 1 only where `up_to_one`.

    Irrational ends are enclosed from outside where `enclosed`, and an `InputError` elsewhere.

    >>> read_intervals("1/2:1", Space.sphere(3), up_to_one=True)
    ((Fraction(1, 2), Fraction(1, 1)),)
    """
    parts = [part.strip() for part in angles.split(",")] if isinstance(angles, str) else list(angles)
    if not 1 <= len(parts) <= MOST:
        raise InputError(f"1 to {MOST} overlaps or intervals must be given, not {len(parts)}: list fewer")
    found = sorted({_interval(part, space, up_to_one, enclosed) for part in parts})
    merged = found[:1]
    for low, high in found[1:]:
        if low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def _interval(part: Any, space: Space, up_to_one: bool, enclosed: bool) -> Interval:
    listed = part if isinstance(part, tuple | list) else [part]
    ends: Sequence[Any] = part.split(":") if isinstance(part, str) else listed
    if len(ends) not in (1, 2):
        raise InputError(f"an interval has two ends, not {len(ends)}: write it as low:high")
    name = "the cosine" if space.has_points else "the square of the cosine"
    low, high = (
        (_end(name, ends[0], 0), _end(name, ends[-1], 1))
        if enclosed
        else (exact_number(name, ends[0]), exact_number(name, ends[-1]))
    )
    least, most = whole(space)
    if not least <= low <= high <= most or (high == most and not up_to_one):
        last = "]" if up_to_one else ")"
        raise InputError(
            f"{name} must lie in [{least}, {most}{last} and an interval begin below its end, not {part}: change it"
        )
    return low, high


def _end(name: str, value: Any, up: int) -> Fraction:
    """The number, or where it is irrational the multiple of 2^-40 below it, and above it for `up` 1."""
    found = exact_value(name, value)
    if isinstance(found, Fraction):
        return found
    return Fraction(int(sympy.floor(found * 2**_BITS)) + up, 2**_BITS)


_BITS = 40
