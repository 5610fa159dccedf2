"""Recorded studies: made run by run into a file that goes on where it was stopped, read back as means with errors."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from packing.averages import mean_of
from packing.errors import InputError, positive_integer
from packing.numeric import checked_seed
from packing.recording import Recipe, record
from packing.toymodels.monosemanticity.config import MonosemanticityConfig
from packing.toymodels.monosemanticity.design import PAPER, Changes, settings
from packing.toymodels.monosemanticity.measured import Key, Numbers, Row, study_named

DECIMALS = 6
"""Of recorded numbers: far below their errors."""


class RunKey(NamedTuple):
    """A cell of a study with one seed: the settings `base`, and what the cell changes, as JSON text."""

    study: str
    base: MonosemanticityConfig
    changed: str
    seed: int

    @property
    def changes(self) -> Changes:
        """What the cell changes."""
        changes: Changes = json.loads(self.changed)
        return changes


@dataclass(frozen=True)
class StudyRun:
    """One cell with one seed: what it measured, and the CPU seconds it took."""

    key: RunKey
    rows: tuple[Row, ...]
    cpu_seconds: float

    @property
    def changes(self) -> Changes:
        """What the cell changes."""
        return self.key.changes

    @property
    def seed(self) -> int:
        """The seed of the run."""
        return self.key.seed


@dataclass(frozen=True)
class Summary:
    """A row of one cell over its seeds: the mean of every number and its standard error, NaN of a single run."""

    changes: Changes
    key: Key
    means: Numbers
    errors: Numbers
    runs: int


@dataclass(frozen=True)
class StudyRecord:
    """The runs of a study so far, all cells of which change the settings `base`."""

    study: str
    runs: tuple[StudyRun, ...]
    base: MonosemanticityConfig = PAPER

    @property
    def cells(self) -> int:
        """How many cells the study has."""
        return len(study_named(self.study).cells)

    @property
    def cpu_seconds(self) -> float:
        """What all runs took."""
        return sum(run.cpu_seconds for run in self.runs)

    @property
    def summaries(self) -> tuple[Summary, ...]:
        """All rows of all cells in the order of the study, each over its seeds."""
        groups: dict[str, list[tuple[Changes, Key, Numbers]]] = {}
        for run in self.runs:
            for key, numbers in run.rows:
                groups.setdefault(json.dumps([run.changes, key]), []).append((run.changes, key, numbers))
        cells = list(study_named(self.study).cells)
        ordered = sorted(groups.values(), key=lambda group: cells.index(group[0][0]))
        return tuple(_summary(group) for group in ordered)

    def of(self, changes: Changes, **key: str | float) -> Summary:
        """The row of one cell with this key. Raises `InputError` where it is not recorded."""
        for summary in self.summaries:
            if summary.changes == changes and summary.key == key:
                return summary
        raise InputError(f"the study {self.study} has no row of {changes} with {key}: look at its summaries")


def record_study(
    name: str,
    path: Path | str,
    *,
    seeds: int = 3,
    seed: int = 0,
    seconds: float | None = None,
    jobs: int = 1,
    base: MonosemanticityConfig = PAPER,
    progress: Callable[[int, int], None] | None = None,
    executor: Executor | None = None,
) -> StudyRecord:
    """Do the runs of a study that the file `path` (.jsonl) does not hold yet, adding each at once.

    Args: `name` one of `STUDIES`; every cell gets the `seeds` seeds from `seed` on; no run starts after `seconds` of
    wall clock; `jobs` processes, or tasks at once of an `executor`; `base` the settings that the cells change, those of
    the paper unless given, whatever its `seed`. Raises `InputError` for another study or base in the file, and where a
    loss diverges.
    """
    study = study_named(name)
    positive_integer("seeds", seeds)
    base = replace(base, seed=PAPER.seed)
    for run in RECIPE.rows_of(path):
        if (run.key.study, run.key.base) != (name, base):
            old, new = (f"{study} {_differences(one)}" for study, one in (run.key[:2], (name, base)))
            raise InputError(f"{path} records other settings, {old}, not {new}: name another file, or remove it")
    keys = [
        RunKey(name, base, json.dumps(changes), checked_seed(seed) + k) for k in range(seeds) for changes in study.cells
    ]
    limit = math.inf if seconds is None else seconds
    return StudyRecord(
        name, record(RECIPE, keys, path, seconds=limit, jobs=jobs, progress=progress, executor=executor), base
    )


@lru_cache(maxsize=8)
def recorded(name: str) -> StudyRecord:
    """The record of a study that comes with the package.

    >>> recorded("layers").of({}, pair="mono-mono").runs
    3
    """
    return StudyRecord(name, RECIPE.shipped(f"monosemanticity-{study_named(name).name}.jsonl"))


def _differences(base: MonosemanticityConfig) -> Changes:
    """The settings of a base that are not those of the paper."""
    values = {field.name: getattr(base, field.name) for field in fields(base)}
    return {name: value for name, value in values.items() if value != getattr(PAPER, name)}


def _run(key: RunKey) -> StudyRun:
    began = time.process_time()
    rows = tuple(study_named(key.study).measure(settings(key.changes, key.seed, key.base)))
    return StudyRun(key, rows, round(time.process_time() - began, 1))


def _plain(run: StudyRun) -> dict[str, Any]:
    study, base, _, seed = run.key
    rows = [{"key": key, "numbers": {k: _rounded(v) for k, v in numbers.items()}} for key, numbers in run.rows]
    plain = {"study": study, "base": _differences(base), "changes": run.changes, "seed": seed}
    return plain | {"cpu_seconds": run.cpu_seconds, "rows": rows}


def _read(values: dict[str, Any]) -> StudyRun:
    if values["changes"] not in study_named(values["study"]).cells:
        raise ValueError(values["changes"])
    key = RunKey(
        str(values["study"]), replace(PAPER, **values["base"]), json.dumps(values["changes"]), int(values["seed"])
    )
    return StudyRun(key, tuple(_rows(values["rows"])), float(values["cpu_seconds"]))


def _rounded(value: float) -> float | None:
    return round(value, DECIMALS) if math.isfinite(value) else None


def _rows(rows: Sequence[dict[str, Any]]) -> Iterator[Row]:
    for row in rows:
        numbers = {name: math.nan if value is None else float(value) for name, value in row["numbers"].items()}
        yield dict(row["key"]), numbers


def _summary(group: Sequence[tuple[Changes, Key, Numbers]]) -> Summary:
    changes, key, first = group[0]
    averages = {name: mean_of([numbers[name] for *_, numbers in group]) for name in first}
    means = {name: average.value for name, average in averages.items()}
    return Summary(changes, key, means, {name: average.error for name, average in averages.items()}, len(group))


RECIPE = Recipe(_run, lambda run: run.key, _plain, _read, "run of a recorded study")
"""How runs are done, and kept in a file."""
