"""What each neuron of a hidden layer answers to each feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from packing.report.figures.style import COLOURS, GREY, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from packing.toymodels.monosemanticity import NeuronLayer


def monosemanticity_figure(layers: Sequence[NeuronLayer]) -> Figure:
    """The answers of the neurons of the first layer to each feature, and how concentrated they are in all layers."""

    layer = layers[0]
    answers = layer.answers[layer.alive]
    order = np.lexsort((-answers.max(axis=1), answers.argmax(axis=1)))
    with styled():
        figure = new_figure(figsize=(14, 5.5), layout="constrained")
        matrix, shares = figure.subplots(1, 2, width_ratios=[1.3, 1])
        image = matrix.imshow(answers[order], aspect="auto", cmap="Blues", interpolation="nearest")
        figure.colorbar(image, ax=matrix, shrink=0.8)
        matrix.set_xlabel("feature")
        matrix.set_ylabel("neuron, by its strongest feature")
        matrix.set_title("Answers of each neuron to each feature")
        for k, one in enumerate(layers):
            squares = one.answers[one.alive] ** 2
            ordered = np.sort(squares.max(axis=1) / squares.sum(axis=1))
            shares.plot(ordered, np.linspace(1, 0, ordered.size), color=COLOURS[k % 7], label=f"model {k}")
        shares.axvline(0.9, color=GREY, lw=0.9, ls="--")
        shares.set_xlabel("largest squared answer / sum of squares")
        shares.set_ylabel("share of neurons above")
        shares.set_title(f"Energy share at .9: {layer.energy_share():.2f}; strict at .999: {layer.share():.2f}")
        shares.legend()
        figure.suptitle(
            f"{layer.config.neurons} neurons, bias from {layer.config.bias:g}: "
            f"loss {layer.relative_loss:.4f} of the variance",
            fontsize=15, fontweight="bold",
        )  # fmt: skip
    return figure
