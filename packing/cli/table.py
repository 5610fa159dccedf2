"""`packing table`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from packing.cli.console import Json, Seed
from packing.errors import InputError, positive_exponent, positive_number
from packing.files import check_writable, replacing
from packing.problem import Objects, parse_field
from packing.report.query import Query, parse_span
from packing.report.tables.catalogue import TABLES
from packing.report.tables.catalogue import table as make

WIDE = 140
"""Columns of characters where the output is no terminal and nothing says how wide it is."""


def table(
    name: Annotated[str, Parameter(help=f"One of {', '.join(declaration.name for declaration in TABLES)}.")],
    /,
    *,
    n: Annotated[str | None, Parameter(name="-n", help="Numbers of vectors, such as 12, 2..20 or ..49.")] = None,
    d: Annotated[str | None, Parameter(name="-d", help="Dimensions, such as 4 or 2..7.")] = None,
    field: Annotated[str | None, Parameter(help="R for real or C for complex lines; both where left out.")] = None,
    vectors: Annotated[bool, Parameter(negative=(), help="Points on the real sphere instead of lines.")] = False,
    exponent: Annotated[float | None, Parameter(help="The exponent p, where a table has one.")] = None,
    density: Annotated[float | None, Parameter(help="The density of the features that toy models see.")] = None,
    store: Annotated[Path | None, Parameter(help="The atlas of bounds and packings; the shipped one without.")] = None,
    columns: Annotated[str | None, Parameter(help="Which columns, by their keys with commas: n,d,coherence.")] = None,
    format: Annotated[str | None, Parameter(help="latex, markdown, csv or json; a terminal table without.")] = None,
    out: Annotated[Path | None, Parameter(help="Write to this file instead of standard output.")] = None,
    seed: Seed = 0,
    json: Json = False,
) -> int:
    """A table for a paper, in LaTeX, Markdown, CSV or JSON.

    Example: packing table constructions -d 2..8 --format latex
    """
    from rich.console import Console

    from packing.report.writers.render import Format, parse_format, render
    from packing.report.writers.terminal import for_terminal

    if json and format not in (None, "json"):
        raise InputError(f"--json asks for JSON, not for --format {format}: give one of the two")
    form = Format.JSON if json else None if format is None else parse_format(format)
    if out is not None:
        if form is None:
            raise InputError(
                f"a file needs a format, not only the name {out}: add --format latex, markdown, csv or json"
            )
        check_writable(out)
    query = Query(
        n=None if n is None else parse_span(n, "-n"),
        d=None if d is None else parse_span(d, "-d"),
        field=None if field is None else parse_field(field),
        objects=Objects.VECTORS if vectors else None,
        exponent=None if exponent is None else positive_exponent(exponent),
        seed=seed,
        density=None if density is None else positive_number("--density", density),
        store=store,
    )
    made = make(name, query)
    if columns is not None:
        made = made.select([key.strip() for key in columns.split(",")])
    if out is not None and form is not None:
        with replacing(out) as draft:
            draft.write_text(render(made, form) + "\n", encoding="utf-8")
    elif form is not None:
        print(render(made, form))
    else:
        console = Console(highlight=False)
        width = console.width if console.is_terminal else max(console.width, WIDE)
        Console(highlight=False, width=width).print(for_terminal(made))
    return 0
