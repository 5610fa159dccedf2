"""The table of kissing numbers: the points built beside a certified upper bound."""

from __future__ import annotations

from fractions import Fraction

from packing.bounds.sizes import largest_code
from packing.constructions import largest_kissing
from packing.errors import InputError
from packing.report.cells import Cell
from packing.report.query import Query, Span
from packing.report.tabular import Column, D, Table


def kissing_table(query: Query) -> Table:
    """For 2 <= d <= 24 the points built and the certified upper bound, Delsarte's."""
    if query.n is not None or query.field is not None:
        raise InputError("the kissing table has neither -n nor --field: leave them out and give -d")
    dimensions = (query.d or Span()).within(2, 24)
    columns = (
        D,
        Column("lower", "constructed"),
        Column("construction", "construction", right=False),
        Column("upper", "at most"),
        Column("theorem", "theorem", right=False),
        Column("rigor", "known", right=False),
    )
    return Table("Kissing numbers", columns, tuple(_kissing_row(d) for d in dimensions))


def _kissing_row(d: int) -> tuple[Cell, ...]:
    best, bound = largest_kissing(d), largest_code(d, Fraction(1, 2))
    return (
        d,
        best.problem.n,
        best.name.removesuffix(", both signs").replace(" lines", ""),
        bound.upper_bound,
        str(bound.theorem),
        bound.rigor.value,
    )
