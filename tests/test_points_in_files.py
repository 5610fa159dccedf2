"""What rows stand for: what an option says holds for every command and format, else what the file says, else lines."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import packing as pk
from packing.cli import run
from packing.formats import said_objects

POINTS = pk.Packing([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -0.8, 0.6], [0, 0, -1]], "vectors")
SUFFIXES = (".npy", ".npz", ".mat", ".txt")


def saved(folder: Path, suffix: str) -> Path:
    return pk.save(POINTS, folder / f"five{suffix}")


def answer(command: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert run([*command.split(), "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".mat"])
def test_load_obeys_what_is_said_of_the_rows(suffix: str, tmp_path: Path) -> None:
    path = saved(tmp_path, suffix)
    assert pk.load(path, objects="vectors") == POINTS
    assert pk.load(path, pk.vectors(5, 3)) == POINTS
    assert pk.load(path, pk.lines(5, 3)).problem == pk.lines(5, 3)
    assert pk.load(path, objects="lines").problem == pk.lines(5, 3)
    assert pk.load(path).space.has_points == (suffix == ".npz")
    assert (said_objects(path) is pk.Objects.VECTORS) == (suffix == ".npz")


def test_load_refuses_points_that_are_complex(tmp_path: Path) -> None:
    path = pk.save(pk.Packing([[1, 1j]]), tmp_path / "one.npy")
    with pytest.raises(pk.InputError, match="vectors are points on a real sphere"):
        pk.load(path, objects="vectors")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("numbers", ["", "-n 5 -d 3"])
def test_import_and_check_obey_the_option(
    suffix: str, numbers: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if suffix == ".txt" and not numbers:
        return
    path, store = saved(tmp_path, suffix), tmp_path / "held.sqlite"
    for command in (f"atlas import {path} --store {store}", f"atlas check {path}"):
        (cell,) = answer(f"{command} {numbers} --vectors", capsys)["cells"]  # type: ignore[misc]
        assert (cell["objects"], cell["n"], cell["d"]) == ("vectors", 5, 3)
        assert float(cell["coherence"]) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".mat"])
def test_without_an_option_the_answer_says_how_rows_were_read(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = pk.save(POINTS.select([0, 2, 4]), tmp_path / f"three{suffix}")
    for number, command in enumerate(
        ("atlas import {} --store {}", "atlas check {}", "figure overlaps {} --out {}.svg")
    ):
        said = run(command.format(path, tmp_path / f"out{number}").split())
        out = " ".join(capsys.readouterr().out.split())
        assert said == 0, out
        if suffix == ".npz":
            assert "3 vectors on S^2" in out
            assert "rows alone" not in out
        else:
            assert "3 lines in R^3" in out
            assert f"{path.name} holds rows alone, which were read as lines: for points say --vectors" in out


def test_a_file_that_says_points_keeps_its_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, store = saved(tmp_path, ".npz"), tmp_path / "held.sqlite"
    (cell,) = answer(f"atlas import {path} -n 5 -d 3 --store {store}", capsys)["cells"]  # type: ignore[misc]
    assert cell["objects"] == "vectors"
    named = pk.save(POINTS, tmp_path / "points_3x5.txt")
    (cell,) = answer(f"atlas import {named} -n 5 -d 3 --store {tmp_path / 'b.sqlite'}", capsys)["cells"]  # type: ignore[misc]
    assert cell["objects"] == "vectors"
    (cell,) = answer(f"atlas check {path} -n 5 -d 3", capsys)["cells"]  # type: ignore[misc]
    assert cell["objects"] == "vectors"
    assert "5 vectors on S^2" in str(
        answer(f"figure gram {path} -n 5 -d 3 --out {tmp_path / 'a.svg'}", capsys)["shows"]
    )


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".mat"])
@pytest.mark.parametrize("option", ["start", "fix"])
def test_search_reads_the_rows_as_its_problem(
    option: str, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path, suffix)
    n = 5 if option == "start" else 6
    found = answer(f"search -n {n} -d 3 --vectors --{option} {path} --restarts 1 --from-scratch", capsys)
    assert float(str(found["coherence"])) < 0.75  # as lines two of the rows coincide
    code = run(f"search -n {n} -d 3 --{option} {path} --restarts 1".split())
    said = capsys.readouterr()
    if suffix == ".npz":
        assert code == 2
        assert "says that it holds 5 vectors on S^2, not lines: add --vectors" in said.err
    else:
        assert code == 0


def test_search_says_what_npy_does_not_keep(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for suffix, told in ((".npy", True), (".npz", False)):
        assert run(f"search -n 4 -d 3 --vectors --restarts 1 --out {tmp_path / 'p'}{suffix}".split()) == 0
        assert ("read it with --vectors" in " ".join(capsys.readouterr().out.split())) == told
        assert np.isclose(pk.load(tmp_path / f"p{suffix}", objects="vectors").coherence, -1 / 3)


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".mat"])
def test_figures_obey_the_option(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(tmp_path, suffix)
    for numbers in ("", "-n 5 -d 3"):
        shown = answer(f"figure overlaps {path} {numbers} --vectors --out {tmp_path / 'a.svg'}", capsys)
        assert "5 vectors on S^2" in str(shown["shows"])


def test_export_keeps_points_apart_by_their_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, folder = tmp_path / "held.sqlite", tmp_path / "out"
    folder.mkdir()
    answer(f"atlas import {saved(tmp_path, '.npz')} --store {store}", capsys)
    answer(f"atlas export {folder} --store {store}", capsys)
    assert [file.name for file in folder.iterdir()] == ["points_3x5.txt"]
    (cell,) = answer(f"atlas check {folder}", capsys)["cells"]  # type: ignore[misc]
    assert cell["objects"] == "vectors"


def test_overlaps_reads_a_saved_packing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alike = [answer(f"overlaps {saved(tmp_path, suffix)}", capsys) for suffix in (".npy", ".npz")]
    assert alike[0]["coherence"] == alike[1]["coherence"]
