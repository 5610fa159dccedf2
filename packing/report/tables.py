"""One declaration of a table, shown on a terminal, in LaTeX (booktabs), Markdown, CSV or JSON."""

from __future__ import annotations

from enum import StrEnum

from packing.errors import InputError
from packing.report.latex import escape_latex as escape_latex
from packing.report.latex import latex_table
from packing.report.machine import csv_table, json_table
from packing.report.markdown import markdown_table
from packing.report.table import Cell as Cell
from packing.report.table import Column as Column
from packing.report.table import Exact as Exact
from packing.report.table import Formula as Formula
from packing.report.table import Number as Number
from packing.report.table import Rounding as Rounding
from packing.report.table import Table as Table
from packing.report.table import converged as converged
from packing.report.terminal import for_terminal as for_terminal


class Format(StrEnum):
    """How a table is written."""

    LATEX = "latex"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


_RENDERERS = {
    Format.LATEX: latex_table,
    Format.MARKDOWN: markdown_table,
    Format.CSV: csv_table,
    Format.JSON: json_table,
}


def render(table: Table, form: Format | str) -> str:
    """The table as text in one of the formats.

    >>> table = Table("Two numbers", (Column("n", "n"), Column("x", "x")), ((1, Number(0.5)), (2, Number(0.25))))
    >>> print(render(table, "markdown"))
    **Two numbers**
    <BLANKLINE>
    | n | x |
    |--:|--:|
    | 1 | 0.5 |
    | 2 | 0.25 |
    """
    return _RENDERERS[parse_format(form)](table)


def parse_format(form: Format | str) -> Format:
    """The format of that name, or `InputError` with the names there are."""
    try:
        return Format(form)
    except ValueError:
        raise InputError(f"the format must be one of {', '.join(Format)}, not {form!r}: choose one of them") from None
