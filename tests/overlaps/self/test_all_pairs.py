from __future__ import annotations

import numpy as np
import pytest
from overlaps.overlap_oracle import POWERS, Oracle, same_partition

from packing.overlaps import OverlapStatistics, Precision, Settings, frame, overlaps

EPS = (0.02, 0.1, 0.2, 0.3, 0.35, 0.4, 0.6, 0.95)


def _rows(n: int, d: int, seed: int) -> np.ndarray:
    """Rows of many norms with a zero row, a scaled copy, an opposite copy and a common direction."""
    rng = np.random.default_rng(seed)
    rows = (rng.standard_normal((n, d)) + 0.2) * 10 ** rng.uniform(-3, 3, (n, 1))
    if n > 12:
        rows[3] = 0
        rows[5] = -2.5 * rows[n - 1]
        rows[7] = rows[n - 3]
    return rows


def _measured(rows: np.ndarray, precision: Precision, **changes: int) -> OverlapStatistics:
    settings = Settings(eps=EPS, bins=201, top=20, precision=precision, **{"block": 64, **changes})
    return overlaps(rows, settings, workers=1)


SHAPES = [(2, 1), (3, 5), (64, 7), (65, 7), (200, 16), (331, 40), (150, 300)]


@pytest.mark.parametrize(("n", "d"), SHAPES)
@pytest.mark.parametrize("precision", [Precision.SINGLE, Precision.DOUBLE])
def test_every_number_is_that_of_the_whole_gram_matrix(n: int, d: int, precision: Precision) -> None:
    rows = _rows(n, d, seed=n)
    found, oracle = _measured(rows, precision), Oracle(rows)
    rounding = 1e-12 if precision is Precision.DOUBLE else 1e-7
    np.testing.assert_array_equal(found.rows, oracle.rows)
    for power in POWERS:
        size = oracle.absolute(power)
        assert found.absolute[power] == pytest.approx(size, rel=rounding)
        assert found.signed[power] == pytest.approx(oracle.signed(power), abs=2 * rounding * size)
        assert found.positive[power] == pytest.approx(np.mean(np.maximum(oracle.pairs, 0) ** power), abs=3 * rounding)
    assert found.mean == pytest.approx(np.mean(oracle.pairs), abs=rounding)
    assert found.variance == pytest.approx(np.var(oracle.pairs), abs=1e-6)
    np.testing.assert_allclose(found.row_maximum, oracle.off.max(axis=1), atol=1e-12)
    attained = oracle.off[np.arange(len(oracle.rows)), np.searchsorted(oracle.rows, found.row_partners[:, 0])]
    np.testing.assert_allclose(attained, oracle.off.max(axis=1), atol=1e-6)
    np.testing.assert_allclose(found.dimensionality, oracle.dimensionality(), rtol=2e-6)
    largest = np.sort(np.abs(oracle.pairs))[::-1][:20]
    np.testing.assert_allclose([abs(pair.cosine) for pair in found.top], largest, atol=1e-12)
    for pair in found.top:
        i, j = np.searchsorted(oracle.rows, (pair.left, pair.right))
        assert pair.left < pair.right
        assert oracle.gram[i, j] == pytest.approx(pair.cosine, abs=1e-12)


@pytest.mark.parametrize(("n", "d"), SHAPES)
def test_counts_are_exact_in_double_precision(n: int, d: int) -> None:
    rows = _rows(n, d, seed=n + 1)
    found, oracle = _measured(rows, Precision.DOUBLE), Oracle(rows)
    assert found.histogram.sum() == found.pairs == oracle.pairs.size
    inside = np.clip(oracle.pairs, -1 + 1e-12, 1 - 1e-12)
    np.testing.assert_array_equal(found.histogram, np.histogram(inside, found.edges)[0])
    for factors in found.factors:
        above = int(np.count_nonzero(np.abs(oracle.pairs) > factors.eps))
        assert (factors.pairs, factors.orthogonal_pairs) == (above, oracle.pairs.size - above)
        labels = oracle.labels(factors.eps)
        assert same_partition(labels, factors.labels)
        assert factors.first_sizes(10**6) == sorted(np.bincount(labels).tolist(), reverse=True)
        assert np.bincount(factors.labels).tolist() == factors.first_sizes(10**6)


