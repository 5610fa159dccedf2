"""Errors to other powers than 2: the closed one-sparse loss by quadrature, its slopes, the square; sampled training."""

from __future__ import annotations

import numpy as np
import pytest

from packing.errors import InputError
from packing.toymodels import AutoencoderConfig, estimated_loss, load_models, train
from packing.toymodels.autoencoder.gradients import Buffers
from packing.toymodels.autoencoder.losses.one_sparse import OneSparseLoss
from packing.toymodels.autoencoder.losses.power import OneSparsePowerLoss
from packing.toymodels.autoencoder.powers import power_slopes

EXPONENTS = (1.0, 1.5, 2.0, 3.7, 8.0)


def by_quadrature(weights, biases, odds, importance, q: float) -> float:
    """The mean over 20000 inputs of each feature alone: no formula."""
    u, total = (np.arange(20_000) + 0.5) / 20_000, 0.0
    for j, chance in enumerate(odds):
        wanted = np.zeros((len(biases), u.size))
        wanted[j] = u
        answer = np.maximum(np.outer(weights @ weights[j], u) + biases[:, None], 0.0)
        total += chance * float(importance @ np.mean(np.abs(answer - wanted) ** q, axis=1))
    return total


@pytest.mark.parametrize("q", EXPONENTS)
def test_the_closed_loss_is_the_integral_and_its_slopes_are_its_slopes(q: float) -> None:
    rng = np.random.default_rng(int(10 * q))
    weights, biases = 0.6 * rng.normal(size=(6, 3)), -rng.uniform(0, 0.3, 6)
    weights[0] = np.array([1.0, 0.0, 0.0]) + 1e-9  # a norm of 1: a divided difference of equal ends
    weights[1] *= 1e-3  # never above its bias
    loss = OneSparsePowerLoss(rng.dirichlet(np.ones(6)), rng.uniform(0.5, 2, 6), q)
    value = loss(weights, biases)
    assert value.loss == pytest.approx(by_quadrature(weights, biases, loss.odds, loss.importance, q), rel=1e-5)
    for _ in range(6):
        by_weights, by_biases, step = rng.normal(size=(6, 3)), rng.normal(size=6), 1e-5
        ends = [loss(weights + s * step * by_weights, biases + s * step * by_biases).loss for s in (1, -1)]
        slope = np.sum(value.weights * by_weights) + value.biases @ by_biases
        assert (ends[0] - ends[1]) / (2 * step) == pytest.approx(slope, abs=1e-6)


def test_the_square_is_the_loss_of_squares() -> None:
    rng = np.random.default_rng(0)
    weights, biases, odds, price = rng.normal(size=(9, 4)), -rng.uniform(0, 0.5, 9), np.full(9, 1 / 9), np.ones(9)
    ours, squares = OneSparsePowerLoss(odds, price, 2.0)(weights, biases), OneSparseLoss(odds, price)(weights, biases)
    assert ours.loss == pytest.approx(squares.loss, rel=1e-12)
    np.testing.assert_allclose(ours.weights, squares.weights, atol=1e-13)
    np.testing.assert_allclose(ours.biases, squares.biases, atol=1e-13)


@pytest.mark.parametrize("q", [1.5, 4.0])
@pytest.mark.parametrize(("variant", "task"), [("relu", "identity"), ("linear", "identity"), ("hidden", "absolute")])
def test_batch_slopes_are_those_of_the_batch_loss(q: float, variant: str, task: str) -> None:
    config = AutoencoderConfig(5, 3, batch=16, variant=variant, task=task, precision="float64", error_exponent=q)
    rng = np.random.default_rng(1)
    weights, biases = rng.normal(size=(5 if config.tied else 10, 3)), rng.normal(size=5)
    buffers, price = Buffers.of(config, weights), rng.uniform(0.5, 2, 5)
    buffers.inputs[:] = rng.uniform(0 if config.tied else -1, 1, size=(5, 16))

    def loss(w, b) -> float:
        return power_slopes(w, b, price, buffers, q, neurons=variant == "hidden", rectified=variant != "linear")

    loss(weights, biases)
    by_weights, by_biases = buffers.slope_w.copy(), buffers.slope_b.copy()
    for _ in range(4):
        step, along, across = 1e-6, rng.normal(size=weights.shape), rng.normal(size=5)
        ends = [loss(weights + s * step * along, biases + s * step * across) for s in (1, -1)]
        assert (ends[0] - ends[1]) / (2 * step) == pytest.approx(
            np.sum(by_weights * along) + by_biases @ across, rel=1e-5
        )


def test_sampled_training_at_a_power_meets_the_moment_it_was_asked_for() -> None:
    """Weights trained for one power lose less of it than weights trained for another, on fresh inputs."""
    trained = {q: train(AutoencoderConfig(8, 3, 0.1, models=3, steps=800, error_exponent=q)) for q in (1.5, 6.0)}
    for q, own in trained.items():
        assert own.errors is not None
        assert own.losses[own.best] == estimated_loss(own.config, own.weights[own.best], own.biases[own.best]).loss
        for other in trained.values():
            loss, error = estimated_loss(own.config, other.weights[other.best], other.biases[other.best])
            assert own is other or loss > own.losses[own.best] + 4 * error, q


@pytest.mark.long
def test_without_a_bias_the_limit_has_the_blocks_of_least_energy() -> None:
    """Twelve features in four dimensions: below 2 axes, and what finds no room is dropped; above 2 one block."""
    expected = {1.5: [(2, 1)] * 4, 3.0: [(12, 4)]}
    for q, blocks in expected.items():
        config = AutoencoderConfig(12, 4, loss="one_sparse", models=10, error_exponent=q, bias=False)
        trained = train(config)
        assert list(trained.blocks(trained.best)) == blocks
        assert not trained.biases.any()


def test_a_checkpoint_of_another_exponent_is_refused(tmp_path) -> None:
    """Settings that a file leaves out, since they are usual, count too."""
    path = tmp_path / "models.npz"
    for first, second in (({}, {"error_exponent": 3.0}), ({"error_exponent": 3.0}, {}), ({}, {"bias": False})):
        path.unlink(missing_ok=True)
        train(AutoencoderConfig(3, 2, models=1, steps=5, batch=16, **first), checkpoint=path)
        (name,) = first or second
        with pytest.raises(InputError, match=f"has {name} .*, not "):
            train(AutoencoderConfig(3, 2, models=2, steps=5, batch=16, **second), checkpoint=path)
        assert load_models(path).config == AutoencoderConfig(3, 2, models=1, steps=5, batch=16, **first)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"error_exponent": 0.5}, r"error_exponent must lie in \[1, 64\], not 0.5"),
        ({"error_exponent": 3, "loss": "exact"}, "error exponent 3 has no exact loss in closed form"),
        ({"error_exponent": 3, "loss": "one_sparse", "variant": "linear"}, "error exponent 3 has no one_sparse loss"),
        ({"error_exponent": float("nan")}, "error_exponent"),
    ],
)
def test_exponents_that_have_no_loss_are_refused(settings: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        AutoencoderConfig(5, 2, **settings)
