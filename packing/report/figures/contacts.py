"""The contact graph of a packing: its vectors on a circle, every pair that attains the coherence joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from packing.configuration import Packing
from packing.errors import InputError
from packing.numeric import SAME_VALUE
from packing.report.figures.style import BLUE, GREY, ORANGE, VERMILION, Size, fit_title, panel, styled
from packing.report.writers.latex_text import in_latex
from packing.rounding import counted
from packing.structure import contact_graph

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

MOST_DRAWN = 400
"""More vectors would be a grey disk."""


def contact_figure(
    packing: Packing, size: Size = Size.SLIDE, tolerance: float = SAME_VALUE, ax: Axes | None = None
) -> Figure:
    """Neighbours stand near each other where the Fiedler vectors of the graph say so; rattlers are hollow."""
    from matplotlib.collections import LineCollection

    if packing.n > MOST_DRAWN:
        raise InputError(f"a contact graph is drawn for at most {MOST_DRAWN} vectors, not {packing.n}: select some")
    graph = contact_graph(packing, tolerance).toarray()
    degrees = graph.sum(axis=1)
    angle = np.empty(packing.n)
    angle[_order(graph)] = 2 * np.pi * np.arange(packing.n) / packing.n
    places = np.column_stack((np.cos(angle), np.sin(angle)))
    pairs = np.argwhere(np.triu(graph))
    with styled(size):
        figure, axes = panel(size, size.inches[0] * size.square, ax)
        width = float(np.clip(60 / max(len(pairs), 1), 0.25, 1.4))
        axes.add_collection(LineCollection(list(places[pairs]), colors=GREY, linewidths=width, alpha=0.8, zorder=1))
        marks = float(np.clip(260 / packing.n, 2.5, 9))
        touched = degrees > 0
        drawn = axes.scatter(
            places[touched, 0], places[touched, 1], s=marks**2, c=degrees[touched], cmap=_colours(),
            vmin=degrees.min() - 0.5, vmax=degrees.max() + 0.5, zorder=2,
        )  # fmt: skip
        if not touched.all():
            axes.plot(*places[~touched].T, "o", mfc="white", mec=VERMILION, ms=marks, label="no contact", zorder=2)
            axes.legend(loc="lower right")
        different = sorted(set(map(int, degrees[touched])))
        if len(different) > 1:
            bar = figure.colorbar(drawn, ax=axes, shrink=0.6, label="contacts of a vector")
            bar.set_ticks(different[:: max(1, len(different) // 8)])
        axes.set(aspect="equal", xlim=(-1.08, 1.08), ylim=(-1.08, 1.08))
        axes.axis("off")
        each = f", {different[0]} of each vector" if len(different) == 1 and touched.all() else ""
        axes.set_title(f"{in_latex(packing.problem)}: {counted(len(pairs), 'contact')}{each}")
        if ax is None:
            fit_title(figure, axes)
    return figure


def _colours() -> Colormap:
    """Dark to light in grey as well as in colour."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("contacts", ["#FFE3A8", ORANGE, BLUE, "#0B2545"])


def _order(graph: np.ndarray) -> np.ndarray:
    """The vectors round the circle: by the angle in the plane of the two slowest waves on the graph."""
    degrees = graph.sum(axis=1)
    laplacian = np.diag(degrees) - graph.astype(float)
    _, waves = np.linalg.eigh(laplacian)
    if len(graph) < 4:
        return np.arange(len(graph))
    return np.argsort(np.round(np.arctan2(waves[:, 2], waves[:, 1]), 9), kind="stable")
