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


def render(table: Table, form: Format | str, *, cite: bool = False, siunitx: bool = False) -> str:
    r"""The table as text in one of the formats.

    With `cite` the sources stand beside what rests on them, as \cite in LaTeX and as [@key] in Markdown; with `siunitx`
    the numbers of LaTeX stand in S columns. Raises `InputError` where the format has neither.

    Args: `form`: "latex", "markdown", "csv" or "json".

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
    form = parse_format(form)
    check_style(form, cite=cite, siunitx=siunitx)
    match form:
        case Format.LATEX:
            return latex_table(table, cite=cite, siunitx=siunitx)
        case Format.MARKDOWN:
            return markdown_table(table, cite=cite)
        case Format.CSV:
            return csv_table(table)
        case _:
            return json_table(table)


def json_table(table: Table) -> str:
    """The table as one JSON object."""
    return dumps(table_json(table))


def parse_format(form: Format | str) -> Format:
    """The format of that name, or `InputError` with the names there are."""
    try:
        return Format(form)
    except ValueError:
        raise InputError(f"the format must be one of {', '.join(Format)}, not {form!r}: choose one of them") from None


def check_style(form: Format | None, *, cite: bool = False, siunitx: bool = False) -> None:
    """Raise `InputError` where citations or S columns are asked of a format that has none; None is a terminal."""
    if siunitx and form is not Format.LATEX:
        raise InputError("S columns are those of LaTeX: leave out --siunitx, or add --format latex")
    if cite and form not in (Format.LATEX, Format.MARKDOWN):
        raise InputError(
            "citations stand in LaTeX and Markdown, other formats hold the keys: leave out --cite, "
            "or add --format latex or markdown"
        )
