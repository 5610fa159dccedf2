from __future__ import annotations

import json
import pickle
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from packing import InputError
from packing.overlaps import open_matrix, overlaps

ROWS = np.array([[1.5, -2.0, 0.25], [0.0, 3.0, -1.0], [2.0, 2.0, 2.0], [-0.5, 1.0, 8.0]])
DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I32": "<i4"}


def _bfloat16(rows: np.ndarray) -> np.ndarray:
    return (rows.astype(np.float32).view(np.uint32) >> 16).astype(np.uint16)


def _tensors(path: Path, tensors: dict[str, tuple[str, np.ndarray]], **changes: Any) -> Path:
    """Write a .safetensors file by its specification, independently of the reader and of the library."""
    header, data = {}, b""
    for name, (dtype, array) in tensors.items():
        raw = array.tobytes()
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    for name, change in changes.items():
        header[name] |= change
    text = json.dumps(header | {"__metadata__": {"format": "pt"}}).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


@pytest.mark.parametrize("dtype", list(DTYPES))
def test_every_type_of_safetensors_is_read_exactly(tmp_path: Path, dtype: str) -> None:
    stored = (ROWS * 4).astype(DTYPES[dtype])
    path = _tensors(tmp_path / "w.safetensors", {"bias": (dtype, stored[0]), "w": (dtype, stored)})
    matrix = open_matrix(path)
    np.testing.assert_array_equal(matrix.rows(slice(0, 4)), ROWS * 4)
    np.testing.assert_array_equal(matrix.rows([2, 0]), ROWS[[2, 0]] * 4)


def test_bfloat16_is_read_exactly_and_lazily(tmp_path: Path) -> None:
    path = _tensors(tmp_path / "w.safetensors", {"w": ("BF16", _bfloat16(ROWS))})
    matrix = open_matrix(path, "w")
    assert (matrix.stored, matrix.n, matrix.d) == ("bfloat16", 4, 3)
    np.testing.assert_array_equal(matrix.rows(slice(1, 3)), ROWS[1:3])
    assert isinstance(matrix.array.base, np.memmap)
    assert overlaps(matrix).coherence == pytest.approx(overlaps(ROWS).coherence, abs=1e-14)


def test_our_reader_agrees_with_the_library(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    rows = np.random.default_rng(0).standard_normal((50, 9)).astype(np.float32)
    save_file({"a": rows, "b": rows[:, :4].copy(), "scale": np.ones(3, np.float32)}, tmp_path / "w.safetensors")
    np.testing.assert_array_equal(open_matrix(tmp_path / "w.safetensors", "a").rows(slice(0, 50)), rows)


def test_a_sharded_model_is_opened_by_its_index(tmp_path: Path) -> None:
    _tensors(tmp_path / "model-1.safetensors", {"a": ("F64", ROWS)})
    _tensors(tmp_path / "model-2.safetensors", {"b": ("F64", -ROWS)})
    index = tmp_path / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}))
    np.testing.assert_array_equal(open_matrix(index, "b").rows(slice(0, 4)), -ROWS)
    for name, message in ((None, "name one with --tensor"), ("c", "no tensor 'c'")):
        with pytest.raises(InputError, match=message):
            open_matrix(index, name)
    for place in ("../model-1.safetensors", "/etc/passwd", "model-1.txt"):
        index.write_text(json.dumps({"weight_map": {"a": place}}))
        with pytest.raises(InputError, match="beside it"):
            open_matrix(index, "a")
    index.write_text("{")
    with pytest.raises(InputError, match="not an index"):
        open_matrix(index, "a")


def test_npy_npz_and_transposes(tmp_path: Path) -> None:
    np.save(tmp_path / "w.npy", ROWS)
    np.savez(tmp_path / "w.npz", w=ROWS, bias=ROWS[0])
    np.save(tmp_path / "t.npy", np.asfortranarray(ROWS.T))
    expected = overlaps(ROWS).absolute
    assert overlaps(open_matrix(tmp_path / "w.npy")).absolute == expected
    assert overlaps(open_matrix(tmp_path / "w.npz", "w")).absolute == expected
    assert overlaps(open_matrix(tmp_path / "t.npy", transpose=True)).absolute == pytest.approx(expected)
    assert overlaps(open_matrix(tmp_path / "w.npz")).absolute == expected  # the only matrix
    np.savez(tmp_path / "two.npz", w=ROWS, v=ROWS)
    with pytest.raises(InputError, match=r"holds 2 matrices: name one with --tensor \(w \(4 x 3 float64\)"):
        open_matrix(tmp_path / "two.npz")


