"""Tables of bounds: the coherence that no packing beats, and kissing numbers, beside what is constructed."""

from __future__ import annotations

from fractions import Fraction

from packing.bounds import lower_bound
from packing.bounds.maxsize import largest_code
from packing.constructions import largest_kissing, reached
from packing.errors import InputError
from packing.problem import Field, Objects, Problem
from packing.report.query import Query, Span
from packing.report.table import Cell, Column, Number, Rounding, Table

DECIMALS = 8


def bounds_table(query: Query) -> Table:
    """For each n and d the best lower bound, rounded down, and the best construction, rounded up; 2 <= d <= 4, n <= 20.

    The gap is their difference, 0 where both are the same number.
    """
    objects = query.objects or Objects.LINES
    problems = [Problem(n, d, query.field or Field.REAL, objects) for n, d in query.cells((2, 4), (2, 20))]
    columns = (
        Column("n", "n", "$n$"),
        Column("d", "d", "$d$"),
        Column("bound", "coherence at least"),
        Column("theorem", "theorem", right=False),
        Column("coherence", "constructed"),
        Column("gap", "gap"),
        Column("construction", "construction", right=False),
    )
    kind = "points on spheres" if objects is Objects.VECTORS else f"lines over {query.field or Field.REAL}"
    return Table(f"Bounds on the coherence of {kind}", columns, tuple(_bounds_row(problem) for problem in problems))


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


def _bounds_row(problem: Problem) -> tuple[Cell, ...]:
    bound = lower_bound(problem)
    best = next(iter(reached(problem)), None)
    head = (problem.n, problem.d, Number(bound.value, DECIMALS, Rounding.DOWN, bound.rigor, bound.exact))
    if best is None:
        return (*head, str(bound.theorem), None, None, None)
    value = float(best.coherence)
    gap = 0.0 if best.coherence == bound.exact else value - bound.value
    number = Number(value, DECIMALS, Rounding.UP, best.rigor, best.coherence)
    return (*head, str(bound.theorem), number, Number(max(gap, 0.0), DECIMALS, Rounding.UP), best.name)


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
