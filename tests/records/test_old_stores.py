"""Stores of 0.1.0 open: they are read as they are, and get the version of the schema once they are written to."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from packing import Packing, lines
from packing.errors import InputError
from packing.records import Atlas, Entry
from packing.records.database import VERSION
from packing.space import Space

OLD = Path(__file__).parent.parent / "data" / "release-0.1.0" / "files" / "atlas.sqlite"


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def remembered(packing: Packing) -> Entry:
    return Entry(packing, "", "by hand", 0, 1, 1, 0.0, True, "converged", "0.1.0", "2026-01-01T00:00:00+00:00")


def test_an_old_store_is_read_as_it_is() -> None:
    assert version(OLD) == 0
    with Atlas(OLD, read_only=True) as atlas:
        assert len(atlas.problems()) > 0
        assert atlas.check() == []
    assert version(OLD) == 0


def test_an_old_store_is_taken_over_when_it_is_written_to(tmp_path: Path) -> None:
    copy = tmp_path / "old.sqlite"
    shutil.copy(OLD, copy)
    with Atlas(OLD, read_only=True) as atlas:
        before = {problem: atlas.history(problem) for problem in atlas.problems()}
    packing = Packing(np.random.default_rng(0).standard_normal((5, 3, 4)), Space.lines(3, "H"))
    with Atlas(copy) as atlas:
        assert {problem: atlas.history(problem) for problem in atlas.problems()} == before
        atlas.adopt(remembered(packing))
    assert version(copy) == VERSION
    with Atlas(copy) as atlas:
        entry = atlas.best(lines(5, 3, "H"))
        assert entry is not None
        assert entry.packing == packing
        assert atlas.check() == []
        assert set(atlas.problems()) == {*before, lines(5, 3, "H")}


def test_quaternionic_lines_are_kept_once(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    packing = Packing(rng.standard_normal((4, 2, 4)), Space.lines(2, "H"))
    with Atlas(tmp_path / "a.sqlite") as atlas:
        atlas.adopt(remembered(packing))
        atlas.adopt(remembered(packing.select([2, 0, 3, 1])))
        assert len(atlas.optima(packing.problem)) == 1
        assert atlas.runs(packing.problem) == 2


def test_a_store_of_a_later_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "later.sqlite"
    Atlas(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(InputError, match=rf"an atlas of version {VERSION + 1}, and this package reads up to {VERSION}"):
        Atlas(path)
