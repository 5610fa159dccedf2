"""An audit of anybody's packings and tables: exact coherence, gap to each bound, and what cannot be right.

Every set of vectors is scored again in exact arithmetic. Then four laws are held against all cells together: no
packing beats a proved bound; n - 1 vectors of a packing are a packing (fewer vectors cannot be worse); R^d lies in
R^(d+1) (more dimensions cannot be worse); and real lines are complex lines, and these quaternionic ones.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import numpy as np

from packing.angles import SAME_ANGLE, closest
from packing.bounds import lower_bounds
from packing.bounds.both_sides import ALL
from packing.bounds.bound import Bound
from packing.bounds.bound_report import ask
from packing.bounds.from_certificates import certified, reach
from packing.census import Census, census, exact_text
from packing.configuration import Packing, Vectors
from packing.errors import InputError
from packing.files import check_readable, read_text
from packing.formats import READABLE, Held, Layout, Reading, held_in, interpret
from packing.frames import spans
from packing.problem import Distance, Field, Objects, Problem, parse_field
from packing.records.certified import DECIMALS, CertifiedCoherence, certified_coherence
from packing.records.fault import Fault
from packing.rounding import Rounding, digits, lower

UNIT = 1e-6
"""A row with another length is an error, not rounding."""

WORSE = 1e-9
"""Differences below this are how far a search has converged, not a finding."""

PACKINGS = (".txt", ".npy", ".npz", ".mat")
"""What is a packing in a folder, whatever its name; files of other formats are where their name says n and d."""

ATLASES = (".sqlite", ".db")
COLUMNS = ("coherence", "best_coherence")

MOST_DECIMALS = 1000
"""A table with more of them is no table of coherences."""


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


@dataclass(frozen=True)
class Meaning:
    """What numbers stand for where nothing else says so: the field of a table, the objects of either, their layout."""

    field: Field = Field.REAL
    objects: Objects = Objects.LINES
    m: int = 1
    distance: Distance = Distance.CHORDAL
    layout: Layout | None = None


def audit(place: Path, problem: Problem | None = None, kind: Meaning | None = None, table: Path | None = None) -> Audit:
    """Audit a packing, a folder of packings, an atlas or a table (CSV with n, d and coherence).

    A file of one number a line is the `problem` given, or says n and d by its name: `3x13.txt` (d x n) or
    `pack.3.13.txt` (points); its length says whether it is complex. Of one file, and of vectors that are exact, all
    pairs are counted (`packing.census`). `table` is one to compare with. Raises `InputError` where nothing is found.

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
    for score in _scored(place, problem, kind, findings):
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
    return [Audited(score.source, score.problem, score.low, score.high, ()) for score in _rows(path, kind)]


@dataclass(frozen=True)
class _Score:
    """A cell before it is held against bounds."""

    source: str
    problem: Problem
    low: Decimal
    high: Decimal
    census: Census | None = None
    notes: tuple[str, ...] = ()
    packing: Packing | None = None


def _scored(place: Path, problem: Problem | None, kind: Meaning, findings: list[Fault]) -> Iterable[_Score]:
    if place.is_dir():
        for file in sorted(each for each in place.rglob("*") if _is_packing(each, kind)):
            yield from _file(file, str(file.relative_to(place)), _named(file, kind), kind, findings)
    elif place.suffix == ".csv" and kind.layout is None and problem is None and _is_table(place):
        yield from _rows(place, kind)
    elif place.suffix in ATLASES:
        yield from _stored(place, findings)
    else:
        check_readable(place)
        yield from _file(place, place.name, problem or _named(place, kind), kind, findings, is_alone=True)


def _is_packing(file: Path, kind: Meaning) -> bool:
    return file.suffix in PACKINGS or (file.suffix in READABLE and _named(file, kind) is not None)


def _is_table(place: Path) -> bool:
    """Whether a CSV file begins with names, one of them a column of tables of coherences."""
    names = {name.strip().strip('"') for name in read_text(place).lstrip().split("\n", 1)[0].split(",")}
    return bool(names & {"n", "d", *COLUMNS})


