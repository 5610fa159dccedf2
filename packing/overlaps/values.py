"""Small parts of the answers: a pair of rows, the rows left out, what a run cost; the repr of values with arrays."""

from __future__ import annotations

from dataclasses import dataclass

from packing.displayed import Displayed

QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""The shares at which answers state the quantiles of numbers one a row."""


class ShortRepr(Displayed):
    """A value with large arrays is shown by its class and its text, not by its numbers."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self}>"


@dataclass(frozen=True)
class Pair:
    """Two rows of the matrix as given, i < j, or one of each of two matrices, and their cosine in float64.

    Fields: `left`, `right`: the numbers of the rows; `cosine`.
    """

    left: int
    right: int
    cosine: float


@dataclass(frozen=True)
class Dropped:
    """The rows left out, by kind: no direction, a norm below the least asked for (`small`), copies dropped.

    `duplicates` are the groups of copies; they take part unless their later rows are among `copies_dropped`.
    """

    zero: tuple[int, ...] = ()
    nan: tuple[int, ...] = ()
    infinite: tuple[int, ...] = ()
    duplicates: tuple[tuple[int, ...], ...] = ()
    copies_dropped: tuple[int, ...] = ()
    small: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many rows take no part."""
        return len(self.zero) + len(self.nan) + len(self.infinite) + len(self.small) + len(self.copies_dropped)


@dataclass(frozen=True)
class Cost:
    """Where the time went, in seconds on the clock and of CPU, and in what arithmetic."""

    seconds: float
    cpu_seconds: float
    workers: int
    device: str = "cpu"
    architecture: str = ""
