"""Files that `packing search` writes are files that it starts from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from packing.cli import run


@pytest.mark.parametrize(
    "kind", [[], ["--field", "C"], ["--vectors"], ["--subspaces", "2"]], ids=["lines", "C", "points", "planes"]
)
@pytest.mark.parametrize("suffix", [".txt", ".npy", ".npz", ".mat"])
def test_a_search_starts_from_each_file_that_a_search_writes(
    kind: list[str], suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, asked = str(tmp_path / f"p{suffix}"), ["search", "-n", "7", "-d", "4", *kind, "--restarts", "1", "--json"]
    assert run([*asked, "--out", file]) == 0
    first = json.loads(capsys.readouterr().out)["coherence"]
    assert run([*asked, "--from-scratch", "--start", file]) == 0
    assert json.loads(capsys.readouterr().out)["coherence"] <= first + 1e-9


@pytest.mark.parametrize(("name", "text"), [("p.txt", "1\n0\n0\n1\n"), ("p.csv", "3,0\n0,1/7\n")])
def test_text_is_kept_by_fix(name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_text(text)
    asked = ["search", "-n", "4", "-d", "2", "--vectors", "--restarts", "1", "--json"]
    assert run([*asked, "--fix", str(tmp_path / name), "--out", str(tmp_path / "q.csv")]) == 0
    assert json.loads(capsys.readouterr().out)["coherence"] == pytest.approx(0, abs=1e-9)
    rows = (tmp_path / "q.csv").read_text().split()
    assert len(rows) == 4
    assert rows[:2] == ["1.0,0.0", "0.0,1.0"]


def test_text_that_does_not_fill_its_shape_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.txt").write_text("1\n0\n0\n")
    assert run(["search", "-n", "5", "-d", "2", "--fix", str(tmp_path / "p.txt"), "--restarts", "1"]) == 2
    assert "holds 3 numbers, and lines in R^2 have 2 each" in capsys.readouterr().err