def _file(
    file: Path, source: str, problem: Problem | None, kind: Meaning, findings: list[Fault], *, is_alone: bool = False
) -> Iterable[_Score]:
    try:
        held = held_in(file, kind.layout)
        reading = interpret(held, _counted(held, problem, kind), _objects(held, problem, kind), kind.layout)
        packing = _by_distance(reading.packing, held, problem)
        if problem is not None and (packing.n, packing.d, packing.space.m) != (problem.n, problem.d, problem.m):
            dimension = f", m = {problem.m}" * (problem.m > 1)
            text = f"it holds {packing.problem}, and its name says n = {problem.n}, d = {problem.d}{dimension}"
            findings.append(Fault(source, "unreadable", text))
            return
    except InputError as defect:
        findings.append(Fault(source, "unreadable", str(defect).removeprefix(f"{file} ").removeprefix(f"{file}: ")))
        return
    counted = census(packing) if packing.exact is not None or is_alone else None
    findings += [Fault(source, rule, text) for rule, text in reading_defects(reading, packing, counted)]
    square = None if counted is None else counted.square
    exact = certified_coherence(packing) if square is None else CertifiedCoherence(packing.problem, square)
    high = Decimal(exact.decimal)
    kept = packing if is_alone else None
    yield _Score(source, packing.problem, high - Decimal(f"1e-{DECIMALS}"), high, counted, reading.notes, kept)


def reading_defects(reading: Reading, packing: Packing, counted: Census | None = None) -> list[tuple[str, str]]:
    """What makes a file no packing: as `defects`, with lengths only where they alone show how it is to be read."""
    if counted is not None and counted.square is not None and packing.d > 1:
        return _same(packing, "rows", "line" if packing.problem.has_lines else "point") if counted.square == 1 else []
    return defects(packing.vectors if reading.doubtful is None else reading.doubtful, packing)


def defects(rows: Vectors, packing: Packing) -> list[tuple[str, str]]:
    """What makes rows no packing: (rule, text) for rows that are not of length 1, and for rows that coincide."""
    found = []
    space = packing.space
    if space.m > 1:
        return _defects_of_bases(rows, packing)
    norms = np.linalg.norm(space.to_real(rows), axis=1)
    worst = int(np.argmax(np.abs(norms - 1)))
    if abs(norms[worst] - 1) > UNIT:
        text = f"row {worst} has length {norms[worst]:.6g}, not 1"
        if space.scalars == 2:
            flat = np.concatenate((rows.real.ravel(), rows.imag.ravel())).reshape(len(rows), -1)
            if np.abs(np.linalg.norm(flat, axis=1) - 1).max() <= UNIT:
                text += ": it holds real and imaginary parts side by side; all real parts must come first"
        found.append(("unit", text))
    if packing.d > 1:
        found += _same(packing, "rows", "line" if packing.problem.has_lines else "point")
    return found


def _same(packing: Packing, rows: str, what: str) -> list[tuple[str, str]]:
    """The fault of two objects that are the same, at an angle below `SAME_ANGLE`."""
    pair = closest(packing) if packing.coherence > 1 - 1e-12 else None
    if pair is None or pair.radians >= SAME_ANGLE:
        return []
    near = "" if not pair.radians else f" within {SAME_ANGLE:g}"
    return [("distinct", f"{rows} {pair.i} and {pair.j} are the same{f' {what}' if what else ''}{near}")]


def _by_distance(packing: Packing, held: Held, problem: Problem | None) -> Packing:
    """Subspaces by the distance that the file, or its name, says."""
    if packing.space.m == 1:
        return packing
    distance = held.distance or (Distance.CHORDAL if problem is None else problem.distance)
    return Packing(packing.vectors, replace(packing.space, distance=distance))


def _defects_of_bases(rows: Vectors, packing: Packing) -> list[tuple[str, str]]:
    """The same of subspaces: bases that are not orthonormal, subspaces that coincide."""
    found, space = [], packing.space
    given = rows if np.ndim(rows) == packing.vectors.ndim else packing.vectors
    real = spans(space.to_real(space.embedded(given)), space)
    off = np.abs(real @ np.swapaxes(real, 1, 2) - np.eye(real.shape[1])).max(axis=(1, 2))
    worst = int(np.argmax(off))
    if off[worst] > UNIT:
        found.append(
            ("unit", f"the basis of subspace {worst} is not orthonormal: a product is off by {off[worst]:.3g}")
        )
    chordal = Packing(packing.vectors, replace(space, distance=Distance.CHORDAL))
    return found + (_same(chordal, "subspaces", "") if space.m < space.d else [])


