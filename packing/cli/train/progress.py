"""The progress bar of models in training, on standard error; silent where a program reads the output."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from packing.cli.console import counted


def models_bar(total: int, *, quiet: bool) -> AbstractContextManager[Callable[[int, int], None]]:
    """A context that yields a function (done, total), which moves the bar."""
    return counted("training", total, quiet=quiet)
