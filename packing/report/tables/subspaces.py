"""The table of packings of subspaces: the best known beside what no packing beats, and how both are known."""

from __future__ import annotations

from dataclasses import replace

import sympy

from packing.bounds import lower_bound
from packing.errors import InputError
from packing.problem import Distance, Field, Objects, Problem
from packing.records import Optimal, Record, Stores, opened
from packing.report.best import DECIMALS, found_by, gap, theorem, upper
from packing.report.cells import Cell, Number
from packing.report.exact_columns import KEYS, exact_cells, exact_columns
from packing.report.query import Query, Span
from packing.report.tabular import Column, D, N, Table
from packing.rounding import Rounding

PLANES = 2
"""The dimension of the subspaces where none is asked for."""

COLUMNS = (
    N,
    D,
    Column("m", "m", "$m$"),
    Column("field", "field", right=False),
    Column("distance", "distance", right=False),
    Column("coherence", "best known"),
    Column("distance2", "squared distance"),
    Column("bound", "no packing below"),
    Column("gap", "gap"),
    Column("theorem", "theorem", right=False),
    Column("bound_known", "known", right=False),
    Column("optimal", "optimum", right=False),
    Column("source", "found by", right=False),
)


def subspaces_table(query: Query) -> Table:
    """n subspaces of dimension m of F^d for each cell asked for; planes over R and C with d = 4, n <= 20 where open.

    The coherence (the root of the largest mean squared cosine, or by spectral distance the largest cosine) is rounded
    up, the squared distance m (1 - coherence^2) or 1 - coherence^2 and the bound down. `optimum` says whether the best
    known is proved or certified optimal, or open. A cell without a packing keeps its row, with the bound alone.
    """
    if query.exponent is not None or query.density is not None:
        raise InputError("the table of subspaces has neither --exponent nor --density: leave them out")
    if query.objects is Objects.VECTORS:
        raise InputError("the table of subspaces is not of points on a sphere: leave out --vectors")
    m = PLANES if query.m is None else query.m
    asked = replace(query, m=m, objects=Objects.SUBSPACES if m > 1 else None)
    fields = (Field.REAL, Field.COMPLEX) if query.field is None else (query.field,)
    least = max(2 * m, 2)
    cells = replace(asked, d=query.d or Span(least, least)).cells((2, 8), (2, 20))
    problems = [replace(asked, field=field).problem(n, d) for field in fields for n, d in cells]
    with opened(query.store) as stores:
        rows = tuple(_row(problem, stores, asked) for problem in problems)
    which = "subspaces" if query.distance is Distance.CHORDAL else "subspaces (spectral distance)"
    columns = (*COLUMNS, *exact_columns(asked))
    return Table(f"The best packings known of {m}-dimensional {which}", columns, rows, more=KEYS)


def _row(problem: Problem, stores: Stores, query: Query) -> tuple[Cell, ...]:
    bound, best = lower_bound(problem), stores.best_known(problem)
    head = (problem.n, problem.d, problem.m, str(problem.field), str(problem.distance))
    low = Number(bound.value, DECIMALS, Rounding.DOWN, bound.rigor, bound.exact)
    known, more = bound.rigor.value, exact_cells(query, best)
    if best is None:
        return (*head, None, None, low, None, theorem(bound), known, Optimal.OPEN.value, "no packing known", *more)
    return (
        *head,
        upper(best),
        _distance2(best),
        low,
        gap(best),
        theorem(bound),
        known,
        best.optimal.value,
        found_by(best),
        *more,
    )


def _distance2(record: Record) -> Number:
    """The least squared distance of the best packing, rounded down."""
    space = record.problem.space
    times = space.m if space.distance is Distance.CHORDAL else 1
    exact = sympy.expand(times * (1 - record.upper**2))
    return Number(float(exact), DECIMALS, Rounding.DOWN, record.rigor, exact)
