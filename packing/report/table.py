"""A table as a value: rows of cells under columns, each number with its digits, its rounding and how it is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from packing.errors import InputError
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Formula:
    r"""Words with their own LaTeX, such as Formula("R^3", r"$\mathbf{R}^3$")."""

    text: str
    latex: str

    def __str__(self) -> str:
        return self.text


Cell = str | int | Number | Exact | Formula | None


@dataclass(frozen=True)
class Column:
    """A column: its key in CSV and JSON, its heading, and the heading in LaTeX where mathematics is set differently."""

    key: str
    heading: str
    latex: str = ""
    right: bool = True


@dataclass(frozen=True)
class Table:
    """Rows under columns with a caption; `label` names it in LaTeX and `provenance` says how to make it again.

    `latex` is the caption in LaTeX where mathematics is set differently.

    Raises `InputError` for a row of the wrong length: a broken row never leaves a table silently.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    label: str = ""
    provenance: str = ""
    latex: str = ""

    def __post_init__(self) -> None:
        for index, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise InputError(
                    f"every row of '{self.caption}' needs {len(self.columns)} cells, but row {index} has {len(row)}: "
                    f"complete it"
                )

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns."""
        return tuple(column.key for column in self.columns)

    @property
    def footnotes(self) -> tuple[str, ...]:
        """What the marks in the table mean, strongest first."""
        used = {cell.rigor for row in self.rows for cell in row if isinstance(cell, Number)}
        return tuple(f"{MARKS[rigor]} {MEANINGS[rigor]}" for rigor in MEANINGS if rigor in used)

    def select(self, keys: Sequence[str]) -> Table:
        """The table of the named columns, in that order.

        >>> table = Table("Squares", (Column("n", "n"), Column("square", "n²")), ((2, 4), (3, 9)))
        >>> table.select(["square"]).rows
        ((4,), (9,))
        """
        for key in keys:
            if key not in self.keys:
                near = get_close_matches(key, self.keys, 1)
                hint = f"did you mean {near[0]}?" if near else "choose among them"
                raise InputError(f"there is no column {key!r}, only {', '.join(self.keys)}: {hint}")
        chosen = [self.keys.index(key) for key in keys]
        columns = tuple(self.columns[i] for i in chosen)
        return replace(self, columns=columns, rows=tuple(tuple(row[i] for i in chosen) for row in self.rows))

    def records(self) -> list[dict[str, Any]]:
        """The rows by column key: floats in full precision, exact numbers as text, no value as None.

        A column in which a number says how it is known is followed by one, `<key>_rigor`, with those words.
        """
        marked = [
            any(isinstance(row[i], Number) and row[i].rigor for row in self.rows)  # type: ignore[union-attr]
            for i in range(len(self.columns))
        ]
        records = []
        for row in self.rows:
            record: dict[str, Any] = {}
            for key, cell, has_rigor in zip(self.keys, row, marked, strict=True):
                record[key] = _plain(cell)
                if has_rigor:
                    record[f"{key}_rigor"] = cell.rigor.value if isinstance(cell, Number) and cell.rigor else None
            records.append(record)
        return records


def shown(cell: Cell) -> str:
    """A cell as people read it."""
    return NOTHING if cell is None else str(cell)


def _plain(cell: Cell) -> str | int | float | None:
    if isinstance(cell, Number):
        return cell.value if math.isfinite(cell.value) else None
    if isinstance(cell, Exact):
        return str(cell.value)
    return cell.text if isinstance(cell, Formula) else cell
