"""The table of equiangular lines: how many R^d holds, over all angles and at 1/3 to 1/11, from both sides."""

from __future__ import annotations

from fractions import Fraction

from packing.bounds import equiangular
from packing.bounds.equiangular_lines.over_angles import most_equiangular
from packing.errors import InputError
from packing.problem import Objects
from packing.records.equiangular import equiangular_at_least, most_built, published_equiangular
from packing.report.cells import Cell
from packing.report.query import Query, Span
from packing.report.tabular import Column, D, Table

ANGLES = (3, 5, 7, 9, 11)
"""1/a of the angles with columns of their own: beyond 2d lines they are odd."""

MOST_D = 300

COLUMNS = (
    D,
    Column("lower", "built here"),
    Column("upper", "at most"),
    Column("published_lower", "published"),
    Column("published_upper", "published, at most"),
    *(
        column
        for a in ANGLES
        for column in (Column(f"lower_{a}", f"built, 1/{a}"), Column(f"upper_{a}", f"at most, 1/{a}"))
    ),
    Column("source", "source", right=False),
)

CAPTION = (
    "Equiangular lines of R^d: built here and bounded here, over all angles and at each angle, beside the published "
    "table (not checked here)"
)


def equiangular_table(query: Query) -> Table:
    """For 2 <= d <= 60, or the span asked for: lines that are built, no more than which fit, and what is published."""
    if query.n is not None or query.field is not None or query.objects is Objects.VECTORS:
        raise InputError(
            "the table of equiangular lines has neither -n, --field nor --vectors: leave them out, give -d"
        )
    dimensions = (query.d or Span()).within(2, 60)
    if not dimensions or dimensions.start < 2 or dimensions.stop > MOST_D + 1:
        raise InputError(f"the table of equiangular lines goes from d = 2 to {MOST_D}: give -d within")
    return Table(CAPTION, COLUMNS, tuple(_row(d) for d in dimensions))


def _row(d: int) -> tuple[Cell, ...]:
    published = published_equiangular(d)
    sides: list[Cell] = []
    for a in ANGLES:
        angle = Fraction(1, a)
        sides += [equiangular_at_least(d, angle).value, equiangular(d, angle).upper_bound]
    return (
        d,
        most_built(d).value,
        most_equiangular(d).upper_bound,
        None if published is None else published.lower,
        None if published is None else published.upper,
        *sides,
        None if published is None else published.source,
    )
