"""Recorded studies: made run by run into a file that goes on where it was stopped, read back as means with errors."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from packing.errors import InputError, positive_integer, positive_number
from packing.files import check_writable, is_there, read_text, write_text
from packing.numeric import checked_seed
from packing.toymodels.monosemanticity.config import MonosemanticityConfig
from packing.toymodels.monosemanticity.design import PAPER, Changes, settings
from packing.toymodels.monosemanticity.measured import Key, NeuronStudy, Numbers, Row, study_named

DECIMALS = 6
"""Of recorded numbers: far below their errors."""


@dataclass(frozen=True)
class StudyRun:
    """One cell with one seed: what it changes, what it measured, and the CPU seconds it took."""

    changes: Changes
    seed: int
    rows: tuple[Row, ...]
    cpu_seconds: float


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
    base: MonosemanticityConfig = PAPER,
    progress: Callable[[int, int], None] | None = None,
) -> StudyRecord:
    """Do the runs of a study that the file `path` (.json) does not hold yet, and write it after each of them.

    Args: `name` one of `STUDIES`; every cell gets the `seeds` seeds from `seed` on; no run starts after `seconds` of
    wall clock; `base` the settings that the cells change, those of the paper unless given, whatever its `seed`. Raises
    `InputError` for another study or base in the file, and where a loss diverges.
    """
    study, began = study_named(name), time.monotonic()
    positive_integer("seeds", seeds)
    base = replace(base, seed=PAPER.seed)
    limit = math.inf if seconds is None else positive_number("seconds", seconds)
    check_writable(path)
    done = list(_going_on(path, name, base)) if is_there(path) else []
    wanted = [(changes, checked_seed(seed) + k) for k in range(seeds) for changes in study.cells]
    for number, (changes, chosen) in enumerate(wanted):
        if not any(run.changes == changes and run.seed == chosen for run in done):
            if time.monotonic() - began > limit:
                break
            done.append(_run(study, changes, settings(changes, chosen, base)))
            write_text(path, as_text(StudyRecord(name, tuple(done), base)))
        if progress is not None:
            progress(number + 1, len(wanted))
    return StudyRecord(name, tuple(done), base)


def read_record(path: Path | str, name: str) -> StudyRecord:
    """The record in a file that `record_study` wrote, or `InputError` where it holds no record of that study."""
    record = _parsed(read_text(path), f"cannot read {path}: it holds no recorded study")
    if record.study != name:
        raise InputError(f"{path} holds the study {record.study}, not {name}: name another file")
    return record


@lru_cache(maxsize=8)
def recorded(name: str) -> StudyRecord:
    """The record of a study that comes with the package.

    >>> recorded("layers").of({}, pair="mono-mono").runs
    3
    """
    file = files("packing") / "data" / "monosemanticity" / f"{study_named(name).name}.json"
    return _parsed(file.read_text(encoding="utf-8"), f"the recorded study {name} cannot be read")


def as_text(record: StudyRecord) -> str:
    """A record as JSON text, one run a line."""
    lines = ",\n  ".join(json.dumps(line) for line in map(_plain_run, record.runs))
    base = json.dumps(_differences(record.base))
    return f'{{"study": "{record.study}", "base": {base}, "runs": [\n  {lines}\n]}}\n'


def _going_on(path: Path | str, name: str, base: MonosemanticityConfig) -> tuple[StudyRun, ...]:
    before = read_record(path, name)
    if before.base != base:
        old, new = (_differences(one) for one in (before.base, base))
        raise InputError(f"{path} records other settings, {old}, not {new}: name another file, or remove it")
    return before.runs


def _differences(base: MonosemanticityConfig) -> Changes:
    """The settings of a base that are not those of the paper."""
    values = {field.name: getattr(base, field.name) for field in fields(base)}
    return {name: value for name, value in values.items() if value != getattr(PAPER, name)}


def _run(study: NeuronStudy, changes: Changes, config: MonosemanticityConfig) -> StudyRun:
    began = time.process_time()
    rows = tuple(study.measure(config))
    return StudyRun(changes, config.seed, rows, round(time.process_time() - began, 1))


def _plain_run(run: StudyRun) -> dict[str, Any]:
    rows = [{"key": key, "numbers": {k: _rounded(v) for k, v in numbers.items()}} for key, numbers in run.rows]
    return {"changes": run.changes, "seed": run.seed, "cpu_seconds": run.cpu_seconds, "rows": rows}


def _rounded(value: float) -> float | None:
    return round(value, DECIMALS) if math.isfinite(value) else None


def _parsed(text: str, trouble: str) -> StudyRecord:
    try:
        content = json.loads(text)
        runs = tuple(
            StudyRun(dict(run["changes"]), int(run["seed"]), tuple(_rows(run["rows"])), float(run["cpu_seconds"]))
            for run in content["runs"]
        )
        cells = study_named(content["study"]).cells
        if any(run.changes not in cells for run in runs):
            raise InputError("a cell that the study does not have")
        return StudyRecord(str(content["study"]), runs, replace(PAPER, **content.get("base", {})))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise InputError(f"{trouble}; name another file") from problem


def _rows(rows: Sequence[dict[str, Any]]) -> Iterator[Row]:
    for row in rows:
        numbers = {name: math.nan if value is None else float(value) for name, value in row["numbers"].items()}
        yield dict(row["key"]), numbers


def _summary(group: Sequence[tuple[Changes, Key, Numbers]]) -> Summary:
    changes, key, first = group[0]
    values = {name: np.array([numbers[name] for *_, numbers in group]) for name in first}
    count = len(group)
    means = {name: float(array.mean()) for name, array in values.items()}
    errors = {
        name: float(array.std(ddof=1) / math.sqrt(count)) if count > 1 else math.nan for name, array in values.items()
    }
    return Summary(changes, key, means, errors, count)
