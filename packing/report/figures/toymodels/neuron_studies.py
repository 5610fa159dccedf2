"""The recorded studies of layers of neurons in one picture: shares and loss, noise, pruning, paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from packing.errors import InputError
from packing.report.figures.style import BLUE, GREY, ORANGE, VERMILION, Drawing, Size, new_figure, styled
from packing.report.query import Query
from packing.toymodels.monosemanticity.measured import TESTED
from packing.toymodels.monosemanticity.record import Summary, recorded

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAIRS = ("mono-mono", "mono-poly", "poly-poly")
"""The kinds of paths, in the order in which they are drawn."""


_BIASES = {0.0: GREY, -0.5: ORANGE, -1.0: BLUE}
"""The colour of each bias at the start."""


def draw_neuron_studies(query: Query, size: Size, ax: Axes | None = None) -> Drawing:
    """The recorded studies: share against loss, activations under noise, pruning, barriers; bars are standard errors.

    Into a panel of one's own share against loss alone is drawn.
    """
    if query.options:
        raise InputError(f"the figure of monosemanticity is recorded and has no options, not{query.options}: leave out")
    with styled(size):
        if ax is not None:
            _shares(ax)
            return Drawing(ax.get_figure(root=True), _shown())  # type: ignore[arg-type]
        width, height = size.inches
        column = size is Size.COLUMN
        figure = new_figure(figsize=(width, (4.0 if column else 1.35) * height), layout="constrained")
        panels = figure.subplots(4, 1) if column else figure.subplots(2, 2).ravel()
        for axes, draw in zip(panels, (_shares, _noise, _pruning, _paths), strict=True):
            draw(axes)
    return Drawing(figure, _shown())


def _shown() -> str:
    mono, poly = (recorded("layers").of({}, kind=kind) for kind in ("mono", "poly"))
    return (
        f"strict share {mono.means['strict']:.3f} +- {mono.errors['strict']:.3f} from bias -1 at loss "
        f"{mono.means['loss']:.4f}, {poly.means['strict']:.3f} from bias 0 at {poly.means['loss']:.4f}"
    )


def _shares(axes: Axes) -> None:
    """Strict share against loss: the cells of the design by bias, the layers at the size of the paper as squares."""
    rows = [(float(row.changes["bias"]), row, "o") for row in recorded("design").summaries]
    rows += [(bias, recorded("layers").of({}, kind=kind), "s") for kind, bias in (("mono", -1.0), ("poly", 0.0))]
    for bias, row, sign in rows:
        axes.errorbar(
            row.means["loss"], row.means["strict"], row.errors["strict"], row.errors["loss"],
            fmt=sign, ms=8 if sign == "s" else 4, color=_BIASES[bias], lw=1,
        )  # fmt: skip
    for bias, colour in _BIASES.items():
        axes.plot([], [], "o", color=colour, label=f"bias {bias:g}")
    axes.plot([], [], "s", color="black", mfc="none", label="1024 neurons")
    axes.set_xlabel("loss / variance")
    axes.set_ylabel("strict share")
    axes.set_ylim(-0.03, 1.0)
    axes.set_title("Neurons of one feature against loss")
    axes.legend()


def _noise(axes: Axes) -> None:
    """How much noise at the inputs changes the activations of both classes of neurons of the layers from bias -1."""
    record = recorded("layers")
    kinds = (("mono", "mono", "one feature", BLUE), ("mono", "poly", "others, bias -1", ORANGE),
             ("poly", "poly", "all, bias 0", GREY))  # fmt: skip
    for kind, neurons, label, colour in kinds:
        rows = [record.of({}, kind=kind, test_noise=noise, neurons=neurons) for noise in TESTED]
        change, error = ([values[name]["change"] for values in _tables(rows)] for name in (0, 1))
        axes.errorbar(TESTED, change, error, fmt="o-", color=colour, ms=4, label=label)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(TESTED, [f"{noise:g}" for noise in TESTED])
    axes.minorticks_off()
    axes.set_xlabel("noise at every input")
    axes.set_ylabel("squared change / square")
    axes.set_title("Activations under noise")
    axes.legend()


def _tables(rows: list[Summary]) -> list[tuple[dict[str, float], dict[str, float]]]:
    return [(row.means, row.errors) for row in rows]


def _pruning(axes: Axes) -> None:
    """Strict share (full) and loss (dashed) over the share of the weights that pruning leaves."""
    rows = recorded("pruning").summaries
    for way, colour in (("magnitude", BLUE), ("random", VERMILION)):
        kept = [row for row in rows if row.key["way"] in ("dense", way)]
        places = [float(row.key["kept"]) for row in kept]
        for name, style in (("strict", "o-"), ("loss", "s--")):
            means, errors = ([part[name] for part in parts] for parts in zip(*_tables(kept), strict=True))
            what = "strict share" if name == "strict" else "loss / variance"
            axes.errorbar(places, means, errors, fmt=style, color=colour, ms=4, label=f"{what}, {way}")
    axes.set_xscale("log")
    ticks = sorted({float(row.key["kept"]) for row in rows})
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.invert_xaxis()
    axes.set_xlabel("share of the weights kept")
    axes.set_ylim(0, 1.05)
    axes.set_title("Pruning with rewinding")
    axes.legend()


def _paths(axes: Axes) -> None:
    """The barriers on straight paths, with neurons matched and not."""
    rows = [recorded("layers").of({}, pair=pair) for pair in PAIRS]
    places = np.arange(len(rows))
    for shift, name, label in ((-0.18, "barrier", "matched"), (0.18, "unmatched", "not matched")):
        axes.bar(
            places + shift, [row.means[name] for row in rows], 0.34, yerr=[row.errors[name] for row in rows],
            color=BLUE if name == "barrier" else GREY, label=label, capsize=3,
        )  # fmt: skip
    axes.set_xticks(places, PAIRS)
    axes.set_ylabel("barrier / variance")
    axes.set_title("Straight paths: from bias -1 (mono), 0 (poly)")
    axes.legend()
