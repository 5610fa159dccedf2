"""The linear autoencoder: closed loss, and trained models against principal components (Eckart and Young)."""

import numpy as np
import pytest

from packing.analytic import superposition
from packing.toymodels import AutoencoderConfig, estimated_loss, geometric, train
from packing.toymodels.autoencoder.losses.closed import closed_loss, least_loss
from packing.toymodels.autoencoder.losses.linear import LinearLoss

SETS = {"correlated": ((0, 1),), "anticorrelated": ((3, 5, 4),)}


def test_is_the_variance_formula_for_independent_features() -> None:
    weights = np.random.default_rng(3).normal(size=(6, 2)) / 2
    biases = np.random.default_rng(4).normal(size=6)
    loss = closed_loss(AutoencoderConfig(6, 2, 0.3, loss="exact", variant="linear"))
    assert loss(weights, biases).loss == pytest.approx(superposition.linear_loss(weights, 0.3, biases), rel=1e-12)


@pytest.mark.long
@pytest.mark.parametrize("sets", [{}, SETS])
def test_agrees_with_monte_carlo(sets: dict) -> None:
    rng = np.random.default_rng(8)
    weights, biases = rng.normal(size=(6, 2)) / 2, rng.normal(size=6) / 5
    config = AutoencoderConfig(6, 2, 0.3, tuple(rng.uniform(0.5, 2, 6)), loss="exact", variant="linear", **sets)
    estimate = estimated_loss(config, weights, biases)
    assert abs(closed_loss(config)(weights, biases).loss - estimate.loss) < 4 * estimate.error


@pytest.mark.parametrize("loss", ["exact", "one_sparse"])
def test_gradient_is_that_of_finite_differences(loss: str) -> None:
    rng, step = np.random.default_rng(5), 1e-6
    config = AutoencoderConfig(6, 2, 0.3, tuple(rng.uniform(0.5, 2, 6)), loss=loss, variant="linear", **SETS)
    value_of = closed_loss(config)
    weights, biases = rng.normal(size=(6, 2)), rng.normal(size=6)
    along_w, along_b = rng.normal(size=(6, 2)), rng.normal(size=6)
    value = value_of(weights, biases)
    ahead, behind = (value_of(weights + s * along_w, biases + s * along_b).loss for s in (step, -step))
    slope = float(np.sum(value.weights * along_w) + value.biases @ along_b)
    assert (ahead - behind) / (2 * step) == pytest.approx(slope, rel=1e-7)


@pytest.mark.parametrize("loss", ["exact", "one_sparse"])
def test_trained_models_keep_the_features_of_largest_importance_times_variance(loss: str) -> None:
    density = (0.1, 0.5, 0.2, 0.9, 0.3, 0.05, 0.6)
    config = AutoencoderConfig(7, 3, density, geometric(7, 0.8), loss=loss, variant="linear", models=4, seed=2)
    trained, least = train(config), least_loss(config)
    assert least is not None and least.reached
    assert trained.losses.min() == pytest.approx(least.loss, rel=1e-9)
    assert np.all(trained.losses >= least.loss * (1 - 1e-12))
    p = config.densities
    spread = p / 3 - p * p / 4 if loss == "exact" else p / (1 - p)
    kept = sorted(np.argsort(config.importances * spread)[-3:])
    assert trained.represented(trained.best).tolist() == kept
    assert trained.blocks(trained.best) == ((1, 1),) * 3
    np.testing.assert_allclose(trained.dimensionality[trained.best][kept], 1.0, atol=1e-6)


def test_trained_gram_is_the_projection_on_principal_components() -> None:
    # one density and importance a set, so that importances and covariance commute
    settings = {"density": (0.3, 0.3, 0.2, 0.2, 0.2, 0.4), "importance": (1, 1, 0.7, 0.7, 0.7, 0.9)}
    sets = {"correlated": ((0, 1),), "anticorrelated": ((2, 3, 4),)}
    config = AutoencoderConfig(6, 2, loss="exact", variant="linear", models=3, **settings, **sets)
    trained, least = train(config), least_loss(config)
    assert least is not None and least.reached
    assert trained.losses.min() == pytest.approx(least.loss, rel=1e-9)
    vectors = np.linalg.eigh(np.diag(config.importances) @ config.law.covariance)[1][:, -2:]
    gram = trained.weights[trained.best] @ trained.weights[trained.best].T
    np.testing.assert_allclose(gram, vectors @ vectors.T, atol=1e-4)
    # the two correlated features share one direction, their sum
    assert gram[0, 1] == pytest.approx(0.5, abs=1e-4)


def test_the_bound_is_not_reached_where_importances_differ_within_a_set() -> None:
    config = AutoencoderConfig(
        4, 1, 0.3, (1, 0.3, 0.8, 0.6), loss="exact", variant="linear", models=8, correlated=((0, 1, 2),)
    )
    trained, least = train(config), least_loss(config)
    assert least is not None and not least.reached
    assert trained.losses.min() > least.loss * (1 + 1e-4)


def test_no_dimension_too_few_costs_nothing() -> None:
    assert LinearLoss(np.eye(3), np.ones(3), np.zeros(3)).least(3).loss == 0.0
    trained = train(AutoencoderConfig(4, 4, 0.3, loss="exact", variant="linear", models=2))
    assert trained.losses.max() < 1e-10


def test_sampled_training_comes_near_the_least_loss() -> None:
    settings = {"n": 6, "d": 2, "density": 0.3, "importance": geometric(6, 0.7), "models": 2, "steps": 1500}
    config = AutoencoderConfig(variant="linear", **settings)
    trained, least = train(config), least_loss(config)
    assert least is not None
    assert least.loss < trained.losses.min() < 1.01 * least.loss
