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


def test_text_that_does_not_hold_its_shape_is_not_fixed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.txt").write_text("1\n0\n0\n1\n")
    assert run(["search", "-n", "5", "-d", "2", "--fix", str(tmp_path / "p.txt"), "--restarts", "1"]) == 2
    assert "save them as .npy or .npz" in capsys.readouterr().err
