"""`packing search`: its JSON, its file, its errors before any work."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from packing import lines, load
from packing.cli import run
from packing.records.shipped import shipped_entry


def test_json_holds_the_contract_and_the_file_the_packing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "p.txt"
    arguments = ["search", "-n", "7", "-d", "3", "--field", "C", "--restarts", "16", "--seed", "2", "--json", "--out"]
    assert run([*arguments, str(out)]) == 0
    answer = json.loads(capsys.readouterr().out)
    keys = {"coherence", "status", "converged", "method", "seed", "restarts", "hits", "cpu_seconds", "file"}
    assert keys <= set(answer)
    assert (answer["seed"], answer["restarts"], answer["converged"]) == (2, 16, True)
    assert answer["file"] == str(out)
    assert load(out, lines(7, 3, "C")).coherence == pytest.approx(answer["coherence"], abs=1e-15)


def test_the_report_says_how_it_ended(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "-n", "6", "-d", "3", "--restarts", "8"]) == 0
    said = capsys.readouterr()
    assert "coherence 0.44721359549995" in said.out
    assert "converged" in said.out
    assert said.err == ""


def test_a_theorem_answers_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "-n", "10", "-d", "5", "--vectors"]) == 0
    assert "no search was needed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("search -n 13 -d 3 --seconds 0", "seconds must be greater than 0"),
        ("search -n 13 -d 3 --seconds -1", "seconds must be greater than 0"),
        ("search -n 13 -d 3 --restarts 0", "restarts must be a positive integer"),
        ("search -n 13 -d 3 --out /there/is/no/folder/p.txt", "there is no folder"),
        ("search -n 13 -d 3 --out p.pdf", "must end in .txt, .npy, .npz"),
        ("search -n 13 -d 3 --field C --vectors", "vectors are points on a real sphere"),
    ],
)
def test_bad_input_is_one_line(arguments: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments.split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert message in said.err
    assert said.err.count("\n") == 1


def test_exact_names_the_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "-n", "5", "-d", "3", "--field", "C", "--restarts", "8", "--exact", "--json"]) == 0
    exact = json.loads(capsys.readouterr().out)["exact"]
    assert float(exact["certified"]) == pytest.approx(0.434258545910665, abs=3e-15)
    assert exact["minimal"] == "9x^2 - 7x + 1 in x = mu^2 (recognised, not proved)"
    assert "0.43425854591066488218653687791" in exact["proof"]


def test_a_search_goes_on_from_a_file_or_from_the_best_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["search", "-n", "39", "-d", "6", "--field", "C", "--restarts", "4", "--start"]
    out = tmp_path / "best.npz"
    assert run([*command, "best", "--out", str(out)]) == 0
    assert "4 restarts found nothing better" in capsys.readouterr().out
    assert run([*command, str(out), "--json"]) == 0
    best = shipped_entry(lines(39, 6, "C"))
    assert best is not None
    assert json.loads(capsys.readouterr().out)["coherence"] <= best.packing.coherence + 1e-12


@pytest.mark.parametrize(("n", "d"), [(31, 5), (39, 3), (45, 7)])
def test_a_given_optimum_is_shown_to_be_one(n: int, d: int, capsys: pytest.CaptureFixture[str]) -> None:
    """From 31 lines in C^5 the interior point goes away; multipliers for the packing itself show what it is."""
    assert run(["search", "-n", str(n), "-d", str(d), "--field", "C", "--start", "best", "--restarts", "1"]) == 0
    assert "status    converged" in capsys.readouterr().out


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("search -n 7 -d 3 --field C --restarts 40", r"7 lines in C\^3: coherence 0\.4714045"),
        ("search -n 12 -d 5 --symmetry cyclic:4 --restarts 30 --jobs 2", r"12 lines in R\^5: coherence 0\.3"),
        ("search -n 12 -d 5 --objective energy --exponent 3 --restarts 30", r"12 lines in R\^5: energy \d+\."),
        ("sweep -d 3 -n 5..7 --field C --seconds 0.2 --store a.sqlite", r"search 3, 5 lines in C\^3: 0\.4342585"),
    ],
)
def test_a_terminal_shows_a_bar_and_a_pipe_does_not(words: str, shown: str, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "packing", *words.split()]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, cwd=tmp_path, env=environment) as process:
        os.close(theirs)
        said = b""
        with suppress(OSError):  # the other side was closed
            while part := os.read(ours, 4096):
                said += part
    os.close(ours)
    assert process.returncode == 0
    assert re.search(shown, said.decode())
    assert "━" in said.decode()
    piped = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=True)
    assert piped.stderr == b""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("-n 53 -d 5 --start best", "no packing of 53 lines in R^5 is known: give --start a file"),
        ("-n 7 -d 3 --start best --symmetry cyclic:7", "exclude each other"),
        ("-n 7 -d 3 --start nowhere.npz", "nowhere.npz"),
    ],
)
def test_bad_starts_are_one_line(arguments: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", *arguments.split()]) == 2
    said = capsys.readouterr()
    assert message in said.err
    assert said.err.count("\n") == 1


def test_from_scratch_leaves_out_frames_of_large_problems(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["search", "-n", "1000", "-d", "64", "--seconds", "1", "--json", "--from-scratch"]
    assert run(command) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["method"] == "random"
    assert answer["coherence"] > 0.15


def test_from_scratch_leaves_out_constructions(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["search", "-n", "28", "-d", "7", "--restarts", "8", "--json"]
    assert run(command) == 0
    assert json.loads(capsys.readouterr().out)["method"] == "known packing"
    assert run([*command, "--from-scratch"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["method"] != "known packing"
    assert answer["coherence"] == pytest.approx(1 / 3, abs=1e-11)


def test_a_search_begins_with_ones_own_store_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from packing.records import Atlas
    from packing.search import minimize_coherence

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    found = minimize_coherence(lines(39, 5), restarts=6, seed=3)
    (tmp_path / "packing").mkdir()
    with Atlas(tmp_path / "packing" / "atlas.sqlite") as atlas:
        atlas.record(found)
    assert run(["search", "-n", "39", "-d", "5", "--restarts", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["coherence"] <= found.packing.coherence + 1e-12


def test_the_energies_of_other_commands_are_searched_for(capsys: pytest.CaptureFixture[str]) -> None:
    line = "search -n 6 -d 3 --vectors --energy riesz --exponent 1 --restarts 3 --json"
    assert run(line.split()) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["energy"] == pytest.approx(2 * 9.985281374, rel=1e-8)
    assert found["potential"] == "|x - y|^-1" and found["exponent"] == 1


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("search -n 6 -d 3 --energy riesz", "needs an exponent"),
        ("search -n 6 -d 3 --energy relu --positive", "leave it out"),
        ("search -n 6 -d 3 --energy log --exponent 2", "has no exponent"),
        ("search -n 6 -d 3 --energy foo", "name one"),
        ("search -n 6 -d 3 --energy abs --symmetry cyclic:3", "belong to the coherence"),
    ],
)
def test_energies_that_are_none(line: str, rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(line.split()) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and rule in said.err
