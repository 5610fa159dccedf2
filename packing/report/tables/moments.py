"""The table of interference moments: of random vectors, and the least possible."""

from __future__ import annotations

from packing.analytic import least_moment, random_moment
from packing.errors import InputError
from packing.report.cells import Cell, Exact, Number
from packing.report.query import Query
from packing.report.tabular import Column, D, N, Table, cited
from packing.rounding import Rounding


def moments_table(query: Query) -> Table:
    """The mean of |<x, y>|^p: of random vectors, and at least for n of them; 2 <= d <= 8, n = 2d, p = 2, 4."""
    if query.objects is not None:
        raise InputError("the table of moments has no --vectors, for |<x, y>| is that of lines: leave it out")
    columns = (
        N,
        D,
        Column("exponent", "p", "$p$"),
        Column("random", "random vectors"),
        Column("random_exact", "exact", right=False),
        Column("least", "least possible, at least"),
        Column("least_exact", "exact", right=False),
        Column("theorem", "theorem", right=False),
    )
    field = query.space(2).field
    cells = query.cells((2, 8), (1, 1), 500) if query.n is None else query.cells((2, 8), (2, 20), 500)
    rows: list[tuple[Cell, ...]] = []
    for size, d in cells:
        n = 2 * d if query.n is None else size
        for p in [2, 4] if query.exponent is None else [query.exponent]:
            random, least = random_moment(d, p, field), least_moment(d, p, n, field)
            low = Number(least.value, 8, Rounding.DOWN, least.rigor, least.exact)
            mean = Number(float(random), 8, exact=random)
            source = cited(least.theorem, least.reference)
            rows.append((n, d, Number(float(p), 6), mean, Exact(random), low, Exact(least.exact), source))
    return Table(f"Interference over {field}: the mean of |<x, y>|^p over pairs", columns, tuple(rows))
