"""A store that was tampered with: every column of every row, every row that vanished, every table that is gone."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from packing import InputError, Packing, Problem
from packing.cli import run
from packing.records import Entry
from packing.records.atlas import Atlas
from packing.records.audit import audit
from packing.space import Space

SPACES = (Space.lines(2), Space.lines(3, "C"), Space.sphere(3))


def remembered(space: Space, n: int, seed: int) -> Entry:
    rng = np.random.default_rng(seed)
    shape = (n, space.d, space.scalars) if space.scalars > 2 else (n, space.d)
    vectors = rng.standard_normal(shape) + (1j * rng.standard_normal(shape) if space.scalars == 2 else 0)
    when = f"2026-01-0{seed + 1}T00:00:00+00:00"
    return Entry(Packing(vectors, space), "", "by hand", seed, 4, 2, 0.5, seed % 2 == 0, "converged", "0.2.0", when)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three problems, one with two packings, and a packing that two runs met."""
    path = tmp_path_factory.mktemp("stores") / "good.sqlite"
    with Atlas(path) as atlas:
        for i, space in enumerate(SPACES):
            atlas.adopt(remembered(space, 5, i))
        atlas.adopt(remembered(SPACES[1], 5, 7))
        atlas.adopt(replace(remembered(SPACES[0], 5, 0), seed=8))
    return path


