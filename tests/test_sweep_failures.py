"""A full disk or a locked database stops a sweep with one line, and everything recorded before is intact."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from packing import InputError, lines
from packing.cli import run
from packing.records.atlas import Atlas
from packing.sweep import Cell, cells, sweep

resource = pytest.importorskip("resource", reason="file-size limits are set by POSIX")


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes: to SQLite that is a disk with no room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for locks less long than users would."""
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **options: connect(path, **{**options, "timeout": 0.05}))


def assert_intact(store: Path, n: range) -> None:
    with Atlas(store) as atlas:
        assert atlas.problems() == [lines(count, 3, "C") for count in n]
        assert atlas.check() == []


def test_a_full_disk_keeps_what_was_recorded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cells come largest first: the room is what the first few take."""
    store = tmp_path / "a.sqlite"
    with largest_file(120_000):
        assert run(f"sweep -d 3 -n 8..60 --field C --seconds 0.01 --store {store}".split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "what it holds is safe: free the disk, or name another file" in said.err
    with Atlas(store) as atlas:
        recorded = len(atlas.problems())
    assert 1 <= recorded < 53
    assert_intact(store, range(61 - recorded, 61))


def test_a_database_locked_by_another_stops_the_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process begins to write after the first cell and does not end."""
    impatient(monkeypatch)
    store = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(store, isolation_level=None)) as other, Atlas(store) as atlas:

        def lock(cell: Cell) -> None:
            assert cell.problem == lines(7, 3, "C")
            other.execute("BEGIN IMMEDIATE")

        with pytest.raises(InputError, match="database is locked; what it holds is safe: wait for the other process"):
            sweep(cells([3], range(5, 8), "C"), atlas, seconds=0.01, progress=lock)
    assert_intact(store, range(7, 8))


def test_a_damaged_atlas_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "a.sqlite"
    with Atlas(store) as atlas:
        sweep([lines(5, 3)], atlas, seconds=0.01)
    store.write_bytes(store.read_bytes()[:5000])
    assert run(f"sweep -d 3 -n 6 --seconds 0.01 --store {store}".split()) == 2
    said = capsys.readouterr()
    assert "is not an atlas (database disk image is malformed): name another file" in said.err
    assert said.err.count("\n") == 1
    assert store.stat().st_size == 5000


def test_a_store_must_have_a_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for store, message in (
        (tmp_path, "it is a folder; add a file name"),
        (tmp_path / "none" / "a.sqlite", "there is no folder"),
    ):
        assert run(f"sweep -d 3 -n 6 --seconds 0.01 --store {store}".split()) == 2
        said = capsys.readouterr()
        assert message in said.err
        assert said.err.count("\n") == 1
