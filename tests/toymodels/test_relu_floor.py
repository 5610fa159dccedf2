"""No ReLU autoencoder without a bias is below the floor that the energy gives; sharp codes reach it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.autoencoder.losses.bias_floor import bias_floor
from packing.toymodels.autoencoder.losses.closed import closed_loss
from packing.toymodels.autoencoder.losses.relu_floor import relu_floor


def test_a_scaled_pentagon_reaches_the_floor() -> None:
    config = AutoencoderConfig(5, 2, loss="one_sparse")
    floor = relu_floor(config)
    assert floor is not None
    angles = 2 * np.pi * np.arange(5) / 5
    weights = np.sqrt(5 / (5 + floor.energy.value)) * np.column_stack((np.cos(angles), np.sin(angles)))
    assert closed_loss(config)(weights, np.zeros(5)).loss == pytest.approx(floor.loss, rel=1e-7)


@pytest.mark.parametrize(("n", "d"), [(7, 3), (10, 4)])
def test_descents_without_a_bias_stay_above(n: int, d: int) -> None:
    config = AutoencoderConfig(n, d, loss="one_sparse")
    floor, loss, weights = relu_floor(config), closed_loss(config), np.random.default_rng(0).standard_normal((n, d)) / 2
    assert floor is not None
    for _ in range(800):
        weights = weights - loss(weights, np.zeros(n)).weights
    assert 0 < floor.loss <= loss(weights, np.zeros(n)).loss < 3 * floor.loss


@pytest.mark.parametrize(
    ("n", "d", "q", "bias"),
    [(5, 2, 0.05, False), (5, 2, 0.3, False), (7, 3, 0.02, False), (10, 4, 0.05, False), (6, 2, 0.1, True)],
)
def test_trained_models_at_a_density_stay_above_the_floor_of_their_kind(n: int, d: int, q: float, bias: bool) -> None:
    """The exact loss of what training leaves; a bias may go below the floor without one, never below its own."""
    config = AutoencoderConfig(n, d, q, models=2, steps=300, seed=1, bias=bias)
    found, loss = train(config), closed_loss(replace(config, loss="exact"))
    biases = found.biases if bias else np.zeros((2, n))
    least = min(loss(w, b).loss for w, b in zip(np.asarray(found.weights), np.asarray(biases), strict=True))
    floor = bias_floor(config) if bias else relu_floor(config)
    assert floor is not None
    assert 0 < floor.loss <= least


def test_it_is_silent_where_it_proves_nothing() -> None:
    assert relu_floor(AutoencoderConfig(5, 2, variant="linear")) is None
    assert relu_floor(AutoencoderConfig(3, 2, 0.1, (1.0, 0.5, 0.5))) is None
    floor = relu_floor(AutoencoderConfig(4, 2, 0.1))
    assert floor is not None and floor.loss == 0
