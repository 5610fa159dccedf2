"""Overlaps of groups of rows against SciPy's principal angles, on planted matrices."""

from __future__ import annotations

import csv
import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy.linalg import subspace_angles

from packing import InputError
from packing.cli import run
from packing.overlaps import RandomSpans, Settings, group_overlaps, overlaps, read_groups
from packing.overlaps.groups.spans import spans
from packing.overlaps.groups.sums import _blocks
from packing.overlaps.preparation import prepare


def planted() -> tuple[np.ndarray, np.ndarray]:
    """Groups of 1 to 40 rows in R^12: zero rows, copies, multiples, groups of low rank and of none, two in a plane."""
    rng = np.random.default_rng(3)
    sizes = [1, 2, 3, 4, 40, 2, 2, 5, 3, 1, 6, 2]
    rows = rng.standard_normal((sum(sizes), 12))
    labels = np.repeat(np.arange(len(sizes)), sizes)
    rows[labels == 5] = [rows[1], -2.5 * rows[1]]  # rank 1, inside group 1
    rows[labels == 6] = 0  # no direction
    rows[labels == 7] = rng.standard_normal((5, 2)) @ rows[labels == 2][:2]  # a plane in group 2
    rows[np.flatnonzero(labels == 8)[0]] = 0
    rows[labels == 10] *= 10.0 ** np.arange(-3, 3)[:, None]
    order = rng.permutation(len(rows))
    return rows[order], labels[order]


def by_scipy(rows: np.ndarray, labels: np.ndarray) -> dict[tuple[int, int], np.ndarray]:
    """The principal angles of every two groups with a direction, smallest first, by scipy.linalg."""
    spanned = {}
    for label in np.unique(labels[labels >= 0]):
        left, singular, _ = np.linalg.svd(rows[labels == label].T, full_matrices=False)
        rank = int(np.sum(singular > 1e-9 * singular[0])) if singular[0] > 0 else 0
        if rank:
            spanned[int(label)] = left[:, :rank]
    return {(a, b): np.sort(subspace_angles(spanned[a], spanned[b])) for a, b in combinations(spanned, 2)}


@pytest.mark.parametrize("stored", [np.float64, np.float32])
@pytest.mark.parametrize("precision", ["double", "single"])
def test_angles_are_those_of_scipy(stored: type, precision: str) -> None:
    rows, labels = planted()
    found = group_overlaps(rows.astype(stored), labels, Settings(precision=precision, block=8), workers=2)
    angles = by_scipy(rows, labels)
    near = 1e-6 if np.float32 is stored or precision == "single" else 1e-12
    f = np.array([np.mean(np.cos(each) ** 2) for each in angles.values()])
    largest = np.array([np.cos(each[0]) ** 2 for each in angles.values()])
    assert found.pairs == len(angles) == 55
    assert found.empty == (6,)
    assert found.deficient == 2
    assert dict(found.ranks) == {1: 3, 2: 4, 3: 1, 4: 1, 6: 1, 12: 1}
    assert (found.mean, found.deviation, found.mean_largest) == pytest.approx((f.mean(), f.std(), largest.mean()), near)
    assert found.coherence() == pytest.approx(f.max() ** 0.5, near)
    assert found.coherence("spectral") == pytest.approx(largest.max() ** 0.5, near)
    listed = {(pair.left, pair.right): pair for pair in found.near}
    assert listed.keys() == angles.keys()
    for key, pair in listed.items():
        np.testing.assert_allclose(pair.angles, angles[key], atol=3e-7 if stored is np.float32 else 1e-12)
    assert [pair.mean_squared_cosine for pair in found.far] == sorted(pair.mean_squared_cosine for pair in found.near)


def test_a_plane_within_a_group_has_angles_zero_and_small_angles_keep_their_digits() -> None:
    rows = np.zeros((4, 5))
    rows[0, 0] = rows[1, 1] = rows[2, 0] = rows[3, 1] = 1
    rows[2, 2] = 1e-9
    pair = group_overlaps(rows, [0, 0, 1, 1]).near[0]
    assert pair.angles == pytest.approx((0, 1e-9), rel=1e-6, abs=1e-20)


