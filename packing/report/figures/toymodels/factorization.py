"""Learning curves of a low-rank matrix, over the closed S-curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from packing.report.figures.style import COLOURS, new_figure, styled
from packing.toymodels.factorization import s_curve

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from packing.toymodels.factorization import FactorizationConfig, LearningCurve


def factorization_figure(config: FactorizationConfig, curves: Sequence[LearningCurve]) -> Figure:
    """Losses with the end of each plateau, and the components of the modes over the closed S-curve."""

    with styled():
        figure = new_figure(figsize=(13, 5), layout="constrained")
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