def test_rows_masks_and_selections_compose(tmp_path: Path) -> None:
    np.save(tmp_path / "w.npy", ROWS)
    matrix = open_matrix(tmp_path / "w.npy")
    chosen = matrix.select(np.array([True, False, True, True])).select([2, 0])
    np.testing.assert_array_equal(chosen.rows(slice(0, 2)), ROWS[[3, 0]])
    np.testing.assert_array_equal(matrix.select(slice(1, 3)).stored_rows(0, 2), ROWS[1:3])
    for rows, message in (
        ([0, 9], "row 9 does not exist"),
        ([1, 1], "named twice"),
        ([True], "one entry a row"),
        ([0.5], "whole numbers"),
        (np.zeros(4, dtype=bool), "no row is left"),
        ([[0]], "a list or a mask"),
    ):
        with pytest.raises(InputError, match=message):
            matrix.select(rows)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"data_offsets": [0, 9999]}, "would end at byte"),
        ({"data_offsets": [48, 0]}, "would end at byte"),
        ({"data_offsets": [0, 40]}, "has 40 bytes"),
        ({"shape": [4, 4]}, "has 96 bytes"),
        ({"shape": [2**40, 2**40]}, "has 96 bytes"),
        ({"shape": [-4, -3]}, r"shape \[-4, -3\]"),
        ({"shape": [4.0, 3]}, "shape"),
        ({"shape": 12}, "no dtype, shape"),
        ({"data_offsets": [0]}, "no dtype, shape"),
        ({"dtype": "F4"}, "convert it to BF16"),
        ({"dtype": "F8_E4M3"}, "has 96 bytes"),
        ({"shape": [12]}, r"must have shape \(n, d\)"),
        ({"shape": [0, 3], "data_offsets": [0, 0]}, "must have shape"),
    ],
)
def test_lying_headers_are_told(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = _tensors(tmp_path / "w.safetensors", {"w": ("F64", ROWS)}, w=change)
    with pytest.raises(InputError, match=message):
        open_matrix(path)


@pytest.mark.parametrize("keep", [0, 4, 8, 30, -1])
def test_truncated_safetensors_are_told(tmp_path: Path, keep: int) -> None:
    path = _tensors(tmp_path / "w.safetensors", {"w": ("F64", ROWS)})
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(InputError, match=r"not a whole \.safetensors file"):
        open_matrix(path)


@pytest.mark.parametrize("header", [b"[1, 2]", b"{bad", b"\xff\xfe{}", b'{"w": 3}', b"[" * 100_000])
def test_headers_that_are_no_table_are_told(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "w.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header)
    with pytest.raises(InputError, match=r"not a whole \.safetensors file"):
        open_matrix(path)


class _Bomb:
    def __reduce__(self) -> tuple[Any, ...]:
        return (pytest.fail, ("the pickle was run",))


def _npy(path: Path, header: str, data: bytes = b"") -> None:
    text = (header + " " * (-(len(header) + 11) % 64) + "\n").encode()
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data)


@pytest.mark.parametrize(
    ("name", "write", "message"),
    [
        ("a.npy", lambda p: np.save(p, np.array([_Bomb()], dtype=object), allow_pickle=True), "Python objects"),
        ("a.npz", lambda p: np.savez(p, w=np.array([[_Bomb()]], dtype=object)), "Python objects"),
        ("a.npy", lambda p: p.write_bytes(pickle.dumps(_Bomb())), "cannot read"),
        ("a.pkl", lambda p: p.write_bytes(pickle.dumps(_Bomb())), "is a pickle"),
        ("a.npy", lambda p: p.write_text("1 2 3\n4 5 6\n"), "cannot read"),
        ("a.npy", lambda p: p.write_bytes(b""), "cannot read"),
        ("a.npz", lambda p: p.write_text("not a zip"), "cannot read"),
        ("a.npy", lambda p: _npy(p, "{'descr': '<f8', 'fortran_order': False, 'shape': (9, 9), }", b"abc"), "cannot"),
        ("a.npy", lambda p: _npy(p, "{'descr': '<f8', 'fortran_order': False, 'shape': (9**99, 9), }"), "cannot read"),
        ("a.npy", lambda p: np.save(p, np.zeros(7)), r"shape \(n, d\)"),
        ("a.npy", lambda p: np.save(p, np.zeros((2, 3, 4))), r"is a stack, not shape \(n, d\)"),
        ("a.npy", lambda p: np.save(p, np.zeros((0, 4))), "at least 1"),
        ("a.npy", lambda p: np.save(p, np.eye(3) * 1j), "must be real"),
        ("a.npy", lambda p: np.save(p, np.array([["a", "b"]])), "must hold numbers"),
        ("a.txt", lambda p: p.write_text("1 2 3"), "a real matrix, a row a line"),
        ("a.doc", lambda p: p.write_text("1 2 3"), "must be .npy"),
        ("a.pt", lambda p: p.write_bytes(pickle.dumps(_Bomb())), "torch|cannot read"),
    ],
)
def test_hostile_files_are_one_line_with_the_cure(tmp_path: Path, name: str, write: Any, message: str) -> None:
    path = tmp_path / name
    write(path)
    with pytest.raises(InputError, match=message) as told:
        open_matrix(path)
    assert str(path) in str(told.value) or "matrix" in str(told.value) or name in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_one_matrix_of_a_stack(tmp_path: Path) -> None:
    stack = np.stack([ROWS, 2 * ROWS, 3 * ROWS])
    np.save(tmp_path / "w.npy", stack)
    np.savez(tmp_path / "w.npz", W=stack, b=ROWS[0])
    _tensors(tmp_path / "w.safetensors", {"m.W": ("F64", stack), "b": ("F64", ROWS[0])})
    for name, wanted in (("w.npy", "[2]"), ("w.npz", "W[2]"), ("w.safetensors", "m.W[2]"), ("w.safetensors", "W[2]")):
        np.testing.assert_array_equal(open_matrix(tmp_path / name, wanted).rows(slice(0, 4)), 3 * ROWS)
    for wanted, message in (
        ("W", r"is a stack.*--tensor 'W\[0\]'"),
        ("W[3]", "places 0 .. 2"),
        ("W[0,1]", "name at most 1 places"),
        ("V[0]", "no tensor"),
    ):
        with pytest.raises(InputError, match=message):
            open_matrix(tmp_path / "w.npz", wanted)
    np.savez(tmp_path / "one.npz", W=stack[:1], b=ROWS[0])
    np.testing.assert_array_equal(open_matrix(tmp_path / "one.npz").rows(slice(0, 4)), ROWS)
    with pytest.raises(InputError, match="--against-tensor"):
        open_matrix(tmp_path / "w.npz", "W", option="--against-tensor")


def test_float8_of_both_kinds_with_one_factor_and_one_a_row(tmp_path: Path) -> None:
    codes = np.array([[0x38, 0xC0], [0x01, 0x7E]], dtype=np.uint8)
    numbers = np.array([[1.0, -2.0], [2.0**-9, 448.0]])
    whole, rows = np.array([0.5], dtype="<f4"), np.array([[2.0], [4.0]], dtype="<f4")
    path = _tensors(
        tmp_path / "w.safetensors",
        {
            "a.weight": ("F8_E4M3", codes),
            "a.weight_scale": ("F32", whole),
            "b.weight": ("F8_E4M3", codes),
            "b.weight_scale_inv": ("F32", rows),
            "c": ("F8_E5M2", np.array([[0x3C, 0xC0]], dtype=np.uint8)),
        },
    )
    np.testing.assert_array_equal(open_matrix(path, "a.weight").rows(slice(0, 2)), numbers / 2)
    np.testing.assert_array_equal(open_matrix(path, "b.weight").rows(slice(0, 2)), numbers * rows)
    np.testing.assert_array_equal(open_matrix(path, "c").rows(slice(0, 1)), [[1.0, -2.0]])
    bad = {"w": ("F8_E4M3", codes), "w_scale": ("F32", np.ones((3, 5), dtype="<f4"))}
    with pytest.raises(InputError, match="which do not fit"):
        open_matrix(_tensors(tmp_path / "v.safetensors", bad), "w")


def test_the_only_matrix_of_an_index(tmp_path: Path) -> None:
    _tensors(tmp_path / "model-1.safetensors", {"a": ("F64", ROWS), "stray": ("F64", ROWS)})
    _tensors(tmp_path / "model-2.safetensors", {"b": ("F64", ROWS[0])})
    index = tmp_path / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}))
    np.testing.assert_array_equal(open_matrix(index).rows(slice(0, 4)), ROWS)


def test_models_and_files_of_our_own_trainings(tmp_path: Path) -> None:
    from packing.toymodels import AutoencoderConfig, save_models, train

    trained = train(AutoencoderConfig(n=6, d=3, density=0.4, models=2, steps=20))
    save_models(trained, tmp_path / "m.npz")
    for number in range(2):
        expected = overlaps(trained.weights[number]).absolute
        assert overlaps(trained.model(number)).absolute == expected
        assert overlaps(open_matrix(tmp_path / "m.npz", f"weights[{number}]")).absolute == expected
    assert overlaps(trained).absolute == overlaps(trained.weights[trained.best]).absolute
