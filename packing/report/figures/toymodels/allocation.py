"""Capacities at the optimum over feature and kurtosis, a panel for each ratio of importances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from packing.errors import InputError
from packing.report.figures.style import Drawing, Size, new_figure, styled
from packing.report.query import Query
from packing.toymodels.capacity.chart import allocation_sentences, recorded_chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage

    from packing.toymodels.capacity.chart import CapacityChart


def allocation_figure(chart: CapacityChart, size: Size = Size.SLIDE, ax: Axes | None = None) -> Figure:
    """The capacity of each feature by kurtosis: white none, dark a dimension; a cross where no trained model agrees.

    Into a panel of one's own the first ratio is drawn.
    """
    ratios = list(dict.fromkeys(cell.ratio for cell in chart.cells))
    with styled(size):
        if ax is not None:
            _draw(ax, chart, ratios[0])
            return ax.get_figure(root=True)  # type: ignore[return-value]
        across = 1 if size is Size.COLUMN else min(3, len(ratios))
        down = -(-len(ratios) // across)
        width, height = size.inches
        figure = new_figure(figsize=(width, max(0.7, 0.5 * down) * height), layout="constrained")
        panels = figure.subplots(down, across, squeeze=False, sharex=True, sharey=True)
        for axes, ratio in zip(panels.ravel(), ratios, strict=False):
            image = _draw(axes, chart, ratio)
        for axes in panels.ravel()[len(ratios) :]:
            axes.remove()
        for axes in panels[:, 0]:
            axes.set_ylabel("kurtosis")
        kept = list(panels.ravel()[: len(ratios)])
        figure.colorbar(image, ax=kept, shrink=0.7, label="capacity")
    return figure


def draw_allocation(query: Query, size: Size, ax: Axes | None = None) -> Drawing:
    """The recorded chart, and what it says in words."""
    chart = recorded_chart()
    spans = ((query.n, chart.n), (query.d, chart.d))
    if not query.is_real or query.objects is not None:
        raise InputError("the figure of capacity is of real features: leave out --field and --vectors")
    if any(span is not None and value not in span.within(value, value) for span, value in spans):
        raise InputError(f"no capacities are recorded for{query.options}: train them by packing train allocation")
    said = "\n".join([f"capacities of {chart.n} features in {chart.d} dimensions", *allocation_sentences(chart)])
    return Drawing(allocation_figure(chart, size, ax), said)


def _draw(axes: Axes, chart: CapacityChart, ratio: float) -> AxesImage:
    from matplotlib.ticker import MaxNLocator

    mine = sorted((cell for cell in chart.cells if cell.ratio == ratio), key=lambda cell: cell.kurtosis)
    image = axes.imshow(
        np.array([cell.capacities for cell in mine]), cmap="Blues", vmin=0, vmax=1, aspect="auto", origin="lower"
    )
    for row, cell in enumerate(mine):
        if not cell.agreeing:
            axes.plot(chart.n - 1, row, "x", color="black", ms=5)
    axes.set_yticks(range(len(mine)), [f"{cell.kurtosis:g}" for cell in mine])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("feature, most important first")
    axes.set_title(f"importance {ratio:g}$^i$")
    return image
