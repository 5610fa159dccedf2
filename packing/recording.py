"""Runs of many cells that can be stopped: each finished cell is one line of JSON, and a run goes on after them.

A cell is made from its key alone, so that cells can be made in any order, by several processes, on another day. The
file is appended to as cells come; a last line that was cut off is made again.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Generic, TypeVar

from packing.children import end_with_parent
from packing.doors import shown
from packing.errors import InputError, positive_integer
from packing.files import check_writable, is_there, read_text
from packing.numeric import checked_seconds

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")


@dataclass(frozen=True)
class Recipe(Generic[Key, Row]):
    """How the rows of one kind of run are made, told apart, and written as plain values and read again.

    `make` is a function of a module, since several processes may call it; `what` names a row in errors.
    """

    make: Callable[[Key], Row]
    key: Callable[[Row], Key]
    plain: Callable[[Row], dict[str, Any]]
    read: Callable[[dict[str, Any]], Row]
    what: str

    def line(self, row: Row) -> str:
        """A row as one line of a file."""
        return json.dumps(self.plain(row), separators=(",", ":")) + "\n"

    def parsed(self, text: str, name: str) -> list[Row]:
        """The rows of a text, but for a last line that was cut off; `InputError` for a line that is no row."""
        lines = text.splitlines(keepends=True)
        rows = []
        for number, line in enumerate(lines, 1):
            try:
                rows.append(self.read(json.loads(line)))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
                if number == len(lines) and line.startswith("{") and not line.endswith("\n"):
                    break  # of a file that is no run nothing is cut
                raise InputError(f"line {number} of {name} is no {self.what}: name another file") from problem
        return rows

    def shipped(self, name: str) -> tuple[Row, ...]:
        """The rows of a run that comes with the package, by the name of its file."""
        return tuple(self.parsed((files("packing") / "data" / name).read_text(encoding="utf-8"), name))

    def rows_of(self, path: Path | str) -> list[Row]:
        """The rows of a file, none where there is no file yet."""
        return self.parsed(read_text(path), str(path)) if is_there(path) else []


def record(
    recipe: Recipe[Key, Row],
    keys: Sequence[Key],
    path: Path | str | None = None,
    *,
    seconds: float = math.inf,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
    executor: Executor | None = None,
) -> tuple[Row, ...]:
    """The rows of the keys, in their order; those that the file `path` holds are not made again, new ones join it.

    Args: no cell is begun after `seconds` of the clock, so that fewer rows may come back; `jobs` processes, or so many
    tasks at once of an `executor`, such as the workers of a cluster (`packing.cluster`); `progress(done, all)` is
    called after each. Raises `InputError` for a file that holds anything else.
    """
    end = time.monotonic() + (seconds if seconds == math.inf else checked_seconds("seconds", seconds))
    known = {} if path is None else {recipe.key(row): row for row in _going_on(recipe, path)}
    waiting = (key for key in keys if key not in known)
    for row in _made(recipe, waiting, positive_integer("jobs", jobs), end, executor):
        known[recipe.key(row)] = row
        if path is not None:
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(recipe.line(row))
        if progress is not None:
            progress(sum(key in known for key in keys), len(keys))
    return tuple(known[key] for key in keys if key in known)


def _going_on(recipe: Recipe[Key, Row], path: Path | str) -> list[Row]:
    """The rows of a file that is gone on with; its end is made that of a line, without what was cut off."""
    place = check_writable(path)
    rows = recipe.rows_of(place)
    text = read_text(place) if is_there(place) else ""
    if text and not text.endswith("\n"):
        whole = len(rows) == len(text.splitlines())
        place.write_text(f"{text}\n" if whole else text[: text.rfind("\n") + 1], encoding="utf-8")
    return rows


def _made(
    recipe: Recipe[Key, Row], waiting: Iterator[Key], jobs: int, end: float, executor: Executor | None
) -> Iterator[Row]:
    """Rows as they come, none begun after `end`."""
    in_time = _until(waiting, end)
    if jobs == 1 and executor is None:
        yield from map(recipe.make, in_time)
        return
    with _processes(jobs) if executor is None else nullcontext(executor) as pool:
        running: set[Future[Row]] = {pool.submit(recipe.make, key) for key in islice(in_time, jobs)}
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {pool.submit(recipe.make, key) for key in islice(in_time, len(done))}
                yield from (future.result() for future in done)
        finally:
            for future in running:
                future.cancel()


def _processes(jobs: int) -> Executor:
    return ProcessPoolExecutor(jobs, get_context("spawn"), end_with_parent)


def _until(waiting: Iterator[Key], end: float) -> Iterator[Key]:
    for key in waiting:
        if time.monotonic() >= end:
            return
        yield key


__dir__ = shown(__name__)
