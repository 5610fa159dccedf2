"""A problem beside its sources: what is built here, found here, published and claimed, and which of these is better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from packing.configuration import Packing
from packing.displayed import Displayed
from packing.doors import shown
from packing.problem import Problem
from packing.records.atlas import Atlas
from packing.records.best_known import best_known
from packing.records.entry import Entry
from packing.records.published_values import PublishedValue, published_value
from packing.records.recipes import command_of
from packing.records.record import Record, Source
from packing.rounding import Rounding, digits


class Better(StrEnum):
    """Whose value is the lower one."""

    HERE = "here"
    TIE = "tie"
    PUBLISHED = "published"
    CLAIMED = "claimed"
    UNCOMPARED = "nothing to compare"


@dataclass(frozen=True, repr=False)
class Sourced(Displayed):
    """The best packing known here of `problem` and what others publish of it.

    `record` is the best known, `built` the best that is constructed without any search; either is None where there is
    none. `published` holds the value of a table, with its source, and what is claimed below it.
    """

    problem: Problem
    record: Record | None
    built: Record | None
    published: PublishedValue | None

    @property
    def held(self) -> Record | None:
        """The record, where there are vectors of it: not a value that the literature alone has."""
        return None if self.record is None or self.record.origin is None else self.record

    @cached_property
    def found(self) -> Record | None:
        """The best known, where a search found it."""
        held = self.held
        return held if held is not None and held.source is Source.FOUND else None

    @property
    def entry(self) -> Entry | None:
        """The run that found it, with seed and restarts; None for constructions."""
        return None if self.held is None else self.held.entry

    @cached_property
    def difference(self) -> float | None:
        """The coherence here less the published one; None where one of the two is missing."""
        if self.held is None or self.published is None:
            return None
        return self.held.coherence - self.published.coherence

    @property
    def better(self) -> Better:
        """Whose value is lower: here, published, or claimed; a tie within 1e-8 or the digits published."""
        published, difference = self.published, self.difference
        if published is None:
            return Better.UNCOMPARED
        if self.held is None or difference is None:
            return Better.PUBLISHED
        if published.claimed is not None and self.held.coherence > published.claimed + published.tie:
            return Better.CLAIMED
        if abs(difference) <= published.tie:
            return Better.TIE
        return Better.HERE if difference < 0 else Better.PUBLISHED

    @property
    def command(self) -> str:
        """The command that makes the packing: the sweep or search that found it, or the one that writes it down.

        >>> from packing.problem import lines
        >>> sourced(lines(28, 7)).command
        'packing search -n 28 -d 7 --start best --restarts 1 --out p.npz'
        """
        if self.held is None:
            return ""
        told = "" if self.entry is None else command_of(self.entry)
        cell = f"-n {self.problem.n} {self.problem.space.options}"
        return told or f"packing search {cell} --start best --restarts 1 --out p.npz"

    def __str__(self) -> str:
        here = "no packing here" if self.held is None else str(self.held)
        return here if self.published is None else f"{here}; {against_published(self.held, self.published)}"


def sourced(problem: Problem, atlases: Sequence[Atlas] = (), *, shipped: bool = True) -> Sourced:
    """What is built, found, published and claimed of a problem; stores as in `best_known`.

    >>> from packing.problem import lines
    >>> beside = sourced(lines(39, 6, "C"))
    >>> beside.better.value, beside.published.source, beside.entry.seed
    ('here', 'Game of Sloanes, January 2026 (hlc)', 3)
    """
    built = best_known(problem, shipped=False)
    return Sourced(
        problem,
        best_known(problem, atlases, shipped=shipped),
        built if built is not None and built.origin is not None else None,
        published_value(problem),
    )


def against_published(record: Record | Packing | None, published: PublishedValue) -> str:
    """Whether a packing beats, ties or misses the published value and the one claimed, and by how much, in words.

    >>> from packing.problem import lines
    >>> against_published(best_known(lines(9, 3, "C")), published_value(lines(9, 3, "C")))
    'it ties the published 0.5 (Game of Sloanes, January 2026 (etf))'
    """
    if record is None:
        return f"the published value is {published.coherence:.12g} ({published.source})"
    told = [_against(record.coherence, published.coherence, published.tie, "published", published.source)]
    if published.claimed is not None:
        told.append(_against(record.coherence, published.claimed, published.tie, "claimed", published.claimed_source))
    return f"it {' and '.join(told)}"


def _against(coherence: float, value: float, tie: float, what: str, source: str) -> str:
    difference = coherence - value
    named = f"the {what} {value:.12g} ({source})"
    if abs(difference) <= tie:
        return f"ties {named}"
    return f"{'misses' if difference > 0 else 'beats'} {named} by {digits(abs(difference), Rounding.UP, 3)}"


__dir__ = shown(__name__)
