"""`packing train importance`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import Plot, checked, drawn, logarithmic
from packing.report.writers.as_json.toymodels import importance_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.autoencoder.importance import ImportanceMap


def importance(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many features, in n - 1 dimensions.")] = 2,
    least: Annotated[float, Parameter(help="The lowest density.")] = 0.01,
    most: Annotated[float, Parameter(help="The highest density.")] = 1.0,
    lightest: Annotated[float, Parameter(help="The lowest importance of the last feature; the others have 1.")] = 0.1,
    heaviest: Annotated[float, Parameter(help="Its highest importance.")] = 10.0,
    points: Annotated[int, Integer, Parameter(help="Densities, and importances, evenly in the logarithm.")] = 12,
    starts: Annotated[int, Integer, Parameter(help="Random starts at each point, beside the known candidates.")] = 2,
    seed: Seed = 0,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Whether the last of n features is lost, alone in a dimension or shares one, over density and its importance.

    Example: packing train importance -n 3 --plot importance.png
    """
    from packing.errors import InputError, positive_integer
    from packing.toymodels.autoencoder.importance import importance_map

    checked(plot)
    densities = logarithmic("densities", least, most, points, largest=1.0)
    weights = logarithmic("importances", lightest, heaviest, points)
    if positive_integer("n", n) < 2:
        raise InputError(f"n must be at least 2, not {n}: the features are in n - 1 dimensions")
    with progress("training", len(weights), quiet=json) as bar:
        chart = importance_map(n, n - 1, densities, weights, starts=starts, seed=seed, progress=bar.count)
    if plot is not None:
        from packing.report.figures.toymodels import importance_figure

        drawn(importance_figure(chart), plot)
    show(importance_json(chart), _page(chart), as_json=json)
    return 0


def _page(chart: ImportanceMap) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.toymodels.autoencoder.importance import FeatureFate

    marks = {FeatureFate.LOST: ".", FeatureFate.ALONE: "o", FeatureFate.SHARED: "#"}
    title = f"The last of {counted(chart.n, 'feature')} in {counted(chart.d, 'dimension')}"
    ends = f"density {chart.densities[0]:.3g} to {chart.densities[-1]:.3g}"
    rows = (
        (f"{weight:.4g}", "".join(marks[fate] for fate in fates))
        for weight, fates in zip(chart.importances[::-1], chart.fates[::-1], strict=True)
    )
    table = grid(title, ("importance", ends), rows)
    return page(table, "; ".join(f"{mark} {fate}" for fate, mark in marks.items()) + ".")
