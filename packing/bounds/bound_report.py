"""Every bound for one problem, best first, and why the others say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from packing.bounds.bound import Bound, BoundFunction, Inapplicable
from packing.displayed import Displayed
from packing.problem import Problem
from packing.rounding import counted


@dataclass(frozen=True, repr=False)
class BoundReport(Displayed):
    """The applicable bounds, best first (ties in the order given), and the reasons of the others.

    Fields: `problem`: what they are of; `bounds`, at least one; `inapplicable`: the others.
    """

    problem: Problem
    bounds: tuple[Bound, ...]
    inapplicable: tuple[Inapplicable, ...]

    @property
    def best(self) -> Bound:
        """The largest lower bound."""
        return self.bounds[0]

    def __repr__(self) -> str:
        apply = "applies" if len(self.bounds) == 1 else "apply"
        do = "does" if len(self.inapplicable) == 1 else "do"
        return (
            f"BoundReport({self.best}; {counted(len(self.bounds), 'bound')} {apply}, {len(self.inapplicable)} {do} not)"
        )

    def __str__(self) -> str:
        return "\n".join(map(str, (*self.bounds, *self.inapplicable)))


def ask(problem: Problem, functions: Iterable[BoundFunction]) -> BoundReport:
    """Ask each function; equal values keep the order of `functions`."""
    answers = [function(problem) for function in functions]
    bounds = sorted((answer for answer in answers if isinstance(answer, Bound)), key=lambda bound: -bound.value)
    return BoundReport(problem, tuple(bounds), tuple(answer for answer in answers if isinstance(answer, Inapplicable)))
