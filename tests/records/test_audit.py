"""The audit: right packings pass, each forgery is found and named, a table is held to the same laws."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from packing import lines, save, vectors
from packing.cli import run
from packing.configuration import Packing
from packing.constructions import known
from packing.errors import InputError
from packing.problem import Field, Objects
from packing.records.atlas import Atlas
from packing.records.audit import audit
from packing.records.scores import Meaning
from packing.search import minimize_coherence


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(known(lines(6, 3))[0].packing, tmp_path / "3x6.txt")
    save(known(lines(7, 3, "C"))[0].packing, tmp_path / "lines_C_3x7.txt")
    save(known(vectors(12, 3))[0].packing, tmp_path / "pack.3.12.txt")
    return tmp_path


def rules(place: Path, **options: object) -> list[tuple[str, str]]:
    return [(found.source, found.rule) for found in audit(place, **options).findings]  # type: ignore[arg-type]


def test_right_packings_pass_with_their_gap_to_every_bound(folder: Path) -> None:
    done = audit(folder)
    assert done.findings == ()
    assert [cell.problem for cell in done.cells] == [lines(6, 3), lines(7, 3, "C"), vectors(12, 3)]
    for cell in done.cells:
        assert cell.gap == pytest.approx(0, abs=1e-12)
        assert len(cell.bounds) > 1
        assert float(cell.high) == pytest.approx(known(cell.problem)[0].packing.coherence, abs=2e-15)


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("2x2.txt", "1\n0\nnan\n1\n", "unreadable"),
        ("2x2.txt", "1\n0\n0\n", "unreadable"),
        ("2x2.txt", "1\n0\nzero\n1\n", "unreadable"),
        ("2x2.txt", "1\n0\n0\n0\n", "unreadable"),
        ("noname.txt", "1\n0\n0\n1\n", "unreadable"),
        ("2x2.txt", "1\n0\n0.1\n2.3\n", "unit"),
        ("2x2.txt", "1\n0\n-1\n0\n", "distinct"),
    ],
)
def test_each_broken_file_is_named(name: str, content: str, rule: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="ascii")
    assert rules(tmp_path) == [(name, rule)]


def test_interleaved_complex_numbers_are_told_from_sloanes_order(tmp_path: Path) -> None:
    rows = known(lines(7, 3, "C"))[0].packing.vectors
    rows = rows * np.exp(1j * np.arange(1, 8))[:, None]
    wrong = np.column_stack((rows.real.ravel(), rows.imag.ravel())).ravel()
    (tmp_path / "3x7.txt").write_text("\n".join(map(repr, wrong.tolist())), encoding="ascii")
    (found,) = [finding for finding in audit(tmp_path).findings if finding.rule == "unit"]
    assert "all real parts must come first" in found.text
    words = ["atlas", "import", str(tmp_path / "3x7.txt"), "-n", "7", "-d", "3", "--field", "C", "--store"]
    assert run([*words, str(tmp_path / "a.sqlite")]) == 2


def test_a_shape_that_its_name_denies_is_found(tmp_path: Path) -> None:
    np.save(tmp_path / "2x3.npy", np.eye(2))
    assert rules(tmp_path) == [("2x3.npy", "unreadable")]


def test_fewer_vectors_or_more_dimensions_cannot_be_worse(tmp_path: Path) -> None:
    good = known(lines(6, 3))[0].packing
    save(good, tmp_path / "3x6.npy")
    save(Packing([[1, 0, 0], [0.6, 0.8, 0], [0, 0, 1]]), tmp_path / "3x3.npy")
    save(
        Packing(np.pad(minimize_coherence(lines(6, 2), restarts=2).packing.vectors, ((0, 0), (0, 2)))),
        tmp_path / "4x6.npy",
    )
    found = audit(tmp_path).findings
    assert [(each.source, each.rule) for each in found] == [("3x3.npy", "monotone"), ("4x6.npy", "monotone")]
    assert "3x6.npy" in found[0].text


def test_a_table_is_held_to_bounds_and_to_itself(tmp_path: Path) -> None:
    place = tmp_path / "t.csv"
    place.write_text("n,d,coherence\n7,3,0.4714\n8,3,0.4000\n9,3,0.5000\n13,3,0.6221\n", encoding="ascii")
    found = audit(place, kind=Meaning(Field.COMPLEX)).findings
    assert [(each.source, each.rule) for each in found] == [
        ("t.csv line 3", "bound"), ("t.csv line 2", "monotone")
    ]  # fmt: skip
    place.write_text("n,d,coherence\n7,3,inf\n", encoding="ascii")
    with pytest.raises(InputError, match="line 2 is no cell"):
        audit(place)
    place.write_text("n,b\n1,2\n", encoding="ascii")
    with pytest.raises(InputError, match="needs columns n, d and coherence"):
        audit(place)


def test_packings_are_compared_with_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = folder / "t.csv"
    place.write_text("n,d,coherence\n6,3,0.4472136\n", encoding="ascii")
    file = folder / "3x6.txt"
    assert run(["atlas", "check", str(file), "--table", str(place), "--json"]) == 0
    (cell,) = json.loads(capsys.readouterr().out)["cells"]
    assert cell["difference"] == pytest.approx(5**-0.5 - 0.4472136, abs=1e-12)
    place.write_text("n,d,coherence\n6,3,0.4400\n", encoding="ascii")
    assert run(["atlas", "check", str(file), "--table", str(place)]) == 1
    assert "is worse than" in " ".join(capsys.readouterr().out.split())


def test_an_atlas_is_audited_as_a_file(tmp_path: Path) -> None:
    place = tmp_path / "a.sqlite"
    with Atlas(place) as atlas:
        atlas.record(minimize_coherence(lines(6, 3), restarts=4))
    assert rules(place) == []


def test_points_are_named_by_option_or_file(folder: Path) -> None:
    save(known(vectors(4, 3))[0].packing, folder / "3x4.txt")
    cells = audit(folder / "3x4.txt", kind=Meaning(objects=Objects.VECTORS)).cells
    assert cells[0].problem == vectors(4, 3)
    assert audit(folder / "3x4.txt", vectors(4, 3)).cells == cells


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["check", "/no/such"], "no such file"),
        (["check", ".", "-n", "3"], "both -n and -d"),
        (["best", "--table", "t.csv"], "packing atlas check FILE"),
    ],
)
def test_command_refuses_in_one_line(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["atlas", *words]) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.err.count("\n") == 1


def test_quaternionic_lines_are_told_by_the_length_of_their_file(tmp_path: Path) -> None:
    from packing.records import best_known

    record = best_known(lines(5, 2, "H"))
    assert record is not None
    assert record.packing is not None
    save(record.packing, tmp_path / "lines_H_2x5.txt")
    save(best_known(lines(5, 2, "C")).packing, tmp_path / "lines_C_2x5.txt")  # type: ignore[union-attr, arg-type]
    done = audit(tmp_path)
    assert [cell.problem for cell in done.cells] == [lines(5, 2, "C"), lines(5, 2, "H")]
    assert float(done.cells[1].high) == pytest.approx(record.coherence, abs=1e-12)


def test_complex_lines_are_quaternionic_lines(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("n,d,coherence,field\n5,3,0.4343,C\n5,3,0.45,H\n", encoding="utf-8")
    assert [finding.rule for finding in audit(tmp_path / "t.csv").findings] == ["monotone"]


@pytest.mark.parametrize("text", ["1\n0\nzero\n1\n", "", "no numbers at all\n", "1 0\n0 0\n"])
def test_a_file_alone_that_cannot_be_read_is_bad_input(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "2x2.txt").write_text(text)
    assert run(["atlas", "check", str(tmp_path / "2x2.txt")]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and said.err.startswith("packing: ")
    assert run(["atlas", "check", str(tmp_path)]) == 1
    assert "WRONG 2x2.txt" in capsys.readouterr().out


def test_a_file_alone_that_is_wrong_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "2x2.txt").write_text("1\n0\n1\n0\n")
    assert run(["atlas", "check", str(tmp_path / "2x2.txt")]) == 1
