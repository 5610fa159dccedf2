"""What stands in a cell of a table: text, or a number with its digits, its rounding and how it is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from packing.rigor import Rigor

if TYPE_CHECKING:
    import sympy


class Rounding(StrEnum):
    """Which way digits are cut: a lower bound goes down, an upper bound up."""

    DOWN = ROUND_FLOOR
    UP = ROUND_CEILING
    NEAREST = ROUND_HALF_EVEN


MARKS = {Rigor.PROVED: "", Rigor.CERTIFIED: "†", Rigor.NUMERICAL: "*"}
"""What follows a number in a table; the footnote says what a mark means."""

MEANINGS = {
    Rigor.CERTIFIED: "certified: checked in exact or ball arithmetic",
    Rigor.NUMERICAL: "numerical: floating point only",
}

NOTHING = "–"
"""What stands where there is no number."""


@dataclass(frozen=True, repr=False)
class Number:
    """A number with the decimals that may be shown, the way they are cut, and how it is known.

    Digits are cut from the double itself, or from `exact` where that is given: 1/5 rounded down is then 0.2, while the
    largest double below 1/5 gives 0.19999999.

    >>> print(Number(0.59169, decimals=4, rounding=Rounding.DOWN), Number(0.1, 3, rigor=Rigor.NUMERICAL))
    0.5916 0.1*
    >>> print(Number(0.2999999, decimals=4))
    0.3000
    """

    value: float
    decimals: int = 8
    rounding: Rounding = Rounding.NEAREST
    rigor: Rigor | None = None
    exact: sympy.Expr | None = None

    @property
    def text(self) -> str:
        """The decimals; zeros at the end go where the number ends before them, and stay where it was cut there."""
        if not math.isfinite(self.value):
            return NOTHING
        source = Decimal(self.value) if self.exact is None else _decimal(self.exact)
        cut = source.quantize(Decimal(1).scaleb(-self.decimals), self.rounding.value, _WIDE)
        # to the nearest, 0.1 is meant where 0.1 is the shortest text of the double
        nearest = self.rounding is Rounding.NEAREST and cut == Decimal(repr(float(self.value)))
        text = f"{cut:f}"
        if (cut == source or nearest) and "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.removeprefix("-") if cut == 0 else text

    @property
    def mark(self) -> str:
        """The sign that says how the number is known; none for what is proved."""
        return MARKS[self.rigor] if self.rigor else ""

    def __str__(self) -> str:
        return self.text + self.mark

    def __repr__(self) -> str:
        return f"Number({self})"


def _decimal(exact: sympy.Expr) -> Decimal:
    """A rational as it is, or to 400 digits; another real number to 60."""
    if exact.is_Rational:
        return _WIDE.divide(Decimal(int(exact.p)), Decimal(int(exact.q)))
    return Decimal(str(exact.evalf(60)))


_WIDE = Context(prec=400)


def converged(value: float, error: float, rigor: Rigor | None = Rigor.NUMERICAL) -> Number:
    """`value`, known up to `error`, to the nearest decimal that the error leaves certain: 10^-decimals >= 2 error.

    >>> print(converged(0.6221438728, 3e-9))
    0.62214387*
    """
    decimals = 15 if error <= 0 else max(0, min(15, math.floor(-math.log10(2 * error))))
    return Number(value, decimals, Rounding.NEAREST, rigor)


@dataclass(frozen=True, repr=False)
class Exact:
    """An exact number: text everywhere but in LaTeX, where it is set as mathematics; `most` characters, else left out.

    >>> import sympy
    >>> print(Exact(1 / sympy.sqrt(5)), Exact(sympy.sqrt(2) + sympy.sqrt(3), most=5))
    sqrt(5)/5 …
    """

    value: sympy.Expr
    most: int = 40

    @property
    def is_short(self) -> bool:
        """Whether the number is shown and not left to the machine formats."""
        return len(str(self.value)) <= self.most

    def __str__(self) -> str:
        return str(self.value) if self.is_short else "…"

    def __repr__(self) -> str:
        return f"Exact({self})"


@dataclass(frozen=True)
class Formula:
    r"""Words with their own LaTeX, such as Formula("R^3", r"$\mathbf{R}^3$")."""

    text: str
    latex: str

    def __str__(self) -> str:
        return self.text


Cell = str | int | Number | Exact | Formula | None


def shown(cell: Cell) -> str:
    """A cell as people read it."""
    return NOTHING if cell is None else str(cell)


def plain_cell(cell: Cell) -> str | int | float | None:
    """A cell as programs read it: a float in full precision, an exact number as text, no value as None."""
    if isinstance(cell, Number):
        return cell.value if math.isfinite(cell.value) else None
    if isinstance(cell, Exact):
        return str(cell.value)
    return cell.text if isinstance(cell, Formula) else cell
