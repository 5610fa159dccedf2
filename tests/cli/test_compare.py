"""`packing compare`: the same packing in another disguise, others, and files that do not go together."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from packing.cli import run
from packing.configuration import Packing
from packing.symmetry import compare
from packing.symmetry.label import label


def unitary(d: int, rng: np.random.Generator) -> np.ndarray:
    return np.linalg.qr(rng.normal(size=(d, d)) + 1j * rng.normal(size=(d, d)))[0]


def test_the_same_packing_in_a_file_of_another_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(9, 4))
    turn = np.linalg.qr(rng.normal(size=(4, 4)))[0]
    np.savetxt(tmp_path / "a.txt", rows / np.linalg.norm(rows, axis=1, keepdims=True))
    signs = rng.choice([-1.0, 1.0], size=(9, 1))
    np.save(tmp_path / "b.npy", signs * (rows[rng.permutation(9)] @ turn))
    assert run(["compare", str(tmp_path / "a.txt"), str(tmp_path / "b.npy"), "--field", "R", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["same"] is True
    assert answer["labels"][0] == answer["labels"][1]
    assert answer["symmetry_orders"] == [1, 1]
    assert answer["distance"] < 1e-9
    np.savetxt(tmp_path / "c.txt", rng.normal(size=(9, 4)))
    assert run(["compare", str(tmp_path / "a.txt"), str(tmp_path / "c.txt"), "--field", "R", "--json"]) == 0
    other = json.loads(capsys.readouterr().out)
    assert other["same"] is False
    assert other["labels"][0] != other["labels"][1]
    assert other["distance"] > 0.01
    np.savetxt(tmp_path / "d.txt", rng.normal(size=(8, 4)))
    assert run(["compare", str(tmp_path / "a.txt"), str(tmp_path / "d.txt"), "--field", "R"]) == 2
    assert "packings of one kind are compared" in capsys.readouterr().err


@pytest.mark.parametrize(("n", "d"), [(7, 3), (20, 5), (40, 6)])
def test_complex_lines_up_to_phases_and_conjugation(n: int, d: int) -> None:
    rng = np.random.default_rng(n)
    rows = rng.normal(size=(n, d)) + 1j * rng.normal(size=(n, d))
    phases = np.exp(2j * np.pi * rng.random((n, 1)))
    other = np.conj(phases * (rows[rng.permutation(n)] @ unitary(d, rng)))
    found = compare(Packing(rows), Packing(other))
    assert found.same
    assert found.labels[0] == found.labels[1]


def test_labels_tell_what_overlap_counts_do_not() -> None:
    """Two graphs of two-distance sets with the same number of edges: six vectors as two triangles or a hexagon."""
    shifts = np.eye(6)
    hexagon = np.array([np.roll([0, 1, 0, 0, 0, 1], i) for i in range(6)])
    triangles = np.kron(np.eye(2), np.ones((3, 3)) - np.eye(3))
    packings = [Packing(np.linalg.cholesky(shifts + 0.2 * graph), "vectors") for graph in (hexagon, triangles)]
    found = compare(*packings)
    assert not found.same
    assert found.symmetry_orders == (12, 72)
    assert label(packings[0]) == label(Packing(packings[0].vectors[::-1].copy(), "vectors"))
