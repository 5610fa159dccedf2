"""The bounds as rows of a table: kissing numbers by dimension, and each theorem's value by number of objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from packing.bounds.bound import Bound, Inapplicable
from packing.bounds.maxsize import largest_code
from packing.bounds.report import BoundReport
from packing.bounds.sizebound import SizeBound
from packing.problem import Problem


@dataclass(frozen=True)
class KissingRow:
    """The best upper bound on the kissing number of R^d, with its certificate."""

    d: int
    bound: SizeBound


@dataclass(frozen=True)
class BoundRow:
    """Every theorem's answer for one problem, by name, and the winner."""

    problem: Problem
    best: Bound
    answers: dict[str, Bound | Inapplicable]

    @property
    def values(self) -> dict[str, float | None]:
        """The value by theorem, None where it does not apply."""
        return {
            name: answer.value if isinstance(answer, Bound) else None for name, answer in sorted(self.answers.items())
        }


def kissing_rows(dimensions: Iterable[int] = range(3, 25)) -> Iterator[KissingRow]:
    """An upper bound on the kissing number in each dimension.

    >>> [row.bound.upper_bound for row in kissing_rows((8, 24))]
    [240, 196560]
    """
    for d in dimensions:
        yield KissingRow(d, largest_code(d, Fraction(1, 2)))


def bound_rows(problems: Iterable[Problem]) -> Iterator[BoundRow]:
    """The answers of all built-in theorems for each problem; of two with one name the larger value stands.

    >>> from packing.problem import lines
    >>> next(bound_rows([lines(126, 6, "C")])).values["Levenshtein second"]
    0.5
    """
    from packing.bounds import lower_bounds

    for problem in problems:
        yield bound_row(lower_bounds(problem))


def bound_row(report: BoundReport) -> BoundRow:
    """One row from a report."""
    answers: dict[str, Bound | Inapplicable] = {other.theorem.name: other for other in report.inapplicable}
    answers |= {bound.theorem.name: bound for bound in reversed(report.bounds)}
    return BoundRow(report.problem, report.best, answers)
