"""What each neuron of a hidden ReLU layer reads and writes, feature by feature, and how well features are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.report.figures.style import BLUE, GREY, VERMILION, new_figure, styled
from packing.toymodels.autoencoder.losses.hidden import couplings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from packing.toymodels.autoencoder.trained import TrainedModels


def neurons_figure(trained: TrainedModels) -> Figure:
    """The best model: what each neuron reads and writes, and what each output answers to its own feature and others.

    Args: `trained`: models with ReLUs in their hidden layer.
    """

    best = trained.model(trained.best)
    encoder = best.weights if best.encoder is None else best.encoder
    signed = not trained.config.tied
    order = _by_feature(encoder, best.weights)
    with styled():
        figure = new_figure(figsize=(15, 5), layout="constrained")
        reads, writes, answers = figure.subplots(1, 3, width_ratios=[1, 1, 1.1])
        _draw_matrix(figure, reads, encoder[:, order], "Encoder: what neurons read")
        _draw_matrix(figure, writes, best.weights[:, order], "Readout: what neurons write")
        _draw_answers(answers, couplings(best.weights, encoder, signed=signed), best.biases)
        figure.suptitle(str(trained.config), fontsize=15, fontweight="bold")
    return figure


def _by_feature(encoder: Floats, readout: Floats) -> npt.NDArray[np.intp]:
    """The neurons by the feature they serve most, those that read it positively first."""
    served = np.abs(encoder * readout).argmax(axis=0)
    return np.lexsort((-encoder[served, np.arange(encoder.shape[1])], served))


def _draw_matrix(figure: Figure, axes: Axes, weights: Floats, title: str) -> None:
    from matplotlib.ticker import MaxNLocator

    largest = max(float(np.abs(weights).max()), 1e-12)
    image = axes.imshow(weights, cmap="RdBu_r", vmin=-largest, vmax=largest, interpolation="nearest", aspect="auto")
    figure.colorbar(image, ax=axes, shrink=0.75)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("neuron, by the feature it serves most")
    axes.set_ylabel("feature")
    axes.set_title(title)


def _draw_answers(axes: Axes, seen: Floats, biases: Floats) -> None:
    """What output i answers to +1 and -1 of its own feature, and the most it answers to another."""
    from matplotlib.ticker import MaxNLocator

    answers = np.maximum(seen + biases[None, :, None], 0.0)
    places = np.arange(len(biases))
    own = np.einsum("sii->si", answers)
    others = answers.copy()
    others[:, places, places] = 0.0
    axes.plot(places, own[0], "o", color=BLUE, ms=5, label="to its feature at +1")
    if len(seen) > 1:
        axes.plot(places, own[1], "o", color=BLUE, mfc="none", ms=10, label="to its feature at -1")
    axes.plot(places, others.max(axis=(0, 2)), "x", color=VERMILION, label="most to any other")
    axes.axhline(1.0, color=GREY, lw=0.8, ls=":")
    axes.set_ylim(-0.05, max(1.15, 1.05 * float(answers.max())))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("feature")
    axes.set_ylabel("answer")
    axes.set_title("Answers to one feature alone")
    axes.legend()
