"""A bar for the `progress` of searches, trainings and studies: in a notebook, on a terminal, silent elsewhere."""

from __future__ import annotations

import sys
from html import escape
from typing import Any

from packing.rounding import counted


class ProgressBar:
    """A function to give as `progress`: it takes what a search reports, or the name of a stage, and shows it.

    With the `seconds` that a search has it shows how much of them is gone. In a notebook it is one line of HTML that
    changes, on a terminal one line of standard error.

    Fields: `title`: what stands before the bar.

    >>> from packing.search import Progress
    >>> bar = ProgressBar("13 lines in C^3", seconds=5)
    >>> bar(Progress(2.5, 40, 3, 0.6221438728))
    >>> bar.text, bar.share
    ('13 lines in C^3: 40 restarts, 0.6221438728 met 3 times', 0.5)
    """

    def __init__(self, title: str, seconds: float | None = None) -> None:
        self.title, self.seconds = title, seconds
        self.text, self.share = title, 0.0
        self._handle: Any = None

    def __call__(self, event: Any) -> None:
        """Show what is reported."""
        if hasattr(event, "restarts"):
            said = f"{counted(event.restarts, 'restart')}, {event.value:.10f} met {counted(event.hits, 'time')}"
            self.share = min(1.0, event.seconds / self.seconds) if self.seconds else self.share
        else:
            said = " ".join(str(event).split())
        self.text = f"{self.title}: {said}"
        self._show()

    def _repr_html_(self) -> str:
        value = f' value="{self.share:.3f}"' if self.seconds else ""
        return f'<progress max="1"{value}></progress> {escape(self.text)}'

    def _show(self) -> None:
        if _in_notebook():
            if self._handle is None:
                self._handle = sys.modules["IPython"].display.display(self, display_id=True)
            else:
                self._handle.update(self)
        elif sys.stderr is not None and sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{''.join(each for each in self.text if each.isprintable())}")
            sys.stderr.flush()


def _in_notebook() -> bool:
    """Whether cells of a notebook are run here, so that what is displayed is seen."""
    library = sys.modules.get("IPython")
    shell = library.get_ipython() if library is not None else None
    return type(shell).__name__ == "ZMQInteractiveShell"
