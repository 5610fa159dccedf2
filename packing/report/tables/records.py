"""The table of records: what is built, found, published and claimed of each problem, and which is better."""

from __future__ import annotations

from packing.errors import InputError
from packing.problem import Problem
from packing.records import Stores, opened
from packing.records.kissing import DIMENSIONS, published_kissing
from packing.records.published_values import STATE, published_values
from packing.records.sourced import Better, Sourced, sourced
from packing.report.best import found_by, upper
from packing.report.cells import Cell, Exact, Number
from packing.report.query import Query, Span
from packing.report.tables.kissing import built_kissing
from packing.report.tabular import Column, D, N, Table
from packing.rigor import Rigor
from packing.rounding import Rounding

DECIMALS = 15

COLUMNS = (
    Column("objects", "of", right=False),
    N,
    D,
    Column("value", "here"),
    Column("exact", "exact", right=False),
    Column("source", "source", right=False),
    Column("name", "by", right=False),
    Column("built", "built"),
    Column("published", "published"),
    Column("published_source", "in", right=False),
    Column("claimed", "claimed"),
    Column("claimed_source", "by whom", right=False),
    Column("better", "better", right=False),
    Column("difference", "here less published"),
    Column("seed", "seed"),
    Column("command", "command", right=False),
)

CAPTION = (
    f"Records: the best packings known here beside the values that are published (state of {STATE}, not checked "
    "here) and those claimed; of kissing numbers the most points"
)


def records_table(query: Query) -> Table:
    """Each problem that a published table has, beside what is built and found here; with -n or -d the stored ones too.

    Values are coherences rounded up to 15 decimals (certified), or exact; of kissing numbers the numbers of points.
    """
    if query.exponent is not None or query.density is not None:
        raise InputError("the table of records has neither --exponent nor --density: leave them out")
    with opened(query.store) as stores:
        problems = _asked(query, stores)
        rows = [_row(sourced(problem, stores.atlases, shipped=stores.shipped)) for problem in problems]
    rows += [_kissing_row(d) for d in _kissing_dimensions(query)]
    if not rows:
        raise InputError(f"no record is published or stored for{query.options}: widen n or d, or name both")
    return Table(CAPTION, COLUMNS, tuple(rows))


def _asked(query: Query, stores: Stores) -> list[Problem]:
    """The problems published, and where n or d is named those stored; a single cell is there whatever is known."""
    known = {value.problem for value in published_values()}
    if query.n is not None or query.d is not None:
        known |= set(stores.problems())
        if _is_single(query.n) and _is_single(query.d) and _says_kind(query):
            known |= {query.problem(n, d) for n, d in query.cells((2, 2), (2, 2))}
    chosen = [problem for problem in known if _fits(problem, query)]
    return sorted(chosen, key=lambda problem: (*problem.space.order, problem.n))


def _is_single(span: Span | None) -> bool:
    return span is not None and span.low is not None and span.low == span.high


def _says_kind(query: Query) -> bool:
    return query.field is not None or query.objects is not None


def _fits(problem: Problem, query: Query) -> bool:
    if _says_kind(query) and (problem.m != (query.m or 1) or problem.space != query.space(problem.d)):
        return False
    return all(
        span is None or number in span.within(number, number)
        for span, number in ((query.n, problem.n), (query.d, problem.d))
    )


def _row(beside: Sourced) -> tuple[Cell, ...]:
    held, published = beside.held, beside.published
    value = name = built = claimed = None
    exact: Cell = None
    if held is not None:
        value, name = upper(held, DECIMALS), found_by(held)
        exact = None if held.exact is None else Exact(held.exact)
    if beside.built is not None:
        built = upper(beside.built, DECIMALS)
    if published is not None and published.claimed is not None:
        claimed = Number(published.claimed, 12)
    return (
        beside.problem.space.family,
        beside.problem.n,
        beside.problem.d,
        value,
        exact,
        None if held is None else held.source.value,
        name,
        built,
        None if published is None else Number(published.coherence, 12),
        None if published is None else published.source,
        claimed,
        None if claimed is None or published is None else published.claimed_source,
        None if beside.better is Better.UNCOMPARED else beside.better.value,
        None if beside.difference is None else Number(beside.difference, 12, Rounding.NEAREST, Rigor.NUMERICAL),
        None if beside.entry is None else beside.entry.seed,
        beside.command or None,
    )


def _kissing_dimensions(query: Query) -> range:
    """Kissing numbers are rows unless other objects, a number of them, or a store is asked for."""
    is_other = query.n is not None or query.field is not None or query.m is not None or query.store is not None
    if is_other:
        return range(0)
    span = (query.d or Span()).within(DIMENSIONS.start, DIMENSIONS.stop - 1)
    return range(max(span.start, DIMENSIONS.start), min(span.stop, DIMENSIONS.stop))


def _kissing_row(d: int) -> tuple[Cell, ...]:
    published, best = published_kissing(d), built_kissing(d)
    count = None if best is None else best.problem.n
    most = published.lower if published.claimed is None else published.claimed
    better = Better.PUBLISHED if (count or 0) < published.lower else Better.HERE
    if count == published.lower:
        better = Better.TIE
    if published.claimed is not None and (count or 0) < most:
        better = Better.CLAIMED
    return (
        "kissing",
        None,
        d,
        count,
        None if best is None else Exact(best.coherence),
        None if best is None else "construction",
        None if best is None else best.name.removesuffix(", both signs"),
        count,
        published.lower,
        published.lower_source,
        published.claimed,
        published.claimed_source or None,
        better.value,
        None if count is None else count - published.lower,
        None,
        f"packing table kissing -d {d}" if best is not None else None,
    )