def test_orthogonal_groups_have_overlap_zero() -> None:
    found = group_overlaps(np.eye(6), [0, 0, 1, 1, 2, 2])
    assert found.coherence() == found.coherence("spectral") == found.mean == 0
    assert found.sentences[-1] == "The farthest groups, 0 and 1, are orthogonal."
    assert found.near[0].angles == pytest.approx((np.pi / 2, np.pi / 2), abs=1e-15)


def test_numbers_do_not_depend_on_order_names_blocks_or_threads() -> None:
    rng = np.random.default_rng(8)
    rows, labels = rng.standard_normal((90, 7)), np.arange(90) // 3
    plain = group_overlaps(rows, labels, workers=1)
    turned = group_overlaps(rows[::-1], [f"g{label:02}" for label in labels[::-1]], Settings(block=7), workers=3)
    assert turned.mean == pytest.approx(plain.mean, rel=1e-13)
    for one, other in zip((*plain.near, *plain.far), (*turned.near, *turned.far), strict=True):
        assert (f"g{one.left:02}", f"g{one.right:02}") == (other.left, other.right)
        assert one.angles == pytest.approx(other.angles, abs=1e-12)


def test_random_planes_are_near_their_law_and_single_rows_are_rows() -> None:
    rng = np.random.default_rng(4)
    found = group_overlaps(rng.standard_normal((600, 16)), np.arange(600) // 2)
    assert found.mean == pytest.approx(found.random.mean, rel=0.01)
    assert found.deviation == pytest.approx(found.random.deviation, rel=0.02)
    assert found.beyond == pytest.approx(0.01, abs=0.002)
    for distance in ("chordal", "spectral"):
        chance, bound = found.random.largest(distance), found.random.least(distance)
        assert found.coherence(distance) == pytest.approx(chance, rel=0.08)
        assert bound.value < found.coherence(distance)
    rows = rng.standard_normal((50, 6))
    alone, plain = group_overlaps(rows, np.arange(50)), overlaps(rows)
    assert alone.coherence() == alone.coherence("spectral") == pytest.approx(plain.coherence, rel=1e-12)
    assert alone.mean == pytest.approx(plain.absolute[2], rel=1e-12)
    assert alone.random.largest("chordal") == pytest.approx(plain.random.maximum, rel=1e-9)
    assert alone.random.least("chordal").value == plain.least.coherence.value


def test_the_mean_of_random_spans_of_unequal_ranks() -> None:
    ranks = {1: 2, 2: 3, 5: 1}
    listed = [rank for rank, many in ranks.items() for _ in range(many)]
    means = [max(pair) / 9 for pair in combinations(listed, 2)]
    assert RandomSpans(9, ranks).mean == pytest.approx(np.mean(means), rel=1e-14)


def test_rounding_in_the_file_is_no_dimension() -> None:
    rng = np.random.default_rng(6)
    rows = np.repeat(rng.standard_normal((20, 64)), 2, axis=0) * rng.uniform(0.1, 9, (40, 1))
    for stored in (np.float16, np.float32, np.float64):
        assert dict(group_overlaps(rows.astype(stored), np.arange(40) // 2).ranks) == {1: 20}


def test_blocks_hold_whole_groups() -> None:
    starts = np.array([0, 2, 4, 30, 31, 33])
    assert _blocks(starts, 5) == [0, 2, 3, 5]
    rows, labels = planted()
    prepared = prepare(rows)
    from packing.overlaps import Groups

    found = spans(prepared, Groups(tuple(range(12)), labels))
    for place in range(found.count):
        basis = found.basis[found.starts[place] : found.starts[place + 1]]
        np.testing.assert_allclose(basis @ basis.T, np.eye(len(basis)), atol=1e-12)


def test_labels_are_read_from_text_and_arrays(tmp_path: Path) -> None:
    text = tmp_path / "labels.txt"
    text.write_text("b\na\nb\n")
    assert read_groups(text).places.tolist() == [1, 0, 1]
    text.write_text("10\n-1\n9\n")
    assert (read_groups(text).names, read_groups(text).places.tolist()) == ((9, 10), [1, -1, 0])
    np.save(tmp_path / "labels.npy", np.array(["x", "y", "x"]))
    assert read_groups(tmp_path / "labels.npy").names == ("x", "y")
    np.save(tmp_path / "labels.npy", np.array([b"x", b"\xff"]))
    assert read_groups(tmp_path / "labels.npy").names == ("\\xff", "x")


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([1, 1], "need one label a row, 4, not 2"),
        ([0, 0, 0, 0], "at least two groups with a direction, not 1"),
        ([-1, -1, -2, -1], "at least two groups with a direction, not 0"),
        ([[0, 1], [2, 3]], r"not an array of shape \(2, 2\)"),
        ([0.5, 1, 2, 3], "must be whole numbers or words, not float64"),
        ([], r"not an array of shape \(0,\)"),
    ],
)
def test_labels_that_fit_no_rows_are_refused(labels: list[object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        group_overlaps(np.eye(4), labels)


def test_the_command_answers_and_writes_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows, labels = planted()
    np.save(tmp_path / "w.npy", rows.astype(np.float32))
    np.save(tmp_path / "g.npy", labels)
    out = tmp_path / "pairs.csv"
    command = ["overlaps", str(tmp_path / "w.npy"), "--groups", str(tmp_path / "g.npy")]
    assert run([*command, "--json", "--rows-out", str(out), "--top", "4"]) == 0
    answer = json.loads(capsys.readouterr().out)
    found = overlaps(rows.astype(np.float32), Settings(top=4), groups=labels)
    assert answer["coherence"] == {"chordal": found.coherence(), "spectral": found.coherence("spectral")}
    assert answer["groups"]["ranks"] == {"1": 3, "2": 4, "3": 1, "4": 1, "6": 1, "12": 1}
    assert answer["bounds"] == {"chordal": None, "spectral": None}
    assert [len(answer[key]) for key in ("near", "near_by_cosine", "far")] == [4, 4, 4]
    with out.open() as stream:
        lines = list(csv.DictReader(stream))
    assert {(int(line["left"]), int(line["right"])) for line in lines} == {
        tuple(pair["groups"]) for key in ("near", "near_by_cosine", "far") for pair in answer[key]
    }
    assert float(lines[0]["largest_cosine"]) == answer["near"][0]["largest_cosine"]
    assert run([*command, "--rows", "0:40", "--min-norm", "0.5"]) == 0
    assert "of unequal ranks" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--groups", "no.txt"], "cannot read no.txt"),
        (["--groups", "blank.txt"], "line 2 is blank"),
        (["--groups", "short.txt"], "need one label a row, 4, not 3"),
        (["--groups", "w.npy"], r"not an array of shape (4, 4)"),
        (["--groups", "good.txt", "--sample", "3"], "--groups and --sample do not go together"),
        (["--groups", "good.txt", "--against", "w.npy"], "--groups and --against do not go together"),
        (["--groups", "good.txt", "--drop-copies"], "--groups and --drop-copies do not go together"),
        (["--groups", "good.txt", "--figure", "a.png"], "--groups and --figure do not go together"),
        (["--groups", "good.csv", "--rows-out", "good.csv"], "would replace another file of this run"),
    ],
)
def test_bad_groups_are_one_line(
    options: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    np.save("w.npy", np.eye(4))
    for name, text in {"blank.txt": "a\n\nb\nc\n", "short.txt": "a\nb\nc\n", "good.txt": "a\na\nb\nb\n"}.items():
        Path(name).write_text(text)
    Path("good.csv").write_text("a\na\nb\nb\n")
    assert run(["overlaps", "w.npy", *options]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
