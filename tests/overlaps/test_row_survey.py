"""Rows without a direction, copies, centring, settings: found, told and handled as stated."""

from __future__ import annotations

import numpy as np
import pytest
from overlaps.overlap_oracle import Oracle

from packing import InputError, Packing
from packing.overlaps import Precision, Settings, overlaps, prepare, survey
from packing.overlaps.matrix import Matrix
from packing.overlaps.row_survey import Fate


def _rows() -> np.ndarray:
    rows = np.random.default_rng(0).standard_normal((60, 11))
    rows[[4, 59]] = 0
    rows[7, 3] = np.nan
    rows[9, 10] = np.inf
    rows[11, 0] = -np.inf
    rows[12, :2] = np.nan, np.inf
    rows[20] = rows[40] = rows[30]
    rows[21] = rows[22]
    rows[50], rows[51] = 0.0, -0.0
    return rows


def test_rows_without_direction_are_found_told_and_left_out() -> None:
    rows = _rows()
    found = overlaps(rows)
    assert found.dropped.zero == (4, 50, 51, 59)
    assert found.dropped.nan == (7, 12)
    assert found.dropped.infinite == (9, 11)
    assert found.dropped.duplicates == ((20, 30, 40), (21, 22))
    assert (found.n, found.live, found.dropped.count) == (60, 52, 8)
    oracle = Oracle(rows)
    np.testing.assert_array_equal(found.rows, oracle.rows)
    assert found.absolute[4] == pytest.approx(oracle.absolute(4), rel=1e-12)
    assert "4 zero (first: row 4), 2 NaN (first: row 7), 2 infinite (first: row 9)" in found.sentences[0]
    assert any("5 rows are copies, in 2 groups" in line for line in found.notes)


def test_copies_stay_unless_they_are_to_be_dropped() -> None:
    rows = _rows()
    with_copies, without = overlaps(rows), overlaps(rows, drop_copies=True)
    assert with_copies.coherence == pytest.approx(1, abs=1e-15)
    assert without.dropped.copies_dropped == (22, 30, 40)
    assert without.dropped.count == 11
    kept = np.delete(rows, [22, 30, 40], axis=0)
    assert without.coherence == pytest.approx(Oracle(kept).off.max(), abs=1e-14)
    assert with_copies.distinct_coherence == pytest.approx(without.coherence, abs=1e-14)


def test_opposite_rows_do_not_hide_copies() -> None:
    rows = np.random.default_rng(9).standard_normal((6, 4))
    rows[1], rows[3], rows[5] = -rows[0], rows[0], rows[1]
    assert survey(Matrix(rows)).duplicates == ((0, 3), (1, 5))


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int32", ">f4", "bool"])
def test_stored_types_are_measured_as_they_are(dtype: str) -> None:
    rows = (np.random.default_rng(1).standard_normal((90, 30)) * 4).astype(dtype)
    for precision, error in ((Precision.SINGLE, 1e-7), (Precision.DOUBLE, 1e-13)):
        found = overlaps(rows, Settings(precision=precision))
        assert found.absolute[4] == pytest.approx(Oracle(rows).absolute(4), rel=error)


def test_bfloat16_is_not_rounded_again() -> None:
    patterns = (np.random.default_rng(2).standard_normal((200, 70)).astype(np.float32).view(np.uint32) >> 16).astype(
        np.uint16
    )
    exact = (patterns.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    for precision in (Precision.SINGLE, Precision.DOUBLE):
        found = overlaps(Matrix(patterns, bfloat16=True), Settings(precision=precision))
        assert found.absolute[6] == pytest.approx(Oracle(exact).absolute(6), rel=1e-7)
        assert found.coherence == pytest.approx(Oracle(exact).off.max(), abs=1e-14)
    assert found.stored == "bfloat16"


def test_centring_removes_the_mean_row() -> None:
    rows = np.random.default_rng(3).standard_normal((80, 10)) + 3
    found = overlaps(rows, center=True)
    assert found.absolute[2] == pytest.approx(Oracle(rows - rows.mean(axis=0)).absolute(2), rel=1e-12)
    rows[5] = np.nan
    rows[6] = 0
    expected = np.delete(rows, [5, 6], axis=0)
    moved = prepare(rows, center=True)
    assert moved.dropped.zero == (6,)
    np.testing.assert_allclose(moved.source.shift, expected.mean(axis=0), rtol=1e-14)
    assert any("center the rows to remove it" in line for line in overlaps(rows).sentences)


def test_norms_and_fates_of_extreme_numbers() -> None:
    rows = np.array([[3e200, 4e200], [3e-200, 4e-200], [1e308, 1e308], [5e-324, 0], [3e-30, -4e-30], [1e308, 2e307]])
    found = survey(Matrix(rows))
    assert [Fate(fate).name for fate in found.fates] == ["GOOD", "GOOD", "GOOD", "ZERO", "GOOD", "GOOD"]
    np.testing.assert_allclose(found.norms[:2], [5e200, 5e-200])
    assert survey(Matrix(np.full((1, 4), 1.7e308))).fates[0] == Fate.INFINITE


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (np.zeros((5, 3)), r"not 0 of 5 \(5 zero\)"),
        (np.full((3, 3), np.nan), r"not 0 of 3 \(3 nan\)"),
        (np.eye(3)[:1], "at least two rows with a direction, not 1 of 1"),
        ([[1, 2], [3]], "different lengths"),
        ([["a", "b"]], "must hold numbers"),
        (np.zeros(4), "one vector a row"),
        (np.eye(2) * 1j, "must be real"),
        (Packing([[1j, 1], [1, 0]]), "must be real"),
    ],
)
def test_matrices_without_overlaps_are_refused(rows: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        overlaps(rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"eps": (1e-9,), "precision": Precision.SINGLE}, "at least 2e-06, the rounding of a single precision product"),
        ({"eps": (1e-16,), "precision": Precision.DOUBLE}, "take a larger eps$"),
        ({"eps": (0.0,)}, r"eps must lie in \(0, 1\), not 0"),
        ({"eps": (1.0,)}, r"eps must lie in \(0, 1\), not 1"),
        ({"eps": (float("nan"),)}, "eps must be finite"),
        ({"eps": tuple(np.linspace(0.1, 0.9, 99))}, "at most 64 values of eps, not 99"),
        ({"bins": 100}, "bins must be odd.* take 101"),
        ({"bins": 1}, "bins must lie in"),
        ({"top": 0}, "top must be a positive integer"),
        ({"block": 10**6}, "block must be at most 16384"),
        ({"precision": "half"}, "precision must be auto, single or double"),
    ],
)
def test_settings_outside_their_range_are_refused(changes: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        overlaps(np.eye(4), Settings(**changes))


def test_more_columns_than_rows_are_told_and_not_refused() -> None:
    found = overlaps(np.random.default_rng(4).standard_normal((5, 9)))
    assert "transpose" in found.notes[0]
    assert found.least.welch == 0


def test_low_precision_storage_is_told() -> None:
    found = overlaps(np.random.default_rng(4).standard_normal((30, 9)).astype(np.float16))
    assert "float16 blur an overlap" in found.notes[0]
