"""Where a packing comes from: a store, a construction, or another space. Each makes its packing when it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import sympy

from packing.bounds import lower_bound
from packing.configuration import Packing
from packing.constructions import Construction, reached
from packing.constructions.cut import cut_down
from packing.constructions.optimal import known_optimum
from packing.problem import Problem
from packing.records.carried import Way
from packing.records.entry import Entry
from packing.rigor import Rigor


@dataclass(frozen=True)
class Stored:
    """An entry of a store, cut down to the size of `problem` where it is larger."""

    problem: Problem
    entry: Entry

    exact = None
    rigor = Rigor.CERTIFIED
    reference = ""
    construction = None

    @property
    def name(self) -> str:
        """The method of the search."""
        return self.entry.method

    @cached_property
    def packing(self) -> Packing:
        """The vectors that are left."""
        return cut_down(self.entry.packing, self.problem.n)

    @property
    def coherence(self) -> float:
        """That of the vectors that are left."""
        return self.packing.coherence


@dataclass(frozen=True)
class Built:
    """The best construction of `problem`, or part of a larger one."""

    problem: Problem

    entry = None

    @property
    def construction(self) -> Construction:
        """The construction."""
        return _reached(self.problem)[0]

    @property
    def exact(self) -> sympy.Expr:
        """The exact coherence."""
        return self.construction.coherence

    @property
    def rigor(self) -> Rigor:
        """`proved` where the vectors are exact."""
        return self.construction.rigor

    @cached_property
    def coherence(self) -> float:
        """The exact coherence as a float."""
        return float(self.exact)

    @property
    def name(self) -> str:
        """The name of the construction."""
        return self.construction.name

    @property
    def reference(self) -> str:
        """The reference of the construction."""
        return self.construction.reference

    @property
    def packing(self) -> Packing:
        """The vectors in doubles, as those of this space."""
        made = self.construction.packing
        return made if made.space == self.problem.space else Packing(made.vectors, self.problem.space)


@dataclass(frozen=True)
class Trivial:
    """The optimum of a problem that a theorem settles at sight, such as a single point, or lines of F^1."""

    problem: Problem

    entry = None
    construction = None
    rigor = Rigor.PROVED
    reference = ""

    @property
    def exact(self) -> sympy.Expr:
        """The bound that it attains."""
        return lower_bound(self.problem).exact

    @property
    def coherence(self) -> float:
        """The bound as a float."""
        return float(self.exact)

    @property
    def name(self) -> str:
        """What it is."""
        return _optimum(self.problem)[1]

    @property
    def packing(self) -> Packing:
        """The vectors."""
        return _optimum(self.problem)[0]


@dataclass(frozen=True)
class Carried:
    """A packing of another problem, carried to this one."""

    problem: Problem
    source: Origin
    way: Way

    @property
    def entry(self) -> Entry | None:
        """The entry that it comes from."""
        return self.source.entry

    @property
    def construction(self) -> Construction | None:
        """The construction that it comes from."""
        return self.source.construction

    @cached_property
    def exact(self) -> sympy.Expr | None:
        """The exact coherence here, where one is known there."""
        return None if self.source.exact is None else self.way.overlap(self.source.exact)

    @property
    def rigor(self) -> Rigor:
        """As there."""
        return self.source.rigor

    @property
    def reference(self) -> str:
        """As there."""
        return self.source.reference

    @cached_property
    def coherence(self) -> float:
        """The coherence here as a float."""
        return float(self.way.overlap(self.source.coherence))

    @property
    def name(self) -> str:
        """The name there, and the way."""
        return f"{self.source.name}, {self.way.text}"

    @cached_property
    def packing(self) -> Packing:
        """The vectors here."""
        return self.way.packing(self.source.packing, self.problem)


Origin = Stored | Built | Trivial | Carried


def own(problem: Problem) -> Origin | None:
    """The best packing that is constructed in the space of the problem itself, or None.

    >>> from packing import lines
    >>> own(lines(276, 23)).name, own(lines(3, 1)).name, own(lines(30, 5))
    ('McLaughlin lines', 'one line', None)
    """
    if _reached(problem):
        return Built(problem)
    return None if known_optimum(problem) is None else Trivial(problem)


@lru_cache(maxsize=1024)
def _reached(problem: Problem) -> tuple[Construction, ...]:
    return reached(problem)


def _optimum(problem: Problem) -> tuple[Packing, str]:
    optimum = known_optimum(problem)
    assert optimum is not None
    return optimum
