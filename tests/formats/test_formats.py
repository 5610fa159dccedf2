from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from strategies import packings

from packing import InputError, Objects, Packing, lines, load, save, vectors


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(packing=packings())
@pytest.mark.parametrize("suffix", [".txt", ".npy", ".npz"])
def test_a_packing_comes_back_bit_for_bit(tmp_path: Path, packing: Packing, suffix: str) -> None:
    path = save(packing, tmp_path / f"packing{suffix}")
    back = load(path, packing.problem)
    np.testing.assert_array_equal(back.vectors, packing.vectors)
    assert back.problem == packing.problem


def test_sloane_text_is_all_real_parts_then_all_imaginary_parts(tmp_path: Path) -> None:
    path = save(Packing([[0.6, 0.8j], [1, 0]]), tmp_path / "p.txt")
    assert [float(line) for line in path.read_text().splitlines()] == [0.6, 0.0, 1.0, 0.0, 0.0, 0.8, 0.0, 0.0]


def test_sloane_text_of_quaternions_is_part_by_part(tmp_path: Path) -> None:
    path = save(Packing(np.array([[[0.6, 0, 0, 0.8]], [[0, 1, 0, 0]]])), tmp_path / "p.txt")
    assert [float(line) for line in path.read_text().splitlines()] == [0.6, 0.0, 0.0, 1.0, 0.0, 0.0, 0.8, 0.0]


def test_npz_remembers_the_objects(tmp_path: Path) -> None:
    path = save(Packing(np.eye(2), Objects.VECTORS), tmp_path / "p.npz")
    assert load(path).objects is Objects.VECTORS


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    target = tmp_path / "p.npy"
    target.write_text("precious")
    with pytest.raises(InputError, match="no folder"):
        save(Packing(np.eye(2)), tmp_path / "missing" / "p.npy")
    save(Packing(np.eye(2)), target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.npy"]


def _write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("p.txt", "1\n0\n0\n", r"holds 3 numbers, but 2 lines in R\^2 has 4: correct n, d or the field"),
        ("p.txt", "1 0 zero 1", "entry 3 is 'zero', not a number"),
        ("p.txt", "1 0 nan 1", "row 1, column 0 is nan"),
        ("p.txt", b"\xff\xfe\x00", "byte 0 is not UTF-8 text"),
        (
            "p.npy",
            "not an array",
            r"it is no \.npy array of numbers .*it does not begin as one does, and",
        ),
        ("p.npz", "not an archive", r"cannot read .*: it is no \.npz array"),
        ("p.csv", "1,2", r"holds 2 numbers, but 2 lines in R\^2 has 4"),
        ("p.xls", "1,2", r"must end in \.txt, \.csv"),
    ],
)
def test_a_damaged_file_gets_one_clear_line(tmp_path: Path, name: str, content: bytes | str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        load(_write(tmp_path / name, content), lines(2, 2))
    assert "\n" not in str(caught.value)


def test_pickles_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.npy"
    np.save(path, np.array([[{}]], dtype=object), allow_pickle=True)
    with pytest.raises(InputError, match="cannot read"):
        load(path)
    with pytest.raises(InputError, match="cannot read"):
        load(_write(path, pickle.dumps([1])))


def test_the_shape_is_checked_where_the_file_knows_it(tmp_path: Path) -> None:
    path = save(Packing(np.eye(3)), tmp_path / "p.npy")
    with pytest.raises(InputError, match=r"holds 3 lines in R\^3, not 3 lines in C\^3"):
        load(path, lines(3, 3, "C"))
    assert load(path, vectors(3, 3)).objects is Objects.VECTORS


def test_text_needs_to_be_told_its_shape(tmp_path: Path) -> None:
    path = save(Packing(np.eye(3)), tmp_path / "p.txt")
    with pytest.raises(InputError, match="say n, d and the field"):
        load(path)


def test_an_archive_without_vectors_names_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "p.npz"
    np.savez(path, weights=np.eye(2), biases=np.eye(2))
    with pytest.raises(InputError, match=r"no array 'vectors' \(it has weights, biases\)"):
        load(path)


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "none.npy")
    with pytest.raises(InputError, match="is a folder"):
        load(tmp_path)
