"""The table of bounds: the coherence that no packing beats, beside the best packing known."""

from __future__ import annotations

from packing.bounds import lower_bound
from packing.problem import Problem
from packing.records import Stores, opened
from packing.report.best import DECIMALS, found_by, gap, theorem, upper
from packing.report.cells import Cell, Number
from packing.report.exact_columns import KEYS, exact_cells, exact_columns
from packing.report.query import Query
from packing.report.tabular import Column, D, N, Table
from packing.rounding import Rounding


def bounds_table(query: Query) -> Table:
    """For each n and d the best lower bound, rounded down, and the best packing, rounded up; 2 <= d <= 4, n <= 20.

    The packing is the best known: a construction, or one that is remembered. The gap is the difference, 0 where both
    are the same number.
    """
    problems = [query.problem(n, d) for n, d in query.cells((2, 4), (2, 20))]
    columns = (
        N,
        D,
        Column("bound", "coherence at least"),
        Column("theorem", "theorem", right=False),
        Column("coherence", "best packing"),
        Column("gap", "gap"),
        Column("source", "found by", right=False),
        *exact_columns(query),
    )
    with opened(query.store) as stores:
        rows = tuple(_bounds_row(problem, stores, query) for problem in problems)
    return Table(f"Bounds on the coherence of {query.family}", columns, rows, more=KEYS)


def _bounds_row(problem: Problem, stores: Stores, query: Query) -> tuple[Cell, ...]:
    bound, best = lower_bound(problem), stores.best_known(problem)
    head = (problem.n, problem.d, Number(bound.value, DECIMALS, Rounding.DOWN, bound.rigor, bound.exact))
    if best is None:
        return (*head, theorem(bound), None, None, None, *exact_cells(query, None))
    return (*head, theorem(bound), upper(best), gap(best), found_by(best), *exact_cells(query, best))
