"""Trained autoencoders: Gram matrix, losses, and the dimensionality of every feature over density."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.report.figures.drawing import draw_gram
from packing.report.figures.style import BLUE, GREY, VERMILION, new_figure, short, styled
from packing.rounding import Rounding, counted, digits
from packing.structure import tegum_sum

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from packing.toymodels.autoencoder.trained import TrainedModels


PLATEAUS = (
    (1.0, "own dimension"),
    (0.75, "tetrahedron 3/4"),
    (2.0 / 3.0, "triangle 2/3"),
    (0.5, "digon 1/2"),
    (0.4, "pentagon 2/5"),
    (0.375, "tight antiprism 3/8"),
)
"""Feature dimensionalities of exact blocks: tight frames of n_i vectors in d_i dimensions have d_i/n_i."""


def autoencoder_figure(trained: TrainedModels) -> Figure:
    """The Gram matrix of the best model by factor, the dimensionality of all features, and the losses on the way.

    Args: `trained`: what `toymodels.train` returns of an `AutoencoderConfig`.
    """
    from matplotlib.ticker import MaxNLocator

    with styled():
        figure = new_figure(figsize=(12.5, 4.3), layout="constrained")
        gram, shares, losses = figure.subplots(1, 3, width_ratios=[1, 1.15, 1])
        live = trained.represented(trained.best)
        factors = trained.factors(trained.best)
        place = {int(feature): k for k, feature in enumerate(live)}
        blocks = [type(f)(tuple(place[i] for i in f.indices), f.rank) for f in factors]
        image = draw_gram(gram, trained.weights[trained.best][live], blocks)
        figure.colorbar(image, ax=gram, shrink=0.75)
        gram.set_title(f"Best model: W W$^T$, {counted(live.size, 'feature')}")
        gram.set_xlabel(short(tegum_sum(trained.blocks(trained.best))))
        models = range(len(trained))
        _draw_dimensionality(
            shares, [(float(k), trained.dimensionality[k], _is_represented(trained, k)) for k in models]
        )
        shares.xaxis.set_major_locator(MaxNLocator(integer=True))
        shares.set_xlabel("model")
        shares.set_title("Dimensionality of each feature")
        for history in trained.history:
            losses.plot(np.linspace(0, 1, len(history)), history, color=BLUE, lw=0.8, alpha=0.6)
        losses.axhline(
            trained.losses.min(),
            color=VERMILION,
            lw=1.2,
            ls="--",
            label=f"least {digits(float(trained.losses.min()), Rounding.UP, 6)}",
        )
        every = np.concatenate([np.asarray(history) for history in trained.history] or [trained.losses])
        if every.size and every.min() > 0 and every.max() > 20 * every.min():
            losses.set_yscale("log")
        losses.set_xlabel("share of the training")
        losses.set_title("Loss")
        losses.legend()
        figure.suptitle(str(trained.config), fontsize=15, fontweight="bold")
    return figure


def dimensionality_figure(sets: Sequence[TrainedModels]) -> Figure:
    """D_i of every feature of every model, and ||W||_F^2/d, over 1/density, with the plateaus of exact blocks.

    Args: `sets`: trained models, one training for each density.
    """
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    with styled():
        figure = new_figure(figsize=(6.8, 6.2), layout="constrained")
        shares, counts = figure.subplots(2, 1, sharex=True, height_ratios=[1.8, 1])
        places = np.array([1.0 / float(trained.config.densities[0]) for trained in sets])
        gap = float(np.diff(np.sort(np.log(places))).min(initial=0.3))
        columns = [
            (float(at), trained.dimensionality[k], _is_represented(trained, k))
            for at, trained in zip(places, sets, strict=True)
            for k in range(len(trained))
        ]
        _draw_dimensionality(shares, columns, relative=0.3 * gap)
        shares.legend(loc="upper left", bbox_to_anchor=(0.0, 0.93), handletextpad=0.1, markerscale=2.5)
        for at, trained in zip(places, sets, strict=True):
            counts.plot([at] * len(trained), trained.norm_per_dimension, ".", color=BLUE, ms=5, alpha=0.7)
        counts.axhline(2.0, color=GREY, lw=0.8, ls=":")
        counts.annotate("all digons", (1.0, 2.0), xycoords=("axes fraction", "data"), ha="right", va="bottom",
                        fontsize=8.5, color=GREY)  # fmt: skip
        counts.set_ylim(0, None)
        counts.set_xscale("log")
        counts.set_xlim(places.min() * np.exp(-gap), places.max() * np.exp(gap))
        counts.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 3.0, 5.0)))
        counts.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        counts.xaxis.set_minor_formatter(NullFormatter())
        counts.set_xlabel("1 / density")
        counts.set_ylabel(r"$||W||_F^2 / d$")
        config, each = sets[0].config, len(sets[0])
        shares.set_title(f"n = {config.n} features in d = {config.d}, {each} model{'s' * (each > 1)} a density")
    return figure


def _is_represented(trained: TrainedModels, model: int) -> npt.NDArray[np.bool_]:
    represented = np.zeros(trained.config.n, dtype=bool)
    represented[trained.represented(model)] = True
    return represented


def _draw_dimensionality(
    axes: Axes, columns: Sequence[tuple[float, Floats, npt.NDArray[np.bool_]]], relative: float = 0.0
) -> None:
    """Each column of D_i as dots, slightly spread, over the plateaus of exact blocks; grey where not represented."""
    rng = np.random.default_rng(0)
    for number, (at, values, represented) in enumerate(columns):
        spread = rng.uniform(-1, 1, size=values.size)
        places = at * np.exp(relative * spread) if relative else at + 0.3 * spread
        for chosen, colour, label in ((represented, BLUE, "a feature"), (~represented, "#B5B5B5", "norm below 1/2")):
            name = label if number == 0 else None
            axes.plot(places[chosen], values[chosen], ".", color=colour, ms=4, alpha=0.6, mew=0, label=name)
    for value, name in PLATEAUS:
        axes.axhline(value, color=GREY, lw=0.8, ls=":")
        axes.annotate(
            name,
            (1.0, value),
            xycoords=("axes fraction", "data"),
            ha="right",
            va="top" if value < 0.4 else "bottom",
            fontsize=8.5,
            color=GREY,
        )
    axes.set_ylim(-0.03, 1.08)
    axes.set_ylabel("$D_i$")
