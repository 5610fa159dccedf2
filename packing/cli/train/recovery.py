"""`packing train recovery`"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import ClusterName, Plot, checked, drawn, worker_pool
from packing.errors import InputError
from packing.report.writers.as_json.toymodels import recovery_json

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.dictionary import CellResult

Value = TypeVar("Value", int, float)


def recovery(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many features.")] = 64,
    d: Annotated[int, Integer, Parameter(name="-d", help="In how many dimensions.")] = 32,
    widths: Annotated[str | None, Parameter(help="Sizes of the dictionary: a list a,b,..; n where left out.")] = None,
    density: Annotated[
        str, Parameter(help="The chances that a feature is active: a list a,b,..; --sparsity S,.. says 1 - S.")
    ] = "0.015625,0.03125,0.0625",
    methods: Annotated[str, Parameter(help="Of svd,coding,l1,topk,gated.")] = "svd,coding,l1,topk,gated",
    arrangements: Annotated[str, Parameter(help="Where features lie, of random,best,tegum,trained.")] = "random",
    controls: Annotated[
        str, Parameter(help="Of none,gaussian,randomised: the features, or activations that have none of them.")
    ] = "none",
    seeds: Annotated[int, Integer, Parameter(help="How many seeds a cell.")] = 3,
    steps: Annotated[int, Integer, Parameter(help="Adam steps of an autoencoder.")] = 1000,
    batch: Annotated[int, Integer, Parameter(help="Activations a step.")] = 128,
    price: Annotated[float, Parameter(help="Price of a code.")] = 0.2,
    recorded: Annotated[
        bool, Parameter(negative=(), help="The cells of the record behind `packing table dictionary` instead.")
    ] = False,
    seconds: Annotated[float | None, Parameter(help="Begin no cell after so long.")] = None,
    jobs: Annotated[int, Integer, Parameter(help="Processes to use.")] = 1,
    cluster: ClusterName = None,
    out: Annotated[Path | None, Parameter(help="Keep finished cells here (.jsonl), and go on from there.")] = None,
    seed: Seed = 0,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Which features dictionaries recover: width x density x method x arrangement, with standard errors over seeds.

    Example: packing train recovery -n 64 -d 32 --widths 64,128 --out recovery.jsonl
    """
    from packing.toymodels.dictionary import grid, run_grid
    from packing.toymodels.dictionary.recorded import recorded_cells

    checked(plot)
    if recorded:
        cells = recorded_cells()
    else:
        cells = grid(
            n,
            d,
            widths=None if widths is None else _listed("widths", widths, int),
            densities=_listed("density", density, float),
            methods=_names(methods),
            arrangements=_names(arrangements),
            controls=_names(controls),
            seeds=seeds,
            seed=seed,
            steps=steps,
            batch=batch,
            price=price,
        )
    with progress("dictionaries", len(cells), quiet=json) as bar, worker_pool(cluster, jobs) as pool:
        results = run_grid(cells, out, seconds=seconds, jobs=pool.jobs, progress=bar.count, executor=pool.executor)
    if plot is not None:
        if not results:
            raise InputError("no cell was finished, so there is no picture: give more --seconds")
        from packing.report.figures.toymodels.recovery import recovery_figure

        drawn(recovery_figure(results), plot)
    show(recovery_json(results, len(cells)), _page(results, len(cells)), as_json=json)
    return 0


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _listed(name: str, text: str, kind: Callable[[str], Value]) -> list[Value]:
    """The numbers of a list, or `InputError`."""
    try:
        return [kind(part) for part in _names(text)]
    except ValueError:
        raise InputError(f"{name} must be numbers with commas between them, not {text!r}: write them so") from None


def _page(results: list[CellResult], cells: int) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.toymodels.dictionary.summary import by_seed, recovery_sentences

    rows = (
        (
            str(cell.arrangement) if cell.control == "none" else f"{cell.arrangement}, {cell.control}",
            str(cell.width),
            f"{cell.density:.4g}",
            str(cell.method),
            str(group.recall),
            str(group.precision),
            str(group.f1),
            f"{group.chance.value:.2g}",
        )
        for group in by_seed(results)
        for cell in (group.cell,)
    )
    columns = ("features", "width", "density", "method", "recall", "precision", "F1", "F1 by chance")
    missing = [f"{len(results)} of {cells} cells are finished: --out goes on after them."] * (len(results) < cells)
    return page(grid("Recovered features", columns, rows), *recovery_sentences(results), *missing)
