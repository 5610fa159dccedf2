"""The table of the recorded study of moments: how many orthogonal blocks each method makes at each exponent."""

from __future__ import annotations

from packing.analytic.heuristics import corrected_blocks
from packing.errors import InputError
from packing.report.cells import Cell, Number
from packing.report.query import Query, Span
from packing.report.tabular import Column, D, N, Table
from packing.rigor import Rigor
from packing.structure import tegum_sum
from packing.studies.moment_run import MomentCount, recorded_moments

HEADS = {
    "search": "search",
    "limit": "trained, one active, no bias",
    "limit with bias": "with bias",
    "density 0.1": "density .1",
    "density 0.4": "density .4",
    "lines search": "search of lines",
}
"""The methods with seeds, and what stands above their numbers of blocks."""

COLUMNS = (
    N,
    D,
    Column("exponent", "p", "$p$"),
    Column("partition", "partition"),
    Column("blocks", "its blocks", right=False),
    Column("scope", "known", right=False),
    *(
        column
        for key, head in HEADS.items()
        for column in (
            Column(key.replace(" ", "_").replace(".", ""), head),
            Column(f"{key.replace(' ', '_').replace('.', '')}_error", "±", r"$\pm$"),
        )
    ),
    Column("lines", "partition of lines"),
    Column("heuristic", "heuristic"),
)


def moment_blocks_table(query: Query) -> Table:
    """The number of orthogonal blocks by exponent: partitions, searches, trained models with |error|^p, a heuristic.

    From the recorded run, rows of the sizes and the exponent asked for. Means over seeds with their standard errors;
    the heuristic is the corrected estimate of Johnson and Lindenstrauss, which says nothing of small dimensions.
    """
    if query.field is not None or query.objects is not None or query.density is not None or query.store is not None:
        raise InputError(
            "the table of moment-blocks is of a recorded run: it has -n, -d and --exponent alone, leave the rest out"
        )
    counts = [count for count in recorded_moments() if _asked(query, count)]
    keys = sorted({(count.n, count.d, count.exponent) for count in counts})
    if not keys:
        sizes = ", ".join(sorted({f"-n {count.n} -d {count.d}" for count in recorded_moments()}))
        raise InputError(f"no such cells are recorded, not{query.options}: give {sizes}, or packing train moments")
    rows = tuple(_row({c.method: c for c in counts if (c.n, c.d, c.exponent) == key}) for key in keys)
    return Table(
        "How many orthogonal blocks n features in d dimensions form, by the moment of the interference that counts",
        COLUMNS,
        rows,
    )


def _asked(query: Query, count: MomentCount) -> bool:
    spans = ((query.n or Span(), count.n), (query.d or Span(), count.d))
    inside = all((span.low or 1) <= size <= (span.high or size) for span, size in spans)
    return inside and (query.exponent is None or float(query.exponent) == count.exponent)


def _row(counts: dict[str, MomentCount]) -> tuple[Cell, ...]:
    best, lines = counts["partition"], counts["lines partition"]
    heuristic = corrected_blocks(best.n, best.d, best.exponent)
    return (
        best.n,
        best.d,
        Number(best.exponent, 4),
        int(best.mean),
        tegum_sum(best.blocks),
        best.known,
        *(cell for method in HEADS for cell in _mean(counts[method])),
        int(lines.mean),
        None if heuristic is None else Number(heuristic, 1),
    )


def _mean(count: MomentCount) -> tuple[Number, Number]:
    return Number(count.mean, 2, rigor=Rigor.NUMERICAL), Number(count.error, 2)
