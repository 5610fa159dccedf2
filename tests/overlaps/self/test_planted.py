"""Structure that was put in is found: copies, near copies, orthogonal blocks."""

from __future__ import annotations

import math

import numpy as np
import pytest

from packing.overlaps import Precision, RandomRows, Settings, overlaps


def _blocks(
    sizes: list[int], dimensions: list[int], seed: int, dtype: str = "float32"
) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    d = sum(dimensions)
    rows, labels = np.zeros((sum(sizes), d)), np.repeat(np.arange(len(sizes)), sizes)
    column = 0
    for label, dimension in enumerate(dimensions):
        rows[labels == label, column : column + dimension] = rng.standard_normal((sizes[label], dimension))
        column += dimension
    turn, _ = np.linalg.qr(rng.standard_normal((d, d)))
    order = rng.permutation(len(rows))
    return (rows @ turn)[order].astype(dtype) * rng.uniform(0.5, 2, (len(rows), 1)).astype(dtype), labels[order]


def test_sixteen_blocks_and_twenty_copies_among_8192_rows() -> None:
    rows, labels = _blocks([512] * 16, [8] * 16, seed=1)
    rng = np.random.default_rng(2)
    chosen = rng.choice(8192, 40, replace=False)
    left, right = chosen[:20], chosen[20:]
    near = np.array([np.flatnonzero(labels == labels[row])[-1] for row in left])
    rows[right] = rows[left] * 3 + 1e-4 * rows[near]
    rows[right[:5]] = rows[left[:5]]
    labels[right] = labels[left]
    found = overlaps(rows, Settings(eps=(0.01, 0.05, 0.3), precision=Precision.SINGLE), workers=1, spectrum=False)
    planted = {tuple(sorted(pair)) for pair in zip(left.tolist(), right.tolist(), strict=True)}
    assert planted <= {(pair.left, pair.right) for pair in found.top[:60]} | {(p.left, p.right) for p in found.top}
    exact = {tuple(sorted(map(int, pair))) for pair in zip(left[:5], right[:5], strict=True)}
    assert set(found.dropped.duplicates) == exact
    for factors in found.factors:
        assert (factors.count, factors.ranks) == (16, (8,) * 16)
        assert sorted(factors.first_sizes(16)) == sorted(np.bincount(labels).tolist())
        assert len(set(zip(factors.labels.tolist(), labels.tolist(), strict=True))) == 16


def test_the_second_moment_does_not_see_blocks_and_the_others_do() -> None:
    k, d = 16, 256
    rows, _ = _blocks([128] * k, [d // k] * k, seed=3)
    found = overlaps(rows, workers=1, spectrum=False)
    random = RandomRows(found.live, d).moments
    assert found.absolute[2] / random[2] == pytest.approx(1, abs=0.02)
    assert found.blocks is not None
    assert found.blocks.count == k
    for power in (1, 3, 4, 6):
        assert found.absolute[power] == pytest.approx(found.blocks.moments[power], rel=0.03)
        assert found.blocks.moments[power] / random[power] == pytest.approx(k ** (power / 2 - 1), rel=0.75)
    assert any("16 blocks" in line for line in found.sentences)


def test_unequal_blocks_have_their_own_ranks() -> None:
    rows, _ = _blocks([90, 40, 7], [20, 11, 30], seed=5, dtype="float64")
    found = overlaps(rows, Settings(eps=(1e-9, 1e-3)), workers=1)
    for factors in found.factors:
        assert (factors.first_sizes(9), factors.ranks) == ([90, 40, 7], (20, 11, 7))
        assert factors.is_tegum


def test_random_rows_are_one_component_and_their_moments_follow_the_law() -> None:
    rows = np.random.default_rng(6).standard_normal((1500, 64))
    found = overlaps(rows, workers=1)
    assert found.factors[0].count == 1
    assert found.blocks is None
    for power, expected in found.random.moments.items():
        assert found.absolute[power] == pytest.approx(expected, rel=0.02)
    assert found.coherence == pytest.approx(found.random.maximum, rel=0.15)
    assert np.median(found.row_maximum) == pytest.approx(found.random.row_maximum, rel=0.02)
    assert any("No orthogonal blocks" in line for line in found.sentences)


@pytest.mark.parametrize(("n", "d"), [(3, 2), (5, 4), (9, 8)])
def test_a_simplex_attains_the_welch_bound(n: int, d: int) -> None:
    from packing.constructions import simplex

    found = overlaps(simplex(d).packing, workers=1)
    assert found.coherence == pytest.approx(found.least.welch, abs=1e-14)
    assert found.absolute[2] == pytest.approx(found.least.moments[2], rel=1e-12)
    assert found.frame is not None
    assert found.frame.welch_excess == pytest.approx(0, abs=1e-14)
    assert found.dimensionality.sum() == pytest.approx(d)


def test_a_cross_polytope_is_a_tight_frame_of_orthogonal_copies() -> None:
    found = overlaps(np.vstack([np.eye(6), -np.eye(6)]), workers=1)
    assert [factors.count for factors in found.factors] == [6] * len(found.factors)
    assert (found.coherence, found.mean) == (1.0, -6 / math.comb(12, 2))
    assert found.dimensionality.tolist() == [0.5] * 12


def test_orthogonal_rows_are_said_to_be_orthogonal() -> None:
    found = overlaps(2 * np.eye(5), workers=1)
    assert found.coherence == 0
    assert "All rows are orthogonal." in found.sentences
    assert [factors.singletons for factors in found.factors] == [5] * len(found.factors)
