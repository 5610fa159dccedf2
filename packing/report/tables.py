"""One declaration of a table, shown on a terminal, in LaTeX (booktabs), Markdown, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from packing.errors import InputError
from packing.rigor import Rigor

if TYPE_CHECKING:
    from rich.table import Table as RichTable


class Format(StrEnum):
    """How a table is written."""

    LATEX = "latex"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


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


@dataclass(frozen=True)
class Number:
    """A number with the decimals that may be shown, the way they are cut, and how it is known.

    >>> print(Number(0.59169, decimals=4, rounding=Rounding.DOWN), Number(0.1, 3, rigor=Rigor.NUMERICAL))
    0.5916 0.1*
    """

    value: float
    decimals: int = 8
    rounding: Rounding = Rounding.NEAREST
    rigor: Rigor | None = None

    @property
    def text(self) -> str:
        """The decimals, without zeros at the end."""
        if not math.isfinite(self.value):
            return "–"
        step = Decimal(1).scaleb(-self.decimals)
        shown = f"{Decimal(self.value).quantize(step, self.rounding.value):f}"
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
        return "0" if shown == "-0" else shown

    def __str__(self) -> str:
        return self.text + (MARKS[self.rigor] if self.rigor else "")


Cell = str | int | Number | None


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

    Raises `InputError` for a row of the wrong length: a broken row never leaves a table silently.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    label: str = ""
    provenance: str = ""

    def __post_init__(self) -> None:
        for index, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise InputError(
                    f"every row of '{self.caption}' needs {len(self.columns)} cells, but row {index} has {len(row)}: "
                    f"complete it"
                )

    @property
    def footnotes(self) -> tuple[str, ...]:
        """What the marks in the table mean, strongest first."""
        used = {cell.rigor for row in self.rows for cell in row if isinstance(cell, Number)}
        return tuple(f"{MARKS[rigor]} {MEANINGS[rigor]}" for rigor in MEANINGS if rigor in used)

    def records(self) -> list[dict[str, Any]]:
        """The rows with full-precision numbers, by column key."""
        keys = [column.key for column in self.columns]
        return [
            {key: cell.value if isinstance(cell, Number) else cell for key, cell in zip(keys, row, strict=True)}
            for row in self.rows
        ]


def render(table: Table, form: Format | str) -> str:
    """The table as text in one of the formats; LaTeX needs the package booktabs and nothing else.

    >>> table = Table("Two numbers", (Column("n", "n"), Column("x", "x")), ((1, Number(0.5)), (2, Number(0.25))))
    >>> print(render(table, "markdown"))
    **Two numbers**
    <BLANKLINE>
    | n | x |
    |--:|--:|
    | 1 | 0.5 |
    | 2 | 0.25 |
    """
    return {Format.LATEX: _latex, Format.MARKDOWN: _markdown, Format.CSV: _csv, Format.JSON: _json}[parse_format(form)](
        table
    )


def parse_format(form: Format | str) -> Format:
    """The format of that name, or `InputError` with the names there are."""
    try:
        return Format(form)
    except ValueError:
        raise InputError(f"the format must be one of {', '.join(Format)}, not {form!r}: choose one of them") from None


def for_terminal(table: Table) -> RichTable:
    """The table for a rich console."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    shown = RichTable(
        title=Text(table.caption),
        title_justify="left",
        title_style="bold",
        caption="\n".join(table.footnotes) or None,
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for column in table.columns:
        shown.add_column(Text(column.heading), justify="right" if column.right else "left")
    for row in table.rows:
        shown.add_row(*(Text(_text(cell)) for cell in row))
    return shown


def escape_latex(text: str) -> str:
    r"""`text` as LaTeX prints it, special characters escaped and the mathematical ones of this package in math mode.

    >>> print(escape_latex("50% of |<x, y>|^2 ≥ ½ & more_so"))
    50\% of \textbar{}\textless{}x, y\textgreater{}\textbar{}\^{}2 $\geq$ ½ \& more\_so
    """
    return "".join(_LATEX.get(character, character) for character in text)


_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\^{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "×": r"$\times$",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "→": r"$\to$",
    "–": "--",
    "†": r"$^\dagger$",
    "*": r"$^\ast$",
    "√": r"$\surd$",
    "…": r"\ldots{}",
}


def _latex(table: Table) -> str:
    alignment = "".join("r" if column.right else "l" for column in table.columns)
    lines = [r"\begin{table}", r"  \centering", rf"  \caption{{{escape_latex(table.caption)}}}"]
    if table.label:
        lines.append(rf"  \label{{{table.label}}}")
    lines += [rf"  \begin{{tabular}}{{{alignment}}}", r"    \toprule"]
    lines.append("    " + " & ".join(column.latex or escape_latex(column.heading) for column in table.columns) + r" \\")
    lines.append(r"    \midrule")
    lines += ["    " + " & ".join(_latex_cell(cell) for cell in row) + r" \\" for row in table.rows]
    lines += [r"    \bottomrule", r"  \end{tabular}"]
    if table.footnotes:
        lines += [r"", r"  \smallskip", "  " + r" \quad ".join(escape_latex(note) for note in table.footnotes)]
    lines.append(r"\end{table}")
    if table.provenance:
        lines.insert(0, f"% {table.provenance}")
    return "\n".join(lines)


def _latex_cell(cell: Cell) -> str:
    text = escape_latex(_text(cell))
    return f"${text[:1]}${text[1:]}" if text.startswith("-") and text != "--" else text


def _markdown(table: Table) -> str:
    def line(cells: Sequence[str]) -> str:
        return (
            "| "
            + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*") for cell in cells)
            + " |"
        )

    lines = [f"**{table.caption}**", "", line([column.heading for column in table.columns])]
    lines.append("|" + "|".join("--:" if column.right else ":--" for column in table.columns) + "|")
    lines += [line([_text(cell) for cell in row]) for row in table.rows]
    for note in table.footnotes:
        lines += ["", note.replace("*", "\\*")]
    if table.provenance:
        lines += ["", f"<!-- {table.provenance} -->"]
    return "\n".join(lines)


def _csv(table: Table) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.key for column in table.columns])
    writer.writerows(record.values() for record in table.records())
    return stream.getvalue().rstrip("\n")


def _json(table: Table) -> str:
    return json.dumps({"caption": table.caption, "rows": table.records()}, ensure_ascii=False)


def _text(cell: Cell) -> str:
    return "–" if cell is None else str(cell)
