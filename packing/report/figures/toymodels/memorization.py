"""Finite data: losses, and the dimensionalities of features and of data points, over the number of data points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from packing.averages import mean_of
from packing.report.figures.style import BLUE, GREY, ORANGE, VERMILION, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from packing.toymodels.autoencoder.config import AutoencoderConfig
    from packing.toymodels.autoencoder.memorization import DataSetFit


def memorization_figure(fits: Sequence[DataSetFit], config: AutoencoderConfig) -> Figure:
    """Losses over T with standard errors, and below them every dimensionality: data points orange, features blue."""
    with styled():
        figure = new_figure(figsize=(6.8, 7.0), layout="constrained")
        losses, shares = figure.subplots(2, 1, sharex=True, height_ratios=[1, 1.3])
        places = np.array([fit.points for fit in fits], dtype=float)
        for name, colour, label in (("test", VERMILION, "fresh inputs"), ("training", GREY, "the data points")):
            means = [mean_of(getattr(fit, name).tolist()) for fit in fits]
            losses.errorbar(
                places, [each.value for each in means], [each.error for each in means],
                fmt="o-", color=colour, ms=4, lw=1.4, label=label,
            )  # fmt: skip
        losses.set_yscale("log")
        losses.set_ylabel("loss")
        losses.legend()
        losses.set_title(f"n = {config.n} features in d = {config.d}, density {config.density}")
        rng = np.random.default_rng(0)
        gap = float(np.diff(np.log(places)).min(initial=0.3))
        for fit in fits:
            for values, colour, side in ((fit.data.ravel(), ORANGE, -0.22), (fit.features.ravel(), BLUE, 0.22)):
                spread = side + 0.15 * rng.uniform(-1, 1, size=values.size)
                shares.plot(fit.points * np.exp(gap * spread), values, ".", color=colour, ms=3, alpha=0.5, mew=0)
        for colour, label in ((ORANGE, "a data point"), (BLUE, "a feature")):
            shares.plot([], [], ".", color=colour, ms=9, label=label)
        shares.plot(places, np.minimum(1.0, config.d / places), ":", color=GREY, lw=1.0, label="d / T")
        shares.axhline(config.d / config.n, color=GREY, lw=0.8, ls="--", label="d / n")
        shares.set_xscale("log", base=2)
        shares.set_ylim(-0.02, 1.05)
        shares.set_xlabel("data points T")
        shares.set_ylabel("dimensionality")
        shares.legend()
    return figure
