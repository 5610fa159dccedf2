"""`packing train classes`"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import ClusterName, worker_pool

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.studies.gauge_classes import ClassCount


def classes(
    *,
    setting: Annotated[
        str | None,
        Parameter(help="What to train, by a part of its name; all of the recorded run else.", show_default=False),
    ] = None,
    models: Annotated[int, Integer, Parameter(help="Models in a batch.")] = 16,
    seeds: Annotated[int, Integer, Parameter(help="How many batches of each, for standard errors.")] = 3,
    seed: Seed = 0,
    out: Annotated[Path | None, Parameter(help="Keep finished batches here (.jsonl), and go on from there.")] = None,
    seconds: Annotated[float | None, Parameter(help="No batch is begun after these seconds.")] = None,
    jobs: Annotated[int, Integer, Parameter(help="Processes to use.")] = 1,
    cluster: ClusterName = None,
    json: Json = False,
) -> int:
    """Into how many classes trained models fall, models of a class being one up to what leaves their loss alone.

    Left out, the settings are those of the recorded run (packing table gauge), about one CPU minute.

    Example: packing train classes --setting "n = 5, d = 2" --models 4 --seeds 1
    """
    from packing.errors import InputError
    from packing.studies.gauge_classes import SETTINGS, class_design, run_classes

    chosen = [name for name in SETTINGS if setting is None or setting in name]
    if not chosen:
        raise InputError(f"no setting is named {setting!r}: give a part of {'; '.join(SETTINGS)}")
    cells = class_design(chosen, seeds, seed, models)
    limit = math.inf if seconds is None else seconds
    with progress("classes", len(cells), quiet=json) as bar, worker_pool(cluster, jobs) as pool:
        found = run_classes(cells, out, seconds=limit, jobs=pool.jobs, progress=bar.count, executor=pool.executor)
    show({"batches": [batch.as_dict() for batch in found]}, _page(found), as_json=json)
    return 0


def _page(found: Sequence[ClassCount]) -> Page:
    from packing.report.writers.terminal import grid, page

    rows = (
        (
            batch.setting, str(batch.seed), f"{batch.classes} of {batch.models}", f"{batch.best_share:.2f}",
            f"{batch.least_loss:.6g}", "" if batch.next_distance is None else f"{batch.next_distance:.3f}",
        )
        for batch in found
    )  # fmt: skip
    heads = ("models", "seed", "classes", "share of the best", "least loss", "distance of the next")
    return page(grid("Classes of trained models up to the gauge", heads, rows))
