"""Pictures of features of m dimensions: the subspaces of the best model, and phases over density."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from packing.errors import InputError
from packing.report.figures.style import BLUE, COLOURS, GREY, ORANGE, Drawing, Size, new_figure, short, styled
from packing.report.query import Query
from packing.toymodels.subspaces.arrangement import arrangement
from packing.toymodels.subspaces.trained import KEPT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    from packing.toymodels.subspaces import SubspaceModels
    from packing.toymodels.subspaces.phases import FeaturePhases

OTHER = "#B0B0B0"
"""The colour of structures that are best nowhere."""


def subspaces_figure(trained: SubspaceModels) -> Figure:
    """Of the best model: the Gram blocks |W_i^T W_j|, the singular values of each feature, all principal cosines."""

    best = trained.best
    weights, lying = trained.weights[best], arrangement(trained.weights[best])
    m = trained.config.m
    with styled():
        figure = new_figure(figsize=(13, 4.6), layout="constrained")
        blocks, lengths, cosines = figure.subplots(1, 3)
        rows = weights.reshape(-1, trained.config.d)
        image = blocks.imshow(np.abs(rows @ rows.T), cmap="Greys", vmin=0)
        figure.colorbar(image, ax=blocks, shrink=0.8)
        edges = np.arange(0, len(rows), m) - 0.5
        for edge in edges[1:]:
            blocks.axhline(edge, color=BLUE, lw=0.5)
            blocks.axvline(edge, color=BLUE, lw=0.5)
        blocks.set_xticks(edges + m / 2, [str(i) for i in range(len(edges))])
        blocks.set_yticks(edges + m / 2, [str(i) for i in range(len(edges))])
        blocks.set_title("Modulus of the Gram matrix, by feature")
        for values in trained.singular_values[best].T:
            lengths.plot(values, "o", color=BLUE, ms=5)
        lengths.axhline(KEPT, color=GREY, lw=0.8, ls="--")
        lengths.set_ylim(0, None)
        lengths.set_xlabel("feature")
        lengths.set_title("Singular values of $W_i$")
        for values in lying.cosines.T:
            cosines.plot(np.sort(values), "o", color=BLUE, ms=4)
        if lying.best_spectral is not None:
            cosines.axhline(lying.best_spectral.coherence, color=ORANGE, lw=1.2, label="least largest cosine known")
            cosines.legend()
        cosines.set_ylim(-0.02, 1.02)
        cosines.set_xlabel("pairs of whole features")
        cosines.set_title(short(f"Principal cosines: {lying.name}"))
    return figure


def feature_phase_figure(*charts: FeaturePhases, size: Size = Size.SLIDE, ax: Axes | None = None) -> Figure:
    """A column for each chart: the least loss, how much more the other structures lose, the best singular values.

    Into a panel of one's own the least losses alone are drawn.
    """
    names = list(dict.fromkeys(state.name for chart in charts for point in chart.points for state in point.states))
    best = list(dict.fromkeys(point.best.name for chart in charts for point in chart.points))
    colours = dict(zip(best, itertools.cycle(COLOURS))) | {name: OTHER for name in names if name not in best}
    with styled(size):
        if ax is not None:
            for chart in charts:
                _least_loss(ax, chart, colours)
            _over_density(ax)
            ax.legend([_mark(colours[name]) for name in best], [short(name) for name in best])
            return ax.get_figure(root=True)  # type: ignore[return-value]
        width, height = size.inches
        figure = new_figure(figsize=(width, (2.2 if size is Size.COLUMN else 1.35) * height), layout="constrained")
        panels = figure.subplots(3, len(charts), sharex="col", sharey="row", squeeze=False)
        for column, chart in zip(panels.T, charts, strict=True):
            _least_loss(column[0], chart, colours)
            _excess(column[1], chart, colours)
            _lengths(column[2], chart)
            _over_density(column[2])
        for axes, label in zip(
            panels[:, 0], ("loss", "above the best", "singular values\n(–: thresholds)"), strict=True
        ):
            axes.set_ylabel(label)
        marks = [*(_mark(colours[name]) for name in best), _mark(OTHER)]
        labels = [*map(short, best), "other structures met"]
        figure.legend(marks, labels, loc="outside lower center", ncols=1 if size is Size.COLUMN else 2)
    return figure


def _over_density(axes: Axes) -> None:
    axes.set_xscale("log")
    axes.set_xlabel("density p")


def _least_loss(axes: Axes, chart: FeaturePhases, colours: dict[str, str]) -> None:
    """The least loss over density, shaded by the structure that has it; dashed the best linear read-out."""
    config = chart.config
    places = [point.density for point in chart.points]
    axes.plot(places, [point.best.loss.loss / point.config.nothing for point in chart.points], "-", color=GREY, lw=1)
    for point in chart.points:
        axes.plot(point.density, point.best.loss.loss / point.config.nothing, "o", color=colours[point.best.name], ms=5)
    linear = max(0.0, 1.0 - config.d / (config.n * config.m))
    axes.axhline(linear, color=GREY, lw=0.8, ls="--")
    axes.annotate(
        "the best linear read-out", (0.02, linear), xycoords=("axes fraction", "data"), va="top", fontsize="small"
    )
    axes.set_ylim(0, 1.1 * linear)
    axes.set_title(f"{config.n} features of {config.m} dimensions\nin d = {config.d}, {config.law}")


def _excess(axes: Axes, chart: FeaturePhases, colours: dict[str, str]) -> None:
    """How much more every structure loses than the best one at its density, with two standard errors."""
    lines: dict[str, list[tuple[float, float, float]]] = {}
    for point in chart.points:
        for state in point.states:
            unit = point.config.nothing
            lines.setdefault(state.name, []).append(
                (point.density, state.above.loss / unit, 2.0 * state.above.error / unit)
            )
    for name, places in lines.items():
        p, above, error = np.array(places).T
        axes.errorbar(p, above, error, fmt=".-", color=colours[name], ms=4, lw=1.2, elinewidth=0.8)
    axes.set_ylim(-0.002, 0.05)


def _lengths(axes: Axes, chart: FeaturePhases) -> None:
    """The singular values of all features of the best models, and the thresholds."""
    for point in chart.points:
        values = np.linalg.svd(point.best.model.weights, compute_uv=False).ravel()
        axes.plot(np.full(values.size, point.density), values, "o", color=BLUE, ms=3, alpha=0.7)
        biases = -point.best.model.biases
        axes.plot(np.full(biases.size, point.density), biases, "_", color=ORANGE, ms=6)
    axes.axhline(KEPT, color=GREY, lw=0.8, ls="--")
    axes.set_ylim(-0.05, None)


def _mark(colour: str) -> Line2D:
    from matplotlib.lines import Line2D

    return Line2D([], [], marker="o", ls="none", color=colour)


def draw_feature_phases(query: Query, size: Size, ax: Axes | None = None) -> Drawing:
    """The recorded phases of features of m dimensions, all or those of n and d, and what they show in words."""
    from packing.toymodels.subspaces.recorded import recorded_phases
    from packing.toymodels.subspaces.sentences import phase_sentences

    if not query.is_real or query.objects is not None:
        raise InputError("the figure of feature phases is of real subspaces: leave out --field and --vectors")
    recorded = recorded_phases()
    charts = [chart for chart in recorded if _asked(query, chart)]
    if not charts:
        cells = ", ".join(sorted({f"-n {chart.config.n} -d {chart.config.d}" for chart in recorded}))
        raise InputError(f"no phases of features are recorded for{query.options}: give {cells}, or train them")
    said = [f"{chart.config.law}: {sentence}" for chart in charts for sentence in phase_sentences(chart)]
    return Drawing(
        feature_phase_figure(*charts, size=size, ax=ax), "\n".join(["phases of features of m dimensions", *said])
    )


def _asked(query: Query, chart: FeaturePhases) -> bool:
    return all(
        span is None or value in span.within(value, value)
        for span, value in ((query.n, chart.config.n), (query.d, chart.config.d))
    )
