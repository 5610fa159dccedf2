"""`packing train phases`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.features import FeatureDim, FeatureLawName, one_dimensional
from packing.cli.train.options import Plot, checked, drawn, logarithmic
from packing.errors import InputError
from packing.report.writers.as_json.toymodels import phases_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.autoencoder.phases import DensityPhases
    from packing.toymodels.subspaces.phases import FeaturePhases


def phases(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many features.")],
    d: Annotated[int, Integer, Parameter(name="-d", help="In how many dimensions.")],
    least: Annotated[float, Parameter(help="The lowest density.")] = 0.02,
    most: Annotated[float, Parameter(help="The highest density.")] = 0.6,
    points: Annotated[int, Integer, Parameter(help="Densities between them, evenly in the logarithm.")] = 12,
    starts: Annotated[int, Integer, Parameter(help="Random starts at each density.")] = 20,
    width: Annotated[
        float | None,
        Parameter(help="Relative width of a bracketed transition, 0.001 unless given.", show_default=False),
    ] = None,
    feature_dim: FeatureDim = 1,
    law: FeatureLawName = "ball",
    seed: Seed = 0,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Which orthogonal blocks have the least exact loss that was found at each density, and where that changes.

    Of features of more dimensions: which of them are kept, and how their subspaces lie, with standard errors.

    Example: packing train phases -n 7 -d 3 --plot phases.png
    """
    from packing.toymodels.autoencoder.phases import phase_diagram

    checked(plot)
    grid = logarithmic("densities", least, most, points, largest=1.0)
    if feature_dim != 1:
        if width is not None:
            raise InputError(
                f"transitions of features of {feature_dim} dimensions are not bracketed, so width cannot be {width:g}: "
                "leave it out and give more points"
            )
        return _of_features(n, d, feature_dim, law, grid, starts, seed, plot, json=json)
    one_dimensional(law)
    width = 1e-3 if width is None else width
    with progress("training", len(grid), quiet=json) as bar:
        diagram = phase_diagram(n, d, grid, starts=starts, seed=seed, width=width, progress=bar.count)
    if plot is not None:
        from packing.report.figures.toymodels import phase_figure

        drawn(phase_figure(diagram), plot)
    show(phases_json(diagram), _page(diagram), as_json=json)
    return 0


def _of_features(
    n: int, d: int, m: int, law: str, grid: list[float], starts: int, seed: int, plot: Path | None, *, json: bool
) -> int:
    """The phases of features of m dimensions."""
    from packing.report.writers.as_json.features import feature_phases_json
    from packing.toymodels.subspaces import FeatureLaw
    from packing.toymodels.subspaces.phases import feature_phases

    named = FeatureLaw.named(law)
    with progress("training", len(grid), quiet=json) as bar:
        chart = feature_phases(n, d, m, grid, law=named, starts=starts, seed=seed, progress=bar.count)
    if plot is not None:
        from packing.report.figures.toymodels.features import feature_phase_figure

        drawn(feature_phase_figure(chart), plot)
    show(feature_phases_json(chart), _features_page(chart), as_json=json)
    return 0


def _features_page(chart: FeaturePhases) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.toymodels.subspaces.sentences import phase_sentences

    config = chart.config
    title = f"{config.n} features of {config.m} dimensions in {config.d} dimensions"
    rows = []
    for point in chart.points:
        second = point.states[1] if len(point.states) > 1 else None
        first = (f"{point.density:.4f}", point.best.name, f"{point.best.loss.loss:.6f} +- {point.best.loss.error:.1g}")
        other = (second.name, f"{second.above.loss:.6f} +- {second.above.error:.1g}") if second else ("", "")
        rows.append((*first, *other, f"{point.hits}/{chart.starts}"))
    table = grid(title, ("density", "best", "loss", "next best", "above it by", "hits"), rows)
    return page(table, *phase_sentences(chart))


def _page(diagram: DensityPhases) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.structure import tegum_sum

    title = f"{counted(diagram.n, 'feature')} in {counted(diagram.d, 'dimension')}"
    rows = []
    for point in diagram.points:
        second = point.states[1] if len(point.states) > 1 else None
        first = (f"{point.density:.4f}", tegum_sum(point.best.blocks), f"{point.best.loss:.6g}")
        other = (tegum_sum(second.blocks), f"{second.loss:.6g}") if second else ("", "")
        rows.append((*first, *other, f"{point.hits}/{point.starts}"))
    table = grid(title, ("density", "best blocks", "loss", "next best", "loss", "hits"), rows)
    changes = [
        f"At {change.density:.5f} +- {change.uncertainty:.5f}: "
        f"{tegum_sum(change.below)} gives way to {tegum_sum(change.above)}."
        for change in diagram.transitions
    ]
    return page(table, *changes)
