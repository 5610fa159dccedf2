"""Tables of optimal partitions into orthogonal subspaces, at given exponents and by phases of the exponent."""

from __future__ import annotations

import math
from typing import Any

from packing.analytic import Partition, best_partition
from packing.analytic.phases import Breakpoint, phase_diagram
from packing.errors import InputError
from packing.report.cells import Cell, Exact, Number
from packing.report.query import Query
from packing.report.tabular import Column, D, N, Table, cited
from packing.rounding import Rounding
from packing.structure import tegum_sum

EXPONENTS = (1.0, 1.5, 2.0, 3.0, 4.0)
"""The exponents of a table where none is asked for: below, at and above 2, where splitting stops paying."""


def partitions_table(query: Query) -> Table:
    """The optimal tegum product of n vectors in R^d at each exponent; 2 <= d <= 3, n <= 6 and five exponents."""
    _real_lines(query, "partitions")
    columns = (
        N,
        D,
        Column("exponent", "p", "$p$"),
        Column("blocks", "optimal partition", right=False),
        Column("energy", "its energy"),
        Column("exact", "exact", right=False),
        Column("bound", "no packing below"),
        Column("scope", "optimal among", right=False),
    )
    rows: list[tuple[Cell, ...]] = []
    for n, d in query.cells((2, 3), (3, 6), 500):
        for p in _exponents(query):
            best = best_partition(n, d, p)
            shown = tegum_sum(best.blocks)
            energy = Number(best.energy, 8, Rounding.UP, best.rigor, best.exact)
            exact = None if best.exact is None else Exact(best.exact)
            bound = Number(best.bound.value, 8, Rounding.DOWN, best.bound.rigor, best.bound.exact)
            rows.append((n, d, Number(float(p), 6), shown, energy, exact, bound, _scope(best)))
    caption = (
        "Partitions into orthogonal subspaces with the least sum of |<x, y>|^p over ordered pairs, "
        "optimal among what the last column names"
    )
    return Table(caption, columns, tuple(rows))


def phases_table(query: Query) -> Table:
    """Where the optimal tegum product of n vectors in R^d changes with p, smallest p first; 2 <= d <= 3, n <= 5."""
    _real_lines(query, "phases")
    if query.exponent is not None:
        raise InputError("the table of phases runs over all exponents: leave out --exponent")
    columns = (
        N,
        D,
        Column("low", "p above", "$p$ above"),
        Column("low_exact", "exact", right=False),
        Column("high", "to"),
        Column("blocks", "optimal partition", right=False),
        Column("rigor", "known", right=False),
        Column("scope", "optimal among", right=False),
    )
    rows: list[tuple[Cell, ...]] = []
    for n, d in query.cells((2, 3), (3, 5), 100):
        diagram = phase_diagram(n, d)
        edges = [Number(0.0), *map(_edge, diagram.breakpoints), Number(math.inf)]
        for phase, low, high in zip(diagram.phases, edges, edges[1:], strict=False):
            exact = None if low.exact is None else Exact(low.exact)
            shown = tegum_sum(phase.blocks)
            rows.append((n, d, low, exact, high, shown, phase.rigor.value, phase.scope.value))
    caption = "Phases of the best partition by the exponent p: numerical ones were compared at single exponents"
    return Table(caption, columns, tuple(rows))


def _scope(best: Partition) -> Cell:
    """What it is optimal among, with the source of the theorem where that is all packings."""
    return cited(best.scope.value, best.bound.theorem.reference) if best.is_least else best.scope.value


def _edge(point: Breakpoint) -> Number:
    """A breakpoint to the decimals that are sure."""
    return Number(point.value, point.decimals, rigor=point.rigor, exact=point.exact)


def _exponents(query: Query) -> tuple[Any, ...]:
    return EXPONENTS if query.exponent is None else (query.exponent,)


def _real_lines(query: Query, name: str) -> None:
    if not query.is_real or query.objects is not None:
        scalars = "" if query.is_real else f" {query.field}"
        raise InputError(
            f"the table of {name} is of real vectors and |<x, y>|: leave out --field{scalars} and --vectors"
        )
