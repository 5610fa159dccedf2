"""How a command answers: one JSON object or a report on standard output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from packing.cli.streams import visible, write, write_json
from packing.report.writers.as_json import dumps

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


def show(answer: Mapping[str, Any], report: RenderableType, *, as_json: bool) -> None:
    """Print `answer` as one JSON object, or `report` for a person."""
    if as_json:
        write_json(dumps(answer))
        return
    show_page(report)


def show_page(report: RenderableType, least_width: int = 0) -> None:
    """Print a report on standard output, `least_width` columns wide at least where standard output is no terminal.

    Nothing is cropped and nothing is read as markup; no character that a terminal would obey leaves but for rich's own
    styles. A report that is one text keeps its lines.
    """
    console = _console(None)
    if not console.is_terminal and console.width < least_width:
        console = _console(least_width)
    with console.capture() as captured:
        if isinstance(report, str):
            console.print(report, soft_wrap=True)
        else:
            console.print(report, crop=False)
    write(captured.get().removesuffix("\n"))


def _console(width: int | None) -> Console:
    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment

    class Careful(Console):
        """A console on which text has no power over the terminal."""

        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
            for part in super().render(renderable, options):
                yield part if part.control else Segment(visible(part.text, keep="\n"), part.style)

    return Careful(highlight=False, markup=False, emoji=False, width=width)


HELP = 70
"""Columns of characters in which no word of a help text is cut."""


def console_for_help() -> Console:
    """Where help is printed: on a terminal too narrow for it its lines run over the end; a reader may go."""
    from rich.console import Console

    class Help(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Help(width=None if get_terminal_size().columns >= HELP else HELP)
