"""One declaration of a table, written in LaTeX (booktabs), Markdown, CSV or JSON."""

from __future__ import annotations

from enum import StrEnum

from packing.errors import InputError
from packing.report.tabular import Table
from packing.report.writers.as_json import dumps
from packing.report.writers.as_json.tables import table_json
from packing.report.writers.comma_separated import csv_table
from packing.report.writers.latex import latex_table
from packing.report.writers.markdown import markdown_table


class Format(StrEnum):
    """How a table is written."""

    LATEX = "latex"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


def render(table: Table, form: Format | str) -> str:
    """The table as text in one of the formats.

    >>> from packing.report.cells import Number
    >>> from packing.report.tabular import Column
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


def json_table(table: Table) -> str:
    """The table as one JSON object."""
    return dumps(table_json(table))


def parse_format(form: Format | str) -> Format:
    """The format of that name, or `InputError` with the names there are."""
    try:
        return Format(form)
    except ValueError:
        raise InputError(f"the format must be one of {', '.join(Format)}, not {form!r}: choose one of them") from None


_RENDERERS = {
    Format.LATEX: latex_table,
    Format.MARKDOWN: markdown_table,
    Format.CSV: csv_table,
    Format.JSON: json_table,
}
