"""The command `packing`: thin files that parse, call the library once and show what it returns.

What is said before a command is named needs no import; all else stands in `packing.cli.commands`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from packing.doors import shown


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `packing` and exit: 0 on success, 1 where the answer is a rejection, 2 on bad input, 130 on Ctrl-C."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words in FRONT and sys.stdout is not None and _said():
        sys.exit(0)
    from packing.cli.commands import main as command

    command(words)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; bad input is one line on standard error."""
    from packing.cli.commands import run as command

    return command(arguments)


FRONT: tuple[list[str], ...] = ([], ["--help"], ["-h"])
"""The words that ask for the front page."""


def _said() -> bool:
    """Whether the front page could be written; where it could not, the command says why."""
    from packing.cli.front import PAGE

    try:
        sys.stdout.write(PAGE)
        sys.stdout.flush()
    except (OSError, ValueError):
        return False
    return True


def __getattr__(name: str) -> Any:
    if name == "app":
        from packing.cli.commands import app

        return app
    raise AttributeError(f"module 'packing.cli' has no attribute {name!r}")


__dir__ = shown(__name__)
