"""The best packings found, remembered: an SQLite file with every distinct optimum and every run that met it.

A result is written in one transaction, under write-ahead logging: whatever happens to the process, the file holds
every result recorded before. Nothing is ever deleted: the history of a problem is how its record fell.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import numpy as np

import packing
from packing.configuration import Packing
from packing.errors import InputError
from packing.problem import Problem
from packing.records.certified import certified_coherence
from packing.records.database import connect, explained, prepare_to_write, transaction
from packing.records.entry import Entry, Run
from packing.records.fault import Fault
from packing.records.integrity import faults
from packing.records.ledger import seal_run
from packing.space import Space
from packing.symmetry import same_packing

SAME = 1e-9
"""Packings of one problem whose coherences differ by less are compared as point sets."""


_STORED = (bytes, str, str, int, int, int, float, bool, str, str, str)
"""The types of what a row holds beside its problem."""


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
        self._connection = connect(path, read_only)

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
        with explained(self.path):
            prepare_to_write(self._connection)
        with explained(self.path), transaction(self._connection):
            row = self._known(entry.packing)
            if row is None:
                row = self._connection.execute(
                    "INSERT INTO packings (n, d, field, objects, coherence, certified, vectors) VALUES (?,?,?,?,?,?,?)",
                    (*_key(problem), certified.value, certified.decimal, entry.packing.vectors.tobytes()),
                ).lastrowid
            run = self._connection.execute(
                "INSERT INTO runs (packing, method, seed, restarts, hits, cpu_seconds, converged, status, version,"
                " moment) VALUES (?,?,?,?,?,?,?,?,?,?)",
                (
                    row, entry.method, entry.seed, entry.restarts, entry.hits, entry.cpu_seconds,
                    entry.converged, entry.status, entry.version, entry.moment,
                ),
            ).lastrowid  # fmt: skip
            seal_run(self._connection, int(run or 0))
        return before is None or certified.value < before - SAME

    def coherence(self, problem: Problem) -> float | None:
        """The record of a problem, or None where there is none."""
        with explained(self.path):
            return self._connection.execute(
                "SELECT min(coherence) FROM packings WHERE n=? AND d=? AND field=? AND objects=?", _key(problem)
            ).fetchone()[0]

    def best(self, problem: Problem) -> Entry | None:
        """The packing of least coherence with the first run that met it, or None."""
        return next(iter(self.optima(problem)), None)

    def best_part(self, problem: Problem) -> Entry | None:
        """The packing of least coherence with n objects or more in the same space, of fewest where several tie.

        >>> import packing as pk
        >>> from packing.search import minimize_coherence
        >>> with Atlas(":memory:") as atlas:
        ...     _ = atlas.record(minimize_coherence(pk.lines(6, 3), restarts=8))
        ...     print(atlas.best_part(pk.lines(5, 3)).problem)
        6 lines in R^3
        """
        with explained(self.path):
            row = self._connection.execute(
                "SELECT n FROM packings WHERE n>=? AND d=? AND field=? AND objects=? ORDER BY coherence, n LIMIT 1",
                _key(problem),
            ).fetchone()
        return None if row is None else self.best(problem.resized(row[0]))

    def verified(self, entry: Entry) -> Entry:
        """The entry, once its vectors are known to have the coherence that the atlas claims; else `InputError`."""
        found = certified_coherence(entry.packing)
        if found.decimal != entry.certified or self.coherence(entry.problem) != found.value:
            raise InputError(
                f"the atlas {self.path} claims coherence {entry.certified} for {entry.problem}, but its vectors have "
                f"{found.decimal}: run packing atlas check, and leave this cell out or restore it"
            )
        return entry

    def optima(self, problem: Problem) -> list[Entry]:
        """Every distinct packing of a problem, best first, with the first run that met each.

        The order is that of the exact coherences of the stored vectors, whatever the file claims.
        """
        entries = self._entries(
            "WHERE n=? AND d=? AND field=? AND objects=? AND runs.id = "
            "(SELECT min(id) FROM runs WHERE packing = packings.id) ORDER BY packings.id",
            _key(problem),
        )
        if len(entries) < 2:
            return entries
        return sorted(entries, key=lambda entry: certified_coherence(entry.packing).square)

    def history(self, problem: Problem) -> list[Entry]:
        """Every run on a problem in the order of time."""
        return self._entries("WHERE n=? AND d=? AND field=? AND objects=? ORDER BY runs.id", _key(problem))

    def runs(self, problem: Problem) -> int:
        """How many runs on a problem are recorded."""
        return len(self.history(problem))

    def problems(self) -> list[Problem]:
        """The problems with a packing, ordered by kind, d and n."""
        with explained(self.path):
            rows = self._connection.execute(
                "SELECT DISTINCT n, d, field, objects FROM packings ORDER BY objects, field, d, n"
            ).fetchall()
        return [self._problem(*row) for row in rows]

    def check(self) -> list[Problem]:
        """The problems with a row that is wrong or gone, as far as it is known of which problem; see `faults`."""
        wrong = {fault.problem for fault in self.faults()}
        return [problem for problem in self.problems() if problem in wrong]

    def faults(self) -> list[Fault]:
        """Everything that is wrong with the file: claims that the vectors do not bear out, rows changed or gone.

        >>> with Atlas(":memory:") as atlas:
        ...     atlas.faults()
        []
        """
        with explained(self.path):
            return faults(self._connection, _problem, self._packing)

    def _entries(self, condition: str, key: tuple[int, int, str, str]) -> list[Entry]:
        with explained(self.path):
            rows = self._connection.execute(
                "SELECT n, d, field, objects, vectors, certified, method, seed, restarts, hits, cpu_seconds, converged,"
                f" status, version, moment FROM packings JOIN runs ON runs.packing = packings.id {condition}",
                key,
            ).fetchall()
        entries = []
        for n, d, field, objects, vectors, certified, *run in rows:
            run[5] = bool(run[5])
            problem = self._problem(n, d, field, objects)
            if tuple(map(type, (vectors, certified, *run))) != _STORED:
                raise InputError(f"a row of {problem} in the atlas {self.path} is damaged: restore it from a copy")
            entries.append(Entry(self._packing(problem, vectors), certified, *run))
        return entries

    def _problem(self, n: int, d: int, field: str, objects: str) -> Problem:
        """The problem that a row names; `InputError` where it names none."""
        try:
            return _problem(n, d, field, objects)
        except (ValueError, TypeError) as defect:
            raise InputError(
                f"a row of the atlas {self.path} names no problem ({defect}): restore it from a copy"
            ) from None

    def _packing(self, problem: Problem, stored: bytes) -> Packing:
        """The packing whose doubles a row holds; `InputError` where they are not that many numbers."""
        space = problem.space
        try:
            shape = (problem.n, space.m, space.d) if space.m > 1 else (problem.n, space.d)
            parts = np.frombuffer(stored, dtype=np.float64).reshape(*shape, space.scalars)
            return Packing(space.field.scalars_of(parts), space)
        except (ValueError, TypeError) as defect:
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
            if same_packing(self._packing(found.problem, vectors), found):
                return int(row)
        return None

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
    return problem.n, problem.d, problem.field.value, problem.space.kind


def _problem(n: int, d: int, field: str, objects: str) -> Problem:
    return Problem(n, Space.of_kind(objects, d, field))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
