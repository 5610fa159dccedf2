"""The best packing known of a problem, as a value: how good it is, where it comes from, and whether it is optimal."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import sympy

from packing.bounds import Bound
from packing.configuration import Packing
from packing.constructions import Construction
from packing.displayed import Displayed
from packing.problem import Problem
from packing.records.certified import certified_coherence
from packing.records.entry import Entry
from packing.records.origin import Origin, Stored
from packing.rigor import Rigor
from packing.rounding import lower, upper

MEETS = 1e-10
"""A packing this close to a bound meets it as far as doubles can tell: searches converge to 1e-13 and better."""


_LONGEST = 30
"""A longer exact number is shown as a decimal."""


class Source(StrEnum):
    """Where a packing comes from: a search, whose result is stored; an exact construction; the literature alone."""

    FOUND = "found here"
    CONSTRUCTED = "construction"
    PUBLISHED = "published"


class Optimal(StrEnum):
    """How the packing is known to be optimal: by a proved or a certified bound that it attains exactly, by a theorem
    of the literature, or not at all."""

    PROVED = "proved"
    CERTIFIED = "certified"
    LITERATURE = "literature"
    OPEN = "open"


@dataclass(frozen=True, repr=False)
class Record(Displayed):
    """The best packing known of `problem`; its `packing` is made when it is first asked for.

    `coherence` is that of the packing in doubles. `exact` is its exact value where one is known: of a construction, or
    of an optimum that the literature gives; a packing that was found has its decimals `certified` instead. `name` is
    that of the construction, or the method of the search. `reference` is a key of `references.bib` (of the
    construction, or of the theorem that settles the problem), "" where there is none. `bound` is the best lower bound.
    """

    problem: Problem
    coherence: float
    exact: sympy.Expr | None = field(compare=False)  # sympy has several forms of one number
    rigor: Rigor
    source: Source
    name: str
    reference: str
    optimal: Optimal
    bound: Bound = field(compare=False)
    origin: Origin | None = field(default=None, compare=False)

    @cached_property
    def packing(self) -> Packing | None:
        """The packing; None where the literature alone has one."""
        return None if self.origin is None else self.origin.packing

    @property
    def entry(self) -> Entry | None:
        """What a store remembers of it, with the run that found it; None for other sources."""
        return None if self.origin is None else self.origin.entry

    @property
    def construction(self) -> Construction | None:
        """The construction that it is, or is made of; None for other sources."""
        return None if self.origin is None else self.origin.construction

    @property
    def seed(self) -> int | None:
        """The seed of the run that found it; None for other sources."""
        return None if self.entry is None else self.entry.seed

    @cached_property
    def certified(self) -> str | None:
        """The coherence in 15 decimals, rounded up from the exact one of the stored doubles; None for exact values."""
        if isinstance(self.origin, Stored) and self.origin.entry.problem == self.problem:
            return self.origin.entry.certified
        return None if self.exact is not None or self.packing is None else certified_coherence(self.packing).decimal

    @property
    def upper(self) -> sympy.Expr:
        """An exact number that the optimum is at most: `exact`, or the decimals `certified`."""
        return self.exact if self.exact is not None else sympy.Rational(self.certified)

    @property
    def gap(self) -> float:
        """How far the coherence stands above the best bound; exactly 0 where both are one number."""
        return 0.0 if self.is_attained else max(0.0, self.coherence - self.bound.value)

    @property
    def is_attained(self) -> bool:
        """Whether it attains the best bound exactly."""
        return self.optimal in (Optimal.PROVED, Optimal.CERTIFIED)

    @property
    def meets(self) -> bool:
        """Whether it stands on the best bound as far as doubles can tell."""
        return self.is_attained or abs(self.coherence - self.bound.value) <= MEETS

    @property
    def standing(self) -> str:
        """Whether it is optimal, in words.

        >>> from packing import lines, vectors
        >>> from packing.records import best_known
        >>> for problem in (lines(63, 7), vectors(13, 3), lines(13, 3)):
        ...     print(best_known(problem).standing)
        optimal (proved)
        optimal in the literature (musin2012)
        open
        """
        if self.is_attained:
            return f"optimal ({self.optimal})"
        if self.optimal is Optimal.LITERATURE:
            return f"optimal in the literature ({self.reference})"
        return "meets the bound up to rounding" if self.meets else "open"

    def __str__(self) -> str:
        short = self.exact is not None and len(str(self.exact)) <= _LONGEST
        value = str(self.exact) if short else f"<= {upper(self.upper)}"
        theorem = self.bound.theorem
        bound = f"the {theorem} bound" if self.is_attained else f"bound {lower(self.bound.exact)} ({theorem})"
        return f"{self.problem}: coherence {value} ({self.name}), {self.standing}, {bound}"

    __repr__ = __str__
