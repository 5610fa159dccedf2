"""The verdict on a file: exact where its numbers are, beside what is published; superseded files are no fault."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import packing as pk
from packing.census import census
from packing.cli import run
from packing.constructions import largest_kissing, quadruple_points
from packing.records.audit import audit


def test_a_kissing_configuration_is_proved_from_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = quadruple_points(12).vectors.coefficients[:, :, 0]
    np.savetxt(tmp_path / "p12a.txt", rows * 10**13, fmt="%d")
    assert run(["atlas", "check", str(tmp_path / "p12a.txt"), "--vectors", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    (cell,) = answer["cells"]
    found = cell["census"]
    assert (cell["n"], cell["d"], found["exact"], found["multiplicity"]) == (840, 12, "1/2", 40992)
    assert (found["rank"], found["rigor"]) == (12, "certified")
    said = " ".join(answer["verdicts"])
    assert "840 points of R^12 with all cosines at most 1/2: proved; published 841 (Takhanov" in said
    assert "no place for one more" in said or "one more fits" in said


def test_small_files_are_told_room_and_rigidity(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d4.csv").write_text("\n".join(",".join(map(str, row)) for row in largest_kissing(4).packing.vectors))
    rows = largest_kissing(4).vectors.coefficients[:, :, 0].tolist()
    (tmp_path / "roots.csv").write_text("\n".join(",".join(map(str, row)) for row in rows))
    for name, proved in (("d4.csv", False), ("roots.csv", True)):
        assert run(["atlas", "check", str(tmp_path / name), "--vectors"]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert ("24 points of R^4 with all cosines at most 1/2: proved" in said) == proved
        assert "no more fits" in said and "0.707106781" in said
        assert "rigid to first order: 96 of 96 closest pairs bear stress" in said


def test_pairs_of_long_rows_are_counted_as_by_fractions() -> None:
    rows = np.random.default_rng(5).integers(-(10**13), 10**13, (40, 6))
    counted = census(pk.Packing(rows, "vectors"))
    exact = pk.Packing(rows, "vectors").exact
    assert exact is not None
    squares = [exact.cosine2(i, j, signed=True) for i in range(40) for j in range(i)]
    assert (counted.square, counted.multiplicity) == (max(squares), 1)


@pytest.mark.parametrize("objects", ["vectors", "lines"])
def test_counts_are_those_of_floats_for_rows_of_several_lengths(objects: str) -> None:
    rows = np.random.default_rng(6).integers(-1, 2, (1200, 5))
    rows = rows[rows.any(axis=1)]
    counted, floats = census(pk.Packing(rows, objects)), census(pk.Packing(rows.astype(float), objects))
    assert counted.square == 1 and floats.square is None
    assert counted.rank == floats.rank == 5
    assert sum(angle.multiplicity for angle in counted.angles) == counted.pairs
    assert [angle.multiplicity for angle in counted.angles] == [angle.multiplicity for angle in floats.angles]
    assert counted.degrees == floats.degrees


@pytest.mark.long
def test_the_barnes_wall_points_are_counted() -> None:
    # Conway and Sloane, Sphere Packings, Lattices and Groups, chapter 4.10
    counted = census(largest_kissing(16).packing)
    seen = {"1/2": 280, "1/4": 1024, "0": 1710, "-1/4": 1024, "-1/2": 280, "-1": 1}
    assert {str(a.value): a.multiplicity for a in counted.angles} == {v: 4320 * count // 2 for v, count in seen.items()}
    assert (counted.degrees, counted.design_strength, counted.rank) == (((280, 4320),), 7, 16)


def test_superseded_files_are_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    angles = np.arange(3) * np.pi / 3
    best = pk.Packing(np.column_stack((np.cos(angles), np.sin(angles))))
    worse = pk.Packing([[1, 0], [0.6, 0.8], [-0.6, 0.8]])
    pk.save(best, tmp_path / "2x3.txt")
    pk.save(worse, tmp_path / "old_2x3.txt")
    done = audit(tmp_path)
    assert done.findings == ()
    assert [fault.source for fault in done.superseded] == ["old_2x3.txt"]
    assert run(["atlas", "check", str(tmp_path)]) == 0
    assert "superseded old_2x3.txt" in " ".join(capsys.readouterr().out.split())


def test_an_import_says_which_record_it_meets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.csv").write_text("1,0,0\n0,2,0\n1,1,1\n1,-1,3\n")
    words = ["atlas", "import", str(tmp_path / "p.csv"), "--store", str(tmp_path / "a.sqlite")]
    assert run(words) == 0
    assert "it misses the record of 4 lines in R^3, 0.33333333333" in " ".join(capsys.readouterr().out.split())
