"""Capacity over importance and kurtosis: which features have a dimension, share one or have none, trained and at best.

Importances fall as ratio^i. At each ratio and kurtosis the optimum of the convex bound stands beside trained models and
their losses. Reference: Scherlis et al., arXiv:2210.01892, whose figure has these axes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from packing.averages import mean_of
from packing.errors import InputError
from packing.toymodels.brief import Brief
from packing.toymodels.capacity.config import CapacityConfig, falling_importance
from packing.toymodels.capacity.training import train_capacity
from packing.toymodels.kind import Progress

FILE = "capacity-chart.json"
"""The recorded chart, in the folder of data."""

_WHOLE = 1e-6
"""A capacity this near 1 is a dimension of one's own."""


@dataclass(frozen=True, repr=False)
class ChartCell(Brief):
    """One ratio and kurtosis: the optimal capacities, price and loss, and what `models` trained models reach.

    `agreeing` models have capacities within .01 of the optimal ones; `excess` is the mean over the models of their
    loss over that of the bound, less 1, with its standard error, `least` the smallest.
    """

    ratio: float
    kurtosis: float
    capacities: tuple[float, ...]
    price: float
    loss: float
    models: int
    agreeing: int
    excess: float
    error: float
    least: float

    @property
    def whole(self) -> int:
        """The features with a dimension each."""
        return sum(capacity >= 1.0 - _WHOLE for capacity in self.capacities)

    @property
    def ignored(self) -> int:
        """The features without any."""
        return sum(capacity <= 0.0 for capacity in self.capacities)

    @property
    def shared(self) -> int:
        """The features that share dimensions."""
        return len(self.capacities) - self.whole - self.ignored


@dataclass(frozen=True, repr=False)
class CapacityChart(Brief):
    """The cells of n features in d dimensions, ratio by ratio."""

    n: int
    d: int
    seed: int
    cells: tuple[ChartCell, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, from which `chart_of` makes the chart again."""
        return asdict(self)


RATIOS = (0.95, 0.9, 0.8, 0.65, 0.5)
KURTOSES = (3.0, 4.5, 6.0, 10.0, 30.0, 100.0)


def capacity_chart(
    n: int = 12,
    d: int = 6,
    ratios: Sequence[float] = RATIOS,
    kurtoses: Sequence[float] = KURTOSES,
    models: int = 8,
    seed: int = 0,
    progress: Progress | None = None,
) -> CapacityChart:
    """Optimum and trained models at every ratio and kurtosis; `progress(done, cells)`.

    Raises `InputError` where one of the axes is empty, and for values that no cell can have.

    >>> chart = capacity_chart(3, 2, [0.9], [3.0, 12.0], models=2)
    >>> [(cell.whole, cell.shared, cell.ignored) for cell in chart.cells]
    [(2, 0, 1), (0, 3, 0)]
    """
    for name, values in (("ratios", ratios), ("kurtoses", kurtoses)):
        if not len(values):
            raise InputError(f"a chart needs one or more {name}, not none: give some")
    configs = [
        (ratio, CapacityConfig(falling_importance(n, ratio), d, kurtosis, models, seed))
        for ratio in ratios
        for kurtosis in kurtoses
    ]
    cells = []
    for done, (ratio, config) in enumerate(configs, 1):
        cells.append(_cell(ratio, config))
        if progress is not None:
            progress(done, len(configs))
    return CapacityChart(n, d, seed, tuple(cells))


def chart_of(values: dict[str, Any]) -> CapacityChart:
    """The chart that `as_dict` gave."""
    cells = tuple(ChartCell(**cell | {"capacities": tuple(cell["capacities"])}) for cell in values["cells"])
    return CapacityChart(values["n"], values["d"], values["seed"], cells)


@lru_cache(maxsize=1)
def recorded_chart() -> CapacityChart:
    """The chart that comes with the package: what `packing train allocation --json` prints."""
    return chart_of(json.loads((files("packing") / "data" / FILE).read_text(encoding="utf-8")))


def allocation_sentences(chart: CapacityChart) -> list[str]:
    """From which kurtosis on features share dimensions at each ratio, and how near trained models come."""
    said = []
    for ratio in dict.fromkeys(cell.ratio for cell in chart.cells):
        mine = sorted((cell for cell in chart.cells if cell.ratio == ratio), key=lambda cell: cell.kurtosis)
        sharing = [cell for cell in mine if cell.shared]
        if not sharing:
            said.append(f"Importance ratio {ratio:g}: no features share up to kurtosis {mine[-1].kurtosis:g}.")
            continue
        most = max(sharing, key=lambda cell: cell.shared)
        said.append(
            f"Importance ratio {ratio:g}: features share dimensions from kurtosis {sharing[0].kurtosis:g} on (of those "
            f"taken), most at {most.kurtosis:g}: {most.whole} whole, {most.shared} shared, {most.ignored} ignored."
        )
    worst = max(chart.cells, key=lambda cell: cell.least)
    said.append(
        f"The best model of each cell loses at most {worst.least:.1e} more than the bound (relatively; ratio "
        f"{worst.ratio:g}, kurtosis {worst.kurtosis:g})."
    )
    return said


def _cell(ratio: float, config: CapacityConfig) -> ChartCell:
    trained = train_capacity(config)
    best = trained.optimum
    gaps = np.abs(trained.capacities - best.capacities).max(axis=1)
    floor = max(best.loss, 1e-12)
    excess = trained.losses / floor - 1.0 if best.loss > floor / 2 else trained.losses - best.loss
    mean = mean_of(excess.tolist())
    return ChartCell(
        ratio,
        config.kurtosis,
        tuple(np.round(best.capacities, 6).tolist()),
        round(best.price, 9),
        best.loss,
        config.models,
        int(np.count_nonzero(gaps <= 0.01)),
        mean.value,
        mean.error,
        float(excess.min()),
    )