@pytest.mark.parametrize("block", [7, 17, 64, 1000])
@pytest.mark.parametrize("workers", [1, 3])
def test_blocks_and_threads_change_nothing(block: int, workers: int) -> None:
    rows = _rows(180, 12, seed=4)
    reference = _measured(rows, Precision.DOUBLE)
    settings = Settings(EPS, bins=201, top=20, precision=Precision.DOUBLE, block=block)
    found = overlaps(rows, settings, workers=workers)
    np.testing.assert_array_equal(found.histogram, reference.histogram)
    assert [factors.count for factors in found.factors] == [factors.count for factors in reference.factors]
    assert found.absolute == pytest.approx(reference.absolute, rel=1e-13)
    np.testing.assert_allclose(found.dimensionality, reference.dimensionality, rtol=1e-13)
    np.testing.assert_allclose(found.row_maximum, reference.row_maximum, atol=1e-14)
    cosines = [abs(pair.cosine) for pair in reference.top]
    np.testing.assert_allclose([abs(pair.cosine) for pair in found.top], cosines, atol=1e-14)


@pytest.mark.parametrize("precision", [Precision.SINGLE, Precision.DOUBLE])
def test_several_partners_of_each_row(precision: Precision) -> None:
    rows = np.random.default_rng(8).standard_normal((140, 9))
    found, oracle = _measured(rows, precision, row_top=5), Oracle(rows)
    expected = np.argsort(-oracle.off, axis=1)[:, :5]
    np.testing.assert_array_equal(found.row_partners, expected)


def test_signs_scales_rotations_and_order_do_not_matter() -> None:
    rng = np.random.default_rng(11)
    rows = rng.standard_normal((150, 20))
    turned, _ = np.linalg.qr(rng.standard_normal((20, 20)))
    order = rng.permutation(150)
    changed = (rows * rng.choice([-1, 1], (150, 1)) * rng.uniform(0.1, 9, (150, 1)))[order] @ turned
    one, other = overlaps(rows), overlaps(changed)
    assert other.absolute == pytest.approx(one.absolute, rel=1e-12)
    np.testing.assert_allclose(other.row_maximum, one.row_maximum[order], atol=1e-12)
    assert other.coherence == pytest.approx(one.coherence, abs=1e-12)


def test_the_frame_operator_gives_the_same_moments_and_dimensionalities() -> None:
    rows = _rows(210, 30, seed=2)
    found, alone = overlaps(rows, workers=1), frame(rows)
    assert found.frame is not None
    for answer in (found.frame, alone):
        assert answer.first_moment == pytest.approx(found.mean, abs=1e-13)
        assert answer.second_moment == pytest.approx(found.absolute[2], rel=1e-12)
        assert answer.spectrum.sum() == pytest.approx(found.live)
        welch = (found.live - found.d) / (found.d * (found.live - 1))
        assert answer.welch_excess == pytest.approx(found.absolute[2] - welch, rel=1e-10)
    np.testing.assert_allclose(alone.dimensionality, found.dimensionality, rtol=1e-10)
    assert alone.dimensionality.sum() <= alone.rank == 30


def test_extreme_norms_are_not_lost() -> None:
    rows = np.random.default_rng(3).standard_normal((40, 6))
    scaled = rows * 10.0 ** np.linspace(-250, 250, 40)[:, None]
    for precision in (Precision.SINGLE, Precision.DOUBLE):
        found = _measured(scaled, precision)
        assert found.absolute[2] == pytest.approx(Oracle(rows).absolute(2), rel=1e-6)
    small = (rows * 1e-30).astype(np.float32)
    assert _measured(small, Precision.SINGLE).absolute[4] == pytest.approx(Oracle(small).absolute(4), rel=1e-6)
