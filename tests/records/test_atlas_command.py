"""`packing atlas`: what is remembered comes out as it went in, and a forgery ends with 1."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from packing import lines, load, vectors
from packing.cli import run
from packing.records.atlas import Atlas
from packing.search import SearchResult, minimize_coherence


@pytest.fixture(scope="module")
def results() -> list[SearchResult]:
    return [minimize_coherence(problem, restarts=8) for problem in (lines(7, 3), lines(5, 3, "C"), vectors(6, 4))]


@pytest.fixture
def store(tmp_path: Path, results: list[SearchResult]) -> Path:
    path = tmp_path / "a.sqlite"
    with Atlas(path) as atlas:
        for result in results:
            atlas.record(result)
    return path


def answer(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int = 0) -> list[dict[str, object]]:
    assert run(["atlas", *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)["cells"]


def test_best_names_each_cell(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    everything = answer(["best", "--store", str(store)], capsys)
    assert [(cell["n"], cell["d"], cell["field"], cell["objects"]) for cell in everything] == [
        (5, 3, "C", "lines"), (7, 3, "R", "lines"), (6, 4, "R", "vectors")
    ]  # fmt: skip
    (one,) = answer(["best", "-n", "7", "-d", "3", "--store", str(store)], capsys)
    assert one["coherence"] == pytest.approx(3**-0.5, abs=1e-12)
    assert one["rigor"] == "certified"
    assert answer(["best", "-n", "9", "-d", "3", "--store", str(store)], capsys) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("-n 276 -d 23", {"exact": "1/5", "method": "McLaughlin lines", "standing": "optimal (proved)", "seed": None}),
        ("-n 39 -d 6 --field C", {"exact": "0.419725921114440", "rigor": "certified", "standing": "open"}),
        ("-n 13 -d 3 --vectors", {"standing": "optimal in the literature (musin2012)", "optimal": "literature"}),
    ],
)
def test_without_a_store_the_best_known_answers(
    words: str,
    expected: dict[str, object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (cell,) = answer(["best", *words.split()], capsys)
    assert expected.items() <= cell.items()


def test_ones_own_store_counts_where_it_is_better(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert answer(["best", "-n", "53", "-d", "5"], capsys) == []
    found = minimize_coherence(lines(53, 5), restarts=2)
    (tmp_path / "packing").mkdir(exist_ok=True)
    with Atlas(tmp_path / "packing" / "atlas.sqlite") as atlas:
        atlas.record(found)
    (cell,) = answer(["best", "-n", "53", "-d", "5"], capsys)
    assert (cell["coherence"], cell["source"]) == (found.packing.coherence, "found here")


def test_packings_go_out_and_come_in(
    store: Path, tmp_path: Path, results: list[SearchResult], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(["export", str(tmp_path), "--store", str(store)], capsys)
    exported = tmp_path / "lines_C_3x5.txt"
    assert (load(exported, lines(5, 3, "C")).vectors == results[1].packing.vectors).all()
    other = tmp_path / "other.sqlite"
    words = ["import", str(exported), "-n", "5", "-d", "3", "--field", "C", "--store", str(other)]
    (cell,) = answer(words, capsys)
    assert cell["method"] == "imported from lines_C_3x5.txt"
    with Atlas(other) as atlas:
        entry = atlas.best(lines(5, 3, "C"))
        assert entry is not None
        assert np.array_equal(entry.packing.vectors, results[1].packing.vectors)
        assert not entry.converged


def test_a_check_that_fails_ends_with_one(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer(["check", "--store", str(store)], capsys)
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE packings SET certified = '0.100000000000000' WHERE n = 7")
    connection.close()
    cells = answer(["check", "--store", str(store)], capsys, code=1)
    assert [cell["rigor"] for cell in cells] == ["certified", "numerical", "certified"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import"], "import needs a file"),
        (["export"], "export needs a folder"),
        (["export", "/no/such/place", "-n", "6", "-d", "3"], "cannot make the folder /no/such/place"),
        (["best", "--store", "/no/such/atlas.sqlite"], "there is no such atlas"),
    ],
)
def test_what_is_missing_is_named(
    arguments: list[str], message: str, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = arguments if "--store" in arguments else [*arguments, "--store", str(store)]
    assert run(["atlas", *words]) == 2
    assert message in capsys.readouterr().err
