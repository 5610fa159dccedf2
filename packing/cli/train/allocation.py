"""`packing train allocation`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import Models, Plot, checked, drawn
from packing.errors import InputError
from packing.files import check_writable, write_text
from packing.report.writers.as_json.toymodels import allocation_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.capacity.chart import CapacityChart


def allocation(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many features.")] = 12,
    d: Annotated[int, Integer, Parameter(name="-d", help="In how many dimensions.")] = 6,
    ratios: Annotated[
        str, Parameter(help="Importance of feature i is ratio^i: a list a,b,..")
    ] = "0.95,0.9,0.8,0.65,0.5",
    kurtoses: Annotated[str, Parameter(help="Of each feature: a list a,b,..; 3 is Gaussian.")] = "3,4.5,6,10,30,100",
    models: Models = 8,
    seed: Seed = 0,
    out: Annotated[Path | None, Parameter(help="Write the chart to this file too, as --json prints it.")] = None,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Which features have a dimension, share one or have none, over importance and kurtosis; trained beside the bound.

    Example: packing train allocation -n 12 -d 6 --plot allocation.png
    """
    from json import dumps

    from packing.toymodels.capacity.chart import capacity_chart

    checked(plot)
    if out is not None:
        check_writable(out)
    axes = _listed("ratios", ratios), _listed("kurtoses", kurtoses)
    with progress("training", len(axes[0]) * len(axes[1]), quiet=json) as bar:
        chart = capacity_chart(n, d, *axes, models, seed, bar.count)
    if out is not None:
        write_text(out, dumps(allocation_json(chart), indent=1) + "\n")
    if plot is not None:
        from packing.report.figures.toymodels.allocation import allocation_figure

        drawn(allocation_figure(chart), plot)
    show(allocation_json(chart), _page(chart), as_json=json)
    return 0


def _listed(name: str, text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",") if part.strip()]
    except ValueError:
        raise InputError(f"{name} must be numbers with commas between them, not {text!r}: write them so") from None


def _page(chart: CapacityChart) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.toymodels.capacity.chart import allocation_sentences

    rows = (
        (
            f"{cell.ratio:g}",
            f"{cell.kurtosis:g}",
            *(str(count) for count in (cell.whole, cell.shared, cell.ignored)),
            f"{cell.price:.4g}",
            f"{cell.agreeing} of {cell.models}",
            f"{cell.least:.1e}",
        )
        for cell in chart.cells
    )
    title = f"{counted(chart.n, 'feature')} in {counted(chart.d, 'dimension')}"
    columns = ("ratio", "kurtosis", "whole", "shared", "ignored", "price", "agree", "best above the bound")
    return page(grid(title, columns, rows), *allocation_sentences(chart))
