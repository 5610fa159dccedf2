"""The table of orthogonal pairs: the most there can be, with and without parallel vectors."""

from __future__ import annotations

from packing.analytic import orthogonal_pairs
from packing.errors import InputError
from packing.report.query import Query
from packing.report.tabular import Column, D, N, Table, cited


def pairs_table(query: Query) -> Table:
    """The most unordered orthogonal pairs among n vectors of F^d; 2 <= d <= 4, n <= 13."""
    if query.objects is not None or query.exponent is not None:
        raise InputError("the table of pairs has neither --vectors nor --exponent: leave them out")
    columns = (
        N,
        D,
        Column("parallel", "parallel allowed"),
        Column("lower", "different lines, at least"),
        Column("upper", "at most"),
        Column("theorem", "theorem", right=False),
    )
    field = query.space(2).field
    rows = []
    for n, d in query.cells((2, 4), (2, 13), 500):
        parallel, distinct = orthogonal_pairs(n, d, field), orthogonal_pairs(n, d, field, distinct=True)
        rows.append((n, d, parallel.exact, distinct.lower, distinct.upper, cited(distinct.theorem, distinct.reference)))
    return Table(f"The most orthogonal pairs among n unit vectors over {field}", columns, tuple(rows))
