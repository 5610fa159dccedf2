"""How a command answers: one JSON object or a report on standard output, one line for an error on standard error."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from packing.report.writers.as_json import dumps

if TYPE_CHECKING:
    from rich.console import RenderableType


def show(answer: Mapping[str, Any], report: RenderableType, *, as_json: bool) -> None:
    """Print `answer` as one JSON object, or `report` for a person."""
    if as_json:
        print(dumps(answer))
        return
    from rich.console import Console

    Console(highlight=False).print(report, soft_wrap=isinstance(report, str))  # fifty digits stay on one line


def say_error(text: str) -> None:
    """Print `text` as one line on standard error."""
    line = " ".join(text.split())
    print(f"packing: {line}", file=sys.stderr)
