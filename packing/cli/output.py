"""How a command answers: one JSON object or a report on standard output, one line for an error on standard error."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from packing.report.writers.as_json import dumps

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


def show(answer: Mapping[str, Any], report: RenderableType, *, as_json: bool) -> None:
    """Print `answer` as one JSON object, or `report` for a person."""
    if as_json:
        print(dumps(answer))
        return
    show_page(report)


def show_page(report: RenderableType, least_width: int = 0) -> None:
    """Print a report on standard output, `least_width` columns wide at least where that is no terminal.

    Nothing is cropped and nothing is read as markup; a report that is one text keeps its lines.
    """
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal and console.width < least_width:
        console = Console(highlight=False, markup=False, emoji=False, width=least_width)
    if isinstance(report, str):
        console.print(report, soft_wrap=True)
    else:
        console.print(report, crop=False)


HELP = 70
"""Columns of characters in which no word of a help text is cut."""


def console_for_help() -> Console | None:
    """Where help is printed on a terminal too narrow for it: its lines run over the end; None for the usual place."""
    if get_terminal_size().columns >= HELP:
        return None
    from rich.console import Console

    return Console(width=HELP)


def say_error(text: str) -> None:
    """Print `text` as one line on standard error."""
    line = " ".join(text.split())
    print(f"packing: {line}", file=sys.stderr)