def tampered(good: Path, tmp_path: Path, statement: str, values: tuple[Any, ...] = ()) -> Path | None:
    """A copy after one statement of SQL, None where SQLite refuses it or nothing changes."""
    path = tmp_path / "store.sqlite"
    shutil.copy(good, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        before = list(connection.iterdump())
        try:
            connection.execute(statement, values)
        except sqlite3.IntegrityError:
            return None
        return path if list(connection.iterdump()) != before else None


def tables(path: Path) -> dict[str, tuple[list[str], list[int]]]:
    """The columns and row numbers of each table."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {
            name: (
                [column[1] for column in connection.execute(f"PRAGMA table_info({name})")],
                [row for (row,) in connection.execute(f"SELECT rowid FROM {name}")],
            )
            for name in names
        }


def lies(value: Any) -> list[Any]:
    """Other values for a column: near, far, of another type."""
    others: list[Any] = ["seven", b"\x00", None]
    if isinstance(value, int):
        return [value + 1, value - 1, 0, 1, -value, 10**18, *others]
    if isinstance(value, float):
        return [value * (1 + 1e-15), value * 0.9, -value, 0.0, 1e300, *others]
    if isinstance(value, str):
        last = "1" if value[-1:] != "1" else "2"
        return [value[:-1] + last, value + " ", "", value[::-1], "R" if value != "R" else "C", 3, *others]
    flipped = bytes([value[0] ^ 1]) + value[1:]
    zero, nan = b"\x00" * len(value), np.full(len(value) // 8, np.nan).tobytes()
    return [flipped, value[:-1] + bytes([value[-1] ^ 128]), value[:-8], value[:-1], value * 2, b"", zero, nan, *others]


def found(path: Path) -> bool:
    """Whether the check sees something wrong, or the file is refused as a whole."""
    try:
        with Atlas(path) as atlas:
            return atlas.faults() != []
    except InputError:
        return True


def columns(path: Path) -> Iterator[tuple[str, str, int, Any]]:
    """Each table, column and row with its value."""
    with closing(sqlite3.connect(path)) as connection:
        for table, (names, rows) in tables(path).items():
            for name in names:
                for row in rows:
                    (value,) = connection.execute(f"SELECT {name} FROM {table} WHERE rowid=?", (row,)).fetchone()
                    yield table, name, row, value


def test_a_good_store_has_no_faults(good: Path) -> None:
    with Atlas(good) as atlas:
        assert atlas.faults() == []
        assert atlas.check() == []
        assert len(atlas.problems()) == 3
    assert set(tables(good)) == {"packings", "runs", "ledger"}


@pytest.mark.parametrize(
    ("share", "least"), [(7, 60), pytest.param(1, 500, marks=pytest.mark.long)], ids=["some", "all"]
)
def test_every_column_of_every_row_that_is_changed_is_seen(good: Path, tmp_path: Path, share: int, least: int) -> None:
    """All changes, or one in seven."""
    seen, turn = 0, 0
    for table, column, row, value in columns(good):
        for lie in lies(value):
            turn += 1
            if turn % share:
                continue
            path = tampered(good, tmp_path, f"UPDATE {table} SET {column}=? WHERE rowid=?", (lie, row))
            if path is not None:
                assert found(path), f"{table}.{column} of row {row}: {value!r} became {lie!r}"
                seen += 1
    assert seen > least


def test_two_rows_that_change_places_are_seen(good: Path, tmp_path: Path) -> None:
    swap = "UPDATE {0} SET {1} = (SELECT {1} FROM {0} AS o WHERE o.rowid = 3 - {0}.rowid) WHERE rowid IN (1, 2)"
    for table, (names, _) in tables(good).items():
        for name in names:
            path = tampered(good, tmp_path, swap.format(table, name))
            assert path is None or found(path), (table, name)


def test_every_row_and_every_table_that_vanished_is_seen(good: Path, tmp_path: Path) -> None:
    for table, (_, rows) in tables(good).items():
        for row in rows:
            path = tampered(good, tmp_path, f"DELETE FROM {table} WHERE rowid=?", (row,))
            assert path is not None
            assert found(path), (table, row)
        for statement in (f"DELETE FROM {table}", f"DROP TABLE {table}"):
            path = tampered(good, tmp_path, statement)
            assert path is not None
            assert found(path), statement


@pytest.mark.parametrize("row", [1, 2, 3, 4])
def test_a_packing_that_vanished_with_all_its_runs_is_seen(good: Path, tmp_path: Path, row: int) -> None:
    path = tampered(good, tmp_path, "DELETE FROM runs WHERE packing=?", (row,))
    assert path is not None
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM packings WHERE id=?", (row,))
    assert found(path)


def test_a_run_that_vanished_is_seen_after_others_were_recorded(good: Path, tmp_path: Path) -> None:
    path = tampered(good, tmp_path, "DELETE FROM runs WHERE id = (SELECT max(id) FROM runs)")
    assert path is not None
    with Atlas(path) as atlas:
        atlas.adopt(remembered(SPACES[2], 6, 3))
    assert found(path)


def test_rows_that_were_put_in_by_hand_are_seen(good: Path, tmp_path: Path) -> None:
    for table in ("runs", "packings"):
        names = [name for name in tables(good)[table][0] if name != "id"]
        listed = ", ".join(names)
        path = tampered(good, tmp_path, f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {table} WHERE id=1")
        assert path is not None
        assert found(path), table


def test_the_command_names_what_is_wrong_and_ends_with_1(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for statement, rule, words in (
        (
            "UPDATE packings SET coherence = 0.1 WHERE id=1",
            "order",
            "is ordered by coherence 0.1, and its vectors have",
        ),
        ("UPDATE packings SET certified = '0.1' WHERE id=1", "claim", "the atlas claims 0.1, and its vectors have"),
        ("UPDATE packings SET field = 'Q' WHERE id=1", "unreadable", "names no problem"),
        ("UPDATE packings SET vectors = 'none' WHERE id=1", "unreadable", "its vectors cannot be read"),
        ("UPDATE runs SET seed = 99 WHERE id=3", "seal", "is not as it was recorded"),
        ("DELETE FROM runs WHERE id=5", "seal", "is gone, but was recorded"),
        ("DELETE FROM packings WHERE id=3", "missing", "its packing, row 3, is gone"),
    ):
        path = tampered(good, tmp_path, statement)
        for words_of_command in (["check", "--store", str(path)], ["check", str(path)]):
            assert run(["atlas", *words_of_command, "--json"]) == 1, statement
            findings = json.loads(capsys.readouterr().out)["findings"]
            assert [finding["rule"] for finding in findings] == [rule], findings
            assert words in findings[0]["text"]
        assert run(["atlas", "check", "--store", str(path)]) == 1
        assert words in " ".join(capsys.readouterr().out.split())


def test_best_is_what_is_certified_whatever_the_file_claims(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = Problem(5, SPACES[1])
    with Atlas(good) as atlas:
        first, second = atlas.optima(problem)
    assert first.packing.coherence < second.packing.coherence
    for column, lie in (("coherence", 0.001), ("certified", "0.001000000000000")):
        path = tampered(good, tmp_path, f"UPDATE packings SET {column}=? WHERE certified=?", (lie, second.certified))
        assert path is not None
        with Atlas(path) as atlas:
            best = atlas.best(problem)
        assert best is not None
        assert best.packing == first.packing
        assert run(["atlas", "best", "--store", str(path), "--json"]) == 0
        cells = json.loads(capsys.readouterr().out)["cells"]
        (cell,) = [cell for cell in cells if cell["field"] == "C"]
        assert (cell["coherence"], cell["exact"]) == (first.packing.coherence, first.certified)
    path = tampered(good, tmp_path, "UPDATE packings SET certified='0.1' WHERE certified=?", (first.certified,))
    assert run(["atlas", "best", "--store", str(path), "--json"]) == 0
    assert first.certified in [cell["exact"] for cell in json.loads(capsys.readouterr().out)["cells"]]


@pytest.mark.parametrize(
    "ask", [lambda path: run(["atlas", "check", "--store", str(path)]), audit], ids=["store", "file"]
)
def test_a_check_leaves_the_file_as_it_is(good: Path, tmp_path: Path, ask: Callable[[Path], object]) -> None:
    path = tmp_path / "copy.sqlite"
    shutil.copy(Path(__file__).parent.parent / "data" / "release-0.1.0" / "files" / "atlas.sqlite", path)
    before = path.read_bytes()
    ask(path)
    assert path.read_bytes() == before
