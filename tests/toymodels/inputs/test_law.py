"""Laws of features in sets: their chances and moments, what is drawn from them, and sets that cannot be."""

import math

import numpy as np
import pytest

from packing.errors import InputError
from packing.toymodels import AutoencoderConfig, consecutive_sets
from packing.toymodels.generators import initial_state
from packing.toymodels.inputs.law import law, one_set, read_sets
from packing.toymodels.inputs.sampler import Sampler

DENSITY = np.array([0.13, 0.21, 0.21, 0.21, 0.3, 0.17, 0.4, 1.0])
LAW = law(DENSITY, correlated=((1, 3, 2),), anticorrelated=((4, 0, 6),))
SAMPLES = 1 << 16


def test_chances_that_two_are_active() -> None:
    together = LAW.together
    np.testing.assert_array_equal(np.diag(together), DENSITY)
    assert together[1, 2] == together[2, 3] == 0.21
    assert together[4, 0] == together[0, 6] == together[4, 6] == 0.0
    assert together[0, 5] == pytest.approx(0.13 * 0.17, abs=1e-15)
    assert together[1, 7] == 0.21
    assert sorted(LAW.idle) == pytest.approx(sorted([0.79, 1 - 0.83, 0.83, 0.0]))
    np.testing.assert_allclose(LAW.covariance[4, 6], -0.3 * 0.4 / 4)
    assert np.linalg.eigvalsh(LAW.covariance).min() > -1e-15


@pytest.mark.parametrize("number", [np.float32, np.float64])
@pytest.mark.parametrize("signed", [False, True])
def test_draws_follow_the_law(number: type, signed: bool) -> None:
    inputs = np.empty((8, SAMPLES), dtype=number)
    Sampler(LAW, initial_state(5, 2), signed=signed).fill(inputs)
    values = inputs.astype(np.float64)
    active = (values != 0).astype(np.float64)
    # one side of a gate may open for a value of exactly 0: that is too rare to see
    seen = active @ active.T / SAMPLES
    error = np.sqrt(LAW.together * (1 - LAW.together) / SAMPLES)
    assert np.all(np.abs(seen - LAW.together) <= 4 * error + 2e-6)
    assert not (active[0] * active[4]).any()
    assert np.array_equal(active[1], active[2])
    expected = np.diag(np.diag(LAW.second_moments)) if signed else LAW.second_moments
    products = values @ values.T / SAMPLES
    squares = (values**2) @ (values**2).T / SAMPLES
    assert np.all(np.abs(products - expected) <= 4.2 * np.sqrt((squares - products**2) / SAMPLES) + 1e-6)
    assert values.min() < -0.999 if signed else values.min() == 0
    assert values.max() > 0.999


@pytest.mark.parametrize("feature", [0, 2, 6, 7])
def test_values_of_active_features_are_uniform(feature: int) -> None:
    inputs = np.empty((8, SAMPLES))
    Sampler(LAW, initial_state(1, 0)).fill(inputs)
    values = np.sort(inputs[feature, inputs[feature] > 0])
    gap = np.abs(values - np.arange(1, values.size + 1) / values.size).max()
    assert gap < 2.2 / math.sqrt(values.size)  # Kolmogorov: exceeded with chance 1e-4


def test_float64_inputs_have_more_than_24_bits() -> None:
    inputs = np.empty((8, 64))
    Sampler(LAW, initial_state(1, 0)).fill(inputs)
    assert np.any(inputs * 2.0**24 % 1 > 0)


def test_one_set_at_a_time_in_the_limit() -> None:
    tiny = law(1e-7 * DENSITY, correlated=((1, 3, 2),), anticorrelated=((4, 0, 6),))
    limit = one_set(tiny)
    weights = np.array([0.13, 0.21, 0.21, 0.21, 0.3, 0.17, 0.4, 1.0])
    np.testing.assert_allclose(limit.density, weights / (weights.sum() - 2 * 0.21), rtol=1e-6)
    assert limit.together[1, 2] == limit.density[1]
    assert limit.together[5, 7] == limit.together[1, 5] == 0.0
    assert limit.idle == pytest.approx([0.0], abs=1e-12)


def test_odds_of_a_set_are_over_its_idle_gate() -> None:
    limit = one_set(law(np.array([0.2, 0.3, 0.4]), anticorrelated=((0, 1),)))
    odds = np.array([0.2 / 0.5, 0.3 / 0.5, 0.4 / 0.6])
    np.testing.assert_allclose(limit.density, odds / odds.sum())


def test_sets_in_words() -> None:
    assert read_sets("correlated", "3", 9) == consecutive_sets(9, 3) == ((0, 1, 2), (3, 4, 5), (6, 7, 8))
    assert read_sets("correlated", "0+4+2", 9) == ((0, 4, 2),)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"correlated": ((0,),)}, "a correlated set needs at least 2 features, not 1"),
        ({"anticorrelated": ((0, 5),)}, "an anticorrelated set names features 0 to 4, not 5"),
        ({"correlated": ((0, 1), (2, 1))}, "belongs to one set at most, but 1 is named twice"),
        ({"correlated": ((0, 1),), "anticorrelated": ((1, 2),)}, "belongs to one set at most, but 1 is named twice"),
        ({"correlated": "01"}, "correlated must be sets of features such as"),
        ({"correlated": (0, 1)}, "correlated must be sets of features such as"),
        ({"correlated": ((0.5, 1),)}, "names features 0 to 4, not 0.5"),
        ({"anticorrelated": ((0, 1, 2),)}, "must sum to at most 1, not 1.2 for .0, 1, 2.: give 0.333333 or less each"),
        (
            {"correlated": ((0, 1),), "density": (0.1, 0.2, 0.3, 0.1, 0.1)},
            "must be equal, not 0.1, 0.2 for .0, 1.: give one density a set",
        ),
    ],
)
def test_refuses_sets_that_cannot_be(settings: dict, text: str) -> None:
    with pytest.raises(InputError, match=text):
        AutoencoderConfig(**({"n": 5, "d": 2, "density": 0.4} | settings))


@pytest.mark.parametrize("text", ["a", "1+", "0+1;2+3", ""])
def test_refuses_sets_that_cannot_be_read(text: str) -> None:
    with pytest.raises(InputError, match=r"correlated must be a size such as 2, or sets such as 0\+1,2\+3, not"):
        read_sets("correlated", text, 6)
