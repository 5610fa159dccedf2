"""The fate of the last feature over density and importance, where theory or symmetry decides it."""

import numpy as np
import pytest

from packing.errors import InputError
from packing.toymodels.autoencoder.importance import FeatureFate, importance_map, shared_from
from packing.toymodels.autoencoder.losses.exact import ExactLoss


def test_two_features_in_one_dimension() -> None:
    found = importance_map(2, 1, [0.03, 0.95], [0.15, 4.0], starts=5, seed=3)
    sparse, dense = zip(*found.fates, strict=True)
    assert sparse == (FeatureFate.SHARED, FeatureFate.SHARED)  # an antipodal pair costs order p^2 only
    assert dense == (FeatureFate.LOST, FeatureFate.ALONE)  # dense inputs keep the more important one
    assert (np.diff(found.losses, axis=0) >= 0).all()


def test_a_map_needs_a_range() -> None:
    with pytest.raises(InputError, match="at least one density and one importance"):
        importance_map(2, 1, [], [1.0])


def test_three_features_in_two_dimensions_follow_the_boundaries_at_unit_norms() -> None:
    # below importance 1 the last feature shares from p/(2 - 5p/2) on; above, two others share and it is alone
    found = importance_map(3, 2, [0.02, 0.3], [0.15, 0.8, 1.3], starts=1)
    assert found.fates[0] == (FeatureFate.SHARED, FeatureFate.LOST)
    assert found.fates[1] == (FeatureFate.SHARED, FeatureFate.SHARED)
    assert found.fates[2] == (FeatureFate.ALONE, FeatureFate.ALONE)


@pytest.mark.parametrize("density", [0.1, 0.35])
def test_boundary_is_where_a_digon_loses_as_much_as_a_lost_feature(density: float) -> None:
    importance = shared_from(density)
    lost = exact_loss([[1.0], [0.0]], [0.0, density / 2], density, importance)
    shared = exact_loss([[1.0], [-1.0]], [0.0, 0.0], density, importance)
    assert lost == pytest.approx(shared, rel=1e-5)
    assert lost == pytest.approx(importance * (density / 3 - density**2 / 4), rel=1e-5)


def exact_loss(weights: list[list[float]], biases: list[float], density: float, importance: float) -> float:
    loss = ExactLoss(np.full(2, density), np.array([1.0, importance]))
    return loss(np.array(weights), np.array(biases)).loss


@pytest.mark.parametrize(("n", "d"), [(1, 1), (3, 3), (2, 5)])
def test_a_map_needs_fewer_dimensions_than_features(n: int, d: int) -> None:
    with pytest.raises(InputError, match="fewer dimensions than features"):
        importance_map(n, d, [0.1], [1.0])
