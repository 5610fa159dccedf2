"""What stands in a cell of a table: text, or a number with its digits, its rounding and how it is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packing.references import reference
from packing.rigor import Rigor
from packing.rounding import Real, Rounding, as_text, digits

if TYPE_CHECKING:
    import sympy


MARKS = {Rigor.PROVED: "", Rigor.CERTIFIED: "†", Rigor.NUMERICAL: "*"}
"""What follows a number in a table; the footnote says what a mark means."""

MEANINGS = {
    Rigor.CERTIFIED: "certified: checked in exact or ball arithmetic",
    Rigor.NUMERICAL: "numerical: floating point only",
}

SETTLED = "⋆"
"""What follows a number that a theorem of the literature proves to be the optimum."""

MOST_OF_DOUBLE = 17
"""Decimals that a double has at most, of a number near 1."""

NOTHING = "–"
"""What stands where there is no number."""


@dataclass(frozen=True, repr=False)
class Number:
    """A number with the decimals that may be shown, the way they are cut, and how it is known.

    Digits are cut from the double itself, or from `exact` where that is given: 1/5 rounded down is then 0.2, while the
    largest double below 1/5 gives 0.19999999. `settled` is the key of the source by which the number is the optimum.

    Fields: `value`: the double; `rounding`: down for what nothing beats, up for what is attained; `rigor`: None leaves
    the mark out; `significant`: as many digits in place of decimals, of numbers that are very small.

    >>> print(Number(0.59169, decimals=4, rounding=Rounding.DOWN), Number(0.1, 3, rigor=Rigor.NUMERICAL))
    0.5916 0.1*
    >>> print(Number(0.2999999, decimals=4))
    0.3000
    """

    value: float
    decimals: int = 8
    rounding: Rounding = Rounding.NEAREST
    rigor: Rigor | None = None
    exact: Real | None = None
    settled: str = ""
    significant: int = 0

    @property
    def text(self) -> str:
        """The decimals; zeros at the end go where the number ends before them, and stay where it was cut there."""
        if not math.isfinite(self.value):
            return NOTHING
        number = float(self.value) if self.exact is None else self.exact
        if self.significant:
            return digits(number, self.rounding, self.significant)
        return as_text(number, self.rounding, self.decimals)

    @property
    def mark(self) -> str:
        """The signs that say how the number is known, none for what is proved, and whether it is the optimum."""
        return (MARKS[self.rigor] if self.rigor else "") + (SETTLED if self.settled else "")

    def __str__(self) -> str:
        return self.text + self.mark

    def __repr__(self) -> str:
        return f"Number({self})"


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

    Fields: `value`: a number of sympy.

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
    r"""Words with their own LaTeX, such as Formula("R^3", r"$\mathbf{R}^3$"), and how what they say is known.

    Fields: `text`, `latex`; `rigor`: None where nothing is claimed.
    """

    text: str
    latex: str
    rigor: Rigor | None = None

    @property
    def mark(self) -> str:
        """The sign that says how it is known, none for what is proved."""
        return MARKS[self.rigor] if self.rigor else ""

    def __str__(self) -> str:
        return self.text + self.mark


@dataclass(frozen=True)
class Cited:
    """Words with their sources, keys of `references.bib`, which LaTeX and Markdown cite where they are asked to.

    Where there are no words the cell is the sources themselves: authors and year for people, keys for programs.

    >>> print(Cited("Welch", ("welch1974",)), "/", Cited("", ("welch1974",)))
    Welch / Welch 1974
    """

    text: str
    keys: tuple[str, ...]

    def __str__(self) -> str:
        return self.text or "; ".join(reference(key).short for key in self.keys)


Cell = str | int | Number | Exact | Formula | Cited | None


def shown(cell: Cell) -> str:
    """A cell as people read it."""
    return NOTHING if cell is None else str(cell)


def plain_cell(cell: Cell) -> str | int | float | None:
    """A cell as programs read it: a float in full precision, an exact number as text, no value as None.

    A number that is shown with more decimals than a double holds is text too.
    """
    if isinstance(cell, Number):
        if cell.decimals > MOST_OF_DOUBLE and cell.exact is not None:
            return cell.text
        return cell.value if math.isfinite(cell.value) else None
    if isinstance(cell, Exact):
        return str(cell.value)
    if isinstance(cell, Cited):
        return cell.text or ", ".join(cell.keys)
    return cell.text if isinstance(cell, Formula) else cell


def sources(cell: Cell) -> tuple[str, ...]:
    """The keys of the sources that a cell rests on."""
    if isinstance(cell, Cited):
        return cell.keys
    return (cell.settled,) if isinstance(cell, Number) and cell.settled else ()


def rigor_of(cell: Cell) -> Rigor | None:
    """How what stands in the cell is known, None where it does not say."""
    return cell.rigor if isinstance(cell, Number | Formula) else None
