"""How well each method recovers features from their activations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from packing.report.figures.style import BLUE, GREEN, GREY, ORANGE, VERMILION, new_figure, styled
from packing.rounding import counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from packing.toymodels.dictionary import DictionaryResult


def dictionary_figure(result: DictionaryResult) -> Figure:
    """The largest cosine of each feature with a found direction, sorted, for each method.

    Args: `result`: what `toymodels.train` returns of a `DictionaryConfig`.
    """

    features = result.config.features
    methods = (
        ("sparse coding", result.coding, GREEN),
        ("sparse autoencoder", result.autoencoder, BLUE),
        ("control: Gaussian activations", result.control, GREY),
        ("control: weights shuffled", result.randomised, ORANGE),
        ("SVD", result.svd, VERMILION),
    )
    with styled():
        figure = new_figure(figsize=(9, 5.5), layout="constrained")
        axes = figure.subplots()
        for name, found, colour in methods:
            if found is None:
                continue
            axes.plot(
                np.sort(found.similarities)[::-1], "o-", ms=3, color=colour, label=f"{name}: mean {found.mean:.3f}"
            )
        axes.axvline(features.d - 0.5, color=VERMILION, lw=1, ls=":", label=f"d = {features.d} directions of an SVD")
        axes.set_ylim(0, 1.02)
        axes.set_xlabel("feature, best recovered first")
        axes.set_ylabel("largest |cosine|")
        axes.set_title(
            f"{counted(features.n, 'feature')} in {counted(features.d, 'dimension')}, price {result.price:g}"
        )
        axes.legend(loc="lower left")
    return figure
