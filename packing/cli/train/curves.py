"""`packing train curves`"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import ClusterName, Plot, checked, drawn, worker_pool
from packing.report.writers.as_json.toymodels import curves_json

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.factorization.recorded import Cells


def curves(
    *,
    out: Annotated[
        Path | None,
        Parameter(help="Train, and keep the runs in this .jsonl, cell by cell; go on from there after a kill."),
    ] = None,
    seconds: Annotated[float | None, Parameter(help="With --out: no cell is begun after these seconds.")] = None,
    jobs: Annotated[int, Integer, Parameter(help="With --out: processes to use.")] = 1,
    cluster: ClusterName = None,
    prominence: Annotated[
        float, Parameter(help="What a bump is, at least 0.05: how far an alignment rises and falls.")
    ] = 0.2,
    seed: Seed = 0,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Factorizations by optimizer, rank and start: bumps, plateaus and last losses, recorded or trained again.

    Example: packing train curves

    All of it again: packing train curves --out curves.jsonl --jobs 2
    """
    from packing.errors import InputError
    from packing.toymodels.factorization.recorded import record_curves, recorded_cells, recorded_prominence

    checked(plot)
    least = recorded_prominence(prominence)
    if out is None:
        if seconds is not None or jobs != 1 or seed != 0 or cluster is not None:
            raise InputError(
                "--seconds, --jobs, --cluster and --seed are of a training, not of the recorded runs: add --out FILE"
            )
        cells = recorded_cells()
    else:
        limit = math.inf if seconds is None else seconds
        with progress("cells", quiet=json) as bar, worker_pool(cluster, jobs) as pool:
            cells = record_curves(
                out, seed=seed, seconds=limit, jobs=pool.jobs, progress=bar.count, executor=pool.executor
            )
    if plot is not None:
        from packing.report.figures.toymodels import curves_figure

        drawn(curves_figure(cells, least), plot)
    show(curves_json(cells, least), _page(cells, least), as_json=json)
    return 0


def _page(cells: Cells, prominence: float) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.rounding import counted
    from packing.toymodels.factorization.sentences import sentences

    rows = []
    for cell in cells:
        share, plateaus, loss = cell.bump_share(prominence), cell.plateaus, cell.log_loss
        name = f"{cell.config.title}, rate {cell.config.step:g}"
        rows.append((
            name, str(len(cell.runs)), f"{share.value:.2f} +- {share.error:.2f}",
            f"{plateaus.value:.2f} +- {plateaus.error:.2f}", f"{loss.value:.1f} +- {loss.error:.1f}",
        ))  # fmt: skip
    heads = ("settings", "runs", "with a bump", "plateaus", "log10 loss")
    return page(grid(f"{counted(len(cells), 'cell')} of runs", heads, rows), *sentences(cells, prominence))
