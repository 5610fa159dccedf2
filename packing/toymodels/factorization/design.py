"""Which factorizations the recorded runs train: optimizer x rank x scale of the start, and what reaches zero loss."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from packing.toymodels.factorization.config import Error, FactorizationConfig, Optimizer


class Way(NamedTuple):
    """One way down: the optimizer, its rate, how long it runs, and its batch."""

    descent: Optimizer
    step: float
    time: float
    batch: int | None = None


RANKS, SCALES = (1, 2, 3, 10), (1e-1, 1e-2, 1e-3)

RUNS = {Error.SQUARED: 40, Error.CROSS_ENTROPY: 20}
RUNS_AT_TWO = {Error.SQUARED: 300, Error.CROSS_ENTROPY: 40}
"""Seeds of a cell, and of one of rank 2, where shares of bumps are neither 0 nor 1."""

WAYS = {
    Error.SQUARED: (
        Way(Optimizer.FLOW, 0.05, 60.0),
        Way(Optimizer.SGD, 0.05, 60.0, 90),
        Way(Optimizer.ADAM, 0.005, 4.0),
    ),
    Error.CROSS_ENTROPY: (
        Way(Optimizer.FLOW, 0.5, 400.0),
        Way(Optimizer.SGD, 0.5, 400.0, 256),
        Way(Optimizer.ADAM, 0.01, 20.0),
    ),
}
"""Batches of a tenth of the 900 entries, and of 256 samples; rates at which halving them changes no curve visibly."""

ALSO_AT_TWO = (
    Way(Optimizer.SGD, 0.05, 60.0),
    Way(Optimizer.ADAM, 0.05, 40.0),
    Way(Optimizer.ADAM, 0.005, 4.0, 90),
)
"""Ways compared at rank 2 too: whole steps, Adam at the rate of plain steps, and Adam in batches."""

ZERO_RANK, ZERO_RUNS, ZERO_STEPS = 10, 6, 20_000
ZERO_SCALES = (1.0, 1e-1, 1e-2)
ZERO_RATES = {Optimizer.SGD: (0.1, 0.3, 1.0), Optimizer.ADAM: (0.003, 0.01, 0.03)}
"""Starts and rates of the whole-matrix descents of rank 10 under cross-entropy."""


def curve_design(seed: int) -> tuple[FactorizationConfig, ...]:
    """The cells of the table of bumps and plateaus.

    >>> len(curve_design(0))
    81
    """
    cells = [
        _cell(error, way, rank, scale, (RUNS_AT_TWO if rank == 2 else RUNS)[error], seed)
        for error, ways in WAYS.items()
        for way, rank, scale in product(ways, RANKS, SCALES)
    ]
    also = [
        _cell(Error.SQUARED, way, 2, scale, RUNS_AT_TWO[Error.SQUARED], seed)
        for way, scale in product(ALSO_AT_TWO, SCALES)
    ]
    return (*cells, *also)


def zero_design(seed: int) -> tuple[FactorizationConfig, ...]:
    """The cells of the table of zero loss: rank 10 under cross-entropy, `ZERO_STEPS` steps each.

    >>> len(zero_design(0))
    18
    """
    return tuple(
        _cell(Error.CROSS_ENTROPY, Way(descent, rate, ZERO_STEPS * rate), ZERO_RANK, scale, ZERO_RUNS, seed)
        for descent, rates in ZERO_RATES.items()
        for rate, scale in product(rates, ZERO_SCALES)
    )


def way_of(config: FactorizationConfig) -> Way:
    """The way down of a cell.

    >>> way_of(curve_design(0)[0])
    Way(descent=<Optimizer.FLOW: 'flow'>, step=0.05, time=60.0, batch=None)
    """
    return Way(config.descent, config.step, config.time, config.batch)


def _cell(error: Error, way: Way, rank: int, scale: float, runs: int, seed: int) -> FactorizationConfig:
    return FactorizationConfig(
        rank=rank, error=error, descent=way.descent, scale=scale, step=way.step, time=way.time, models=runs,
        seed=seed, batch=way.batch,
    )  # fmt: skip
