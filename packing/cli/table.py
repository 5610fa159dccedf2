"""`packing table`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from packing.cli.options import CellOptions, Flag, Json, Seed, Store
from packing.cli.output import show_page
from packing.cli.streams import visible, write, write_json
from packing.errors import InputError
from packing.files import check_writable, write_text
from packing.report.tables.catalogue import make_table, table_names

WIDE = 140
"""Columns of characters where the output is no terminal and nothing says how wide it is."""


def table(
    name: Annotated[str, Parameter(help=f"One of {', '.join(table_names())}.")],
    /,
    *,
    cells: CellOptions | None = None,
    exponent: Annotated[str | None, Parameter(help="The exponent p, exact: 1.5, 4/3; where a table has one.")] = None,
    density: Annotated[
        float | None, Parameter(help="The density of the features that toy models see; --sparsity S says 1 - S.")
    ] = None,
    store: Store = None,
    columns: Annotated[str | None, Parameter(help="Which columns, by their keys with commas: n,d,coherence.")] = None,
    format: Annotated[str | None, Parameter(help="latex, markdown, csv or json; a terminal table without.")] = None,
    out: Annotated[Path | None, Parameter(help="Write to this file instead of standard output.")] = None,
    label: Annotated[str | None, Parameter(help="The label in LaTeX; without, one made of the options.")] = None,
    caption: Annotated[str | None, Parameter(help="Another caption; LaTeX where it holds a backslash or $.")] = None,
    cite: Annotated[bool, Flag, Parameter(help="Cite the sources: \\cite in LaTeX, [@key] in Markdown.")] = False,
    siunitx: Annotated[bool, Flag, Parameter(help="Numbers of LaTeX in the S columns of siunitx.")] = False,
    seed: Seed = 0,
    json: Json = False,
) -> int:
    """A table for a paper, in LaTeX, Markdown, CSV or JSON.

    Example: packing table constructions -d 2..8 --format latex

    The BibTeX of what a file cites: packing references --for FILE.tex
    """
    from packing.report.writers.render import Format, check_style, parse_format, render
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
    check_style(form, cite=cite, siunitx=siunitx)
    query = (cells or CellOptions()).query(exponent=exponent, density=density, seed=seed, store=store)
    keys = None if columns is None else [key.strip() for key in columns.split(",")]
    made = make_table(name, query, keys).named(label, caption)
    if out is not None and form is not None:
        write_text(out, render(made, form, cite=cite, siunitx=siunitx) + "\n")
    elif form is not None:
        text = render(made, form, cite=cite, siunitx=siunitx)
        write_json(text) if form is Format.JSON else write(visible(text, keep="\n\t"))
    else:
        show_page(for_terminal(made), WIDE)
    return 0
