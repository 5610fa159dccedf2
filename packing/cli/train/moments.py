"""`packing train moments`"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import ClusterName, Plot, checked, drawn, worker_pool
from packing.errors import InputError, finite_number

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.studies.moment_run import MomentCount


def moments(
    *,
    n: Annotated[int | None, Integer, Parameter(name="-n", help="How many features; with -d, one size.")] = None,
    d: Annotated[int | None, Integer, Parameter(name="-d", help="In how many dimensions.")] = None,
    exponents: Annotated[
        str | None, Parameter(help="Error exponents, such as 1,2,4; 11 from 1 to 8 else.", show_default=False)
    ] = None,
    seeds: Annotated[int, Integer, Parameter(help="How many seeds, for standard errors.")] = 3,
    seed: Seed = 0,
    out: Annotated[Path | None, Parameter(help="Keep finished cells here (.jsonl), and go on from there.")] = None,
    seconds: Annotated[float | None, Parameter(help="No cell is begun after these seconds.")] = None,
    jobs: Annotated[int, Integer, Parameter(help="Processes to use.")] = 1,
    cluster: ClusterName = None,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Which moment the loss cares about: orthogonal blocks by exponent, of partitions, searches and trained models.

    Left out, sizes and exponents are those of the recorded run (packing table moment-blocks), some 10 CPU minutes.

    Example: packing train moments -n 5 -d 2 --exponents 2,3 --seeds 1
    """
    from packing.report.writers.as_json.moments import moments_json
    from packing.studies.moment_run import EXPONENTS, SIZES, design, moment_counts, run_moments

    checked(plot)
    if (n is None) != (d is None):
        raise InputError("one size needs both -n and -d: give both, or neither for the sizes of the recorded run")
    sizes = SIZES if n is None or d is None else ((n, d),)
    chosen = EXPONENTS if exponents is None else _numbers(exponents)
    cells = design(sizes, chosen, seeds, seed)
    limit = math.inf if seconds is None else seconds
    with progress("moments", len(cells), quiet=json) as bar, worker_pool(cluster, jobs) as pool:
        made = run_moments(cells, out, seconds=limit, jobs=pool.jobs, progress=bar.count, executor=pool.executor)
    counts = moment_counts(made)
    if plot is not None:
        from packing.report.figures.moment_blocks import moment_blocks_figure

        drawn(moment_blocks_figure(counts), plot)
    show(moments_json(counts), _page(counts), as_json=json)
    return 0


def _numbers(text: str) -> tuple[float, ...]:
    """The numbers of a list such as 1,2,4, in rising order."""
    try:
        values = [float(part) for part in text.split(",")]
    except ValueError:
        raise InputError(f"exponents are numbers with commas between them, not {text!r}: write 1,2,4") from None
    return tuple(sorted({finite_number("exponent", value) for value in values}))


def _page(counts: Sequence[MomentCount]) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.structure import tegum_sum
    from packing.studies.moment_sentences import moment_sentences

    rows = (
        (
            f"{count.n}, {count.d}", count.method, f"{count.exponent:g}",
            f"{count.mean:.2f}" + (f" ± {count.error:.2f}" if count.seeds > 1 else ""),
            tegum_sum(count.blocks) or "nothing",
        )
        for count in counts
    )  # fmt: skip
    table = grid("Orthogonal blocks by exponent", ("n, d", "method", "exponent", "blocks", "least of all seeds"), rows)
    return page(table, *moment_sentences(counts))
