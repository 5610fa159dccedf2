"""Pictures of phases: the best orthogonal blocks over density, and the fate of a feature of other importance."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from packing.numeric import Floats
from packing.report.figures.style import BLUE, COLOURS, GREY, ORANGE, new_figure, short, styled
from packing.rounding import counted
from packing.structure import tegum_sum
from packing.toymodels.autoencoder.importance import FeatureFate, shared_from

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from packing.toymodels.autoencoder.importance import ImportanceMap
    from packing.toymodels.autoencoder.phases import DensityPhases


def phase_figure(diagram: DensityPhases) -> Figure:
    """The loss of every structure over density relative to the best one, phases shaded, transitions marked.

    Args: `diagram`: what `toymodels.phase_diagram` returns.
    """

    with styled():
        figure = new_figure(figsize=(11, 6), layout="constrained")
        axes = figure.subplots()
        names: dict[tuple[tuple[int, int], ...], list[tuple[float, float]]] = {}
        for point in diagram.points:
            for state in point.states:
                names.setdefault(state.blocks, []).append((point.density, state.share))
        best = list(dict.fromkeys(diagram.phases))
        others = [name for name in names if name not in best]
        others.sort(key=lambda name: -len(names[name]))
        colours = dict(zip(best, itertools.cycle(COLOURS)))
        for name in [*best, *others[:3]]:
            places = np.array(names[name])
            axes.plot(
                places[:, 0], places[:, 1], "o-", ms=3.5, lw=1.8 if name in best else 1.0,
                color=colours.get(name, "#B0B0B0"), label=short(tegum_sum(name)),
            )  # fmt: skip
        edges = [diagram.points[0].density, *(change.density for change in diagram.transitions)]
        edges.append(diagram.points[-1].density)
        for (left, right), name in zip(itertools.pairwise(edges), diagram.phases, strict=True):
            axes.axvspan(left, right, color=colours[name], alpha=0.12, lw=0)
        for k, change in enumerate(diagram.transitions):
            axes.axvline(change.density, color=GREY, lw=0.8, ls="--")
            axes.annotate(
                f"{change.density:.4f}", (change.density, 0.02 + 0.05 * (k % 3)), xycoords=("data", "axes fraction"),
                rotation=90, ha="right", va="bottom", fontsize=9, color=GREY,
            )  # fmt: skip
        axes.set_xscale("log")
        axes.set_ylim(0, None)
        axes.set_xlabel("density p")
        axes.set_ylabel("exact loss / (n p / 3)")
        figure.legend(loc="outside right upper", title="blocks (features, dimensions)")
        axes.set_title(f"Phases of n = {counted(diagram.n, 'feature')} in d = {counted(diagram.d, 'dimension')}")
    return figure


def phase_strips_figure(strips: Sequence[tuple[str, Sequence[float], Sequence[str]]]) -> Figure:
    """Several phase diagrams below each other: (label, n phases + 1 edges in density, names of the phases) each."""

    colours: dict[str, str] = {}
    with styled():
        figure = new_figure(figsize=(11, 1.2 + 0.55 * len(strips)), layout="constrained")
        axes = figure.subplots()
        first, last = min(edges[0] for _, edges, _ in strips), max(edges[-1] for _, edges, _ in strips)
        letter = 0.008 * np.log(last / first)  # the width of a letter, as a share of the axis in the logarithm
        for row, (_, edges, names) in enumerate(strips):
            for left, right, name in zip(edges, edges[1:], names, strict=False):
                largest = max(re.findall(r"\((\d+),(\d+)\)", name), key=lambda block: int(block[0]))
                kind = "whole" if name.startswith("(") and "+" not in name and int(largest[0]) > 5 else str(largest)
                colour = colours.setdefault(kind, COLOURS[len(colours)] if len(colours) < len(COLOURS) else "white")
                axes.barh(row, right - left, left=left, color=colour, alpha=0.4, edgecolor="black", lw=0.6)
                if np.log(right / left) > letter * len(name):
                    axes.annotate(name, (np.sqrt(left * right), row), ha="center", va="center", fontsize=8.5)
            labelled = 0.0
            for edge in edges[1:-1]:
                if edge > np.exp(5.0 * letter) * labelled:  # labels closer than this would cover each other
                    axes.annotate(f"{edge:.4f}", (edge, row + 0.42), ha="center", va="top", fontsize=6.5, color=GREY)
                    labelled = edge
        axes.set_xlim(first, last)
        axes.set_xscale("log")
        axes.set_yticks(range(len(strips)), [label for label, _, _ in strips])
        axes.invert_yaxis()
        axes.set_xlabel("density p (transitions in grey)")
        axes.set_title("Orthogonal blocks of least exact loss: biased ReLU autoencoder, equal importance")
    return figure


def importance_figure(chart: ImportanceMap) -> Figure:
    """What becomes of the last feature, over density and its importance, with the boundaries at unit norms.

    Args: `chart`: what `toymodels.importance_map` returns.
    """
    from matplotlib.colors import ListedColormap
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    colours = {FeatureFate.LOST: "#F2F2F2", FeatureFate.SHARED: ORANGE, FeatureFate.ALONE: BLUE}
    codes = np.array([[list(colours).index(fate) for fate in line] for line in chart.fates])
    with styled():
        figure = new_figure(figsize=(5, 4.8), layout="constrained")
        axes = figure.subplots()
        columns, rows = _edges(chart.densities), _edges(chart.importances)
        axes.pcolormesh(columns, rows, codes, vmin=-0.5, vmax=2.5, cmap=ListedColormap(list(colours.values())))
        share = np.geomspace(columns[0], min(columns[-1], 4.0 / 7.0), 100)
        shared = np.array([shared_from(float(p)) for p in share])
        for boundary in (shared, 1.0 / shared if chart.n == 2 else np.ones_like(share)):
            axes.plot(share, boundary, color="black", lw=1.4, ls="--")
        axes.set(xscale="log", yscale="log", xlim=(columns[0], columns[-1]), ylim=(rows[0], rows[-1]))
        axes.set_xlabel("density p")
        axes.set_ylabel("importance of the last feature")
        axes.set_title(f"The last of {chart.n} features in {chart.d} dimension{'s' if chart.d > 1 else ''}")
        keys = [Patch(facecolor=colour, edgecolor=GREY, label=fate.value) for fate, colour in colours.items()]
        theory = Line2D([], [], color="black", lw=1.4, ls="--", label="boundary at unit norms")
        figure.legend(handles=[*keys, theory], loc="outside lower center", ncols=2)
    return figure


def _edges(values: Floats) -> Floats:
    """The edges of cells around points that are even in the logarithm; a single point has a cell of a factor 2."""
    if len(values) == 1:
        return values * np.array([0.5**0.5, 2.0**0.5])
    middles = np.sqrt(values[:-1] * values[1:])
    edges: Floats = np.concatenate(([values[0] ** 2 / middles[0]], middles, [values[-1] ** 2 / middles[-1]]))
    return edges