def _named(file: Path, kind: Meaning) -> Problem | None:
    """The problem in a file's name; the field is told by the length of the file."""
    spanned = re.search(r"(\d+)x(\d+)x(\d+)", file.name) or re.search(r"pack\.(\d+)\.(\d+)\.(\d+)", file.name)
    if spanned is not None:
        d, m, n = map(int, spanned.groups())
        distance = "spectral" if "spectral" in file.name else kind.distance
        return Problem(n, d, Field.REAL, Objects.SUBSPACES, m, distance) if n and 0 < m <= d else None
    points = re.search(r"pack\.(\d+)\.(\d+)", file.name)
    match = points or re.search(r"(\d+)x(\d+)", file.name)
    if match is None:
        return None
    is_points = points is not None or "points" in file.name or kind.objects is Objects.VECTORS
    d, n = int(match[1]), int(match[2])
    if not n or not d:
        return None
    return Problem(n, d, Field.REAL, Objects.VECTORS if is_points else Objects.LINES)


def _counted(held: Held, problem: Problem | None, kind: Meaning) -> Problem | None:
    """The problem that a file without a shape is read by: over C where lines have 2 n d numbers, over H where 4 n d.

    Files that have a shape tell it themselves, and so do those whose layout is told.
    """
    if problem is None or kind.layout is not None:
        return None
    if not held.is_text:
        if held.numbers.ndim == 3 and problem.space.scalars == 2:  # pairs of real and imaginary parts
            return problem
        tells = problem.has_lines or (problem.m > 1 and held.source.suffix == ".npz")
        return None if tells else problem
    if problem.space.has_points or np.iscomplexobj(held.numbers):
        return Problem(problem.n, replace(problem.space, field=Field.COMPLEX)) if problem.has_lines else problem
    entries = problem.n * problem.m * problem.d
    fields = [field for field in Field if held.numbers.size == field.real_dimension * entries]
    return Problem(problem.n, replace(problem.space, field=fields[0])) if fields else problem


def _objects(held: Held, problem: Problem | None, kind: Meaning) -> Objects | None:
    """What rows stand for where an option or a name says it; else the file does."""
    if kind.objects is Objects.VECTORS:
        return Objects.VECTORS
    return problem.objects if problem is not None and held.objects is None and problem.space.has_points else None


def _stored(place: Path, findings: list[Fault]) -> Iterable[_Score]:
    """The best packing of each cell of an atlas, scored again; a store with faults is told and not scored."""
    from packing.records.atlas import Atlas

    check_readable(place)
    with Atlas(place) as atlas:
        wrong = atlas.faults()
        findings += wrong
        for problem in [] if wrong else atlas.problems():
            entry = atlas.best(problem)
            if entry is not None:
                exact = certified_coherence(entry.packing).decimal
                yield _Score(str(problem), problem, Decimal(exact) - Decimal("1e-15"), Decimal(exact))


def _rows(path: Path, kind: Meaning) -> Iterable[_Score]:
    with StringIO(read_text(path), newline="") as stream, _one_line(path):
        reader = csv.DictReader(stream)
        names = reader.fieldnames or []
        column = next((name for name in COLUMNS if name in names), None)
        if column is None or "n" not in names or "d" not in names:
            raise InputError(f"{path} needs columns n, d and coherence, not {', '.join(names)}: name them so")
        for number, row in enumerate(reader, 2):
            try:
                problem, (value, unit) = _cell(row, kind), _coherence(row[column])
            except (ValueError, TypeError, ArithmeticError):  # of infinity and NaN the exponent is a letter
                raise InputError(
                    f"{path}: line {number} is no cell: give n, d and a coherence between -1 and 1"
                ) from None
            yield _Score(f"{path.name} line {number}", problem, value - unit, value + unit)


def _cell(row: dict[str, str], kind: Meaning) -> Problem:
    field, objects = parse_field(row.get("field") or kind.field), Objects(row.get("objects") or kind.objects)
    m, distance = int(row.get("m") or kind.m), row.get("distance") or kind.distance
    return Problem(int(row["n"]), int(row["d"]), field, objects, m, distance)


def _coherence(text: str) -> tuple[Decimal, Decimal]:
    """The number written, and a unit of its last digit; `ValueError` where it is no coherence."""
    value = Decimal(text)
    unit = Decimal(1).scaleb(int(value.as_tuple().exponent))
    if not -1 <= value <= 1 or unit.adjusted() < -MOST_DECIMALS:
        raise ValueError(text)
    return value, unit


@contextmanager
def _one_line(path: Path) -> Iterator[None]:
    """Turn what the reader of CSV says into one line."""
    try:
        yield
    except csv.Error as defect:
        raise InputError(f"cannot read {path} as a table: {defect}; save it as CSV") from None


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
