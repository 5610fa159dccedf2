"""Capacities: the loss formula against samples, trained models at the convex bound, the price, phase boundaries."""

import math

import numpy as np
import pytest

from packing.errors import InputError
from packing.toymodels.capacity import (
    CapacityConfig,
    falling_importance,
    ignored_below,
    optimal_allocation,
    quadratic_loss,
    train_capacity,
)


@pytest.mark.parametrize("density", [1.0, 0.3])
def test_loss_is_the_mean_squared_error(density: float) -> None:
    # x = s z / sqrt(density), z Gaussian, s Bernoulli: variance 1, kurtosis 3 / density
    rng = np.random.default_rng(3)
    values, weights = np.array([1.3, 0.7, 0.4, 0.9]), 0.6 * rng.normal(size=(4, 2))
    inputs = rng.normal(size=(400_000, 4)) * (rng.uniform(size=(400_000, 4)) < density) / math.sqrt(density)
    errors = (inputs**2 @ values - np.sum((inputs @ weights) ** 2, axis=1)) ** 2
    expected, _ = quadratic_loss(weights, values, 3.0 / density)
    assert abs(errors.mean() - expected) < 4 * errors.std() / math.sqrt(len(errors))


CASES = [
    (tuple(0.8**i for i in range(12)), 6, 3.5),
    (tuple(0.8**i for i in range(12)), 6, 23.0),
    ((1.0, 0.93, 0.61, 0.4, 0.38), 2, 7.0),
    ((2.0,) * 9, 4, 30.0),
]


@pytest.mark.parametrize(("values", "d", "kurtosis"), CASES)
def test_trained_models_reach_the_convex_bound(values: tuple[float, ...], d: int, kurtosis: float) -> None:
    trained = train_capacity(CapacityConfig(values, d, kurtosis, models=8, seed=2))
    assert abs(trained.excess) < 1e-6
    assert trained.losses.min() >= trained.optimum.loss * (1 - 1e-9)
    np.testing.assert_allclose(trained.capacities[trained.best], trained.optimum.capacities, atol=1e-4)
    assert trained.optimum.capacities.sum() == pytest.approx(d, abs=1e-9)
    assert sum(rank for _, rank in trained.blocks(trained.best)) == d


@pytest.mark.parametrize("kurtosis", [1.0, 1.8, 3.0])
def test_at_kurtosis_three_and_below_the_most_important_keep_a_dimension_each(kurtosis: float) -> None:
    values = (0.9, 0.2, 1.4, 0.5, 1.0)
    trained = train_capacity(CapacityConfig(values, 2, kurtosis, models=8))
    assert trained.optimum.capacities.tolist() == [0, 0, 1, 0, 1]
    assert trained.losses.min() == pytest.approx(trained.optimum.loss, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("kurtosis", [3.0001, 4.0, 9.0])
@pytest.mark.parametrize(("values", "d"), [((1.0, 0.9, 0.5, 0.2), 3), ((3.0, 1.0), 1), ((1.0, 0.8, 0.6, 0.3), 2)])
def test_no_trained_model_is_below_the_bound(values: tuple[float, ...], d: int, kurtosis: float) -> None:
    # near kurtosis 3 exactly d features are held, and the bound must know what the next would pay
    trained = train_capacity(CapacityConfig(values, d, kurtosis, models=8))
    assert trained.losses.min() >= trained.optimum.loss * (1 - 1e-9)
    assert trained.losses.min() == pytest.approx(trained.optimum.loss, rel=1e-8)


def test_one_price_for_all_who_share() -> None:
    found = optimal_allocation([0.9**i for i in range(20)], 7, 11.0)
    sharing = (found.capacities > 0) & (found.capacities < 1)
    np.testing.assert_allclose(found.gains[sharing] / found.capacities[sharing], found.price, rtol=1e-9)
    assert (np.diff(found.capacities) <= 1e-12).all()
    assert (found.gains[found.capacities == 1] >= found.price * (1 - 1e-9)).all()


@pytest.mark.parametrize("kurtosis", [3.3, 4.7, 12.0, 60.0])
def test_second_feature_is_ignored_up_to_the_boundary(kurtosis: float) -> None:
    boundary = ignored_below(kurtosis)
    for ratio, shared in ((0.97 * boundary, False), (1.03 * boundary, True)):
        optimum = optimal_allocation([1.0, ratio], 1, kurtosis)
        trained = train_capacity(CapacityConfig((1.0, ratio), 1, kurtosis, models=6))
        assert (optimum.capacities[1] > 0) == shared
        assert (trained.capacities[trained.best][1] > 0) == shared


def test_enough_dimensions_leave_no_loss_and_more_kurtosis_shares_more() -> None:
    assert optimal_allocation([3.0, 1.0], 2, 5.0).loss == pytest.approx(0, abs=1e-12)
    values = [0.8**i for i in range(12)]
    sharing = [np.count_nonzero(optimal_allocation(values, 6, kappa).capacities % 1) for kappa in (3.5, 8.0, 100.0)]
    assert sharing == sorted(sharing)
    assert sharing[0] < sharing[-1]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"importance": ()}, "importances must be at least 0 and not all 0"),
        ({"importance": (1.0, -2.0)}, "importances must be at least 0"),
        ({"kurtosis": 0.5}, "a kurtosis is at least 1, not 0.5"),
        ({"d": 0}, "d must be a positive integer"),
        ({"seed": -3}, "the seed must be a whole number of at least 0, not -3"),
    ],
)
def test_refuses(changes: dict, text: str) -> None:
    with pytest.raises(InputError, match=text):
        CapacityConfig(**({"importance": (1.0, 0.5), "d": 1} | changes))


@pytest.mark.parametrize(
    ("n", "ratio", "text"), [(2000, 3.0, "must stay below 1e100"), (3, -0.5, "at least 0, not -0.5")]
)
def test_falling_importances_stay_numbers(n: int, ratio: float, text: str) -> None:
    with pytest.raises(InputError, match=text):
        falling_importance(n, ratio)
