"""The table of constructions: what is known exactly, its coherence, and by which bound it is optimal."""

from __future__ import annotations

from collections.abc import Iterator

from packing.constructions import LANDMARKS, Construction, native
from packing.errors import InputError
from packing.problem import Field, Objects, Problem
from packing.report.cells import Cell, Exact, Formula, Number
from packing.report.query import Query
from packing.report.tabular import Column, Table

COLUMNS = (
    Column("name", "construction", right=False),
    Column("n", "n", "$n$"),
    Column("d", "d", "$d$"),
    Column("space", "in", right=False),
    Column("coherence", "coherence"),
    Column("exact", "exact", right=False),
    Column("optimal", "optimal by", right=False),
    Column("reference", "source", right=False),
)

MOST_PROBLEMS = 400_000
"""More cells than this are not looked through: minutes, and hardly what was meant."""


def constructions_table(query: Query) -> Table:
    """Each construction with n and d in the spans; without spans d <= 8, n <= 64 and the landmarks beyond.

    Left out are polygons beyond the pentagon and packings that do not use all d dimensions or that drop points.
    """
    problems = list(_problems(query))
    rows = [_row(construction) for problem in problems for construction in native(problem) if _is_listed(construction)]
    if not rows:
        raise InputError(f"no construction is known for{query.options or ' this'}: widen the spans of n and d")
    return Table("Exact packings: coherence is the largest overlap of two different vectors", COLUMNS, tuple(rows))


def _problems(query: Query) -> Iterator[Problem]:
    cells = query.cells((2, 8), (2, 64 if query.d is None else 300), MOST_PROBLEMS)
    kinds = [(Field.REAL, Objects.LINES), (Field.COMPLEX, Objects.LINES), (Field.REAL, Objects.VECTORS)]
    if query.field is not None:
        kinds = [(field, objects) for field, objects in kinds if field is query.field]
    if query.objects is not None:
        kinds = [(field, objects) for field, objects in kinds if objects is query.objects]
    if not kinds:
        raise InputError("vectors are points on a real sphere, not field 'C': leave out --vectors or take field R")
    for field, objects in kinds:
        problems = [Problem(n, d, field, objects) for n, d in cells]
        if query.n is None and query.d is None:
            problems += [mark for mark in LANDMARKS if (mark.field, mark.objects) == (field, objects)]
        yield from dict.fromkeys(problems)


def _is_listed(construction: Construction) -> bool:
    n, d = construction.problem.n, construction.problem.d
    if construction.name == "polygon":
        return n <= 5
    return n >= d and "part of" not in construction.name and not (construction.name == "simplex" and n != d + 1)


def _row(construction: Construction) -> tuple[Cell, ...]:
    problem = construction.problem
    letter, power = (problem.field.value, problem.d) if problem.has_lines else ("S", problem.d - 1)
    name = letter if letter == "S" else rf"\mathbf{{{letter}}}"
    space = Formula(f"{letter}^{power}", f"${name}^{{{power}}}$")
    return (
        construction.name,
        problem.n,
        problem.d,
        space,
        Number(float(construction.coherence), 12, rigor=construction.rigor, exact=construction.coherence),
        Exact(construction.coherence),
        construction.optimal or None,
        construction.reference or None,
    )
