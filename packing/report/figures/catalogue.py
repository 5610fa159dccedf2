"""The figures by name: a figure is one declaration here and one function that draws it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from packing.configuration import Packing
from packing.errors import InputError
from packing.report.declared import Declaration, named
from packing.report.figures.style import Drawing, Size, parse_size
from packing.report.query import Query, Range, query

OF_CELLS: tuple[Declaration, ...] = (
    Declaration("gap", "how far the best packings stand above the bounds", "packing.report.figures.gap:draw_gaps"),
    Declaration(
        "phases",
        "which orthogonal blocks are best at which exponent",
        "packing.report.figures.partitions:draw_phases",
    ),
    Declaration(
        "feature-phases",
        "which features of two dimensions are kept at which density, and how their planes lie",
        "packing.report.figures.toymodels.features:draw_feature_phases",
    ),
    Declaration(
        "moment-blocks",
        "how many orthogonal blocks features form, by the moment of the interference that counts",
        "packing.report.figures.moment_blocks:draw_moment_blocks",
    ),
    Declaration(
        "capacity",
        "the capacity of features by importance and kurtosis (recorded)",
        "packing.report.figures.toymodels.allocation:draw_allocation",
    ),
    Declaration(
        "dictionary",
        "which features dictionaries recover, over density and width (recorded)",
        "packing.report.figures.toymodels.recovery:draw_recovery",
    ),
    Declaration(
        "monosemanticity",
        "layers of neurons: share against loss, noise, pruning and paths",
        "packing.report.figures.toymodels.neuron_studies:draw_neuron_studies",
    ),
)
"""Figures of many problems: functions (Query, Size, ax=) -> Drawing."""

OF_PACKING: tuple[Declaration, ...] = (
    Declaration("contact", "the pairs that attain the coherence", "packing.report.figures.contacts:contact_figure"),
    Declaration("packing", "a packing of R^2, R^3 or C^2 itself", "packing.report.figures.packing:view_figure"),
    Declaration("gram", "the Gram matrix, ordered by factors", "packing.report.figures.packing:gram_figure"),
    Declaration("overlaps", "pairs by overlap, over the random law", "packing.report.figures.packing:overlaps_figure"),
)
"""Figures of one packing: functions (Packing, Size, ax=) -> Figure."""

OF_VECTORS = ("phases", "packing")
"""Figures that are not of subspaces of a dimension above 1."""


def figure_names() -> dict[str, str]:
    """The names of the figures, with what each shows."""
    return {declaration.name: declaration.summary for declaration in (*OF_CELLS, *OF_PACKING)}


def figure(
    name: str,
    packing: Packing | Path | str | None = None,
    *,
    n: Range = None,
    d: Range = None,
    field: str | None = None,
    vectors: bool = False,
    size: Size | str = Size.SLIDE,
    store: Path | str | None = None,
    ax: Any = None,
    subspaces: int | None = None,
    distance: str = "chordal",
) -> Any:
    """The figure of that name, drawn by matplotlib: a notebook shows it, `save_figure` writes it.

    Args: `packing`, or a file with one, where the figure is of one packing; without it the best known of n and d;
    `n`, `d`, `field`, `vectors`, `subspaces` and `distance` as in `table`; `size` "column" or "slide"; `store` an
    atlas, the shipped one without; `ax` a panel of your own to draw into, which is returned then. Raises `InputError`
    for a name that there is not, and for a packing that cannot be drawn so.

    >>> import packing as pk
    >>> len(figure("gram", pk.Packing([[1, 0], [0, 1]])).axes)
    2
    """
    asked = query(n=n, d=d, field=field, vectors=vectors, store=store, subspaces=subspaces, distance=distance)
    drawing = draw(name, packing, asked, parse_size(size), ax)
    return drawing.figure if ax is None else ax


def draw(name: str, packing: Packing | Path | str | None, asked: Query, size: Size, ax: Any = None) -> Drawing:
    """The figure that a query asks for, with what it shows in words."""
    declaration = named(name, (*OF_CELLS, *OF_PACKING), "figure")
    asked = asked.about(f"the figure of {name}", name not in OF_VECTORS)
    if declaration in OF_PACKING:
        from packing.report.figures.packing import packing_of, reading_of

        reading = None if packing is None or isinstance(packing, Packing) else reading_of(asked, packing)
        if reading is not None:
            packing = reading.packing
        chosen = packing if isinstance(packing, Packing) else packing_of(asked, None)
        notes = () if reading is None else reading.notes
        return Drawing(declaration.function()(chosen, size, ax=ax), str(chosen), notes)
    if packing is not None:
        raise InputError(
            f"the figure of {name} is of many problems, not of {packing}: leave the file out, give -n and -d"
        )
    drawing: Drawing = declaration.function()(asked, size, ax=ax)
    return drawing
