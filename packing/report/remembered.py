"""The best packing known of a problem: the one in an atlas, or the exact construction that is as good.

The optimum of a problem is at most the coherence of any packing of it. An atlas holds packings of doubles, whose
coherence is scored here again in exact arithmetic before a table shows it; a construction is exact as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from packing.constructions import Construction, reached
from packing.errors import InputError
from packing.exact import certified_coherence
from packing.files import check_readable
from packing.problem import Problem
from packing.report.cells import Number, Rounding
from packing.rigor import Rigor

if TYPE_CHECKING:
    from packing.bounds import Bound
    from packing.records.atlas import Atlas
    from packing.records.entry import Entry

DECIMALS = 8
"""Decimals of a bound in a table: those of an upper bound are rounded up, of a lower bound down."""

EQUAL = 1e-9
"""An exact construction stands in place of floats that are no more than this better: the rounding of a search."""


@dataclass(frozen=True)
class Record:
    """The packing of least coherence known: `number` is its coherence, an upper bound on the optimum.

    Exactly one of `entry` (from the atlas) and `construction` is there.
    """

    problem: Problem
    number: Number
    entry: Entry | None = None
    construction: Construction | None = None

    @property
    def source(self) -> str:
        """The name of the construction, or the method of the search."""
        if self.construction is not None:
            return self.construction.name
        return "" if self.entry is None else self.entry.method

    def gap(self, bound: Bound) -> Number:
        """The upper bound less the lower one, rounded up; 0 exactly where both are the same number."""
        if self.construction is not None and self.construction.coherence == bound.exact:
            return Number(0.0)
        weaker = min(bound.rigor, self.number.rigor or Rigor.NUMERICAL, key=lambda rigor: rigor.strength)
        shown = weaker if weaker is Rigor.NUMERICAL else None
        return Number(max(self.number.value - bound.value, 0.0), DECIMALS, Rounding.UP, shown)


@contextmanager
def opened(store: Path | None) -> Iterator[Atlas]:
    """The atlas in the file `store`, or the one that comes with the package; `InputError` where there is none."""
    from packing.records.atlas import Atlas

    if store is None:
        from packing.records.shipped import shipped_atlas

        with shipped_atlas() as atlas:
            yield atlas
        return
    check_readable(store)
    with Atlas(store) as atlas:
        yield atlas


def record(problem: Problem, atlas: Atlas) -> Record | None:
    """The best packing of `problem` in the atlas or by construction; None where there is neither.

    Raises `InputError` where the atlas claims another coherence than its vectors have.

    >>> from packing.records.atlas import Atlas
    >>> from packing.problem import lines
    >>> with Atlas(":memory:") as atlas:
    ...     best = record(lines(6, 3), atlas)
    >>> print(best.source, best.number)
    conference lines 0.44721360
    """
    entry = held(problem, atlas)
    built = next(iter(reached(problem)), None)
    if built is not None and (entry is None or _is_as_good(built, entry)):
        number = Number(float(built.coherence), DECIMALS, Rounding.UP, built.rigor, built.coherence)
        return Record(problem, number, construction=built)
    if entry is None:
        return None
    return Record(problem, upper(entry), entry=entry)


def upper(entry: Entry) -> Number:
    """The certified coherence of an entry as an upper bound: 15 decimals rounded up, and fewer of them up again."""
    import sympy

    exact = sympy.Rational(entry.certified)
    return Number(float(exact), DECIMALS, Rounding.UP, Rigor.CERTIFIED, exact)


def held(problem: Problem, atlas: Atlas) -> Entry | None:
    """The best entry of a problem, its coherence computed again from its vectors; None where there is none."""
    try:
        entry = atlas.best(problem)
    except InputError:
        raise
    except ValueError as defect:
        raise InputError(
            f"the vectors of {problem} in the atlas {atlas.path} cannot be read ({defect}): restore it from a copy"
        ) from None
    if entry is None:
        return None
    found = certified_coherence(entry.packing)
    claimed = atlas.coherence(problem)
    if found.decimal != entry.certified or claimed != found.value:
        raise InputError(
            f"the atlas {atlas.path} claims coherence {entry.certified} for {problem}, but its vectors have "
            f"{found.decimal}: run packing atlas check, and leave this cell out or restore it"
        )
    return entry


def _is_as_good(built: Construction, entry: Entry) -> bool:
    """Exact beats floats of the same packing; but a construction known in floats alone must be better."""
    slack = EQUAL if built.rigor is Rigor.PROVED else -EQUAL
    return float(built.coherence) <= entry.packing.coherence + slack
