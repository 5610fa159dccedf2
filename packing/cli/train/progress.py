"""A progress bar on standard error while models train; silent where output is read by a program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def models_bar(total: int, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Yield a function (done, total) that moves the bar, or None where `quiet`."""
    if quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("training", total=total)
        yield lambda done, most: bar.update(task, completed=done, total=most)
