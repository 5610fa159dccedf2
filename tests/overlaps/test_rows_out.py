"""Answers by row against plain NumPy, with options at random; the three kinds of files; the command; provenance."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from overlaps.overlap_oracle import Oracle, same_partition
from safetensors.numpy import save_file
from scipy.optimize import linear_sum_assignment

import packing
from packing.cli import run
from packing.errors import InputError
from packing.overlaps import RowTable, Settings, compare, overlaps, provenance
from packing.overlaps.provenance import matrix_files


def _planted(seed: int, n: int = 40, d: int = 6) -> np.ndarray:
    """Rows in two orthogonal blocks, with a zero row, a NaN row, copies and opposite rows."""
    rng = np.random.default_rng(seed)
    rows = np.zeros((n, d))
    rows[: n // 2, : d // 2] = rng.standard_normal((n // 2, d // 2))
    rows[n // 2 :, d // 2 :] = rng.standard_normal((n - n // 2, d - d // 2))
    rows *= rng.choice([1e-3, 1.0, 50.0], (n, 1))
    rows[3] = 0
    rows[7, 2] = np.nan
    rows[11] = -2 * rows[5]
    rows[12] = rows[20]
    return rows[rng.permutation(n)]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("precision", ["single", "double"])
def test_one_matrix_by_row(seed: int, precision: str) -> None:
    rows, k = _planted(seed), 1 + seed % 4
    oracle = Oracle(rows)
    table = overlaps(rows, Settings(eps=(0.05, 0.7), row_top=k, precision=precision, block=16), workers=2).by_row()
    np.testing.assert_array_equal(table["row"], oracle.rows)
    np.testing.assert_allclose(table["norm"], oracle.norms, rtol=1e-14)
    np.testing.assert_allclose(table["dimensionality"], oracle.dimensionality(), rtol=1e-6)
    strongest = np.sort(oracle.off, axis=1)[:, ::-1]
    place = {row: number for number, row in enumerate(oracle.rows)}
    for rank in range(k):
        ending = f"_{rank + 1}" if rank else ""
        partner = np.array([place[row] for row in table[f"nearest{ending}"]])
        cosines = table[f"nearest_cosine{ending}"]
        np.testing.assert_allclose(cosines, oracle.gram[np.arange(len(partner)), partner], atol=1e-14)
        np.testing.assert_allclose(np.abs(cosines), strongest[:, rank], atol=1e-6 if precision == "single" else 1e-14)
        assert (partner != np.arange(len(partner))).all()
    for eps in (0.05, 0.7):
        labels = table[f"component_{eps:g}"]
        assert same_partition(labels, oracle.labels(eps))
        assert (np.diff(np.bincount(labels)) <= 0).all()
    assert set(table.columns) - {f"nearest{e}" for e in ("", "_2", "_3", "_4")} >= {"row", "norm", "component_0.7"}


@pytest.mark.parametrize("seed", range(4))
def test_two_matrices_by_row(seed: int) -> None:
    left, right = _planted(seed, n=30), _planted(seed + 10, n=30 - 4 * (seed % 2))
    one, two = Oracle(left), Oracle(right)
    cosines = (one.raw / one.norms[:, None]) @ (two.raw / two.norms[:, None]).T
    both = compare(left, right, Settings(row_top=2, block=16), chance=0)
    for side, gram, mine, other in (("left", cosines, one, two), ("right", cosines.T, two, one)):
        table = both.by_row(side)
        number, place = np.arange(len(mine.rows)), {row: spot for spot, row in enumerate(other.rows)}
        np.testing.assert_array_equal(table["row"], mine.rows)
        np.testing.assert_allclose(table["norm"], mine.norms, rtol=1e-14)
        strongest = np.sort(np.abs(gram), axis=1)[:, ::-1]
        for rank, ending in enumerate(("", "_2")):
            partner = np.array([place[row] for row in table[f"best{ending}"]])
            np.testing.assert_allclose(table[f"best_cosine{ending}"], gram[number, partner], atol=1e-14)
            np.testing.assert_allclose(np.abs(table[f"best_cosine{ending}"]), strongest[:, rank], atol=1e-14)
        np.testing.assert_allclose(table["best_signed_cosine"], gram.max(axis=1), atol=1e-14)
        for name, gains in (("matched", np.abs(gram)), ("matched_signed", gram)):
            held = table[name] >= 0
            assert np.isnan(table[f"{name}_cosine"][~held]).all()
            assert held.sum() == min(gram.shape) == len(set(table[name][held].tolist()))
            partner = np.array([place[row] for row in table[name][held]])
            np.testing.assert_allclose(table[f"{name}_cosine"][held], gram[number[held], partner], atol=1e-14)
            best = gains[linear_sum_assignment(gains, maximize=True)].sum()
            assert gains[number[held], partner].sum() == pytest.approx(best, abs=1e-9)
        if seed % 2:
            assert "same_row_cosine" not in table.columns
            continue
        for row, cosine in zip(table["row"], table["same_row_cosine"], strict=True):
            expected = gram[list(mine.rows).index(row), place[row]] if row in place else np.nan
            assert cosine == pytest.approx(expected, abs=1e-14, nan_ok=True)
    assert not {"matched", "matched_signed"} & set(compare(left, right, matching=False).by_row().columns)
    with pytest.raises(InputError, match="side must be left or right, not 'middle'"):
        both.by_row("middle")


def test_more_partners_than_there_are_rows() -> None:
    found = overlaps(np.array([[1.0, 0], [1, 1], [0, 0], [1, -2]]), Settings(row_top=9))
    assert found.row_partners.shape == found.row_cosines.shape == (3, 2)
    assert sorted(found.row_partners[0].tolist()) == [1, 3]
    assert overlaps(np.eye(2), Settings(row_top=5)).by_row()["nearest"].tolist() == [1, 0]


def test_partners_beyond_memory_are_refused() -> None:
    with pytest.raises(InputError, match="row_top, 9999 partners of each of 10000 rows, would be"):
        overlaps(np.ones((10_000, 2)), Settings(row_top=10_000))


def _table(n: int = 40_000) -> RowTable:
    rng = np.random.default_rng(0)
    wide = rng.standard_normal((n, 3))
    wide[4] = np.nan
    columns = {"row": np.arange(n) * 3, "x": wide[:, 0], "strided": wide[:, 2]}
    return RowTable(columns | {"component": rng.integers(0, 9, n).astype(np.int32)})


def _same(columns: dict[str, Any], table: RowTable) -> None:
    assert list(columns) == list(table.columns)
    for name, column in columns.items():
        np.testing.assert_array_equal(column, table[name])


def test_csv_and_npz_hold_every_number(tmp_path: Path) -> None:
    table = _table()
    assert len(table) == 40_000
    with table.save(tmp_path / "t.csv").open(encoding="utf-8", newline="") as stream:
        header, *lines = csv.reader(stream)
    numbers = np.array(lines, dtype=float).T
    _same(dict(zip(header, numbers, strict=True)), table)
    with np.load(table.save(str(tmp_path / "t.npz")), allow_pickle=False) as archive:
        assert archive["component"].dtype == np.int32
        _same(dict(archive), table)


def test_parquet_holds_every_number(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra 'parquet'")
    table = _table()
    held = parquet.read_table(table.save(tmp_path / "t.parquet"))
    assert parquet.ParquetFile(tmp_path / "t.parquet").num_row_groups == 3
    assert str(held.schema.field("component").type) == "int32"
    _same({name: held[name].to_numpy() for name in held.column_names}, table)


def test_what_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = _table(5)
    with pytest.raises(InputError, match=r"must end in .csv, .parquet, .npz, not in '.txt': rename"):
        table.save(tmp_path / "t.txt")
    with pytest.raises(InputError, match="no folder"):
        table.save(tmp_path / "missing" / "t.csv")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"needs the extra 'parquet', .*pip install 'packing\[parquet\]'"):
        table.save(tmp_path / "t.parquet")
    with pytest.raises(InputError, match="no column 'y': choose one of row, x, strided, component"):
        table["y"]
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    np.save("a.npy", _planted(0))
    np.save("b.npy", _planted(1))
    np.save("keep.npy", np.arange(40) % 5 > 0)
    return tmp_path


def _answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run(["overlaps", *words, "--jobs", "1", "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def _hash(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_the_command_writes_rows_and_says_what_it_read(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = _answer(capsys, "a.npy", "--mask", "keep.npy", "--rows-out", "rows.npz", "--row-top", "3", "--eps", "0.2")
    assert answer["rows_out"] == "rows.npz"
    assert answer["versions"] == {"packing": packing.__version__, "numpy": np.__version__}
    assert [(each["file"], each["sha256"]) for each in answer["inputs"]] == [
        (name, _hash(name)) for name in ("a.npy", "keep.npy")
    ]
    assert answer["inputs"][0]["bytes"] == Path("a.npy").stat().st_size
    expected = overlaps(np.load("a.npy")[np.load("keep.npy")], Settings(eps=(0.2,), row_top=3)).by_row()
    with np.load("rows.npz") as archive:
        _same(dict(archive), expected)


def test_the_command_writes_rows_of_both_matrices_and_a_figure(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("a.npy", "--against", "b.npy", "--rows-out", "l.npz", "--against-rows-out", "r.npz", "--figure", "f.svg")
    answer = _answer(capsys, *words)
    assert (answer["rows_out"], answer["against_rows_out"], answer["figure"]) == ("l.npz", "r.npz", "f.svg")
    assert [each["sha256"] for each in answer["inputs"]] == [_hash("a.npy"), _hash("b.npy")]
    both = compare(np.load("a.npy"), np.load("b.npy"), chance=0)
    for side, name in (("left", "l.npz"), ("right", "r.npz")):
        with np.load(name) as archive:
            np.testing.assert_array_equal(archive["best"], both.by_row(side)["best"])
            np.testing.assert_array_equal(archive["matched"], both.by_row(side)["matched"])
    assert "Best match of each row" in Path("f.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("a.npz", "--rows-out", "a.npz"),
        ("a.npz", "--rows-out", "./a.npz"),
        ("a.npy", "--against", "a.npz", "--against-rows-out", "link.npz"),
        ("a.npy", "--checkpoint", "new.npz", "--rows-out", "new.npz"),
        ("a.npy", "--against", "b.npy", "--rows-out", "x.csv", "--against-rows-out", "x.csv"),
    ],
)
def test_no_file_of_a_run_is_replaced(files: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    np.savez("a.npz", w=_planted(0))
    Path("link.npz").symlink_to("a.npz")
    before = Path("a.npz").read_bytes()
    assert run(["overlaps", *words]) == 2
    assert "would replace another file of this run: name a new file" in capsys.readouterr().err
    assert Path("a.npz").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--rows-out", "x.txt"), "must end in .csv, .parquet, .npz"),
        (("--against-rows-out", "x.csv"), "--against-rows-out is of two matrices"),
        (("--rows-out", "x.csv", "--sample", "9"), "--sample and --rows-out do not go together"),
        (("--rows-out", "x.csv", "--shard", "1/2"), "--shard and --rows-out do not go together"),
        (("--rows-out", "missing/x.csv"), "no folder"),
        (("--rows-out", "x.csv", "--row-top", "0"), "--row-top must be a positive integer, not 0"),
    ],
)
def test_wrong_options_are_told(
    files: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    assert run(["overlaps", "a.npy", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert err.count("\n") == 1
    assert not Path("x.csv").exists()


def test_the_files_behind_an_index_are_hashed(files: Path) -> None:
    save_file({"w": np.eye(3)}, "one.safetensors")
    save_file({"v": np.eye(2)}, "two.safetensors")
    index = {"weight_map": {"w": "one.safetensors", "v": "two.safetensors"}}
    Path("model.index.json").write_text(json.dumps(index), encoding="utf-8")
    assert matrix_files("model.index.json", "w") == [Path("model.index.json"), Path("one.safetensors")]
    found = provenance(["one.safetensors", Path("one.safetensors")])["inputs"]
    assert [(each["file"], each["sha256"]) for each in found] == [("one.safetensors", _hash("one.safetensors"))]
    with pytest.raises(InputError, match="there is no such file"):
        provenance(["missing.npy"])
