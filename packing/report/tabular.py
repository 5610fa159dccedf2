"""A table as a value: rows of cells under columns, with a caption and how to make it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from html import escape
from textwrap import shorten
from typing import Any

from packing.errors import InputError
from packing.report.cells import MARKS, MEANINGS, Cell, Number, plain_cell, shown


@dataclass(frozen=True)
class Column:
    """A column: its key in CSV and JSON, its heading, and the heading in LaTeX where mathematics is set differently."""

    key: str
    heading: str
    latex: str = ""
    right: bool = True


N, D = Column("n", "n", "$n$"), Column("d", "d", "$d$")
"""The number of objects and the dimension, which most tables begin with."""


@dataclass(frozen=True, repr=False)
class Table:
    """Rows under columns with a caption; `label` names it in LaTeX and `provenance` says how to make it again.

    `latex` is the caption in LaTeX where mathematics is set differently.

    Raises `InputError` for a row of the wrong length: a broken row never leaves a table silently.

    >>> print(Table("Squares", (Column("n", "n"), Column("square", "n²")), ((2, 4), (3, 9))))
    Squares
    n  n²
    2   4
    3   9
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
                record[key] = plain_cell(cell)
                if has_rigor:
                    record[f"{key}_rigor"] = cell.rigor.value if isinstance(cell, Number) and cell.rigor else None
            records.append(record)
        return records

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Table({shorten(self.caption, 100)!r}, {len(self)} rows of {', '.join(self.keys)})"

    def __str__(self) -> str:
        lines = [[column.heading for column in self.columns], *([shown(cell) for cell in row] for row in self.rows)]
        widths = [max(map(len, texts)) for texts in zip(*lines, strict=True)]
        aligned = (
            "  ".join(
                text.rjust(width) if column.right else text.ljust(width)
                for text, width, column in zip(line, widths, self.columns, strict=True)
            ).rstrip()
            for line in lines
        )
        return "\n".join([self.caption, *aligned, *self.footnotes])

    def _repr_html_(self) -> str:
        """The table in a notebook."""
        sides = ["right" if column.right else "left" for column in self.columns]
        heading = "".join(f"<th>{escape(column.heading)}</th>" for column in self.columns)
        rows = (
            "".join(
                f'<td style="text-align: {side}">{escape(shown(cell))}</td>'
                for cell, side in zip(row, sides, strict=True)
            )
            for row in self.rows
        )
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.footnotes)
        body = "".join(f"<tr>{row}</tr>" for row in (heading, *rows))
        return f"<table><caption>{escape(self.caption)}</caption>{body}</table>{notes}"
