"""Capacities of trained quadratic models beside the optimum of the convex bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from packing.report.figures.style import BLUE, GREY, ORANGE, new_figure, short, styled
from packing.structure import tegum_sum

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from packing.toymodels.capacity import TrainedCapacities


def capacity_figure(trained: TrainedCapacities) -> Figure:
    """Capacities of the best trained model beside the optimum of the bound, and squared norms."""

    config, optimum = trained.config, trained.optimum
    places = np.arange(config.n)
    with styled():
        figure = new_figure(figsize=(13, 5), layout="constrained")
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
