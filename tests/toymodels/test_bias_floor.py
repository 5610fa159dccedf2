"""No ReLU autoencoder with biases is below the floor, nor a single pair below what its cosine costs."""

from __future__ import annotations

import numpy as np
import pytest

from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.autoencoder.losses.bias_floor import bias_floor, pair_cost
from packing.toymodels.autoencoder.losses.closed import closed_loss


@pytest.mark.parametrize(("n", "d"), [(5, 2), (7, 3)])
def test_trained_models_stay_above(n: int, d: int) -> None:
    config = AutoencoderConfig(n, d, loss="one_sparse", models=4)
    floor = bias_floor(config)
    assert floor is not None
    least = float(np.min(train(config).losses))
    assert 0.1 * least < floor.loss <= least


@pytest.mark.parametrize("q", [0.02, 0.3])
def test_weights_and_biases_at_a_density_stay_above(q: float) -> None:
    config = AutoencoderConfig(5, 2, q, loss="exact")
    floor, loss, rng = bias_floor(config), closed_loss(config), np.random.default_rng(1)
    assert floor is not None and floor.loss > 0
    angles = 2 * np.pi * np.arange(5) / 5
    pentagon = np.column_stack((np.cos(angles), np.sin(angles)))
    for _ in range(30):
        weights = rng.uniform(0.9, 1.4) * pentagon + rng.uniform(0, 0.3) * rng.standard_normal((5, 2))
        assert loss(weights, rng.uniform(-0.4, 0.1, 5)).loss >= floor.loss


@pytest.mark.parametrize("others", [3, 4, 5, 6, 20, 200])
def test_no_pair_costs_less(others: int) -> None:
    """own/N + J(a t, b) >= k t^2 on a fine grid of a, b and t; nearly met at small t."""
    u = (np.arange(400) + 0.5) / 400
    least = np.inf
    for t in (0.05, 0.2, 0.5, 1.0):
        for b in np.concatenate((np.linspace(-1.2, 0.0, 25) * t, np.linspace(0.01, 0.6, 8))):
            for a in np.linspace(0.0, 2.0, 41):
                own = np.mean((u - np.maximum(a * u + b, 0)) ** 2)
                other = np.mean(np.maximum(a * t * u + b, 0) ** 2)
                least = min(least, (own / others + other) / t**2)
    assert pair_cost(others + 1) <= least * (1 + 1e-4)
    assert least <= 1.5 * pair_cost(others + 1)


def test_it_is_silent_where_it_proves_nothing() -> None:
    assert bias_floor(AutoencoderConfig(5, 2, variant="linear")) is None
    assert bias_floor(AutoencoderConfig(3, 2, 0.1)) is None
    assert bias_floor(AutoencoderConfig(5, 2, 0.1, (1.0, 0.5, 0.5, 0.5, 0.5))) is None
    floor = bias_floor(AutoencoderConfig(4, 2, 0.1))
    assert floor is not None and floor.loss == 0
