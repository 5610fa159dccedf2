"""An audit of anybody's packings and tables: exact coherence, gap to each bound, and what cannot be right.

Every set of vectors is scored again in exact arithmetic. Then four laws are held against all cells together: no
packing beats a proved bound; n - 1 vectors of a packing are a packing (fewer vectors cannot be worse); R^d lies in
R^(d+1) (more dimensions cannot be worse); and real lines are complex lines, and these quaternionic ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from packing.bounds import lower_bounds
from packing.bounds.both_sides import ALL
from packing.bounds.bound import Bound
from packing.bounds.bound_report import ask
from packing.bounds.from_certificates import certified, reach
from packing.census import Census, exact_text
from packing.configuration import Packing
from packing.doors import moved
from packing.errors import InputError
from packing.formats import READABLE
from packing.problem import Problem
from packing.records.fault import Fault as Fault
from packing.records.scores import Meaning as Meaning
from packing.records.scores import rows_of_table, scored
from packing.rounding import Rounding, digits, lower

WORSE = 1e-9
"""Differences below this are how far a search has converged, not a finding."""


@dataclass(frozen=True)
class Audited:
    """One cell: its coherence lies in [low, high], equal up to 15 decimals for vectors, a unit of the last digit wide
    for a table. `bounds` are best first; `difference` is the coherence less that of the table given, None without.
    `census` counts the pairs of vectors that are exact, or stand alone in a file, of which the `packing` is kept, too;
    `notes` say how a file was read."""

    source: str
    problem: Problem
    low: Decimal
    high: Decimal
    bounds: tuple[Bound, ...]
    difference: float | None = None
    census: Census | None = None
    notes: tuple[str, ...] = ()
    packing: Packing | None = None

    @property
    def gap(self) -> float:
        """How far above the best bound the coherence lies."""
        return float(self.high) - self.bounds[0].value

    @property
    def _excess(self) -> str:
        return digits(self.gap, Rounding.UP, 3)

    def __str__(self) -> str:
        square = None if self.census is None else self.census.square
        known = f"<= {self.high}" if square is None else f"exactly {exact_text(square)}"
        text = f"{self.source}: {self.problem}, coherence {known}, {self._excess} above {self.bounds[0].theorem}"
        return text if self.difference is None else f"{text}, {self.difference:+.3g} against the table"


@dataclass(frozen=True)
class Audit:
    """The cells in the order read, and everything found wrong; sound where nothing was.

    `superseded` names the packings of a problem that another one of the same problem beats: no fault of theirs.
    """

    cells: tuple[Audited, ...]
    findings: tuple[Fault, ...]
    superseded: tuple[Fault, ...] = ()


def audit(place: Path, problem: Problem | None = None, kind: Meaning | None = None, table: Path | None = None) -> Audit:
    """Audit a packing, a folder of packings, an atlas or a table (CSV with n, d and coherence).

    A file of one number a line is the `problem` given, or says n and d by its name: `3x13.txt` (d x n) or
    `pack.3.13.txt` (points); its length says whether it is complex. Of one file, and of vectors that are exact, all
    pairs are counted (`packing.census`). `table` is one to compare with. Raises `InputError` where nothing is found, or
    the one file named holds nothing that can be read; among the files of a folder such a one is a finding.

    >>> import tempfile
    >>> from packing import Packing, save
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = save(Packing([[1, 0], [0.5, 0.75**0.5], [-0.5, 0.75**0.5]]), f"{folder}/2x3.txt")
    ...     print(audit(Path(folder)).cells[0])
    2x3.txt: 3 lines in R^2, coherence <= 0.500000000000001, 9.99e-16 above Welch
    """
    kind = kind or Meaning()
    findings: list[Fault] = []
    cells: list[Audited] = []
    reference = {} if table is None else {cell.problem: cell for cell in read_table(table, kind)}
    for score in scored(place, problem, kind, findings):
        source, found, high = score.source, score.problem, score.high
        bounds = _bounds(found)
        known = reference.get(found)
        difference = None if known is None else float(high - (known.low + known.high) / 2)
        held = score.census, score.notes, score.packing
        cells.append(Audited(source, found, score.low, high, bounds, difference, *held))
        if known is not None and score.low > known.high + Decimal(WORSE):
            findings.append(Fault(source, "table", f"{high} is worse than {known.high} in {known.source}"))
    if not cells and not findings:
        raise InputError(f"{place} holds no packing: it must hold {', '.join(READABLE)} files named d x n, as 3x13.txt")
    superseded = tuple(_superseded(cells))
    old = {fault.source for fault in superseded}
    best = [cell for cell in cells if cell.source not in old]
    return Audit(tuple(cells), (*findings, *_against_bounds(cells), *_against_each_other(best)), superseded)


def _bounds(problem: Problem) -> tuple[Bound, ...]:
    """The bounds of a cell, best first; a certificate that is weaker than the closed forms is not checked for it."""
    if problem.m > 1:
        return lower_bounds(problem).bounds
    closed = ask(problem, [function for function in ALL if function is not certified]).bounds
    return closed if reach(problem) < closed[0].value - WORSE else lower_bounds(problem).bounds


def read_table(path: Path, kind: Meaning) -> list[Audited]:
    """The cells of a CSV table with columns n, d, coherence and, where they differ, field, objects, m and distance."""
    return [Audited(score.source, score.problem, score.low, score.high, ()) for score in rows_of_table(path, kind)]


def _against_bounds(cells: Sequence[Audited]) -> Iterable[Fault]:
    for cell in cells:
        best = cell.bounds[0]
        if cell.high < Decimal(best.value) - Decimal("1e-15"):
            least = lower(best.exact, 15)
            text = f"{cell.high} for {cell.problem} is below {least}, which {best.theorem} proves impossible"
            yield Fault(cell.source, "bound", text)


def _superseded(cells: Sequence[Audited]) -> Iterable[Fault]:
    """Each cell that another cell of the same problem beats."""
    best: dict[Problem, Audited] = {}
    for cell in cells:
        if cell.problem not in best or cell.high < best[cell.problem].high:
            best[cell.problem] = cell
    for cell in cells:
        better = best[cell.problem]
        if better.high < cell.low - Decimal(WORSE):
            text = f"{cell.problem} with {cell.high} are superseded by {better.source}, which reaches {better.high}"
            yield Fault(cell.source, "superseded", text)


def _against_each_other(cells: Sequence[Audited]) -> Iterable[Fault]:
    """Each cell that another cell with as many vectors in as few dimensions, or more in fewer, beats."""
    for cell in cells:
        better = [other for other in cells if _covers(other.problem, cell.problem)]
        best = min(better, key=lambda other: other.high, default=cell)
        if best.high < cell.low - Decimal(WORSE):
            text = f"{cell.problem} has {cell.high}, but {best.problem} ({best.source}) reach {best.high}: "
            yield Fault(cell.source, "monotone", text + "a part of those, in as many dimensions, is better")


def _covers(larger: Problem, smaller: Problem) -> bool:
    """Whether a packing of `larger` holds one of `smaller`."""
    fields = (smaller.field, *smaller.field.smaller)
    same = larger.space.kind == smaller.space.kind and larger.field in fields
    return same and larger.n >= smaller.n and larger.d <= smaller.d


__getattr__ = moved(
    __name__,
    {name: f"packing.records.defects:{name}" for name in ("UNIT", "defects", "reading_defects")}
    | {name: f"packing.records.scores:{name}" for name in ("PACKINGS", "ATLASES", "COLUMNS", "MOST_DECIMALS")},
)
