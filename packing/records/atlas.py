"""The best packings found, remembered: an SQLite file with every distinct optimum and every run that met it.

A result is written in one transaction, under write-ahead logging: whatever happens to the process, the file holds
every result recorded before. Nothing is ever deleted: the history of a problem is how its record fell.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, cast

import numpy as np

import packing
from packing.configuration import Packing, Vectors
from packing.errors import InputError
from packing.files import check_readable, check_writable
from packing.problem import Field, Objects, Problem
from packing.records.certified import certified_coherence
from packing.symmetry import same_packing

APPLICATION = 0x70616B67
"""The mark in the file's header ("pakg") by which an atlas is told from other databases."""

SCHEMA = """
CREATE TABLE packings (
    id INTEGER PRIMARY KEY, n INTEGER NOT NULL, d INTEGER NOT NULL, field TEXT NOT NULL, objects TEXT NOT NULL,
    coherence REAL NOT NULL, certified TEXT NOT NULL, vectors BLOB NOT NULL
);
CREATE INDEX cells ON packings (field, objects, d, n, coherence);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, packing INTEGER NOT NULL REFERENCES packings (id), method TEXT NOT NULL,
    seed INTEGER NOT NULL, restarts INTEGER NOT NULL, hits INTEGER NOT NULL, cpu_seconds REAL NOT NULL,
    converged INTEGER NOT NULL, status TEXT NOT NULL, version TEXT NOT NULL, moment TEXT NOT NULL
);
CREATE INDEX runs_of ON runs (packing);
"""

SAME = 1e-9
"""Packings of one problem whose coherences differ by less are compared as point sets."""


class Ending(Protocol):
    """How a run ended: its text says it, and `converged` whether at a local optimum."""

    @property
    def converged(self) -> bool: ...


class Run(Protocol):
    """What a run hands over to be remembered, such as a `SearchResult`."""

    @property
    def packing(self) -> Packing: ...

    @property
    def status(self) -> Ending: ...

    @property
    def method(self) -> str: ...

    @property
    def seed(self) -> int: ...

    @property
    def restarts(self) -> int: ...

    @property
    def hits(self) -> int: ...

    @property
    def cpu_seconds(self) -> float: ...


@dataclass(frozen=True)
class Entry:
    """A packing with the run that met it. `certified` bounds the optimum from above in 15 decimals, rounded up."""

    packing: Packing
    certified: str
    method: str
    seed: int
    restarts: int
    hits: int
    cpu_seconds: float
    converged: bool
    status: str
    version: str
    moment: str

    @property
    def problem(self) -> Problem:
        """The problem that the packing answers."""
        return self.packing.problem

    def __str__(self) -> str:
        return f"{self.packing} ({self.method}, seed {self.seed}, {self.moment})"


