"""The table of constructions: what is built here exactly, its coherence, and by which bound it is optimal.

A row without a bound is no record: where more points are published at the same angle, the row says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sympy

from packing.constructions import LANDMARKS, Construction, known, native
from packing.errors import InputError
from packing.problem import Problem
from packing.records.kissing import DIMENSIONS, STATE, published_kissing
from packing.report.cells import Cell, Cited, Exact, Formula, Number
from packing.report.exact_columns import KEYS, construction_cells, exact_columns
from packing.report.query import Query
from packing.report.tabular import Column, D, N, Table
from packing.rigor import float_above
from packing.rounding import Rounding

COLUMNS = (
    Column("name", "construction", right=False),
    N,
    D,
    Column("space", "in", right=False),
    Column("coherence", "coherence"),
    Column("exact", "exact", right=False),
    Column("optimal", "optimal by", right=False),
    Column("reference", "source", right=False),
    Column("published", "published at this angle"),
)

CAPTION = (
    "Exact packings built here: coherence is the largest overlap of two different vectors; a row that names no bound "
    f"is no record. Last column: the most points published with overlaps up to 1/2 (state of {STATE})"
)

MOST_PROBLEMS = 400_000
"""More cells than this are not looked through: minutes, and hardly what was meant."""


def constructions_table(query: Query) -> Table:
    """Each construction with n and d in the spans; without spans d <= 8, n <= 64 and the landmarks beyond.

    Left out are polygons beyond the pentagon and packings that do not use all d dimensions or that drop points.
    """
    problems = list(_problems(query))
    built = (construction for problem in problems for construction in _built(problem))
    rows = [_row(construction, query) for construction in built if _is_listed(construction)]
    if not rows:
        raise InputError(f"no construction is known for{query.options or ' this'}: widen the spans of n and d")
    return Table(CAPTION, (*COLUMNS, *exact_columns(query, of_square=False)), tuple(rows), more=KEYS)


def _problems(query: Query) -> Iterator[Problem]:
    cells = query.cells((2, 8), (2, 64 if query.d is None else 300), MOST_PROBLEMS)
    if not query.spaces(2):
        raise InputError(
            f"vectors are points on a real sphere, not field '{query.field}': leave out --vectors or take field R"
        )
    named = query.n is not None or query.d is not None
    for kind in query.spaces(2):
        problems = [Problem(n, replace(kind, d=d)) for n, d in cells]
        problems += [] if named else [mark for mark in LANDMARKS if replace(mark.space, d=2) == kind]
        yield from dict.fromkeys(problems)


def _built(problem: Problem) -> Iterator[Construction]:
    """The constructions of exactly this problem, and of subspaces that with the least coherence."""
    return native(problem) if problem.m == 1 else iter(known(problem)[:1])


def _is_listed(construction: Construction) -> bool:
    n, d, m = construction.problem.n, construction.problem.d, construction.problem.m
    if construction.name == "polygon":
        return n <= 5
    return n * m >= d and "part of" not in construction.name and not (construction.name == "simplex" and n != d + 1)


def _row(construction: Construction, query: Query) -> tuple[Cell, ...]:
    problem = construction.problem
    space = Formula(str(problem).rpartition(" ")[2], f"${problem.space.tex}$")
    return (
        construction.name,
        problem.n,
        problem.d,
        space,
        Number(float_above(construction.coherence), 12, Rounding.UP, construction.rigor, exact=construction.coherence),
        Exact(construction.coherence),
        construction.optimal or None,
        Cited("", (construction.reference,)) if construction.reference else None,
        _published(construction),
        *construction_cells(query, construction),
    )


def _published(construction: Construction) -> int | None:
    """The most points published at the angle of 60 degrees, where it is that of the construction."""
    space = construction.problem.space
    if not space.has_points or construction.coherence != sympy.Rational(1, 2) or space.d not in DIMENSIONS:
        return None
    return published_kissing(space.d).lower
