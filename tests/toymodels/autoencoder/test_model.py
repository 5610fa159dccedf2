"""The autoencoder: settings refused, models repeatable, geometry found, code losses by best of many starts."""

import json
import math

import numpy as np
import pytest

from packing.errors import InputError
from packing.problem import Objects
from packing.toymodels import AutoencoderConfig, Loss, train
from packing.toymodels.autoencoder import exact_loss, one_sparse_loss
from packing.toymodels.generators import LANES, initial_state, sample_features


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"density": 1.2}, r"a density must lie in \(0, 1\], not 1.2: give the chance"),
        ({"density": 0.0}, r"a density must lie in \(0, 1\], not 0.0"),
        ({"density": math.nan}, "density must be finite, not nan"),
        ({"density": "often"}, "density must be a number, not 'often'"),
        ({"density": (0.1, 0.2)}, "density must be one number or n = 7 of them, not 2"),
        ({"importance": -1}, "an importance must be at least 0, not -1"),
        ({"n": 0}, "n must be a positive integer, not 0"),
        ({"d": 2.5}, "d must be a positive integer, not 2.5"),
        ({"models": 0}, "models must be a positive integer, not 0"),
        ({"steps": -3}, "steps must be a positive integer, not -3"),
        ({"batch": 100}, "batch must be a multiple of 16, not 100: give 112"),
        ({"learning_rate": 0}, "learning_rate must be greater than 0, not 0"),
        ({"loss": "absolute"}, "the loss must be one of sampled, one_sparse, exact, not 'absolute'"),
        ({"seed": -1}, "the seed must be a whole number of at least 0, not -1"),
    ],
)
def test_refuses_what_cannot_be_trained(changes: dict, text: str) -> None:
    with pytest.raises(InputError, match=text):
        AutoencoderConfig(**({"n": 7, "d": 3} | changes))


def test_a_diverging_loss_names_the_step_the_rate_and_the_cure() -> None:
    with pytest.raises(InputError, match=r"diverges at step \d+ with learning rate 1000000.0: give .* 100000 or less"):
        train(AutoencoderConfig(n=7, d=3, learning_rate=1e6, models=1))


@pytest.mark.parametrize("loss", list(Loss))
def test_a_model_is_the_same_bits_alone_and_among_others(loss: Loss) -> None:
    settings = {"n": 7, "d": 3, "density": 0.23, "loss": loss, "steps": 60, "seed": 11}
    three, two = (train(AutoencoderConfig(models=count, **settings)) for count in (3, 2))
    assert np.array_equal(three.weights[:2], two.weights)
    assert np.array_equal(three.biases[:2], two.biases)
    assert three.history[:2] == two.history
    assert not np.array_equal(three.weights[1], three.weights[2])


def test_features_follow_their_law() -> None:
    density = np.array([0.07, 0.4, 1.0], dtype=np.float32)
    features = np.empty((3, 1 << 18), dtype=np.float32)
    sample_features(initial_state(3, 1), density, features)
    samples = features.shape[1]
    for i, p in enumerate(density.astype(float)):
        active = features[i] > 0
        assert abs(active.mean() - p) <= 5 * math.sqrt(p * (1 - p) / samples) + 1e-6
        values = np.sort(features[i, active])
        uniform = np.abs(values - np.arange(1, values.size + 1) / values.size).max()
        assert uniform < 2.2 / math.sqrt(values.size)  # Kolmogorov: exceeded with chance 1e-4
    assert abs(np.corrcoef(features)[0, 1]) < 5 / math.sqrt(samples)
    assert abs(np.corrcoef(features[1, :-16], features[1, 16:])[0, 1]) < 5 / math.sqrt(samples)


def test_digons_fill_every_dimension_at_density_two_fifths() -> None:
    trained = train(AutoencoderConfig(n=40, d=8, density=0.4, models=4, seed=5))
    assert all(trained.blocks(model) == ((2, 1),) * 8 for model in range(4))
    np.testing.assert_allclose(trained.norm_per_dimension, 2.0, atol=0.06)
    for model in range(4):
        live = trained.represented(model)
        np.testing.assert_allclose(trained.dimensionality[model][live], 0.5, atol=0.01)
        assert trained.packing(model).objects is Objects.VECTORS
        assert [len(factor.indices) for factor in trained.factors(model)] == [2] * 8
        assert sorted(i for factor in trained.factors(model) for i in factor.indices) == live.tolist()