class Atlas:
    """The packings remembered in one file; use it in a `with` block.

    With `read_only` the file is one that nobody writes to, such as the atlas that comes with the package.
    Raises `InputError` where the file is no atlas, cannot be written, or is held by another process.

    >>> import packing as pk
    >>> from packing.search import minimize_coherence
    >>> with Atlas(":memory:") as atlas:
    ...     atlas.record(minimize_coherence(pk.lines(6, 3), restarts=8))
    ...     print(atlas.best(pk.lines(6, 3)).certified)
    True
    0.44721359549995...
    """

    def __init__(self, path: Path | str, read_only: bool = False) -> None:
        self.path = path
        if read_only:
            check_readable(path)
        elif str(path) != ":memory:":
            check_writable(path)
        place = f"{Path(path).resolve().as_uri()}?mode=ro&immutable=1" if read_only else path
        with self._explained():
            self._connection = sqlite3.connect(place, timeout=10.0, isolation_level=None, uri=read_only)
            try:
                self._prepare(read_only)
            except BaseException:
                self._connection.close()
                raise

    def record(self, found: Run) -> bool:
        """Write one run in one transaction; return whether it lowers the record of its problem."""
        entry = Entry(
            found.packing, "", found.method, found.seed, found.restarts, found.hits, found.cpu_seconds,
            found.status.converged, str(found.status), packing.__version__, _now(),
        )  # fmt: skip
        return self.adopt(entry)

    def adopt(self, entry: Entry) -> bool:
        """Write the entry of another atlas as it is, its coherence computed again from its vectors."""
        problem = entry.problem
        certified = certified_coherence(entry.packing)
        before = self.coherence(problem)
        with self._explained(), self._transaction():
            row = self._known(entry.packing)
            if row is None:
                row = self._connection.execute(
                    "INSERT INTO packings (n, d, field, objects, coherence, certified, vectors) VALUES (?,?,?,?,?,?,?)",
                    (*_key(problem), certified.value, certified.decimal, entry.packing.vectors.tobytes()),
                ).lastrowid
            self._connection.execute(
                "INSERT INTO runs (packing, method, seed, restarts, hits, cpu_seconds, converged, status, version,"
                " moment) VALUES (?,?,?,?,?,?,?,?,?,?)",
                (
                    row, entry.method, entry.seed, entry.restarts, entry.hits, entry.cpu_seconds,
                    entry.converged, entry.status, entry.version, entry.moment,
                ),
            )  # fmt: skip
        return before is None or certified.value < before - SAME

    def coherence(self, problem: Problem) -> float | None:
        """The record of a problem, or None where there is none."""
        with self._explained():
            return self._connection.execute(
                "SELECT min(coherence) FROM packings WHERE n=? AND d=? AND field=? AND objects=?", _key(problem)
            ).fetchone()[0]

    def best(self, problem: Problem) -> Entry | None:
        """The packing of least coherence with the first run that met it, or None."""
        return next(iter(self.optima(problem)), None)

    def optima(self, problem: Problem) -> list[Entry]:
        """Every distinct packing of a problem, best first, with the first run that met each."""
        return self._entries(
            "WHERE n=? AND d=? AND field=? AND objects=? AND runs.id = "
            "(SELECT min(id) FROM runs WHERE packing = packings.id) ORDER BY coherence, packings.id",
            _key(problem),
        )

    def history(self, problem: Problem) -> list[Entry]:
        """Every run on a problem in the order of time."""
        return self._entries("WHERE n=? AND d=? AND field=? AND objects=? ORDER BY runs.id", _key(problem))

    def runs(self, problem: Problem) -> int:
        """How many runs on a problem are recorded."""
        return len(self.history(problem))

    def problems(self) -> list[Problem]:
        """The problems with a packing, ordered by kind, d and n."""
        with self._explained():
            rows = self._connection.execute(
                "SELECT DISTINCT n, d, field, objects FROM packings ORDER BY objects, field, d, n"
            ).fetchall()
        return [_problem(*row) for row in rows]

    def check(self) -> list[Problem]:
        """The problems with a stored coherence that its stored vectors do not have, recomputed exactly."""
        wrong = []
        for problem in self.problems():
            for entry in self.optima(problem):
                if certified_coherence(entry.packing).decimal != entry.certified:
                    wrong.append(problem)
                    break
        return wrong

    def _entries(self, condition: str, key: tuple[int, int, str, str]) -> list[Entry]:
        with self._explained():
            rows = self._connection.execute(
                "SELECT n, d, field, objects, vectors, certified, method, seed, restarts, hits, cpu_seconds, converged,"
                f" status, version, moment FROM packings JOIN runs ON runs.packing = packings.id {condition}",
                key,
            ).fetchall()
        entries = []
        for n, d, field, objects, vectors, certified, *run in rows:
            run[5] = bool(run[5])
            entries.append(Entry(self._packing(_problem(n, d, field, objects), vectors), certified, *run))
        return entries

    def _packing(self, problem: Problem, stored: bytes) -> Packing:
        """The packing whose doubles a row holds; `InputError` where they are not that many numbers."""
        try:
            numbers = np.frombuffer(stored, dtype=np.complex128 if problem.is_complex else np.float64)
            return Packing(cast("Vectors", numbers.reshape(problem.n, problem.d)), problem.objects)
        except ValueError as defect:
            raise InputError(
                f"the vectors of {problem} in the atlas {self.path} cannot be read ({defect}): restore it from a copy"
            ) from None

    def _known(self, found: Packing) -> int | None:
        """The stored packing that is the same up to isometry, phases and order."""
        rows = self._connection.execute(
            "SELECT id, vectors FROM packings WHERE n=? AND d=? AND field=? AND objects=? AND abs(coherence - ?) < ?",
            (*_key(found.problem), found.coherence, SAME),
        ).fetchall()
        for row, vectors in rows:
            stored = np.frombuffer(vectors, dtype=found.vectors.dtype)
            if same_packing(Packing(cast("Vectors", stored.reshape(found.vectors.shape)), found.objects), found):
                return int(row)
        return None

    def _prepare(self, read_only: bool) -> None:
        if self._tables() and not self._is_atlas():
            raise InputError(f"{self.path} is a database but not an atlas: name another file")
        if read_only:
            return
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        if not self._tables():
            with self._transaction():
                if not self._tables():  # another process may have been first
                    self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
                    for statement in SCHEMA.split(";")[:-1]:
                        self._connection.execute(statement)

    def _tables(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])

    def _is_atlas(self) -> bool:
        return bool(self._connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what SQLite says into one line with a cure."""
        try:
            yield
        except sqlite3.OperationalError as defect:
            cure = "wait for the other process" if "locked" in str(defect) else "free the disk"
            raise InputError(
                f"cannot use the atlas {self.path}: {defect}; what it holds is safe: {cure}, or name another file"
            ) from defect
        except sqlite3.DatabaseError as defect:
            raise InputError(f"{self.path} is not an atlas ({defect}): name another file") from defect

    def __enter__(self) -> Atlas:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was recorded is on disk already."""
        with closing(self._connection):
            pass


def _key(problem: Problem) -> tuple[int, int, str, str]:
    return problem.n, problem.d, problem.field.value, problem.objects.value


def _problem(n: int, d: int, field: str, objects: str) -> Problem:
    return Problem(n, d, Field(field), Objects(objects))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
