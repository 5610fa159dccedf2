"""A table in Markdown, as GitHub and mkdocs read it."""

from __future__ import annotations

from collections.abc import Iterable

from packing.report.cells import Cell, shown, sources
from packing.report.tabular import Table

_SPECIAL = "\\`*_[]<>|&~$"


def markdown_table(table: Table, *, cite: bool = False) -> str:
    """Caption, table, footnotes, and the provenance as a comment; with `cite` sources as pandoc's [@key].

    >>> from packing.report.tabular import Column
    >>> print(markdown_table(Table("Two_fold", (Column("a", "a|b"),), ((1,),))))
    **Two\\_fold**
    <BLANKLINE>
    | a\\|b |
    |--:|
    | 1 |
    """
    lines = [f"**{escape_markdown(table.caption)}**", "", _line(column.heading for column in table.columns)]
    lines.append("|" + "|".join("--:" if column.right else ":--" for column in table.columns) + "|")
    lines += [_row(row, cite) for row in table.rows]
    for note in table.footnotes:
        lines += ["", escape_markdown(note)]
    if table.provenance:
        made = table.made_by("--format markdown --cite" if cite else "--format markdown")
        lines += ["", f"<!-- {made.replace('-->', '')} -->"]
    return "\n".join(lines)


def escape_markdown(text: str) -> str:
    """`text` with the signs that Markdown or HTML would read escaped, on one line."""
    flat = " ".join(text.split())
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in flat)


def _row(cells: Iterable[Cell], cite: bool) -> str:
    return f"| {' | '.join(escape_markdown(shown(cell)) + _citation(cell, cite) for cell in cells)} |"


def _citation(cell: Cell, cite: bool) -> str:
    keys = sources(cell) if cite else ()
    return f" [{'; '.join(f'@{key}' for key in keys)}]" if keys else ""


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escape_markdown, cells))} |"
