"""The relative bound for equiangular lines of a given angle."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from packing.bounds.bound import Theorem
from packing.bounds.sizebound import SizeBound
from packing.errors import InputError, positive_integer

_HUGE = re.compile(r"[eE][-+]?[0-9]{3}")
"""An exponent of three digits: reading it exactly would write out the power."""

THEOREM = Theorem("relative bound", "lemmens1973")


@dataclass(frozen=True)
class NoSizeBound:
    """Why a theorem does not bound the number of objects."""

    theorem: Theorem
    reason: str

    def __str__(self) -> str:
        return f"{self.theorem}: {self.reason}"


def relative(d: int, coherence2: Fraction | str) -> SizeBound | NoSizeBound:
    """n <= d (1 - t) / (1 - d t) for n lines of R^d or C^d with |<x, y>|^2 <= t (equiangular or not).

    It is Welch's inequality solved for n. Args: d >= 1 and t = `coherence2` in [0, 1), rational.
    Validity: d t < 1. Equality: equiangular tight frames. Reference: Lemmens and Seidel (1973).

    >>> print(relative(15, "1/25"))
    lines in F^15 with |<x, y>|^2 <= 1/25: n <= 36 (relative bound, proved)
    >>> print(relative(24, "1/25").exact)
    576
    >>> print(relative(25, "1/25"))
    relative bound: needs d t < 1, not 25 * 1/25 = 1
    """
    d, t = positive_integer("d", d), squared_coherence(coherence2)
    if d * t >= 1:
        return NoSizeBound(THEOREM, f"needs d t < 1, not {d} * {t} = {d * t}")
    what = f"lines in F^{d} with |<x, y>|^2 <= {t}"
    return SizeBound(what, THEOREM, d * (1 - t) / (1 - d * t), attained="equiangular tight frames")


def squared_coherence(value: Fraction | int | str) -> Fraction:
    """A rational number in [0, 1), read exactly, or `InputError`.

    >>> squared_coherence("1/9")
    Fraction(1, 9)
    """
    return exact_between("the square of the coherence", value, 0)


def exact_between(name: str, value: Fraction | int | str, least: int) -> Fraction:
    """A rational number in [least, 1), read exactly from text such as 1/2 or 0.25, or `InputError`."""
    text = str(value).strip()
    try:
        number = Fraction(text) if len(text) <= 1000 and not _HUGE.search(text) else None
    except (ValueError, ZeroDivisionError):
        number = None
    if number is None:
        raise InputError(
            f"{name} must be an exact number, not {text[:40]!r}: write a fraction such as 1/2 or a decimal"
        )
    if not least <= number < 1:
        raise InputError(f"{name} must lie in [{least}, 1), not {text[:40]}: give a fraction such as 1/9")
    return number
