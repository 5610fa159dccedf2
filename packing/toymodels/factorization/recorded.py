"""Recorded runs: many factorizations, cell by cell into a file that goes on where it was stopped, and their statistics.

A cell is a `FactorizationConfig`; its `models` runs are summed up by a few numbers each. The seeds of cells of one seed
are the same, so that ways down are compared on the same targets and starts.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from packing.children import end_with_parent
from packing.errors import InputError, positive_integer
from packing.files import check_writable, is_there, read_text, write_text
from packing.numeric import checked_seconds, checked_seed
from packing.toymodels.factorization.bumps import BUMP_PROMINENCE, checked_prominence
from packing.toymodels.factorization.config import FactorizationConfig
from packing.toymodels.factorization.curve import LearningCurve, Share, share_of
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


class Mean(NamedTuple):
    """The mean over runs, and its standard error."""

    value: float
    error: float


@dataclass(frozen=True)
class RecordedCell:
    """The runs of one cell, in the order of their models."""

    config: FactorizationConfig
    runs: tuple[RunSummary, ...]

    def bump_share(self, prominence: float = BUMP_PROMINENCE) -> Share:
        """The share of runs with a bump of at least that strength, at least `LEAST_STRENGTH`, with its error."""
        least = recorded_prominence(prominence)
        return share_of([run.strongest >= least for run in self.runs])

    @property
    def bumps(self) -> Mean:
        """Bumps a run."""
        return mean_of([run.bumps for run in self.runs])

    @property
    def plateaus(self) -> Mean:
        """Plateaus a run."""
        return mean_of([run.plateaus for run in self.runs])

    @property
    def log_loss(self) -> Mean:
        """log10 of the last loss, cut at `FLOOR`."""
        return mean_of([math.log10(max(run.loss, FLOOR)) for run in self.runs])

    @property
    def log_least(self) -> Mean:
        """log10 of the least loss on the way, cut at `FLOOR`."""
        return mean_of([math.log10(max(run.least, FLOOR)) for run in self.runs])

    @property
    def power(self) -> Mean:
        """The power of 1/t by which the loss falls in the second half of the time."""
        return mean_of([run.power for run in self.runs])

    @property
    def zero(self) -> Share:
        """The share of runs whose loss came below `ZERO`."""
        return share_of([run.least < ZERO for run in self.runs])


Cells = tuple[RecordedCell, ...]


def recorded_prominence(prominence: object) -> float:
    """A prominence at which bumps are recorded, in [`LEAST_STRENGTH`, 1), or `InputError`."""
    least = checked_prominence(prominence)
    if least < LEAST_STRENGTH:
        raise InputError(f"bumps are recorded from the prominence {LEAST_STRENGTH} on, not {prominence}: ask for more")
    return least


def mean_of(values: Sequence[float]) -> Mean:
    """The mean and its standard error; infinite for one value.

    >>> mean_of([1.0, 3.0])
    Mean(value=2.0, error=1.0)
    """
    array = np.asarray(values, dtype=float)
    error = float(array.std(ddof=1) / math.sqrt(len(array))) if len(array) > 1 else math.inf
    return Mean(float(array.mean()), error)


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
) -> Cells:
    """Train every cell that the file `path` (.json) does not hold yet, writing it after each; its cells in order.

    Args: `seed` of all cells; no cell starts after `seconds` of wall clock; `jobs` processes; `design` the cells, those
    of both tables without; `progress(done, cells)` is called after each. Raises `InputError` for an empty design, a
    file that holds something else, and where a loss diverges.
    """
    positive_integer("jobs", jobs)
    limit = seconds if seconds == math.inf else checked_seconds("seconds", seconds)
    chosen = checked_seed(seed)
    cells = (*curve_design(chosen), *zero_design(chosen)) if design is None else tuple(design)
    if not cells:
        raise InputError("the design has no cell, not one to train: give at least one FactorizationConfig")
    check_writable(path)
    done = {cell.config: cell for cell in (read_cells(path) if is_there(path) else ())}
    for config in done:
        if config.seed != cells[0].seed:
            raise InputError(f"{path} holds runs of the seed {config.seed}, not {cells[0].seed}: name another file")
    return _Recording(Path(path), cells, done, time.monotonic() + limit, progress).run(jobs)


@dataclass
class _Recording:
    """The cells of one file on the way: those wanted, those done, and when no other is begun."""

    path: Path
    cells: tuple[FactorizationConfig, ...]
    done: dict[FactorizationConfig, RecordedCell]
    end: float
    progress: Callable[[int, int], None] | None

    def run(self, jobs: int) -> Cells:
        waiting = [config for config in self.cells if config not in self.done]
        if jobs == 1:
            for config in waiting:
                if time.monotonic() >= self.end:
                    break
                self.keep(run_cell(config))
        elif waiting:
            most, context = min(jobs, len(waiting)), get_context("spawn")
            with ProcessPoolExecutor(most, mp_context=context, initializer=end_with_parent) as workers:
                self.spread(workers, waiting, jobs)
        return self.ordered()

    def spread(self, workers: ProcessPoolExecutor, waiting: list[FactorizationConfig], jobs: int) -> None:
        """Hand out cells one by one, as many at a time as there are processes."""
        running: set[Future[RecordedCell]] = set()
        while running or (waiting and time.monotonic() < self.end):
            while waiting and len(running) < jobs and time.monotonic() < self.end:
                running.add(workers.submit(run_cell, waiting.pop(0)))
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for task in finished:
                self.keep(task.result())

    def keep(self, cell: RecordedCell) -> None:
        self.done[cell.config] = cell
        write_text(self.path, as_text(self.ordered()))
        if self.progress is not None:
            self.progress(len(self.ordered()), len(self.cells))

    def ordered(self) -> Cells:
        """The finished cells: those of the design in its order, then the others of the file."""
        others = [config for config in self.done if config not in self.cells]
        return tuple(self.done[config] for config in (*self.cells, *others) if config in self.done)


def as_text(cells: Sequence[RecordedCell]) -> str:
    """Cells as JSON text, one a line."""
    lines = ",\n".join(json.dumps(_plain(cell), separators=(",", ":")) for cell in cells)
    return f'{{"cells": [\n{lines}\n]}}\n'


def read_cells(path: Path | str) -> Cells:
    """The cells of a file that `record_curves` wrote, or `InputError`."""
    return _parsed(read_text(path), f"cannot read {path}: it holds no recorded curves")


@lru_cache(maxsize=1)
def recorded_cells() -> Cells:
    """The recorded cells that come with the package.

    >>> len(recorded_cells()) == len(curve_design(0)) + len(zero_design(0))
    True
    """
    file = files("packing") / "data" / "factorization" / "curves.json"
    return _parsed(file.read_text(encoding="utf-8"), "the recorded curves cannot be read")


def cells_of(design: Sequence[FactorizationConfig], cells: Sequence[RecordedCell]) -> Cells:
    """The recorded cells of a design, in its order, whatever their seed; those not recorded are left out."""
    by_settings = {replace(cell.config, seed=0, models=1): cell for cell in cells}
    keys = [replace(config, seed=0, models=1) for config in design]
    return tuple(by_settings[key] for key in keys if key in by_settings)


def _plain(cell: RecordedCell) -> dict[str, Any]:
    values = {name: value for name, value in asdict(cell.config).items() if value is not None}
    return {"config": values, "runs": [list(run) for run in cell.runs]}


def _parsed(text: str, trouble: str) -> Cells:
    try:
        return tuple(
            RecordedCell(
                FactorizationConfig(**cell["config"]),
                tuple(RunSummary(float(s), int(b), int(p), *map(float, rest)) for s, b, p, *rest in cell["runs"]),
            )
            for cell in json.loads(text)["cells"]
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise InputError(f"{trouble}; name another file") from problem
