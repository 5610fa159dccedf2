"""The command: keys that stay, selections, shards, figures, and one line on bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from overlaps.overlap_oracle import Oracle

from packing.cli import run


@pytest.fixture
def matrix(tmp_path: Path) -> Path:
    rows = np.random.default_rng(0).standard_normal((120, 15)).astype(np.float32)
    rows[7] = 0
    np.save(tmp_path / "w.npy", rows)
    return tmp_path / "w.npy"


def _answer(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert run(["overlaps", *map(str, words), "--jobs", "1", "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_the_json_keys_that_stay(matrix: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer, oracle = _answer(capsys, matrix), Oracle(np.load(matrix))
    assert (answer["rows"], answer["columns"], answer["dropped"]) == (120, 15, 1)
    assert answer["coherence"] == pytest.approx(oracle.off.max(), abs=1e-14)
    for power in ("1", "2", "4"):
        assert answer["moments"][power] == pytest.approx(oracle.absolute(int(power)), rel=1e-12)
    assert answer["welch"]["coherence"] == pytest.approx(((119 - 15) / (15 * 118)) ** 0.5)
    assert answer["random"]["moments"]["2"] == pytest.approx(1 / 15)
    assert sum(answer["histogram"]["counts"]) == 119 * 118 // 2
    assert [sum(factors["sizes"]) for factors in answer["factors"]] == [119] * len(answer["factors"])
    assert {"eps", "count", "sizes"} <= set(answer["factors"][0])
    assert answer["seconds"] > 0
    assert any("times that of random rows" in line for line in answer["sentences"])


def test_selections(matrix: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = np.load(matrix)
    keep = np.arange(120) % 3 > 0
    np.save(tmp_path / "mask.npy", keep)
    answer = _answer(capsys, matrix, "--mask", tmp_path / "mask.npy", "--rows", "10:60", "--center")
    chosen = rows[keep][10:60].astype(np.float64)
    assert answer["moments"]["4"] == pytest.approx(Oracle(chosen - chosen.mean(axis=0)).absolute(4), rel=1e-12)
    turned = _answer(capsys, matrix, "--transpose", "--eps", "0.1,0.2", "--no-spectrum")
    assert (turned["rows"], turned["columns"], turned["frame"]) == (15, 120, None)
    assert [factors["eps"] for factors in turned["factors"]] == [0.1, 0.2]
    assert "transpose" in turned["notes"][0]


def test_shards_are_merged(matrix: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = _answer(capsys, matrix)
    parts = [tmp_path / f"{k}.npz" for k in (1, 2)]
    for k, part in enumerate(parts, start=1):
        counted = _answer(capsys, matrix, "--shard", f"{k}/2", "--checkpoint", part)
        assert counted["file"] == str(part)
    merged = _answer(capsys, matrix, "--merge", *parts)
    assert {key: merged[key] for key in ("moments", "top", "factors")} == {
        key: whole[key] for key in ("moments", "top", "factors")
    }


def test_previews_and_comparisons(matrix: Path, capsys: pytest.CaptureFixture[str]) -> None:
    glance = _answer(capsys, matrix, "--sample", 30, "--seed", 4)
    assert glance["sample"] == 30
    assert glance["errors"]["2"] > 0
    shifted = _answer(capsys, matrix, "--sample", 119, "--center")
    rows = np.load(matrix).astype(np.float64)
    assert shifted["moments"]["2"] == pytest.approx(Oracle(rows - rows.mean(axis=0)).absolute(2), rel=0.05)
    both = _answer(capsys, matrix, "--against", matrix)
    assert both["mean_best"] == pytest.approx([1, 1])
    assert both["matching"]["pairs"] == 119
    assert both["matching"]["unmatched"] == [0, 0]
    assert both["matching"]["mean"] == pytest.approx(1)
    assert both["matching"]["mean_signed"] == pytest.approx(1)
    assert both["matching"]["exact"] is True
    assert both["matching"]["chance"]["draws"] == 10
    assert run(["overlaps", str(matrix), "--against", str(matrix)]) == 0
    assert "Matched one to one" in capsys.readouterr().out


def test_the_encoder_and_the_decoder_of_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(2)
    decoder = rng.standard_normal((40, 12))
    encoder = decoder + 0.2 * rng.standard_normal((40, 12))
    encoder[3] = 0
    np.savez(tmp_path / "sae.npz", W_dec=decoder, W_enc=encoder.T)
    words = [tmp_path / "sae.npz", "--tensor", "W_dec", "--against-tensor", "W_enc", "--against-transpose"]
    answer = _answer(capsys, *words, "--chance", 3)
    keep = np.delete(np.arange(40), 3)
    cosines = np.einsum("ij,ij->i", decoder[keep], encoder[keep])
    cosines /= np.linalg.norm(decoder[keep], axis=1) * np.linalg.norm(encoder[keep], axis=1)
    assert answer["row_by_row"]["rows"] == 39
    assert answer["row_by_row"]["mean"] == pytest.approx(cosines.mean(), abs=1e-12)
    assert answer["row_by_row"]["quantiles"]["0.0"] == pytest.approx(cosines.min(), abs=1e-12)
    assert answer["matching"]["unmatched"] == [1, 0]
    assert answer["matching"]["chance"]["draws"] == 3
    part = _answer(capsys, *words, "--rows", "0:10,20:25", "--against-rows", "5:40", "--no-matching")
    assert (part["rows"], part["matching"], part["row_by_row"]) == ([15, 35], None, None)
    assert run(["overlaps", *map(str, words)]) == 0
    assert "Row by row, 39 rows of equal number" in " ".join(capsys.readouterr().out.split())


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        ("random", ".png"),
        ("blocks", ".svg"),
        ("one direction", ".pdf"),
        ("orthogonal", ".svg"),
        ("in one dimension", ".svg"),
    ],
)
def test_page_and_figure_of_every_kind_of_matrix(
    tmp_path: Path, kind: str, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = np.random.default_rng(1)
    rows = {
        "random": rng.standard_normal((60, 8)),
        "blocks": np.kron(np.eye(4), rng.standard_normal((20, 3))),
        "one direction": rng.standard_normal((50, 9)) + 30,
        "orthogonal": np.eye(6),
        "in one dimension": np.ones((5, 1)),
    }[kind]
    np.save(tmp_path / "w.npy", rows)
    picture = tmp_path / f"w{suffix}"
    assert run(["overlaps", str(tmp_path / "w.npy"), "--figure", str(picture), "--jobs", "1"]) == 0
    assert picture.stat().st_size > 5000
    page = capsys.readouterr().out
    assert "components" in page
    d = rows.shape[1]
    assert f"{len(rows)} rows in {d} dimension{'s' * (d > 1)}" in page


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["missing.npy"], "there is no such file"),
        (["w.npy", "--rows", "5"], "--rows must be FIRST:LAST within 0:120"),
        (["w.npy", "--rows", "50:20"], "--rows must be"),
        (["w.npy", "--eps", "1e-20"], "eps must be at least"),
        (["w.npy", "--eps", "a"], "eps must be a number"),
        (["w.npy", "--precision", "half"], "precision must be auto, single or double"),
        (["w.npy", "--shard", "1/2"], "--shard needs --checkpoint"),
        (["w.npy", "--shard", "3/2", "--checkpoint", "c.npz"], "--shard must be K/N"),
        (["w.npy", "--sample", "9", "--figure", "w.png"], "do not go together"),
        (["w.npy", "--sample", "9", "--device"], "--device is for all pairs of one matrix"),
        (["w.npy", "--min-norm", "-1"], "min-norm must be at least 0"),
        (["w.npy", "--copies-within", "2"], "copies-within must lie in"),
        (["w.npy", "--against-rows", "0:5"], "--against-rows is of two matrices: add --against"),
        (["w.npy", "--no-matching"], "--no-matching is of two matrices"),
        (["w.npy", "--against", "w.npy", "--against-rows", "9:5"], "--against-rows must be FIRST:LAST"),
        (["w.npy", "--against", "w.npy", "--chance", "-1"], "chance must be a number of draws"),
        (["w.npy", "--against", "missing.npy"], "there is no such file"),
        (["w.npy", "--figure", "w.gif"], "a picture must end in"),
        (["w.npy", "--merge", "w.npy"], "not a checkpoint"),
        (["w.npy", "--tensor", "w"], "without a name"),
        (["w.npy", "--jobs", "0"], "--jobs must be a positive integer"),
        (["w.npy", "--mask", "missing.npy"], "there is no such file"),
        (["w.npy", "--mask", "w.npy"], "--mask w.npy: rows must be a list or a mask"),
        (["w.npy", "--against", "w.npy", "--against-mask", "w.npy"], "--against-mask w.npy: rows must be"),
        (["w.npy", "--against", "w.npy", "--against-tensor", "v"], "leave out --against-tensor 'v'"),
        (["w.npy", "--against", "w.npy", "--transpose", "--no-against-transpose"], "or transpose one"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    matrix: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(matrix.parent)
    assert run(["overlaps", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert len(err.splitlines()) == 1
