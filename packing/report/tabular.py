"""A table as a value: rows of cells under columns, with a caption and how to make it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from packing.errors import InputError
from packing.report.cells import MARKS, MEANINGS, Cell, Number, plain_cell


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
                record[key] = plain_cell(cell)
                if has_rigor:
                    record[f"{key}_rigor"] = cell.rigor.value if isinstance(cell, Number) and cell.rigor else None
            records.append(record)
        return records
