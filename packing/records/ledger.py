"""A seal on each run of an atlas, so that no row can change or vanish unseen.

The seal of a run is a hash of the seal before it, of the row of the run and of the row of its packing. So a row that
was changed, moved or left out breaks the chain, and row 0 of the table holds the last seal, so that the end of the
chain cannot vanish. This finds accidents and careless edits; who writes the whole chain anew is not found.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import Any

SCHEMA = "CREATE TABLE IF NOT EXISTS ledger (run INTEGER PRIMARY KEY, seal TEXT NOT NULL)"

HEAD = 0
"""The row that repeats the last seal; runs count from 1."""

RUN = "id, packing, method, seed, restarts, hits, cpu_seconds, converged, status, version, moment"
PACKING = "id, n, d, field, objects, coherence, certified, vectors"

Row = tuple[Any, ...]


def seal_run(connection: sqlite3.Connection, run: int) -> None:
    """Seal a run that was just written, within its transaction."""
    row = connection.execute(f"SELECT {RUN} FROM runs WHERE id=?", (run,)).fetchone()
    packing = connection.execute(f"SELECT {PACKING} FROM packings WHERE id=?", (row[1],)).fetchone()
    before = connection.execute("SELECT seal FROM ledger WHERE run=?", (HEAD,)).fetchone()
    found = _seal("" if before is None else before[0], row, _digest(packing))
    connection.executemany("INSERT OR REPLACE INTO ledger (run, seal) VALUES (?,?)", [(run, found), (HEAD, found)])


def seal_all(connection: sqlite3.Connection) -> None:
    """Seal every run of an atlas that has no seals yet, as it stands."""
    if connection.execute("SELECT count(*) FROM sqlite_master WHERE name='ledger'").fetchone()[0]:
        return
    connection.execute(SCHEMA)
    complete = "SELECT id FROM runs WHERE packing IN (SELECT id FROM packings) ORDER BY id"
    for (run,) in connection.execute(complete).fetchall():
        seal_run(connection, run)


def broken(connection: sqlite3.Connection, known: set[int]) -> Iterator[tuple[int, str]]:
    """(run, what is wrong) for each seal that does not fit; runs in `known` are wrong for another reason already."""
    digests = {row[0]: _digest(row) for row in connection.execute(f"SELECT {PACKING} FROM packings")}
    runs = {row[0]: row for row in connection.execute(f"SELECT {RUN} FROM runs")}
    seals = dict(connection.execute("SELECT run, seal FROM ledger ORDER BY run").fetchall())
    head, before = seals.pop(HEAD, None), ""
    for run in sorted(runs.keys() | seals.keys(), key=_place):
        if run not in runs:
            yield run, "is gone, but was recorded"
        elif run not in seals:
            yield run, "has no seal: it was not recorded by this package"
        elif run not in known and seals[run] != _seal(before, runs[run], digests.get(runs[run][1], "")):
            yield run, "is not as it was recorded: its row, that of its packing, or the run before it has changed"
        before = seals.get(run, before)
    if head != (before or None):
        yield HEAD, "the last seal is not that of the last run: runs at the end are gone, or were not recorded"


def _place(run: Any) -> tuple[str, Any]:
    return type(run).__name__, run


def _digest(packing: Row) -> str:
    return hashlib.sha256(repr(packing).encode()).hexdigest()


def _seal(before: str, run: Row, packing: str) -> str:
    return hashlib.sha256(repr((before, run, packing)).encode()).hexdigest()
