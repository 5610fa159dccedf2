"""Tables of bounds: the coherence that no packing beats, and kissing numbers, beside the best packings."""

from __future__ import annotations

from fractions import Fraction

from packing.bounds import lower_bound
from packing.bounds.sizes import largest_code
from packing.constructions import largest_kissing
from packing.errors import InputError
from packing.problem import Problem
from packing.records import Stores, opened
from packing.report.best import DECIMALS, gap, upper
from packing.report.cells import Cell, Number, Rounding
from packing.report.query import Query, Span
from packing.report.tabular import Column, Table


def bounds_table(query: Query) -> Table:
    """For each n and d the best lower bound, rounded down, and the best packing, rounded up; 2 <= d <= 4, n <= 20.

    The packing is the best known: a construction, or one that is remembered. The gap is the difference, 0 where both
    are the same number.
    """
    problems = [query.problem(n, d) for n, d in query.cells((2, 4), (2, 20))]
    columns = (
        Column("n", "n", "$n$"),
        Column("d", "d", "$d$"),
        Column("bound", "coherence at least"),
        Column("theorem", "theorem", right=False),
        Column("coherence", "best packing"),
        Column("gap", "gap"),
        Column("source", "found by", right=False),
    )
    with opened(query.store) as stores:
        rows = tuple(_bounds_row(problem, stores) for problem in problems)
    return Table(f"Bounds on the coherence of {query.family}", columns, rows)


def kissing_table(query: Query) -> Table:
    """For 2 <= d <= 24 the points built and the certified upper bound, Delsarte's."""
    if query.n is not None or query.field is not None:
        raise InputError("the kissing table has neither -n nor --field: leave them out and give -d")
    dimensions = (query.d or Span()).within(2, 24)
    columns = (
        Column("d", "d", "$d$"),
        Column("lower", "constructed"),
        Column("construction", "construction", right=False),
        Column("upper", "at most"),
        Column("theorem", "theorem", right=False),
        Column("rigor", "known", right=False),
    )
    return Table("Kissing numbers", columns, tuple(_kissing_row(d) for d in dimensions))


def _bounds_row(problem: Problem, stores: Stores) -> tuple[Cell, ...]:
    bound, best = lower_bound(problem), stores.best_known(problem)
    head = (problem.n, problem.d, Number(bound.value, DECIMALS, Rounding.DOWN, bound.rigor, bound.exact))
    if best is None:
        return (*head, str(bound.theorem), None, None, None)
    return (*head, str(bound.theorem), upper(best), gap(best), best.name)


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
