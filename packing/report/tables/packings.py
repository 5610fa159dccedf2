"""The table of the best packings: coherence, what no packing beats, the gap, and how to make each packing again."""

from __future__ import annotations

from packing.bounds import lower_bound
from packing.errors import InputError
from packing.problem import Problem
from packing.records import Stores, opened
from packing.report.best import DECIMALS, found_by, gap, theorem, upper
from packing.report.cells import Cell, Number
from packing.report.exact_columns import KEYS, exact_cells, exact_columns
from packing.report.query import Query
from packing.report.tabular import Column, D, N, Table
from packing.rounding import Rounding

COLUMNS = (
    N,
    D,
    Column("coherence", "coherence"),
    Column("bound", "no packing below"),
    Column("gap", "gap"),
    Column("theorem", "theorem", right=False),
    Column("source", "found by", right=False),
    Column("seed", "seed"),
)


def packings_table(query: Query) -> Table:
    """The best packing of each cell, of all cells in the atlas where no n and d are named.

    The coherence is rounded up and the bound down; an exact construction stands where it is as good as the floats. A
    cell asked for that has no packing keeps its row, with the bound alone. Raises `InputError` where no cell has one.
    """
    if query.exponent is not None or query.density is not None:
        raise InputError("the table of packings has neither --exponent nor --density: leave them out")
    with opened(query.store) as stores:
        problems = _asked(query, stores)
        rows = tuple(_row(problem, stores, query) for problem in problems)
        if all(row[2] is None for row in rows):
            raise InputError(
                f"no packing is known for{query.options} in the atlas {stores}: search one with packing search "
                f"or packing sweep, or name another --store"
            )
    return Table(f"The best packings known of {query.family}", (*COLUMNS, *exact_columns(query)), rows, more=KEYS)


def _asked(query: Query, stores: Stores) -> list[Problem]:
    """The cells named, or where an end of a span is open those up to the last one in the atlas."""
    stored = [each for each in stores.problems() if query.problem(each.n, each.d) == each]
    if query.n is None and query.d is None:
        return stored
    sizes, dimensions = [each.n for each in stored] or [2], [each.d for each in stored] or [2]
    cells = query.cells((min(dimensions), max(dimensions)), (min(sizes), max(sizes)))
    return [query.problem(n, d) for n, d in cells]


def _row(problem: Problem, stores: Stores, query: Query) -> tuple[Cell, ...]:
    bound, best = lower_bound(problem), stores.best_known(problem)
    more = exact_cells(query, best)
    low = Number(bound.value, DECIMALS, Rounding.DOWN, bound.rigor, bound.exact)
    if best is None:
        return (problem.n, problem.d, None, low, None, theorem(bound), "no packing known", None, *more)
    return (problem.n, problem.d, upper(best), low, gap(best), theorem(bound), found_by(best), best.seed, *more)
