"""The atlas keeps what it was given, through crashes, and refuses what is not its own."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from golden import same_number
from strategies import isometric_copy

from packing import InputError, Packing, lines, vectors
from packing.records.atlas import Atlas
from packing.search import SearchResult, minimize_coherence


@pytest.fixture(scope="module")
def found() -> SearchResult:
    return minimize_coherence(lines(7, 2, "C"), restarts=16, seed=5)


def test_a_result_comes_back_to_the_bit(tmp_path: Path, found: SearchResult) -> None:
    with Atlas(tmp_path / "a.sqlite") as atlas:
        assert atlas.best(found.packing.problem) is None
        assert atlas.record(found)
    with Atlas(tmp_path / "a.sqlite") as atlas:
        entry = atlas.best(found.packing.problem)
        assert entry is not None
        assert (entry.packing.vectors == found.packing.vectors).all()
        assert (entry.method, entry.seed, entry.hits, entry.converged) == (found.method, 5, found.hits, True)
        assert same_number("0.777861913430207", entry.certified)
        assert atlas.check() == []
        assert atlas.problems() == [found.packing.problem]


def test_the_same_optimum_is_kept_once_and_its_runs_counted(tmp_path: Path, found: SearchResult) -> None:
    turned = replace(found, packing=isometric_copy(found.packing, np.random.default_rng(2)), seed=6)
    worse = replace(found, packing=Packing(np.random.default_rng(0).standard_normal((7, 2)) + 0j), seed=7)
    with Atlas(tmp_path / "a.sqlite") as atlas:
        assert atlas.record(worse)
        assert atlas.record(found)
        assert not atlas.record(turned)
        problem = found.packing.problem
        assert len(atlas.optima(problem)) == 2
        assert [run.seed for run in atlas.history(problem)] == [7, 5, 6]
        best = atlas.best(problem)
        assert best is not None
        assert best.seed == 5


def test_points_and_lines_are_different_cells(tmp_path: Path) -> None:
    with Atlas(tmp_path / "a.sqlite") as atlas:
        for problem in (vectors(5, 3), lines(5, 3)):
            atlas.record(minimize_coherence(problem, restarts=8))
        assert atlas.problems() == [lines(5, 3), vectors(5, 3)]


@pytest.mark.long
def test_what_was_recorded_survives_kill_9(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    script = (
        "import os, signal, sys\n"
        "from packing import lines\nfrom packing.records import Atlas\n"
        "from packing.search import minimize_coherence\n"
        "atlas = Atlas(sys.argv[1])\n"
        "atlas.record(minimize_coherence(lines(6, 3), restarts=8))\n"
        "atlas._connection.execute('BEGIN IMMEDIATE')\n"
        "atlas._connection.execute('DELETE FROM runs')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(store)], check=False).returncode == -9
    with Atlas(store) as atlas:
        entry = atlas.best(lines(6, 3))
        assert entry is not None
        assert entry.packing.coherence == pytest.approx(5**-0.5, abs=1e-12)
        assert atlas.check() == []


def test_a_forged_value_is_found(tmp_path: Path, found: SearchResult) -> None:
    store = tmp_path / "a.sqlite"
    with Atlas(store) as atlas:
        atlas.record(found)
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE packings SET certified = '0.700000000000000'")
    connection.close()
    with Atlas(store) as atlas:
        assert atlas.check() == [found.packing.problem]


def test_foreign_files_are_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but long enough to be looked at by the reader of its header, is it not?\n" * 20)
    before = text.read_bytes()
    with pytest.raises(InputError, match="is not an atlas"):
        Atlas(text)
    assert text.read_bytes() == before
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE books (title TEXT)")
    connection.close()
    with pytest.raises(InputError, match="is a database but not an atlas: name another file"):
        Atlas(other)
    with pytest.raises(InputError, match="there is no folder"):
        Atlas(tmp_path / "nowhere" / "a.sqlite")
