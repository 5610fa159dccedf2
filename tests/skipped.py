"""What was skipped for want of a program or a library, and the one line that installs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

PROMISE = "PACKING_TESTS_NEED_ALL"
"""With this variable set a run fails where something was missing, as it has to where everything was installed."""

CURES = {
    "chromium": ("Chromium", "apt-get install -y chromium"),
    "pdflatex": ("LaTeX", "apt-get install -y texlive-latex-extra texlive-science"),
    "coqc": ("Rocq", "apt-get install -y coq"),
    "cluster": ("dask", "pip install 'packing[cluster]'"),
    "distributed": ("dask", "pip install 'packing[cluster]'"),
    "optax": ("jax", "pip install 'packing[train]'"),
    "jax": ("jax", "pip install 'packing[train]'"),
    "docs": ("mkdocs", "pip install 'packing[docs]'"),
    "torch": ("torch", "pip install torch"),
    "pandas": ("pandas", "pip install 'packing[notebook]'"),
    "pyarrow": ("pyarrow", "pip install 'packing[parquet]'"),
}
"""What a reason of a skipped test names, what that is, and how it is installed."""


def reasons(reports: Iterable[object]) -> list[str]:
    """The reasons of skipped reports."""
    found = (getattr(report, "longrepr", None) for report in reports)
    return [str(each[2]) for each in found if isinstance(each, tuple)]


def summary(texts: Sequence[str]) -> list[str]:
    """A line for each thing that was missing.

    >>> summary(["Skipped: pdflatex is not installed", "Skipped: pdflatex is not installed", "Skipped: needs pipes"])
    ['2 tests were skipped without LaTeX: apt-get install -y texlive-latex-extra texlive-science']
    """
    missing = Counter(cure for text in texts if (cure := _cure(text)) is not None)
    return [
        f"{count} test{'s were' if count > 1 else ' was'} skipped without {what}: {line}"
        for (what, line), count in missing.items()
    ]


def _cure(text: str) -> tuple[str, str] | None:
    return next((cure for word, cure in CURES.items() if word in text.lower()), None)
