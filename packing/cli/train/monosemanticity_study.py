"""`packing train monosemanticity-study`"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import ClusterName, worker_pool
from packing.report.writers.as_json.monosemanticity import study_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.monosemanticity.record import StudyRecord


def monosemanticity_study(
    name: Annotated[str, Parameter(help="layers, design, pruning or variants.")],
    *,
    out: Annotated[Path, Parameter(help="Keep the runs here (.jsonl), and go on from there after a kill.")],
    seeds: Annotated[int, Integer, Parameter(help="Seeds a cell.")] = 3,
    seed: Seed = 0,
    seconds: Annotated[float | None, Parameter(help="Start no run after so many.")] = None,
    jobs: Annotated[int, Integer, Parameter(help="Processes to use.")] = 1,
    cluster: ClusterName = None,
    features: Annotated[int, Integer, Parameter(help="How many features.")] = 512,
    embedding: Annotated[int, Integer, Parameter(help="Dimensions they are embedded in.")] = 64,
    neurons: Annotated[int, Integer, Parameter(help="Neurons, where the study does not set them.")] = 1024,
    density: Annotated[float, Parameter(help="Mean chance of a feature; --sparsity S says 1 - S.")] = 1.0 / 64,
    steps: Annotated[int, Integer, Parameter(help="Adam steps.")] = 1500,
    batch: Annotated[int, Integer, Parameter(help="Inputs of a step, a multiple of 16.")] = 128,
    json: Json = False,
) -> int:
    """Record a study of layers of neurons at the sizes of the paper, run by run: the tables of monosemanticity.

    layers: shares, noise at the inputs and paths between layers from bias -1 and from 0. design: bias, learning rate,
    neurons, l1 and decay, 8 cells of 32. pruning: by magnitude with rewinding, and at random. variants: training
    with noise, and power-law frequencies.

    Example: packing train monosemanticity-study layers --out layers.jsonl --seconds 600
    """
    from packing.toymodels.monosemanticity.design import PAPER
    from packing.toymodels.monosemanticity.measured import study_named
    from packing.toymodels.monosemanticity.record import record_study

    wanted = len(study_named(name).cells) * seeds
    base = replace(
        PAPER, features=features, embedding=embedding, neurons=neurons, density=density, steps=steps, batch=batch
    )
    with progress("recording", wanted, quiet=json) as bar, worker_pool(cluster, jobs) as pool:
        record = record_study(
            name,
            out,
            seeds=seeds,
            seed=seed,
            seconds=seconds,
            jobs=pool.jobs,
            base=base,
            progress=bar.count,
            executor=pool.executor,
        )
    show(study_json(record), _page(record, wanted), as_json=json)
    return 0


def _page(record: StudyRecord, wanted: int) -> Page:
    from packing.report.writers.terminal import grid, page

    rows = []
    for row in record.summaries:
        words = ", ".join(f"{name} {value}" for name, value in (row.changes | row.key).items())
        numbers = ", ".join(f"{name} {mean:.4g} +- {row.errors[name]:.1g}" for name, mean in row.means.items())
        rows.append((words or "the paper", numbers, str(row.runs)))
    said = f"{counted(len(record.runs), 'run')} of {wanted}, {record.cpu_seconds:.0f} CPU seconds."
    if not rows:
        return page(said)
    return page(grid(f"Study {record.study}", ("cell", "mean and standard error", "runs"), rows), said)
