"""The table of kissing numbers: what is built and certified here, beside what is published and what is claimed."""

from __future__ import annotations

from fractions import Fraction

from packing.bounds.sizes import largest_code
from packing.constructions import largest_kissing
from packing.constructions.construction import Construction
from packing.constructions.kissing import MOST_BUILT
from packing.constructions.simplices import simplex
from packing.errors import InputError
from packing.records.kissing import DIMENSIONS, STATE, published_kissing
from packing.report.best import theorem
from packing.report.cells import Cell
from packing.report.query import Query, Span
from packing.report.tabular import Column, D, Table, cited

LISTED = Span(2, 24)
"""The dimensions where none are asked for."""

CAPTION = (
    "Kissing numbers: points built and bounds certified here, beside the best that is published "
    f"(state of {STATE}, not checked here) and what is claimed beyond, unrefereed"
)


def kissing_table(query: Query) -> Table:
    """For 1 <= d <= 48 the points built (d <= 32), the upper bound certified here, and the best that is published."""
    if query.n is not None or query.field is not None:
        raise InputError("the kissing table has neither -n nor --field: leave them out and give -d")
    dimensions = (query.d or LISTED).within(DIMENSIONS.start, DIMENSIONS.stop - 1)
    columns = (
        D,
        Column("lower", "built here"),
        Column("construction", "construction", right=False),
        Column("published", "published"),
        Column("published_source", "source", right=False),
        Column("claimed", "claimed"),
        Column("upper", "certified here, at most"),
        Column("theorem", "theorem", right=False),
        Column("rigor", "known", right=False),
        Column("published_upper", "published, at most"),
    )
    return Table(CAPTION, columns, tuple(_kissing_row(d) for d in dimensions))


def built_kissing(d: int) -> Construction | None:
    """The largest kissing configuration that is built here; None beyond 32 dimensions."""
    if d == 1:
        return simplex(1)
    return largest_kissing(d) if d <= MOST_BUILT else None


def _name(construction: Construction) -> str:
    return construction.name.removesuffix(", both signs").replace(" lines", "")


def _kissing_row(d: int) -> tuple[Cell, ...]:
    published = published_kissing(d)
    best, bound = built_kissing(d), largest_code(d, Fraction(1, 2))
    return (
        d,
        None if best is None else best.problem.n,
        None if best is None else cited(_name(best), best.reference),
        published.lower,
        published.lower_source,
        published.claimed,
        bound.upper_bound,
        theorem(bound),
        bound.rigor.value,
        published.upper,
    )
