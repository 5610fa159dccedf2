"""Recorded runs: many factorizations, cell by cell into a file that goes on where it was stopped, and their statistics.

A cell is a `FactorizationConfig`; its `models` runs are summed up by a few numbers each. The seeds of cells of one seed
are the same, so that ways down are compared on the same targets and starts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from packing.averages import Average, mean_of, share_of
from packing.errors import InputError
from packing.numeric import checked_seed
from packing.recording import Recipe, record
from packing.toymodels.factorization.bumps import BUMP_PROMINENCE, checked_prominence
from packing.toymodels.factorization.config import FactorizationConfig
from packing.toymodels.factorization.curve import LearningCurve
from packing.toymodels.factorization.design import curve_design, zero_design
from packing.toymodels.factorization.training import train_factorization

LEAST_STRENGTH = 0.05
"""Bumps below are not recorded: the share of runs with a bump is known at every larger prominence."""

FLOOR = 1e-16
"""A loss below it is that of rounding, and counts as this."""

ZERO = 1e-6
"""A loss that counts as zero: a millionth of a nat, where the first losses are near 4."""


class RunSummary(NamedTuple):
    """One run: the strongest bump (0 without), bumps and plateaus, the last loss and the least on the way, and how fast
    the loss falls at the end: the power of 1/t in the second half of the time."""

    strongest: float
    bumps: int
    plateaus: int
    loss: float
    least: float
    power: float


@dataclass(frozen=True)
class RecordedCell:
    """The runs of one cell, in the order of their models."""

    config: FactorizationConfig
    runs: tuple[RunSummary, ...]

    def bump_share(self, prominence: float = BUMP_PROMINENCE) -> Average:
        """The share of runs with a bump of at least that strength, at least `LEAST_STRENGTH`, with its error."""
        least = recorded_prominence(prominence)
        return share_of([run.strongest >= least for run in self.runs])

    @property
    def bumps(self) -> Average:
        """Bumps a run."""
        return mean_of([run.bumps for run in self.runs])

    @property
    def plateaus(self) -> Average:
        """Plateaus a run."""
        return mean_of([run.plateaus for run in self.runs])

    @property
    def log_loss(self) -> Average:
        """log10 of the last loss, cut at `FLOOR`."""
        return mean_of([math.log10(max(run.loss, FLOOR)) for run in self.runs])

    @property
    def log_least(self) -> Average:
        """log10 of the least loss on the way, cut at `FLOOR`."""
        return mean_of([math.log10(max(run.least, FLOOR)) for run in self.runs])

    @property
    def power(self) -> Average:
        """The power of 1/t by which the loss falls in the second half of the time."""
        return mean_of([run.power for run in self.runs])

    @property
    def zero(self) -> Average:
        """The share of runs whose loss came below `ZERO`."""
        return share_of([run.least < ZERO for run in self.runs])


Cells = tuple[RecordedCell, ...]


def recorded_prominence(prominence: object) -> float:
    """A prominence at which bumps are recorded, in [`LEAST_STRENGTH`, 1), or `InputError`."""
    least = checked_prominence(prominence)
    if least < LEAST_STRENGTH:
        raise InputError(f"bumps are recorded from the prominence {LEAST_STRENGTH} on, not {prominence}: ask for more")
    return least


def summary(curve: LearningCurve) -> RunSummary:
    """The few numbers of one curve, with the digits that are recorded."""
    bumps = curve.find_bumps(LEAST_STRENGTH)
    half, last = (max(float(curve.losses[k]), FLOOR) for k in (int(np.argmax(curve.times >= curve.times[-1] / 2)), -1))
    return RunSummary(
        round(max((bump.strength for bump in bumps), default=0.0), 4),
        sum(bump.strength >= BUMP_PROMINENCE for bump in bumps),
        len(curve.plateaus),
        float(f"{curve.losses[-1]:.4g}"),
        float(f"{curve.losses.min():.4g}"),
        round(math.log2(half / last), 3),
    )


def run_cell(config: FactorizationConfig) -> RecordedCell:
    """Train the runs of a cell and sum them up."""
    return RecordedCell(config, tuple(map(summary, train_factorization(config))))


def record_curves(
    path: Path | str,
    *,
    seed: int = 0,
    seconds: float = math.inf,
    jobs: int = 1,
    design: Sequence[FactorizationConfig] | None = None,
    progress: Callable[[int, int], None] | None = None,
    executor: Executor | None = None,
) -> Cells:
    """Train every cell that the file `path` (.jsonl) does not hold yet, adding it at once; the cells of the design.

    Args: `seed` of all cells; no cell starts after `seconds` of wall clock; `jobs` processes, or tasks at once of an
    `executor`; `design` the cells, those of both tables without; `progress(done, cells)` is called after each. Raises
    `InputError` for an empty design, a file that holds something else, and where a loss diverges.
    """
    chosen = checked_seed(seed)
    cells = (*curve_design(chosen), *zero_design(chosen)) if design is None else tuple(design)
    if not cells:
        raise InputError("the design has no cell, not one to train: give at least one FactorizationConfig")
    for cell in RECIPE.rows_of(path):
        if cell.config.seed != cells[0].seed:
            raise InputError(
                f"{path} holds runs of the seed {cell.config.seed}, not {cells[0].seed}: name another file"
            )
    return record(RECIPE, cells, path, seconds=seconds, jobs=jobs, progress=progress, executor=executor)


@lru_cache(maxsize=1)
def recorded_cells() -> Cells:
    """The recorded cells that come with the package.

    >>> len(recorded_cells()) == len(curve_design(0)) + len(zero_design(0))
    True
    """
    return RECIPE.shipped("factorization-curves.jsonl")


def cells_of(design: Sequence[FactorizationConfig], cells: Sequence[RecordedCell]) -> Cells:
    """The recorded cells of a design, in its order, whatever their seed; those not recorded are left out."""
    by_settings = {replace(cell.config, seed=0, models=1): cell for cell in cells}
    keys = [replace(config, seed=0, models=1) for config in design]
    return tuple(by_settings[key] for key in keys if key in by_settings)


def _plain(cell: RecordedCell) -> dict[str, Any]:
    values = {name: value for name, value in asdict(cell.config).items() if value is not None}
    return {"config": values, "runs": [list(run) for run in cell.runs]}


def _read(values: dict[str, Any]) -> RecordedCell:
    runs = (RunSummary(float(s), int(b), int(p), *map(float, rest)) for s, b, p, *rest in values["runs"])
    return RecordedCell(FactorizationConfig(**values["config"]), tuple(runs))


RECIPE = Recipe(run_cell, lambda cell: cell.config, _plain, _read, "cell of recorded curves")
"""How cells are trained, and kept in a file."""