CODES = {
    (5, 2): 0.01582563,  # pentagon
    (10, 4): 0.00529215,  # Petersen code
    (16, 5): 0.00837011,  # 5-demicube
}


@pytest.mark.parametrize(("n", "d"), CODES)
def test_best_of_many_starts_is_the_loss_of_the_code(n: int, d: int) -> None:
    trained = train(AutoencoderConfig(n=n, d=d, loss="one_sparse", models=20, seed=1))
    assert trained.losses.min() == pytest.approx(CODES[n, d], abs=1e-7)
    assert trained.hits() >= 3
    assert trained.blocks(trained.best) == ((n, d),)
    np.testing.assert_allclose(trained.dimensionality[trained.best], d / n, atol=1e-4)


def test_one_sparse_loss_is_a_frequency_of_its_definition() -> None:
    rng = np.random.default_rng(4)
    n, d, draws = 6, 3, 200_000
    weights, biases = rng.normal(size=(n, d)), rng.normal(size=n) * 0.3
    config = AutoencoderConfig(n, d, density=tuple(rng.uniform(0.01, 0.3, n)), importance=tuple(rng.uniform(0.5, 2, n)))
    odds = config.densities / (1 - config.densities)
    inputs = np.zeros((draws, n))
    inputs[np.arange(draws), rng.choice(n, draws, p=odds / odds.sum())] = rng.uniform(size=draws)
    errors = (np.maximum(inputs @ weights @ weights.T + biases, 0) - inputs) ** 2 @ config.importances
    expected = one_sparse_loss(config)(weights, biases).loss
    assert abs(errors.mean() - expected) < 4 * errors.std() / math.sqrt(draws)


@pytest.mark.parametrize("objective", [one_sparse_loss, exact_loss])
def test_gradients_are_those_of_finite_differences(objective) -> None:
    rng = np.random.default_rng(8)
    n, d, step = 5, 3, 1e-6
    config = AutoencoderConfig(n, d, density=tuple(rng.uniform(0.1, 0.9, n)), importance=tuple(rng.uniform(0.5, 2, n)))
    loss = objective(config)
    weights, biases = rng.normal(size=(n, d)), rng.normal(size=n) * 0.3
    for _ in range(4):
        along_w, along_b = rng.normal(size=(n, d)), rng.normal(size=n)
        value = loss(weights, biases)
        ahead = loss(weights + step * along_w, biases + step * along_b).loss
        behind = loss(weights - step * along_w, biases - step * along_b).loss
        slope = float(np.sum(value.weights * along_w) + value.biases @ along_b)
        assert (ahead - behind) / (2 * step) == pytest.approx(slope, rel=2e-4)


def test_result_is_plain_json_and_reads_as_one_line() -> None:
    trained = train(AutoencoderConfig(n=3, d=2, steps=50, models=2))
    answer = json.loads(json.dumps(trained.as_dict()))
    assert set(answer) >= {"loss", "dimensionality", "blocks", "norm_per_dimension"}
    assert len(answer["loss"]) == len(answer["blocks"]) == 2
    assert AutoencoderConfig(**answer["config"]).as_dict() == trained.config.as_dict()
    assert "\n" not in str(trained)


def test_nothing_represented_is_said() -> None:
    trained = train(AutoencoderConfig(n=3, d=2, steps=1, models=1, learning_rate=1e-6))
    with pytest.raises(InputError, match="model 0 represents no feature: no norm is at least 50"):
        trained.packing(0, threshold=50)
    with pytest.raises(InputError, match="there are models 0 to 0, not 1"):
        trained.packing(1)


def test_a_density_that_vanishes_in_single_precision_makes_no_feature_active() -> None:
    features = np.ones((2, LANES), dtype=np.float32)
    sample_features(initial_state(0, 1), np.array([1e-320, 1.0]).astype(np.float32), features)
    assert not features[0].any()
    assert features[1].all()
