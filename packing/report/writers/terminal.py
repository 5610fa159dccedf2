"""Pages on a terminal, by rich: at every width no number and no word is cut or broken.

Text is broken at spaces alone. A table that is wider than the terminal gives way in its columns of text; where its
longest words do not fit beside each other its rows are listed one under the other. A word longer than a line runs over
its end.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packing.report.cells import Cell, Number, shown
from packing.report.tabular import Table

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.table import Table as RichTable
    from rich.text import Text


@dataclass(frozen=True)
class FittedTable:
    """Headings and rows of text, drawn as wide as the terminal allows; columns that are `right` hold numbers."""

    title: str
    headings: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        widths = self._widths(options.max_width)
        if self.title:
            yield _lines(self.title, options.max_width, style="bold")
        if widths is None:
            yield _lines("\n".join(self._listed()), options.max_width)
        else:
            yield self._drawn(widths)
        if self.notes:
            yield _lines("\n".join(self.notes), options.max_width)

    def _widths(self, room: int) -> list[int] | None:
        """A width for each column: its longest word, and what is left over where text waits for it."""
        columns = list(zip(self.headings, *self.rows, strict=True))
        natural = [max(map(_width, cells)) for cells in columns]
        least = [
            max(_longest_word(heading), *(_width(cell) if right else _longest_word(cell) for cell in cells), 1)
            for (heading, *cells), right in zip(columns, self.right, strict=True)
        ]
        left = room - (3 * len(columns) - 1) - sum(least)  # two blanks beside each column, and one between
        if left < 0:
            return None
        wanted = sum(natural) - sum(least)
        share = min(1.0, left / wanted) if wanted > 0 else 0.0
        return [few + int(share * (many - few)) for few, many in zip(least, natural, strict=True)]

    def _drawn(self, widths: Sequence[int]) -> RichTable:
        from rich import box
        from rich.table import Table as RichTable

        drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
        for heading, right, width in zip(self.headings, self.right, widths, strict=True):
            drawn.add_column(_lines(heading, width), justify="right" if right else "left", width=width)
        for row in self.rows:
            drawn.add_row(*map(_lines, row, widths))
        return drawn

    def _listed(self) -> list[str]:
        """Each row as lines "heading: cell"."""
        lines = []
        for row in self.rows:
            pairs = zip(self.headings, row, strict=True)
            lines += ["", *(f"{heading}: {cell}" if heading else cell for heading, cell in pairs)]
        return [*lines, ""]


@dataclass(frozen=True)
class Frame:
    """A text in a frame with a title; without the frame where a word of it would not fit inside."""

    title: str
    text: str | Text
    expand: bool = True

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.panel import Panel
        from rich.text import Text

        words = Text(self.text) if isinstance(self.text, str) else self.text
        room = options.max_width - 6  # the frame and two blanks on either side
        if max(_longest_word(words.plain), _width(self.title) - 2) > room:
            yield _lines(f"{self.title}\n\n{words.plain}\n", options.max_width)
            return
        inside = _lines(words.plain, room) if isinstance(self.text, str) else words
        title = Text(self.title, style="bold")
        yield Panel(inside, title=title, title_align="left", padding=(1, 2), expand=self.expand)


@dataclass(frozen=True)
class Page:
    """Texts, tables and frames one under the other."""

    parts: tuple[str | FittedTable | Frame, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for part in self.parts:
            yield _lines(part, options.max_width) if isinstance(part, str) else part


def page(*parts: str | FittedTable | Frame) -> Page:
    """The parts one under the other; a text begins a line and is broken at spaces."""
    return Page(parts)


def for_terminal(table: Table) -> FittedTable:
    """The table for a rich console: text is never read as markup, and numbers are never broken or shortened."""
    return FittedTable(
        table.caption,
        tuple(column.heading for column in table.columns),
        tuple(column.right for column in table.columns),
        tuple(tuple(map(shown, row)) for row in table.rows),
        table.footnotes,
    )


def grid(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> FittedTable:
    """A small table of a page: columns of numbers alone stand to the right.

    >>> grid("", ("n", "name"), [(3, "a triangle")]).right
    (True, False)
    """
    cells = [tuple(row) for row in rows]
    right = tuple(
        bool(cells) and all(isinstance(row[i], int | Number | None) for row in cells) for i in range(len(headings))
    )
    return FittedTable(title, tuple(headings), right, tuple(tuple(map(shown, row)) for row in cells))


def wrapped(text: str, width: int) -> list[str]:
    """The lines of `text`, each broken at spaces where it is longer; what follows is indented as its beginning is.

    >>> wrapped("• a number 0.44721359549", 12)
    ['• a number', '  0.44721359549']
    """
    lines = []
    for line in text.split("\n"):
        indent = " " * (len(line) - len(line.lstrip()) + 2 * line.lstrip().startswith("•"))
        lines += textwrap.wrap(
            line, max(width, len(indent) + 1), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return lines


def _lines(text: str, width: int, style: str = "") -> Text:
    from rich.text import Text

    return Text("\n".join(wrapped(text, width)), style=style, no_wrap=True, overflow="ignore")


def _width(text: str) -> int:
    """The columns of characters that a text without line breaks takes."""
    from rich.cells import cell_len

    return cell_len(text)


def _longest_word(text: str) -> int:
    return max(map(_width, text.split()), default=0)
