"""Tables of the closed theory: optimal partitions, orthogonal pairs, interference moments."""

from __future__ import annotations

from packing.analytic import best_partition, least_moment, orthogonal_pairs, random_moment
from packing.analytic.phases import phase_diagram
from packing.errors import InputError
from packing.report.cells import Cell, Exact, Number, Rounding
from packing.report.query import Query
from packing.report.tabular import Column, Table
from packing.structure import tegum_sum

EXPONENTS = (1.0, 1.5, 2.0, 3.0, 4.0)
"""The exponents of a table where none is asked for: below, at and above 2, where splitting stops paying."""

_N, _D = Column("n", "n", "$n$"), Column("d", "d", "$d$")


def partitions_table(query: Query) -> Table:
    """The optimal tegum product of n vectors in R^d at each exponent; 2 <= d <= 3, n <= 6 and five exponents."""
    _real_lines(query, "partitions")
    columns = (
        _N,
        _D,
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
            rows.append((n, d, Number(p, 6), shown, energy, exact, bound, best.scope.value))
    caption = "Partitions into orthogonal subspaces with the least sum of |<x, y>|^p over ordered pairs"
    return Table(caption, columns, tuple(rows))


def phases_table(query: Query) -> Table:
    """Where the optimal tegum product of n vectors in R^d changes with p, smallest p first; 2 <= d <= 3, n <= 5."""
    _real_lines(query, "phases")
    if query.exponent is not None:
        raise InputError("the table of phases runs over all exponents: leave out --exponent")
    columns = (
        _N,
        _D,
        Column("low", "p above", "$p$ above"),
        Column("low_exact", "exact", right=False),
        Column("high", "to"),
        Column("blocks", "optimal partition", right=False),
        Column("rigor", "known", right=False),
    )
    rows: list[tuple[Cell, ...]] = []
    for n, d in query.cells((2, 3), (3, 5), 100):
        diagram = phase_diagram(n, d)
        starts = [None, *(point.exact for point in diagram.breakpoints)]
        for phase, start in zip(diagram.phases, starts, strict=True):
            low = Number(phase.low, 6, rigor=phase.rigor, exact=start)
            exact = None if start is None else Exact(start)
            rows.append((n, d, low, exact, Number(phase.high, 6), tegum_sum(phase.blocks), phase.rigor.value))
    return Table("Phases of the optimal partition by the exponent p", columns, tuple(rows))


def pairs_table(query: Query) -> Table:
    """The most unordered orthogonal pairs among n vectors of F^d; 2 <= d <= 4, n <= 13."""
    if query.objects is not None or query.exponent is not None:
        raise InputError("the table of pairs has neither --vectors nor --exponent: leave them out")
    columns = (
        _N,
        _D,
        Column("parallel", "parallel allowed"),
        Column("lower", "different lines, at least"),
        Column("upper", "at most"),
        Column("theorem", "theorem", right=False),
    )
    field = query.space(2).field
    rows = []
    for n, d in query.cells((2, 4), (2, 13), 500):
        parallel, distinct = orthogonal_pairs(n, d, field), orthogonal_pairs(n, d, field, distinct=True)
        rows.append((n, d, parallel.exact, distinct.lower, distinct.upper, distinct.theorem))
    return Table(f"The most orthogonal pairs among n unit vectors over {field}", columns, tuple(rows))


def moments_table(query: Query) -> Table:
    """The mean of |<x, y>|^p: of random vectors, and at least for n of them; 2 <= d <= 8, n = 2d, p = 2, 4."""
    if query.objects is not None:
        raise InputError("the table of moments has no --vectors, for |<x, y>| is that of lines: leave it out")
    columns = (
        _N,
        _D,
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
        for p in [2.0, 4.0] if query.exponent is None else [query.exponent]:
            random, least = random_moment(d, p, field), least_moment(d, p, n, field)
            low = Number(least.value, 8, Rounding.DOWN, least.rigor, least.exact)
            mean = Number(float(random), 8, exact=random)
            rows.append((n, d, Number(p, 6), mean, Exact(random), low, Exact(least.exact), least.theorem))
    return Table(f"Interference over {field}: the mean of |<x, y>|^p over pairs", columns, tuple(rows))


def _exponents(query: Query) -> tuple[float, ...]:
    return EXPONENTS if query.exponent is None else (query.exponent,)


def _real_lines(query: Query, name: str) -> None:
    if not query.is_real or query.objects is not None:
        scalars = "" if query.is_real else f" {query.field}"
        raise InputError(
            f"the table of {name} is of real vectors and |<x, y>|: leave out --field{scalars} and --vectors"
        )
