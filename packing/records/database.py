"""The file of an atlas: its mark, its schema with a version, and what SQLite says in one line with a cure.

| version | written by   | what is new |
|---------|--------------|-------------|
| 0       | 0.1.0        | |
| 1       | 0.2.0        | lines of H^d: field H, vectors as n x d x 4 doubles (real, i, j, k) |
| 2       | 0.2.0        | a seal on each run (see `ledger`); earlier atlases get theirs when first written to |
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from packing.errors import InputError
from packing.files import check_readable, check_writable
from packing.records.ledger import seal_all

APPLICATION = 0x70616B67
"""The mark in the file's header ("pakg") by which an atlas is told from other databases."""

VERSION = 2
"""The version of the schema, kept in the file's header as `user_version`."""

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


COLUMNS = (
    "SELECT id, n, d, field, objects, coherence, certified, vectors FROM packings LIMIT 0",
    "SELECT id, packing, method, seed, restarts, hits, cpu_seconds, converged, status, version, moment FROM runs"
    " LIMIT 0",
)
"""Questions that every atlas can answer."""


def connect(path: Path | str, read_only: bool) -> sqlite3.Connection:
    """The connection to an atlas, made where there is none; `InputError` where the file cannot be one.

    With `read_only` the file is one that nobody writes to, and is left as it is whatever its version.
    """
    if read_only:
        check_readable(path)
    elif str(path) != ":memory:":
        check_writable(path)
    place = f"{Path(path).resolve().as_uri()}?mode=ro&immutable=1" if read_only else path
    with explained(path):
        connection = sqlite3.connect(place, timeout=10.0, isolation_level=None, uri=read_only)
        try:
            _prepare(connection, path, read_only)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything in the block is written, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def explained(path: Path | str) -> Iterator[None]:
    """Turn what SQLite says into one line with a cure."""
    try:
        yield
    except OverflowError:
        raise InputError(f"the atlas {path} holds no numbers beyond 64 bits: give smaller ones") from None
    except sqlite3.OperationalError as defect:
        if any(words in str(defect) for words in ("no such", "decode", "too large")):  # not of a table of ours
            raise InputError(f"{path} is not an atlas, or is damaged ({defect}): name another file") from defect
        cure = "wait for the other process" if "locked" in str(defect) else "free the disk"
        raise InputError(
            f"cannot use the atlas {path}: {defect}; what it holds is safe: {cure}, or name another file"
        ) from defect
    except sqlite3.DatabaseError as defect:
        raise InputError(f"{path} is not an atlas ({defect}): name another file") from defect


def _prepare(connection: sqlite3.Connection, path: Path | str, read_only: bool) -> None:
    if _tables(connection):
        if _pragma(connection, "application_id") != APPLICATION:
            raise InputError(f"{path} is a database but not an atlas: name another file")
        version = _pragma(connection, "user_version")
        if version > VERSION:
            raise InputError(
                f"{path} is an atlas of version {version}, and this package reads up to {VERSION}: install a newer one"
            )
        for statement in COLUMNS:
            connection.execute(statement)
    if not read_only and not _tables(connection):
        prepare_to_write(connection)


def prepare_to_write(connection: sqlite3.Connection) -> None:
    """Make the schema where there is none, and bring one of an earlier version up to this one.

    An atlas that is only asked stays as it is.
    """
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if _tables(connection) and _pragma(connection, "user_version") == VERSION:
        return
    with transaction(connection):
        if not _tables(connection):  # another process may have been first
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            for statement in SCHEMA.split(";")[:-1]:
                connection.execute(statement)
        seal_all(connection)
        connection.execute(f"PRAGMA user_version = {VERSION}")  # from version 0 nothing else changes


def _tables(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
