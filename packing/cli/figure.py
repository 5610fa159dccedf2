"""`packing figure`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from packing.cli.options import CellOptions, Json, Store
from packing.cli.output import show
from packing.report.figures.catalogue import draw, figure_names
from packing.report.figures.style import Size, check_picture, save_figure


def figure(
    name: Annotated[str, Parameter(help=f"One of {', '.join(figure_names())}.")],
    file: Annotated[
        Path | None,
        Parameter(
            help="A packing to draw; the best known without (not for gap, phases, feature-phases, monosemanticity)."
        ),
    ] = None,
    /,
    *,
    out: Annotated[Path, Parameter(help="Where to write: FILE.pdf, .svg or .png.")],
    cells: CellOptions | None = None,
    size: Annotated[Size, Parameter(help="For a column of a paper or for a slide.")] = Size.SLIDE,
    store: Store = None,
    json: Json = False,
) -> int:
    """A figure for a paper or a slide: gaps to the bound, a packing, its contacts, Gram matrix or overlaps, phases.

    Example: packing figure gap --field C -d 2..7 -n ..49 --out gaps.pdf --size column
    """
    from packing.report.writers.terminal import page

    check_picture(out)
    drawing = draw(name, file, (cells or CellOptions()).query(store=store), size)
    save_figure(drawing.figure, out)
    answer = {"figure": name, "file": out, "size": size, "shows": drawing.shows, "notes": list(drawing.notes)}
    show(answer, page(f"{out}: {drawing.shows}", *drawing.notes), as_json=json)
    return 0
