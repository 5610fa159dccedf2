"""The best one-to-one matching against scipy on the dense matrix; its proof; what random dictionaries reach."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from packing import InputError
from packing.overlaps import best_matching, compare, prepare
from packing.overlaps.cross import matching as solver
from packing.overlaps.cross.certificate import assignment_bound
from packing.overlaps.cross.chance import expected_best, simulated_matching
from packing.overlaps.products import Gains, best_partners


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _planted(kind: str, n: int, d: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((n, d))
    shared = np.random.default_rng(99).standard_normal((5, d))
    return {
        "random": noise,
        "common direction": noise + 4 * shared[0],
        "families": shared[rng.integers(0, 5, n)] + 0.2 * noise,
        "copies": shared[rng.integers(0, 5, n)] * rng.choice([-2.0, 1.0], (n, 1)),
        "all equal": np.ones((n, d)),
        "axes": np.eye(d)[rng.integers(0, d, n)],
    }[kind]


@pytest.mark.parametrize("kind", ["random", "common direction", "families", "copies", "all equal", "axes"])
@pytest.mark.parametrize(("n", "m"), [(90, 90), (150, 60), (60, 150), (1, 70), (61, 60)])
@pytest.mark.parametrize("signed", [False, True])
def test_no_matching_is_better_than_the_one_found(kind: str, n: int, m: int, signed: bool) -> None:
    left, right = _planted(kind, n, 12, 1), _planted(kind, m, 12, 2)
    cosines = _unit(left) @ _unit(right).T
    gains = cosines if signed else np.abs(cosines)
    best = gains[linear_sum_assignment(gains, maximize=True)].mean()
    found = best_matching(prepare(left, least=1), prepare(right, least=1), signed=signed)
    assert found.mean == pytest.approx(best, abs=1e-12)
    assert found.is_exact
    assert 0 <= found.gap < 1e-12
    assert found.left.size == np.unique(found.left).size == np.unique(found.right).size == min(n, m)
    np.testing.assert_allclose(found.cosines, cosines[found.left, found.right], atol=1e-14)


@pytest.mark.parametrize("n", [40, 70])
def test_the_bound_holds_for_any_prices(n: int) -> None:
    rng = np.random.default_rng(3)
    left, right = rng.standard_normal((40, 6)), rng.standard_normal((n, 6))
    gains = np.abs(_unit(left) @ _unit(right).T)
    best = gains[linear_sum_assignment(gains, maximize=True)].sum()
    bounds = [
        assignment_bound(Gains(prepare(left), prepare(right), signed=False), scale * rng.standard_normal(n))[0]
        for scale in (0.0, 0.01, 0.1, 1.0)
        for _ in range(5)
    ]
    assert min(bounds) >= best
    assert min(bounds) < best + 5


def test_rounds_cut_short_leave_a_gap_that_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    from packing.overlaps.cross import candidates

    monkeypatch.setattr(candidates, "FIRST_CANDIDATES", 1)
    rng = np.random.default_rng(4)
    left, right = rng.standard_normal((200, 8)), rng.standard_normal((200, 8))
    one, two = prepare(left), prepare(right)
    rough, best = best_matching(one, two, most_rounds=1), best_matching(one, two)
    assert best.is_exact
    assert not rough.is_exact
    assert rough.mean < best.mean <= rough.mean + rough.gap
    loose = best_matching(one, two, gap=0.05)
    assert loose.gap <= 0.05
    assert loose.mean <= best.mean + 1e-12


def test_rounds_in_single_precision_end_at_the_same_matching(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    one, two = prepare(rng.standard_normal((300, 10))), prepare(rng.standard_normal((280, 10)))
    exact = best_matching(one, two)
    monkeypatch.setattr(solver, "SINGLE_WORK", 0)
    single = best_matching(one, two)
    assert single.is_exact
    assert single.right.tolist() == exact.right.tolist()


def test_best_partners_at_prices_against_the_whole_product() -> None:
    rng = np.random.default_rng(6)
    left, right, prices = rng.standard_normal((50, 7)), rng.standard_normal((2100, 7)), rng.standard_normal(2100)
    worth = _unit(left) @ _unit(right).T - prices
    found, values = best_partners(Gains(prepare(left), prepare(right), signed=True), prices, keep=5)
    np.testing.assert_array_equal(found, np.argsort(-worth, axis=1)[:, :5])
    np.testing.assert_allclose(values, -np.sort(-worth, axis=1)[:, :5], atol=1e-14)


@pytest.mark.parametrize(("m", "d"), [(1, 1), (7, 1), (5, 2), (40, 3), (300, 20)])
@pytest.mark.parametrize("signed", [False, True])
def test_the_law_of_the_best_of_random_rows(m: int, d: int, signed: bool) -> None:
    rng = np.random.default_rng(7)
    cosines = _unit(rng.standard_normal((4000, m, d)).reshape(-1, d)).reshape(4000, m, d)[:, :, 0]
    best = (cosines if signed else np.abs(cosines)).max(axis=1)
    error = best.std() / np.sqrt(best.size)
    assert abs(expected_best(m, d, signed=signed) - best.mean()) <= 4 * error + 1e-12


def test_random_dictionaries_are_at_the_level_of_chance() -> None:
    rng = np.random.default_rng(8)
    both = compare(rng.standard_normal((150, 12)), rng.standard_normal((130, 12)), chance=12, seed=1, workers=1)
    for found, chance in ((both.matching, both.chance), (both.signed_matching, both.signed_chance)):
        assert found is not None
        assert chance is not None
        assert abs(found.mean - chance.mean) < 5 * chance.standard_error * np.sqrt(12)
    for side in (both.left, both.right):
        assert side.mean_best == pytest.approx(side.chance, abs=0.03)
        assert side.mean_best_signed == pytest.approx(side.chance_signed, abs=0.03)
    assert simulated_matching(5, 5, 3, draws=0) is None
    with pytest.raises(InputError, match="number of draws"):
        simulated_matching(5, 5, 3, draws=-1)
