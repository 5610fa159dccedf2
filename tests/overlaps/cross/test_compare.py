from __future__ import annotations

import numpy as np
import pytest
from overlaps.overlap_oracle import POWERS
from scipy.optimize import linear_sum_assignment

from packing import InputError
from packing.overlaps import Precision, Settings, compare, comparison_sentences, preview


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize(("n", "m", "d"), [(1, 1, 1), (3, 70, 5), (140, 90, 12)])
@pytest.mark.parametrize("precision", [Precision.SINGLE, Precision.DOUBLE])
def test_two_matrices_against_the_whole_product(n: int, m: int, d: int, precision: Precision) -> None:
    rng = np.random.default_rng(n)
    left, right = rng.standard_normal((max(n, 2), d)), rng.standard_normal((max(m, 2), d)) * 7
    both = compare(left, right, Settings(eps=(0.1, 0.5), bins=51, block=32, precision=precision), workers=2)
    cosines = _unit(left) @ _unit(right).T
    for power in POWERS:
        assert both.absolute[power] == pytest.approx(np.mean(np.abs(cosines) ** power), rel=1e-6)
    np.testing.assert_allclose(both.left.best, np.abs(cosines).max(axis=1), atol=1e-12)
    np.testing.assert_allclose(both.right.best, np.abs(cosines).max(axis=0), atol=1e-12)
    assert both.histogram.sum() == cosines.size
    assert both.pairs_above == {eps: int((np.abs(cosines) > eps).sum()) for eps in (0.1, 0.5)}
    assert both.coherence == pytest.approx(np.abs(cosines).max(), abs=1e-12)


def test_a_hidden_permutation_is_found() -> None:
    rng = np.random.default_rng(4)
    left = rng.standard_normal((200, 30))
    order = rng.permutation(200)
    right = left[order] * rng.choice([-2.0, 1.0], (200, 1)) + 0.05 * rng.standard_normal((200, 30))
    both = compare(left, np.vstack([right, rng.standard_normal((40, 30))]), workers=1)
    assert both.matching.is_exact
    found = dict(zip(both.matching.right.tolist(), both.matching.left.tolist(), strict=True))
    assert [found[j] for j in range(200)] == order.tolist()
    np.testing.assert_array_equal(both.right.partner[:200], order)
    assert both.left.mean_best > 0.99
    sentences = " ".join(comparison_sentences(both))
    assert "200 of them are above 0.9" in sentences
    assert "40 rows have no partner" in sentences


def test_the_matching_is_the_best_where_all_partners_are_candidates() -> None:
    rng = np.random.default_rng(5)
    left, right = rng.standard_normal((8, 5)), rng.standard_normal((7, 5))
    cosines = np.abs(_unit(left) @ _unit(right).T)
    both = compare(left, right, workers=1)
    best = cosines[linear_sum_assignment(cosines, maximize=True)].sum()
    assert np.abs(both.matching.cosines).sum() == pytest.approx(best, abs=1e-12)


def test_rows_are_numbered_as_given_and_dropped_ones_told() -> None:
    left = np.vstack([np.zeros(3), np.eye(3)])
    both = compare(left, np.eye(3)[::-1] * 2, workers=1)
    assert both.left.dropped.zero == (0,)
    assert both.left.rows.tolist() == [1, 2, 3]
    assert both.left.partner.tolist() == [2, 1, 0]
    assert both.right.partner.tolist() == [3, 2, 1]


def test_matrices_of_different_spaces_are_refused() -> None:
    with pytest.raises(InputError, match="have 3 and 4 columns"):
        compare(np.eye(3), np.eye(4))


def test_a_preview_of_all_rows_is_exact_and_a_sample_is_within_its_error() -> None:
    rng = np.random.default_rng(6)
    rows = rng.standard_normal((700, 25)) + 0.4 * rng.standard_normal(25) * rng.uniform(0, 2, (700, 1))
    rows[5] = 0
    cosines = _unit(np.delete(rows, 5, axis=0))
    gram = cosines @ cosines.T
    pairs = gram[np.triu_indices(699, 1)]
    everything = preview(rows, 699)
    for power in POWERS:
        assert everything.moments[power].value == pytest.approx(np.mean(np.abs(pairs) ** power), rel=1e-12)
        assert everything.moments[power].error == 0
    assert everything.coherence == pytest.approx(np.abs(pairs).max(), abs=1e-12)
    z = [
        (preview(rows, 80, seed=seed).moments[2].value - np.mean(pairs**2))
        / preview(rows, 80, seed=seed).moments[2].error
        for seed in range(40)
    ]
    assert abs(np.mean(z)) < 0.6
    assert 0.6 < np.std(z) < 1.5
    assert preview(rows, 50, seed=3).moments == preview(rows, 50, seed=3).moments
    assert "From 50 of 699 rows" in preview(rows, 50).sentences[0]
    with pytest.raises(InputError, match="at least three rows"):
        preview(np.eye(2))
