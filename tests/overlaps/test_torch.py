"""Tensors of torch in Python and in files: all kinds that hold numbers are read, all others told in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from packing import InputError
from packing.cli import run
from packing.overlaps import compare, open_matrix, overlaps

torch = pytest.importorskip("torch", reason="torch is not installed: its tensors and files are not tested here")

ROWS = np.random.default_rng(0).standard_normal((40, 12)).astype(np.float32)


def _tensor(rows: np.ndarray = ROWS) -> Any:
    return torch.from_numpy(rows.copy())


@pytest.mark.parametrize(
    "held",
    [
        _tensor(),
        torch.nn.Parameter(_tensor()),
        _tensor().to(torch.bfloat16),
        torch.nn.Parameter(_tensor().to(torch.bfloat16)).T.contiguous().T,
        _tensor().half(),
        _tensor().to(torch.float8_e4m3fn),
        _tensor().to(torch.float8_e5m2),
        torch.nn.Linear(12, 40).weight,
        (_tensor() * 8).to(torch.int8),
    ],
    ids=lambda held: f"{type(held).__name__} {held.dtype}",
)
def test_tensors_are_measured_as_they_are(held: Any) -> None:
    exact = held.detach().float().numpy().astype(np.float64)
    expected = overlaps(exact, workers=1)
    found = overlaps(held, workers=1)
    assert found.coherence == pytest.approx(expected.coherence, abs=1e-12)
    assert found.absolute[4] == pytest.approx(expected.absolute[4], rel=1e-9)
    assert compare(held, held, workers=1, chance=0).matching.mean == pytest.approx(1)


@pytest.mark.parametrize(
    ("held", "message"),
    [
        (_tensor().to_sparse(), "sparse tensor.*to_dense"),
        (torch.empty(3, 3, device="meta"), "without numbers"),
        (_tensor()[None], "must have shape"),
        (torch.complex(_tensor(), _tensor()), "must be real"),
    ],
)
def test_tensors_without_rows_of_numbers_are_told(held: Any, message: str) -> None:
    with pytest.raises(InputError, match=message) as told:
        overlaps(held)
    assert len(str(told.value).splitlines()) == 1


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_quantised_tensors_are_told(tmp_path: Path) -> None:
    held = torch.quantize_per_tensor(_tensor(), 0.1, 0, torch.qint8)
    torch.save({"w": held}, tmp_path / "c.pt")
    for read in (lambda: overlaps(held), lambda: open_matrix(tmp_path / "c.pt")):
        with pytest.raises(InputError, match=r"quantised tensor.*dequantize"):
            read()


@pytest.mark.parametrize(
    ("zipped", "dtype"),
    [
        (True, torch.float32),
        (True, torch.bfloat16),
        (True, torch.float8_e4m3fn),
        (False, torch.float32),
        (False, torch.bfloat16),
    ],
)
def test_checkpoints_nested_and_of_the_old_format(tmp_path: Path, zipped: bool, dtype: Any) -> None:
    state = {"decoder.weight": _tensor().to(dtype), "encoder.weight": torch.ones(12, 40), "bias": torch.zeros(3)}
    held = {"model_state_dict": state, "optimizer": {"state": [torch.zeros(2)]}, "epoch": 3}
    torch.save(held, tmp_path / "c.pt", _use_new_zipfile_serialization=zipped)
    for name in ("decoder.weight", "model_state_dict.decoder.weight"):
        matrix = open_matrix(tmp_path / "c.pt", name)
        np.testing.assert_array_equal(matrix.rows(slice(0, 40)), _tensor().to(dtype).float().numpy())
    with pytest.raises(InputError, match="holds 2 matrices: name one with --tensor"):
        open_matrix(tmp_path / "c.pt")
    with pytest.raises(InputError, match="2 tensors 'weight'"):
        open_matrix(tmp_path / "c.pt", "weight")


def test_float8_with_its_factors(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    rows = np.random.default_rng(1).standard_normal((200, 300)).astype(np.float32)
    scale = np.random.default_rng(2).uniform(0.5, 2, (2, 3)).astype(np.float32)
    low = _tensor(rows).to(torch.float8_e4m3fn)
    expected = low.float().numpy() * np.repeat(np.repeat(scale, 128, axis=0), 128, axis=1)[:200, :300]
    held = {"up.weight": low, "up.weight_scale_inv": torch.from_numpy(scale)}
    torch.save(held, tmp_path / "w.pt")
    save_file(held, tmp_path / "w.safetensors")
    for name in ("w.pt", "w.safetensors"):
        np.testing.assert_array_equal(open_matrix(tmp_path / name, "up.weight").rows(slice(0, 200)), expected)


def test_every_pattern_of_float8_is_what_torch_reads() -> None:
    from packing.overlaps.float8 import decoded

    patterns = np.arange(256, dtype=np.uint8)
    for name, kind in (("F8_E4M3", torch.float8_e4m3fn), ("F8_E5M2", torch.float8_e5m2)):
        theirs = torch.from_numpy(patterns.copy()).view(kind).float().numpy()
        np.testing.assert_array_equal(decoded(patterns, name), theirs)


def test_an_index_of_bin_files_and_the_only_matrix(tmp_path: Path) -> None:
    torch.save({"a": _tensor(), "bias": torch.zeros(4)}, tmp_path / "model-1.bin")
    torch.save({"norm": torch.ones(4)}, tmp_path / "model-2.bin")
    index = tmp_path / "pytorch_model.bin.index.json"
    places = {"a": "model-1.bin", "bias": "model-1.bin", "norm": "model-2.bin"}
    index.write_text(json.dumps({"weight_map": places}))
    for name in (None, "a"):
        np.testing.assert_array_equal(open_matrix(index, name).rows(slice(0, 40)), ROWS)
    torch.save(_tensor(), tmp_path / "alone.pt")
    assert open_matrix(tmp_path / "alone.pt").n == 40
    torch.save({"stack": torch.stack([_tensor(), 2 * _tensor()])}, tmp_path / "stack.pt")
    np.testing.assert_array_equal(open_matrix(tmp_path / "stack.pt", "stack[1]").rows([0]), 2 * ROWS[:1])


@pytest.mark.parametrize(
    ("held", "message"),
    [
        (torch.nn.Linear(3, 3), "whole module"),
        ({"w": _tensor().to_sparse()}, "sparse tensor"),
        ({"epoch": 3}, "without tensors"),
        ([1, 2], "without tensors"),
    ],
)
def test_files_without_a_matrix_are_one_line(
    tmp_path: Path, held: Any, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    torch.save(held, tmp_path / "c.pt")
    assert run(["overlaps", str(tmp_path / "c.pt")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert len(err.splitlines()) == 1
    assert "\x1b" not in err
