"""A table on a terminal, by rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packing.report.cells import shown
from packing.report.tabular import Table

if TYPE_CHECKING:
    from rich.table import Table as RichTable


def for_terminal(table: Table) -> RichTable:
    """The table for a rich console: text is never read as markup, and numbers are never broken or shortened."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    drawn = RichTable(
        title=Text(table.caption),
        title_justify="left",
        title_style="bold",
        caption="\n".join(table.footnotes) or None,
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for column in table.columns:
        drawn.add_column(
            Text(column.heading), justify="right" if column.right else "left", no_wrap=column.right, overflow="fold"
        )
    for row in table.rows:
        drawn.add_row(*(Text(shown(cell)) for cell in row))
    return drawn
