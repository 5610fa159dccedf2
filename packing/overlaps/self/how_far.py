"""How far the largest overlap is from random rows, from the Welch bound, and from the best packing known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from packing.overlaps.baselines import LeastRows, RandomRows
from packing.problem import lines
from packing.records.best_known import best_known
from packing.records.record import Record
from packing.rounding import Rounding, digits


@dataclass(frozen=True)
class HowFar:
    """The largest |cos| of n rows in R^d, no two of them copies, beside what n lines of R^d can and do have.

    Fields: `coherence`: that largest |cos|.

    >>> far = HowFar(0.5, 28, 7)
    >>> far.best.name, round(far.times_best, 6), round(far.times_welch, 6)
    ('28 bitangent lines', 1.5, 1.5)
    """

    coherence: float
    n: int
    d: int

    @property
    def random(self) -> float:
        """The median of the largest |cos| of so many random rows."""
        return RandomRows(self.n, self.d).maximum

    @property
    def welch(self) -> float:
        """The Welch bound, 0 for n <= d."""
        return LeastRows(self.n, self.d).welch

    @cached_property
    def best(self) -> Record | None:
        """The best packing known of n lines in R^d, None where none is known here."""
        return best_known(lines(self.n, self.d))

    @property
    def times_random(self) -> float:
        """The largest |cos| in units of that of random rows."""
        return self.coherence / self.random

    @property
    def times_welch(self) -> float | None:
        """In units of the Welch bound, None where that is 0."""
        return self.coherence / self.welch if self.welch > 0 else None

    @property
    def times_best(self) -> float | None:
        """In units of the best packing known, None where there is none, or where it has 0."""
        return self.coherence / self.best.coherence if self.best is not None and self.best.coherence > 0 else None

    def answer(self) -> dict[str, Any]:
        """The distances in the form of the command's JSON."""
        best = self.best
        return {
            "rows": self.n,
            "coherence": self.coherence,
            "times_random": self.times_random,
            "times_welch": self.times_welch,
            "times_best_known": self.times_best,
            "best_known": None
            if best is None
            else {
                "coherence": best.coherence,
                "exact": best.exact,
                "name": best.name,
                "source": best.source,
                "optimal": best.optimal,
            },
        }

    def __str__(self) -> str:
        text = f"{times(self.coherence, self.random)} the median of random rows"
        if self.welch > 0:
            text += f", {times(self.coherence, self.welch)} the Welch bound"
        best = self.best
        if best is None:
            return text + f"; no packing of {self.n} lines in R^{self.d} is known here."
        if best.coherence == 0:
            return text + f"; {self.n} rows in R^{self.d} can be orthogonal."
        return (
            text + f", and {times(self.coherence, best.coherence)} the best packing known of {self.n} lines in "
            f"R^{self.d} (at most {digits(best.upper, Rounding.UP, 4)}: {best.name}, {best.standing})."
        )


def times(value: float, unit: float) -> str:
    """A ratio in two decimals, or in three digits where it is far from 1.

    >>> times(3.0, 2.0), times(1.0, 300.0)
    ('1.50 times', '0.00333 times')
    """
    ratio = value / unit
    return f"{ratio:.2f} times" if 0.1 <= ratio < 10 else f"{ratio:.3g} times"
