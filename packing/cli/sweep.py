"""`packing sweep`"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import BEST, Integer, Json, KindOptions, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.errors import InputError
from packing.report.query import parse_span
from packing.report.writers.as_json.records import cell_json
from packing.space import parse_distance

if TYPE_CHECKING:
    from packing.problem import Problem
    from packing.records.atlas import Atlas
    from packing.report.writers.terminal import FittedTable
    from packing.sweep import Cell

FEWEST = 2


def sweep(
    *,
    d: Annotated[str, Parameter(name="-d", help="Dimensions: 3, or a span such as 2..7.")],
    n: Annotated[str, Parameter(name="-n", help="How many vectors: 13, 8..20, or ..49 (from d + 2 on).")],
    store: Annotated[Path, Parameter(help="The atlas to write to; made where it is not there.")],
    kind: KindOptions | None = None,
    seconds: Annotated[float, Parameter(help="CPU time for each cell in each pass.")] = 30.0,
    passes: Annotated[int, Integer, Parameter(help="Passes: down in n, then up, with a new seed each.")] = 1,
    total: Annotated[
        float | None, Parameter(help="CPU time for all cells: passes, longer and longer, go on until it is spent.")
    ] = None,
    seed: Seed = 0,
    jobs: Annotated[int, Integer, Parameter(help="Processes to use.")] = 1,
    cluster: Annotated[
        str | None, Parameter(help="Search on the workers of this dask scheduler: tcp://host:8786.")
    ] = None,
    start: Annotated[
        str | None, Parameter(help="Go on from the best packings of this atlas, or from 'best', those that are known.")
    ] = None,
    resume: Annotated[bool, Parameter(negative=(), help="Leave out cells that have a run with this seed.")] = False,
    json: Json = False,
) -> int:
    """Search many cells, each from its neighbours, and write every result to an atlas at once.

    Example: packing sweep --field C -d 2..4 -n ..20 --seconds 5 --store atlas.sqlite
    """
    counts, dimensions = _range("-n", n), _range("-d", d)
    what = kind or KindOptions()
    if cluster is not None and jobs > 1:
        raise InputError("--cluster and --jobs do not go together: leave one out")
    from packing.cluster import cluster as opened
    from packing.records.atlas import Atlas
    from packing.sweep import cells, spent, sweep

    problems = cells(dimensions, counts, what.scalars, what.objects, what.subspaces, parse_distance(what.distance))
    with ExitStack() as stack:
        given = None if start is None else stack.enter_context(_given(start))
        atlas = stack.enter_context(Atlas(store))
        earlier = {problem: 0.0 if resume else spent([problem], atlas) for problem in problems}
        tell = stack.enter_context(_progress(len(problems) * passes, total, earlier, quiet=json))
        executor = None if cluster is None else stack.enter_context(opened(cluster)).executor
        try:
            swept = sweep(
                problems, atlas, seconds, seed, jobs, passes, resume, tell, executor, total=total, start=given
            )
        except BrokenExecutor:
            raise InputError(
                f"a process of the sweep ended abruptly, as where memory is short: what was found is in {store}; "
                f"go on with --resume, and fewer --jobs than {jobs}"
            ) from None
    answer = {"cells": [cell_json(cell) for cell in swept], "store": store}
    show(answer, "" if json else _table(swept), as_json=json)
    return 0


def _range(name: str, text: str) -> range:
    """The whole numbers of "7", "2..7" or "..49", from 2 on where the lower end is open, or `InputError`."""
    span = parse_span(text, name)
    if span.high is None:
        raise InputError(f"{name} must end somewhere, not go on as {text!r} does: write 8..20 or ..49")
    return span.within(FEWEST, span.high)


def _given(start: str) -> Atlas:
    """The atlas to go on from."""
    from packing.records.shipped import shipped_atlas
    from packing.records.stores import to_read

    if start == BEST:
        return shipped_atlas()
    return to_read(Path(start))


@contextmanager
def _progress(
    searches: int, total: float | None, earlier: Mapping[Problem, float], *, quiet: bool
) -> Iterator[Callable[[Cell], None]]:
    """A bar with the last cell: how many searches are done, or how much of `total` is spent since `earlier`."""
    told: list[Cell] = []
    with progress("sweep", searches if total is None else total, quiet=quiet) as bar:

        def tell(cell: Cell) -> None:
            told.append(cell)
            spent = {cell.problem: cell.cpu_seconds - earlier[cell.problem] for cell in told}
            done = len(told) if total is None else sum(spent.values())
            bar.move(done, text=f"search {len(told)}, {cell}")

        yield tell


def _table(swept: list[Cell]) -> FittedTable:
    from packing.report.writers.terminal import grid
    from packing.rounding import attained, lower

    rows = (
        (
            str(cell.problem),
            attained(cell.coherence),
            lower(cell.lower_bound, 8),
            cell.status,
            f"{cell.cpu_seconds:.1f}",
        )
        for cell in swept
    )
    return grid("", ("problem", "coherence at most", "at least", "status", "CPU s"), rows)
