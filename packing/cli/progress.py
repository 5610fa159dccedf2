"""The progress bar of every command: on standard error, and only where a person looks at it.

Standard output stays free for the answer. The bar goes when its block ends, by an error or Ctrl-C too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@dataclass(frozen=True)
class ProgressBar:
    """One line that says what is being done and how much of it; a bar that is not shown takes every call too."""

    title: str
    _drawn: Progress | None = None
    _task: TaskID | None = None

    @property
    def is_shown(self) -> bool:
        """Whether somebody can see the bar."""
        return self._drawn is not None

    def move(self, done: float, total: float | None = None, text: str = "") -> None:
        """`done` of `total` is done (of the total given before where it is None); `text` replaces the line."""
        if self._drawn is not None and self._task is not None:
            self._drawn.update(self._task, completed=done, total=total, description=text or None)

    def count(self, done: int, total: int) -> None:
        """`done` of `total` things are done, and the line says so."""
        self.move(done, total, f"{self.title}: {done} of {total}")


@contextmanager
def progress(title: str, total: float | None = None, *, quiet: bool = False) -> Iterator[ProgressBar]:
    """Yield the bar of a block of work; hidden where `quiet`, or where standard error is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield ProgressBar(title)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as drawn:
        yield ProgressBar(title, drawn, drawn.add_task(title, total=total))
