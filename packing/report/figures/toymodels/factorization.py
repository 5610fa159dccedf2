"""Learning curves of a low-rank matrix: losses with their plateaus, modes over theory, alignments with their bumps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from packing.report.figures.style import COLOURS, GREY, new_figure, styled
from packing.rounding import counted
from packing.toymodels.factorization import BUMP_PROMINENCE, Error, Optimizer, learning_time, s_curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from packing.toymodels.factorization import FactorizationConfig, LearningCurve

SHOWN = 6
"""Modes, and pairs of vectors, that are told apart in one picture."""

_STYLES = ("-", "--", ":", "-.")


def factorization_figure(
    config: FactorizationConfig, curves: Sequence[LearningCurve], prominence: float = BUMP_PROMINENCE
) -> Figure:
    """Losses, the modes of the first run over the closed S-curve, and above rank 1 its alignments with the target.

    Dotted is where a tenth of each loss is lost, shaded are the plateaus of the first run, and circles mark its bumps.

    Args: `config` and `curves`: a `FactorizationConfig` and what its training leaves; `prominence`: how far the loss
    must rise, as a share, for a bump to be marked.
    """
    competes = config.rank > 1
    with styled():
        figure = new_figure(figsize=(18 if competes else 13, 5), layout="constrained")
        losses, modes, *rest = figure.subplots(1, 3 if competes else 2)
        _draw_losses(losses, curves)
        _draw_modes(modes, config, curves[0])
        for axes in rest:
            _draw_alignments(axes, curves[0], prominence)
        for axes in (modes, *rest):
            axes.set_xlim(losses.get_xlim())
            axes.set_xlabel("time (steps x rate)")
        figure.suptitle(config.title, fontsize=15, fontweight="bold")
    return figure


def _draw_losses(axes: Axes, curves: Sequence[LearningCurve]) -> None:
    for k, curve in enumerate(curves):
        colour = COLOURS[k % len(COLOURS)]
        axes.plot(curve.times, curve.losses / curve.losses[0], color=colour, lw=1.5)
        if np.isfinite(curve.plateau):
            axes.axvline(curve.plateau, color=colour, lw=0.8, ls=":")
    for plateau in curves[0].plateaus:
        axes.axvspan(*plateau, color=COLOURS[0], alpha=0.12, lw=0)
    axes.set_xlim(0, min(1.5 * max(learning_time(c.times, c.losses) for c in curves), curves[0].times[-1]))
    axes.set_yscale("log")
    lowest = min(float(curve.losses.min() / curve.losses[0]) for curve in curves)
    axes.set_ylim(max(5e-4, 0.7 * lowest), 1.5)
    axes.set_xlabel("time (steps x rate)")
    axes.set_ylabel("loss / first loss")
    axes.set_title("Plateaus (shaded: of the first run), then falls")


def _draw_modes(axes: Axes, config: FactorizationConfig, curve: LearningCurve) -> None:
    grows = config.descent is not Optimizer.ADAM and config.error is Error.CROSS_ENTROPY
    for k, s in enumerate(curve.modes[:SHOWN]):
        colour, is_learned = COLOURS[k % len(COLOURS)], k < config.rank
        axes.plot(curve.times, curve.overlaps[:, k], color=colour, lw=1.8, label=f"mode {k + 1}, s = {s:.3g}")
        dashed: dict[str, Any] = {"color": "black", "lw": 1.0, "ls": "--"}
        if config.has_closed_form and is_learned:
            predicted = s_curve(curve.times, s, curve.start_overlaps[k])
            axes.plot(curve.times, predicted, **dashed, label="closed form" if k == 0 else None)
        elif grows and is_learned:
            growth = curve.start_overlaps[k] * np.exp(np.minimum(2.0 * s * curve.times, 700.0))
            early = growth < 0.5 * curve.reached[k]
            axes.plot(curve.times[early], growth[early], **dashed, label=r"first growth $e^{2st}$" if k == 0 else None)
    axes.set_ylabel("component along the mode")
    axes.set_title("First run: modes of the target")
    axes.legend()


def _draw_alignments(axes: Axes, curve: LearningCurve, prominence: float) -> None:
    """Every learned vector with every target where these are few, else those of the strongest bumps."""
    alignments, bumps = curve.alignments, curve.find_bumps(prominence)
    strongest = sorted(bumps, key=lambda bump: -bump.strength)
    if alignments[0].size <= SHOWN:
        pairs = [(r, k) for k in range(alignments.shape[2]) for r in range(alignments.shape[1])]
    else:
        named = [pair for bump in strongest for pair in ((bump.vector, bump.target), (bump.successor, bump.target))]
        pairs = list(dict.fromkeys(named))[:SHOWN]
    targets = list(dict.fromkeys(k for _, k in pairs))
    vectors = {k: [r for r, target in pairs if target == k] for k in targets}
    for r, k in pairs:
        colour, style = COLOURS[targets.index(k) % len(COLOURS)], _STYLES[vectors[k].index(r) % len(_STYLES)]
        label = f"vector {r + 1}, target {k + 1}"
        axes.plot(curve.times, alignments[:, r, k], color=colour, ls=style, lw=1.6, label=label)
    for bump in bumps:
        if (bump.vector, bump.target) in pairs:
            axes.plot(bump.time, bump.height, "o", ms=8, mfc="none", mec="black", mew=1.2)
    axes.axhline(0.0, color=GREY, lw=0.6)
    axes.set_ylabel(r"$\cos(a_r, a^*_k)\,\cos(b_r, b^*_k)$")
    axes.set_title(f"First run: {counted(len(bumps), 'bump')} in the alignments")
    if pairs:
        axes.legend(fontsize=9)
