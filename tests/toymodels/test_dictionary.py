"""Dictionaries: the theorem about SVD, recovery by sparse methods, and a control that must find nothing."""

import numpy as np
import pytest

from packing.configuration import Packing
from packing.constructions import known
from packing.errors import InputError
from packing.problem import lines
from packing.toymodels.dictionary import RECOVERED, DictionaryConfig, recovery, train_dictionary


@pytest.mark.parametrize("seed", range(5))
def test_no_orthogonal_directions_recover_more_than_d_of_n(seed: int) -> None:
    rng = np.random.default_rng(seed)
    features = next(iter(known(lines(28, 7)))).packing
    assert features.coherence < 2 * RECOVERED**2 - 1
    turn = np.linalg.qr(rng.normal(size=(7, 7)))[0]
    turn[0] = features.vectors[0]  # even directions that start at a feature
    basis = np.linalg.qr(turn.T)[0].T
    assert recovery(features, basis).recovered <= 7 / 28


@pytest.mark.long
def test_sparse_methods_recover_random_features_and_svd_does_not() -> None:
    rng = np.random.default_rng(5)
    found = train_dictionary(DictionaryConfig(Packing(rng.normal(size=(32, 16))), density=1 / 32, price=0.3, steps=900))
    assert found.autoencoder.mean > 0.93
    assert found.coding.mean > 0.98
    assert found.autoencoder.recovered > 0.8
    assert found.svd.mean < 0.68
    assert found.svd.recovered <= 0.5
    assert found.control.mean < found.autoencoder.mean - 0.2


def test_price_is_chosen_by_explained_variance() -> None:
    rng = np.random.default_rng(1)
    found = train_dictionary(DictionaryConfig(Packing(rng.normal(size=(16, 8))), density=0.06, steps=400))
    assert found.explained >= 0.8
    assert found.price in (0.5, 0.3, 0.2, 0.1, 0.05)


def test_same_seed_same_directions() -> None:
    features = Packing(np.random.default_rng(2).normal(size=(12, 6)))
    first, again, other = (
        train_dictionary(DictionaryConfig(features, price=0.2, steps=60, seed=seed)) for seed in (3, 3, 4)
    )
    assert np.array_equal(first.coding.directions, again.coding.directions)
    assert not np.array_equal(first.coding.directions, other.coding.directions)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"density": 0}, r"a density must lie in \(0, 1\], not 0"),
        ({"price": -1}, "price must be greater than 0, not -1"),
        ({"atoms": 0}, "atoms must be a positive integer, not 0"),
        ({"features": Packing([[1j, 0], [0, 1]])}, "features must be real vectors"),
    ],
)
def test_refuses(changes: dict, text: str) -> None:
    with pytest.raises(InputError, match=text):
        DictionaryConfig(**({"features": Packing([[1, 0], [0, 1]])} | changes))
