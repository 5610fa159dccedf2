"""How a number is known: the mark that travels with every bound, partition and verdict."""

from __future__ import annotations

import math
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from packing.doors import shown

if TYPE_CHECKING:
    import sympy


class Rigor(StrEnum):
    """`proved`: a theorem with a proof; `certified`: checked in exact or ball arithmetic; `numerical`: floats only."""

    PROVED = "proved"
    CERTIFIED = "certified"
    NUMERICAL = "numerical"

    @property
    def strength(self) -> int:
        """2 for proved, 1 for certified, 0 for numerical: a chain of results is as strong as its weakest link.

        >>> min(Rigor.PROVED, Rigor.NUMERICAL, key=lambda rigor: rigor.strength).value
        'numerical'
        """
        return {"proved": 2, "certified": 1, "numerical": 0}[self.value]


def float_below(exact: sympy.Expr) -> float:
    """The largest float that is at most `exact`, and so is its shortest decimal: as a number of JSON or CSV too.

    >>> import sympy
    >>> float_below(sympy.Rational(1, 2)), float_below(sympy.sqrt(2)) < sympy.sqrt(2)
    (0.5, True)
    """
    value = _rational_enclosure(exact)
    nearest = float(value)
    while Fraction(nearest) > value or Fraction(repr(nearest)) > value:
        nearest = math.nextafter(nearest, -math.inf)
    return nearest


def float_above(exact: sympy.Expr) -> float:
    """The smallest float that is at least `exact`, and so is its shortest decimal.

    >>> import sympy
    >>> float_above(sympy.sqrt(2)) > sympy.sqrt(2)
    True
    """
    return 0.0 - float_below(-exact)  # 0, not -0


def _rational_enclosure(exact: sympy.Expr) -> Fraction:
    """`exact` itself where rational, else its value to 60 digits: far inside the gap to the next double."""
    if exact.is_Rational:
        return Fraction(int(exact.p), int(exact.q))
    digits = exact.evalf(60)
    if not digits.is_Float:
        raise ValueError(f"not a real number: {exact}")
    return Fraction(str(digits))


__dir__ = shown(__name__)
