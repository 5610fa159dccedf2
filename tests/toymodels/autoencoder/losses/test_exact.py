"""The exact loss against Monte Carlo, closed cases, its own sparse limit, and a finer quadrature."""

import math

import numpy as np
import pytest

from packing.toymodels.autoencoder import AutoencoderConfig, exact_loss, one_sparse_loss, train
from packing.toymodels.autoencoder.losses.exact import ExactLoss
from packing.toymodels.generators import initial_state, sample_features


def monte_carlo(weights, biases, density, importance, samples: int, seed: int) -> tuple[float, float]:
    """The mean loss over fresh inputs and its standard error."""
    state, chance = initial_state(seed, 0), density.astype(np.float32)
    batch, errors = np.empty((len(biases), 1 << 13), dtype=np.float32), []
    for _ in range(-(-samples // batch.shape[1])):
        sample_features(state, chance, batch)
        inputs = batch.astype(np.float64)
        outputs = np.maximum(weights @ (weights.T @ inputs) + biases[:, None], 0)
        errors.append(importance @ (outputs - inputs) ** 2)
    found = np.concatenate(errors)
    return float(found.mean()), float(found.std() / math.sqrt(found.size))


@pytest.mark.parametrize(("n", "d", "p"), [(5, 2, 0.5), (6, 2, 0.01), (13, 4, 0.11), (24, 7, 0.03), (40, 8, 0.5)])
def test_agrees_with_monte_carlo_at_random_weights(n: int, d: int, p: float) -> None:
    rng = np.random.default_rng(n)
    weights, biases = rng.normal(size=(n, d)) / math.sqrt(d), rng.normal(size=n) * 0.2 - 0.1
    density, importance = np.clip(p * rng.uniform(0.6, 1.4, n), 0, 1), rng.uniform(0.5, 1.5, n)
    mean, error = monte_carlo(weights, biases, density, importance, 200_000, seed=n)
    assert abs(ExactLoss(density, importance)(weights, biases).loss - mean) < 4 * error


@pytest.mark.parametrize("p", [0.03, 0.2, 0.5])
def test_agrees_with_monte_carlo_at_trained_weights_with_dead_features(p: float) -> None:
    trained = train(AutoencoderConfig(n=12, d=3, density=p, models=1, steps=800))
    density, importance = trained.config.densities, trained.config.importances
    mean, error = monte_carlo(trained.weights[0], trained.biases[0], density, importance, 400_000, seed=7)
    assert abs(trained.losses[0] - mean) < 4 * error


def test_one_feature_is_an_integral_by_hand() -> None:
    # x' = ReLU(a x + b), a = .81, b = .07: E = (1 - p) b^2 + p int (x - .81 x - .07)^2 dx
    for p in (0.2, 0.9, 1.0):
        found = ExactLoss(np.array([p]), np.ones(1))(np.array([[0.9]]), np.array([0.07])).loss
        assert found == pytest.approx((1 - p) * 0.07**2 + p * (0.19**2 / 3 - 0.19 * 0.07 + 0.07**2), rel=1e-6)


def test_everything_dead_costs_the_variance_it_cannot_see() -> None:
    # z_i = b_i for all inputs, so E = p/3 - p b + b^2 at b > 0
    density, biases = np.array([0.3, 0.01, 1.0]), np.array([0.013, 0.4, -0.2])
    expected = np.sum(density / 3 - density * np.maximum(biases, 0) + np.maximum(biases, 0) ** 2)
    assert ExactLoss(density, np.ones(3))(np.zeros((3, 2)), biases).loss == pytest.approx(expected, rel=1e-9)


def test_dense_linear_regime_is_the_variance_formula() -> None:
    # b large enough that every z > 0: the loss is that of the linear model, v |I - M|^2 + |(I - M) mu - b|^2
    rng = np.random.default_rng(2)
    weights, biases, p = 0.3 * rng.normal(size=(6, 2)), np.full(6, 3.0), 0.45
    gap = np.eye(6) - weights @ weights.T
    variance, mean = p / 3 - p * p / 4, np.full(6, p / 2)
    expected = variance * np.sum(gap**2) + np.sum((gap @ mean - biases) ** 2)
    assert ExactLoss(np.full(6, p), np.ones(6))(weights, biases).loss == pytest.approx(expected, rel=1e-9)


def test_tends_to_the_one_sparse_loss() -> None:
    rng = np.random.default_rng(6)
    weights, biases = rng.normal(size=(7, 3)) / 2, -0.3 * rng.uniform(size=7)
    gaps = []
    for p in (1e-2, 1e-3, 1e-4):
        config = AutoencoderConfig(7, 3, density=p)
        sparse = one_sparse_loss(config)(weights, biases).loss
        gaps.append(abs(exact_loss(config)(weights, biases).loss / (7 * p) - sparse))
    assert gaps[1] < 0.2 * gaps[0]
    assert gaps[2] < 0.2 * gaps[1]


def test_digons_cost_the_two_sparse_integral() -> None:
    # q^2 E(x - ReLU(x - y))^2 for each of two features, both active: 1/6 + O(no third feature), so q^2/3 a digon
    for q in (0.2, 0.02):
        digon = ExactLoss(np.full(2, q), np.ones(2))(np.array([[1.0], [-1.0]]), np.zeros(2)).loss
        assert digon == pytest.approx(q * q / 3, rel=2e-5)


@pytest.mark.long
@pytest.mark.parametrize("p", [0.02, 0.1, 0.4])
def test_quadrature_has_converged_where_models_end(p: float) -> None:
    trained = train(AutoencoderConfig(n=9, d=4, density=p, loss="exact", models=2, seed=3))
    for model in range(2):
        finer = ExactLoss(trained.config.densities, trained.config.importances, bandwidth=800.0)
        value = finer(trained.weights[model], trained.biases[model])
        assert trained.losses[model] == pytest.approx(value.loss, rel=2e-5)
        assert np.abs(value.weights).max() < 1e-4
    assert all(trained.converged)


@pytest.mark.long
def test_phases_of_seven_features_in_three_dimensions() -> None:
    blocks = {}
    for p in (0.3, 0.15, 0.02):
        trained = train(AutoencoderConfig(n=7, d=3, density=p, loss="exact", models=16, seed=2))
        blocks[p] = trained.blocks(trained.best)
    assert blocks == {0.3: ((2, 1),) * 3, 0.15: ((5, 2), (2, 1)), 0.02: ((7, 3),)}
