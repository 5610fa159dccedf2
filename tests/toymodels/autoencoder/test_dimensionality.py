"""A sweep over density: each density as if trained alone, kept and resumed, on the plateau that theory names."""

import numpy as np
import pytest

from packing.errors import InputError
from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.autoencoder.dimensionality import sweep_densities

CONFIG = AutoencoderConfig(n=7, d=3, models=2, steps=500, seed=5)


def test_each_density_is_as_if_trained_alone_and_digons_have_half_a_dimension() -> None:
    seen: list[tuple[int, int]] = []
    low, high = sweep_densities(CONFIG, [0.45, 0.3], lambda done, most: seen.append((done, most)))
    assert (low.config.density, high.config.density) == (0.3, 0.45)
    alone = train(AutoencoderConfig(n=7, d=3, density=0.45, models=2, steps=500, seed=5))
    assert np.array_equal(high.weights, alone.weights)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    live = low.dimensionality[0][low.represented(0)]
    assert live == pytest.approx(0.5, abs=0.01)


def test_a_sweep_that_was_killed_goes_on_with_what_it_has(tmp_path) -> None:
    def killed(done: int, most: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep_densities(CONFIG, [0.3, 0.45], killed, checkpoints=tmp_path)
    trained_now: list[float] = []
    resumed = sweep_densities(CONFIG, [0.3, 0.45], lambda done, most: trained_now.append(done), checkpoints=tmp_path)
    whole = sweep_densities(CONFIG, [0.3, 0.45])
    assert trained_now == [4]  # what was trained before the interrupt was kept
    assert all(np.array_equal(a.weights, b.weights) for a, b in zip(resumed, whole, strict=True))


def test_refuses(tmp_path) -> None:
    with pytest.raises(InputError, match="at least one density, not none"):
        sweep_densities(CONFIG, [])
    with pytest.raises(InputError, match="there is no folder"):
        sweep_densities(CONFIG, [0.3], checkpoints=tmp_path / "missing")
    with pytest.raises(InputError, match="a density must lie in"):
        sweep_densities(CONFIG, [0.3, 1.4])
