"""`packing figure`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from packing.cli.console import Json, show
from packing.errors import InputError
from packing.problem import Objects, parse_field

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Kind = Literal["gap", "contact", "packing", "gram", "overlaps", "phases"]


def figure(
    kind: Annotated[Kind, Parameter(help="What to draw.")],
    file: Annotated[
        Path | None, Parameter(help="A packing to draw; the best known without (not for gap, phases).")
    ] = None,
    /,
    *,
    out: Annotated[Path, Parameter(help="Where to write: FILE.pdf, .svg or .png.")],
    n: Annotated[str | None, Parameter(name="-n", help="Numbers of vectors, such as 12 or 4..49.")] = None,
    d: Annotated[str | None, Parameter(name="-d", help="Dimensions, such as 3 or 2..7.")] = None,
    field: Annotated[str, Parameter(help="R for real or C for complex lines.")] = "R",
    vectors: Annotated[bool, Parameter(negative=(), help="Points on the real sphere instead of lines.")] = False,
    size: Annotated[Literal["column", "slide"], Parameter(help="For a column of a paper or for a slide.")] = "slide",
    store: Annotated[Path | None, Parameter(help="The atlas; the shipped one without.")] = None,
    json: Json = False,
) -> int:
    """A figure for a paper or a slide: gaps to the bound, a packing, its contacts, Gram matrix or overlaps, phases.

    Example: packing figure gap --field C -d 2..7 -n ..49 --out gaps.pdf --size column
    """
    from packing.report.figures.style import Size, check_picture, save_figure
    from packing.report.query import Query, parse_span

    check_picture(out)
    query = Query(
        n=None if n is None else parse_span(n, "-n"),
        d=None if d is None else parse_span(d, "-d"),
        field=parse_field(field),
        objects=Objects.VECTORS if vectors else Objects.LINES,
        store=store,
    )
    if file is not None and kind in ("gap", "phases"):
        raise InputError(f"the figure of {kind} is of many problems, not of {file}: leave the file out, give -n and -d")
    made: Figure
    if kind == "gap":
        from packing.report.figures.gap import gap_query

        made, shown = gap_query(query, Size(size))
    elif kind == "phases":
        from packing.report.figures.partitions import phases_query

        made, shown = phases_query(query, Size(size))
    else:
        from packing.report.figures.packing import FIGURES, packing_of

        packing = packing_of(query, file)
        made, shown = FIGURES[kind](packing, Size(size)), str(packing)
    save_figure(made, out)
    answer: dict[str, Any] = {"figure": kind, "file": out, "size": size, "shows": shown}
    show(answer, f"{out}: {shown}", as_json=json)
    return 0
