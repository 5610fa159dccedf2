"""What a place holds, scored in exact arithmetic: a file, a folder of files, an atlas, or a table of coherences."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import numpy as np

from packing.census import Census, census
from packing.configuration import Packing
from packing.errors import InputError
from packing.files import check_readable, read_text
from packing.formats import READABLE, Held, Layout, held_in, interpret
from packing.problem import Distance, Field, Objects, Problem, parse_field
from packing.records.certified import DECIMALS, CertifiedCoherence, certified_coherence
from packing.records.defects import reading_defects
from packing.records.fault import Fault

PACKINGS = (".txt", ".npy", ".npz", ".mat")
"""What is a packing in a folder, whatever its name; files of other formats are where their name says n and d."""

ATLASES = (".sqlite", ".db")
COLUMNS = ("coherence", "best_coherence")

MOST_DECIMALS = 1000
"""A table with more of them is no table of coherences."""


@dataclass(frozen=True)
class Meaning:
    """What numbers stand for where nothing else says so: the field of a table, the objects of either, their layout."""

    field: Field = Field.REAL
    objects: Objects = Objects.LINES
    m: int = 1
    distance: Distance = Distance.CHORDAL
    layout: Layout | None = None


@dataclass(frozen=True)
class Score:
    """A cell before it is held against bounds."""

    source: str
    problem: Problem
    low: Decimal
    high: Decimal
    census: Census | None = None
    notes: tuple[str, ...] = ()
    packing: Packing | None = None


def scored(place: Path, problem: Problem | None, kind: Meaning, findings: list[Fault]) -> Iterable[Score]:
    """Every cell of a place; what cannot be read goes to `findings`."""
    if place.is_dir():
        for file in sorted(each for each in place.rglob("*") if _is_packing(each, kind)):
            yield from _file(file, str(file.relative_to(place)), _named(file, kind), kind, findings)
    elif place.suffix == ".csv" and kind.layout is None and problem is None and _is_table(place):
        yield from rows_of_table(place, kind)
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
) -> Iterable[Score]:
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
        if is_alone:  # nothing was checked, which is no verdict
            raise
        findings.append(Fault(source, "unreadable", str(defect).removeprefix(f"{file} ").removeprefix(f"{file}: ")))
        return
    counted = census(packing) if packing.exact is not None or is_alone else None
    findings += [Fault(source, rule, text) for rule, text in reading_defects(reading, packing, counted)]
    square = None if counted is None else counted.square
    exact = certified_coherence(packing) if square is None else CertifiedCoherence(packing.problem, square)
    high = Decimal(exact.decimal)
    kept = packing if is_alone else None
    yield Score(source, packing.problem, high - Decimal(f"1e-{DECIMALS}"), high, counted, reading.notes, kept)


def _by_distance(packing: Packing, held: Held, problem: Problem | None) -> Packing:
    """Subspaces by the distance that the file, or its name, says."""
    if packing.space.m == 1:
        return packing
    distance = held.distance or (Distance.CHORDAL if problem is None else problem.distance)
    return Packing(packing.vectors, replace(packing.space, distance=distance))


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


def _stored(place: Path, findings: list[Fault]) -> Iterable[Score]:
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
                yield Score(str(problem), problem, Decimal(exact) - Decimal("1e-15"), Decimal(exact))


def rows_of_table(path: Path, kind: Meaning) -> Iterable[Score]:
    """The cells of a CSV table: each value is known to a unit of its last digit."""
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
            yield Score(f"{path.name} line {number}", problem, value - unit, value + unit)


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
