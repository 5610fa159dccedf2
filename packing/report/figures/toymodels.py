"""Pictures of trained toy models, with the theory drawn in: one figure a model, one slide wide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from packing.report.figures.drawing import draw_gram
from packing.report.figures.style import BLUE, GREEN, GREY, ORANGE, VERMILION, styled
from packing.structure import tegum_sum
from packing.toymodels.factorization import s_curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from packing.toymodels.autoencoder.trained import TrainedModels
    from packing.toymodels.capacity import TrainedCapacities
    from packing.toymodels.dictionary import DictionaryResult
    from packing.toymodels.factorization import FactorizationConfig, LearningCurve
    from packing.toymodels.monosemanticity import NeuronLayer

Floats = npt.NDArray[np.float64]

PLATEAUS = (
    (1.0, "own dimension"),
    (0.75, "tetrahedron 3/4"),
    (2.0 / 3.0, "triangle 2/3"),
    (0.5, "digon 1/2"),
    (0.4, "pentagon 2/5"),
    (0.375, "tight antiprism 3/8"),
)
"""Feature dimensionalities of exact blocks: tight frames of n_i vectors in d_i dimensions have d_i/n_i."""

COLOURS = (BLUE, ORANGE, GREEN, VERMILION, "#CC79A7", "#56B4E9", GREY)


def autoencoder_figure(trained: TrainedModels) -> Figure:
    """The Gram matrix of the best model by factor, the dimensionality of all features, and the losses on the way."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    with styled():
        figure = Figure(figsize=(12.5, 4.3), layout="constrained")
        gram, shares, losses = figure.subplots(1, 3, width_ratios=[1, 1.15, 1])
        live = trained.represented(trained.best)
        factors = trained.factors(trained.best)
        place = {int(feature): k for k, feature in enumerate(live)}
        blocks = [type(f)(tuple(place[i] for i in f.indices), f.rank) for f in factors]
        image = draw_gram(gram, trained.weights[trained.best][live], blocks)
        figure.colorbar(image, ax=gram, shrink=0.75)
        gram.set_title(f"Best model: W W$^T$, {live.size} features")
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
            trained.losses.min(), color=VERMILION, lw=1.2, ls="--", label=f"least {trained.losses.min():.6g}"
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
    """D_i of every feature of every model, and ||W||_F^2/d, over 1/density, with the plateaus of exact blocks."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    with styled():
        figure = Figure(figsize=(6.8, 6.2), layout="constrained")
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


def capacity_figure(trained: TrainedCapacities) -> Figure:
    """Capacities of the best trained model beside the optimum of the bound, and squared norms."""
    from matplotlib.figure import Figure

    config, optimum = trained.config, trained.optimum
    places = np.arange(config.n)
    with styled():
        figure = Figure(figsize=(13, 5), layout="constrained")
        shares, gains = figure.subplots(1, 2)
        shares.bar(places, optimum.capacities, color=ORANGE, label="optimum of the convex bound")
        shares.plot(places, trained.capacities[trained.best], "o", color=BLUE, label="best trained model")
        shares.set_ylabel("capacity $C_i$")
        shares.set_title("Capacity of each feature")
        gains.plot(places, config.importance, "s-", color=GREY, ms=4, label="importance $v_i$")
        gains.bar(places, optimum.gains, color=ORANGE, alpha=0.7, label="squared norm at the optimum")
        gains.plot(
            places, np.sum(trained.weights[trained.best] ** 2, axis=1), "o", color=BLUE, label="best trained model"
        )
        gains.set_title(f"Squared norms; blocks {short(tegum_sum(trained.blocks(trained.best)))}")
        for axes in (shares, gains):
            axes.set_xlabel("feature")
            axes.legend()
        figure.suptitle(f"n = {config.n}, d = {config.d}, kurtosis {config.kurtosis:g}", fontsize=15, fontweight="bold")
    return figure


def factorization_figure(config: FactorizationConfig, curves: Sequence[LearningCurve]) -> Figure:
    """Losses with the end of each plateau, and the components of the modes over the closed S-curve."""
    from matplotlib.figure import Figure

    with styled():
        figure = Figure(figsize=(13, 5), layout="constrained")
        losses, modes = figure.subplots(1, 2)
        for k, curve in enumerate(curves):
            colour = COLOURS[k % len(COLOURS)]
            losses.plot(curve.times, curve.losses / curve.losses[0], color=colour, lw=1.5)
            if np.isfinite(curve.plateau):
                losses.axvline(curve.plateau, color=colour, lw=0.8, ls=":")
        over = [curve.times[np.argmax(curve.losses < 1e-3 * curve.losses[0])] or curve.times[-1] for curve in curves]
        losses.set_xlim(0, min(1.25 * max(over), curves[0].times[-1]))
        modes.set_xlim(losses.get_xlim())
        losses.set_xlabel("time (steps x rate)")
        losses.set_ylabel("loss / first loss")
        losses.set_title("Plateau, then fall (dotted: a tenth is lost)")
        curve = curves[0]
        for k, s in enumerate(curve.modes[:6]):
            colour = COLOURS[k % len(COLOURS)]
            modes.plot(curve.times, curve.overlaps[:, k], color=colour, lw=1.8, label=f"mode {k + 1}, s = {s:.3g}")
            if config.has_closed_form:
                predicted = s_curve(curve.times, s, curve.start_overlaps[k])
                modes.plot(
                    curve.times, predicted, color="black", lw=1.0, ls="--", label="closed form" if k == 0 else None
                )
        modes.set_xlabel("time (steps x rate)")
        modes.set_ylabel("component along the mode")
        modes.set_title("First run: modes of the target")
        modes.legend()
        error = config.error.value.replace("_", " ")
        title = f"{error}, {config.descent.value}, rank {config.rank}, start {config.scale:g}"
        figure.suptitle(title, fontsize=15, fontweight="bold")
    return figure


def monosemanticity_figure(layers: Sequence[NeuronLayer]) -> Figure:
    """The answers of the neurons of the first layer to each feature, and how concentrated they are in all layers."""
    from matplotlib.figure import Figure

    layer = layers[0]
    answers = layer.answers[layer.alive]
    order = np.lexsort((-answers.max(axis=1), answers.argmax(axis=1)))
    with styled():
        figure = Figure(figsize=(14, 5.5), layout="constrained")
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


def dictionary_figure(result: DictionaryResult) -> Figure:
    """The largest cosine of each feature with a found direction, sorted, for each method."""
    from matplotlib.figure import Figure

    features = result.config.features
    methods = (
        ("sparse coding", result.coding, GREEN),
        ("sparse autoencoder", result.autoencoder, BLUE),
        ("control: Gaussian activations", result.control, GREY),
        ("SVD", result.svd, VERMILION),
    )
    with styled():
        figure = Figure(figsize=(9, 5.5), layout="constrained")
        axes = figure.subplots()
        for name, found, colour in methods:
            axes.plot(
                np.sort(found.similarities)[::-1], "o-", ms=3, color=colour, label=f"{name}: mean {found.mean:.3f}"
            )
        axes.axvline(features.d - 0.5, color=VERMILION, lw=1, ls=":", label=f"d = {features.d} directions of an SVD")
        axes.set_ylim(0, 1.02)
        axes.set_xlabel("feature, best recovered first")
        axes.set_ylabel("largest |cosine|")
        axes.set_title(f"{features.n} features in {features.d} dimensions, price {result.price:g}")
        axes.legend(loc="lower left")
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


def short(text: str, most: int = 48) -> str:
    """`text`, cut to `most` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
