"""No option changes which rows count: options at random on planted matrices, against NumPy from the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from overlaps.overlap_oracle import POWERS
from scipy.optimize import linear_sum_assignment

from packing.overlaps import Matrix, Settings, compare, overlaps, preview

SEEDS = [pytest.param(seed, marks=[pytest.mark.long] * (seed >= 12)) for seed in range(150)]


@dataclass(frozen=True)
class Case:
    """A planted matrix beside another, the options, and how the rows are chosen."""

    left: np.ndarray
    right: np.ndarray
    transpose: bool
    keep: np.ndarray | None
    options: dict[str, Any]


def _planted(rng: np.random.Generator, n: int, d: int) -> np.ndarray:
    rows = rng.standard_normal((n, d)) * rng.choice([1e-3, 1.0, 30.0], (n, 1)) + rng.choice([0.0, 3.0])
    zero = np.zeros(d)
    for _ in range(rng.integers(0, 12)):
        i, j = rng.integers(0, n, 2)
        kind = rng.integers(0, 8)
        same = rows[j]
        rows[i] = [same, -same, 2.5 * same, zero, 1e-9 * rows[i], rows[i], rows[i], -0.5 * same][kind]
        if kind == 5:
            rows[i, 0] = np.nan
        if kind == 6:
            rows[i, -1] = rng.choice([np.inf, -np.inf])
    return rows


def _case(seed: int) -> Case:
    rng = np.random.default_rng(seed)
    n, m, d = int(rng.integers(25, 60)), int(rng.integers(25, 60)), int(rng.integers(2, 9))
    options: dict[str, Any] = {}
    if rng.random() < 0.5:
        options["center"] = True
    if rng.random() < 0.5:
        options["drop_copies"] = True
    if rng.random() < 0.5:
        options["copies_within"] = 1e-7
    if rng.random() < 0.4:
        options["min_norm"] = 1e-5
    keep = [None, rng.random(n) < 0.8, rng.permutation(n)[: n - 3]][rng.integers(0, 3)]
    return Case(_planted(rng, n, d), _planted(rng, m, d), bool(rng.random() < 0.3), keep, options)


def _taken(
    rows: np.ndarray,
    *,
    center: bool = False,
    drop_copies: bool = False,
    copies_within: float = 0.0,
    min_norm: float = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """The rows that take part and their numbers, as the documentation says it."""
    with np.errstate(invalid="ignore"):
        norms = np.linalg.norm(rows, axis=1)
    alive = np.isfinite(rows).all(axis=1) & (norms > 0) & (norms >= min_norm)
    if drop_copies:
        alive[[row for group in _groups(rows, alive, copies_within) for row in group[1:]]] = False
    chosen = rows[alive]
    if center:
        mean = chosen.mean(axis=0)
        size = np.maximum(np.linalg.norm(chosen, axis=1), np.linalg.norm(mean))
        moved = np.linalg.norm(chosen - mean, axis=1) > 1e-12 * size
        alive[np.flatnonzero(alive)[~moved]] = False
        chosen = chosen[moved] - mean
    return chosen / np.linalg.norm(chosen, axis=1, keepdims=True), np.flatnonzero(alive)


def _groups(rows: np.ndarray, alive: np.ndarray, within: float) -> list[list[int]]:
    groups: list[list[int]] = []
    for i in np.flatnonzero(alive):
        for group in groups:
            one, two = rows[group[0]], rows[i]
            if within:
                one, two = one / np.linalg.norm(one), two / np.linalg.norm(two)
                same = min(np.linalg.norm(one - two), np.linalg.norm(one + two)) <= within
            else:
                same = np.array_equal(one, two)
            if same:
                group.append(int(i))
                break
        else:
            groups.append([int(i)])
    return groups


def _given(case: Case) -> Matrix:
    matrix = Matrix(np.ascontiguousarray(case.left.T)).transpose() if case.transpose else Matrix(case.left)
    return matrix if case.keep is None else matrix.select(case.keep)


def _selected(case: Case) -> np.ndarray:
    return case.left if case.keep is None else case.left[case.keep]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_matrix(seed: int) -> None:
    case = _case(seed)
    unit, numbers = _taken(_selected(case), **case.options)
    found = overlaps(_given(case), Settings(eps=(0.3,), bins=21, block=16), workers=1, **case.options)
    np.testing.assert_array_equal(found.rows, numbers)
    gram = unit @ unit.T
    pairs = gram[np.triu_indices(len(unit), 1)]
    for power in POWERS:
        assert found.absolute[power] == pytest.approx(np.mean(np.abs(pairs) ** power), rel=1e-9)
        assert found.signed[power] == pytest.approx(np.mean(np.sign(pairs) * np.abs(pairs) ** power), abs=1e-9)
    assert found.coherence == pytest.approx(np.abs(pairs).max(), abs=1e-9)
    np.fill_diagonal(gram, 0)
    np.testing.assert_allclose(found.row_maximum, np.abs(gram).max(axis=1), atol=1e-9)
    table = found.by_row()
    np.testing.assert_array_equal(table["row"], numbers)
    nearest = np.searchsorted(numbers, table["nearest"])
    np.testing.assert_allclose(table["nearest_cosine"], gram[np.arange(len(unit)), nearest], atol=1e-9)
    without = _taken(_selected(case), **{**case.options, "drop_copies": True, "center": False})[1]
    places = np.flatnonzero(np.isin(numbers, without))
    if len(places) > 1 and not case.options.get("copies_within"):
        assert found.distinct_coherence == pytest.approx(np.abs(gram[np.ix_(places, places)]).max(), abs=1e-9)
    assert preview(_given(case), len(unit), **case.options).moments[2].value == pytest.approx(
        np.mean(pairs**2), rel=1e-9
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_two_matrices(seed: int) -> None:
    case = _case(seed)
    one, left = _taken(_selected(case), **case.options)
    two, right = _taken(case.right, **case.options)
    cosines = one @ two.T
    found = compare(
        _given(case), case.right, Settings(eps=(0.3,), bins=21, block=16), workers=1, chance=0, **case.options
    )
    np.testing.assert_array_equal(found.left.rows, left)
    np.testing.assert_array_equal(found.right.rows, right)
    for power in POWERS:
        assert found.absolute[power] == pytest.approx(np.mean(np.abs(cosines) ** power), rel=1e-9)
    for side, table in ((found.left, cosines), (found.right, cosines.T)):
        assert side.mean_best == pytest.approx(np.abs(table).max(axis=1).mean(), abs=1e-9)
        assert side.mean_best_signed == pytest.approx(table.max(axis=1).mean(), abs=1e-9)
    for name, table, mine, others in (("left", cosines, left, right), ("right", cosines.T, right, left)):
        lines = found.by_row(name)
        np.testing.assert_array_equal(lines["row"], mine)
        best = np.searchsorted(others, lines["best"])
        np.testing.assert_allclose(lines["best_cosine"], table[np.arange(len(mine)), best], atol=1e-9)
        held = lines["matched"] >= 0
        partner = np.searchsorted(others, lines["matched"][held])
        np.testing.assert_allclose(lines["matched_cosine"][held], table[held, partner], atol=1e-9)
    for matched, gains in ((found.matching, np.abs(cosines)), (found.signed_matching, cosines)):
        assert matched is not None
        assert matched.mean == pytest.approx(gains[linear_sum_assignment(gains, maximize=True)].mean(), abs=1e-9)
        assert matched.is_exact
    if found.row_by_row is not None:
        common = np.intersect1d(left, right)
        expected = cosines[np.searchsorted(left, common), np.searchsorted(right, common)]
        np.testing.assert_allclose(found.row_by_row.cosines, expected, atol=1e-9)


def test_the_largest_overlap_without_copies_where_all_listed_pairs_are_copies() -> None:
    rows = np.random.default_rng(0).standard_normal((30, 6))
    many = np.vstack([np.repeat(rows[:1], 40, axis=0), rows])
    gram = np.abs(rows @ rows.T) / np.outer(np.linalg.norm(rows, axis=1), np.linalg.norm(rows, axis=1))
    np.fill_diagonal(gram, 0)
    found = overlaps(many, Settings(top=5))
    assert found.coherence == pytest.approx(1)
    assert found.distinct_coherence == pytest.approx(gram.max(), abs=1e-12)
    assert overlaps(np.ones((9, 3)), Settings(top=5)).distinct_coherence is None


def test_copies_by_direction_are_joined_across_blocks_and_not_beyond_the_tolerance() -> None:
    rng = np.random.default_rng(1)
    rows = rng.standard_normal((1500, 40))
    rows[1400] = -3 * rows[7]
    rows[600] = rows[1300] + 1e-9 * rng.standard_normal(40)
    rows[601] = rows[1301] + 1e-3 * rng.standard_normal(40)
    found = overlaps(rows, copies_within=1e-7)
    assert found.dropped.duplicates == ((7, 1400), (600, 1300))
    assert overlaps(rows, copies_within=1e-7, drop_copies=True).dropped.copies_dropped == (1300, 1400)
    assert found.distinct_coherence == pytest.approx(overlaps(rows, copies_within=1e-7, drop_copies=True).coherence)
