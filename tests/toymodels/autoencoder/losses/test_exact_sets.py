"""The exact loss of features in sets: against Monte Carlo, all patterns one by one, closed cases, differences."""

import itertools
import math

import numpy as np
import pytest

from packing.toymodels import AutoencoderConfig, companions, estimated_loss, train
from packing.toymodels.autoencoder.losses.closed import closed_loss
from packing.toymodels.autoencoder.losses.exact import ExactLoss
from packing.toymodels.autoencoder.losses.exact_sets import ExactSetLoss
from packing.toymodels.inputs.law import Law, law, one_set

DIGON = np.array([[1.0], [-1.0]])


def drawn(n: int, d: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    weights = rng.normal(size=(n, d)) / math.sqrt(d)
    weights[n // 2] *= 1e-3  # a feature that is hardly represented
    return weights, -0.2 * rng.uniform(size=n), rng.uniform(0.5, 1.5, n)


def pattern_by_pattern(whole: Law, weights, biases, importance) -> float:
    """The mean of the loss over all patterns of activity, each by the sum for features surely active or not."""
    gates: list[list[tuple[float, list[int]]]] = []
    for gate in range(whole.gates):
        members = np.flatnonzero(whole.gate == gate)
        sets = [[int(j) for j in members if whole.member[j] == s] for s in np.unique(whole.member[members])]
        open_ = [(float(whole.density[one[0]]), one) for one in sets]
        gates.append([*open_, (1.0 - sum(chance for chance, _ in open_), [])])
    total = 0.0
    for pattern in itertools.product(*gates):
        chance = math.prod(part for part, _ in pattern)
        surely = np.zeros(len(biases))
        surely[[j for _, members in pattern for j in members]] = 1.0
        total += chance * ExactLoss(surely, importance, bandwidth=200.0)(weights, biases, slopes=False).loss
    return total


DENSITY = np.array([0.3, 0.2, 0.15, 0.3, 0.1, 0.3])
LAWS = {
    "correlated": law(DENSITY, correlated=((0, 3, 5),)),
    "anticorrelated": law(DENSITY, anticorrelated=((0, 4, 1),)),
    "both": law(DENSITY, correlated=((3, 5),), anticorrelated=((2, 0),)),
    "limit": one_set(law(DENSITY, correlated=((0, 5),), anticorrelated=((1, 2),))),
    "always": law(np.array([1.0, 0.5, 0.5, 1.0, 0.3, 0.2]), correlated=((0, 3),), anticorrelated=((1, 2),)),
}


@pytest.mark.parametrize("name", LAWS)
def test_is_the_mean_over_all_patterns(name: str) -> None:
    weights, biases, importance = drawn(6, 3, seed=4)
    found = ExactSetLoss(LAWS[name].density, importance, law=LAWS[name], bandwidth=200.0)(weights, biases).loss
    assert found == pytest.approx(pattern_by_pattern(LAWS[name], weights, biases, importance), rel=2e-6)


@pytest.mark.parametrize("name", LAWS)
def test_gradient_is_that_of_finite_differences(name: str) -> None:
    weights, biases, importance = drawn(6, 3, seed=9)
    loss, rng, step = ExactSetLoss(LAWS[name].density, importance, law=LAWS[name]), np.random.default_rng(2), 1e-6
    value = loss(weights, biases)
    for _ in range(3):
        along_w, along_b = rng.normal(size=(6, 3)), rng.normal(size=6)
        ahead = loss(weights + step * along_w, biases + step * along_b).loss
        behind = loss(weights - step * along_w, biases - step * along_b).loss
        slope = float(np.sum(value.weights * along_w) + value.biases @ along_b)
        assert (ahead - behind) / (2 * step) == pytest.approx(slope, rel=5e-4, abs=1e-6)


def test_independent_features_are_sets_of_one() -> None:
    weights, biases, importance = drawn(6, 3, seed=1)
    plain, alone = ExactLoss(DENSITY, importance), ExactSetLoss(DENSITY, importance, law=law(DENSITY))
    one, other = plain(weights, biases), alone(weights, biases)
    assert other.loss == pytest.approx(one.loss, rel=1e-12)
    np.testing.assert_allclose(other.weights, one.weights, atol=1e-12)
    np.testing.assert_allclose(other.biases, one.biases, atol=1e-12)


@pytest.mark.long
@pytest.mark.parametrize(
    ("n", "d", "settings"),
    [
        (8, 3, {"density": 0.2, "correlated": ((0, 1), (2, 3, 4))}),
        (8, 3, {"density": 0.2, "anticorrelated": ((0, 1), (2, 3, 4, 5))}),
        (40, 8, {"density": 0.02, "correlated": tuple((k, k + 1) for k in range(0, 20, 2))}),
        (24, 6, {"density": 0.25, "anticorrelated": tuple(tuple(range(k, k + 4)) for k in range(0, 24, 4))}),
    ],
)
def test_agrees_with_monte_carlo(n: int, d: int, settings: dict) -> None:
    weights, biases, importance = drawn(n, d, seed=n)
    config = AutoencoderConfig(n, d, importance=tuple(importance), loss="exact", **settings)
    estimate = estimated_loss(config, weights, biases, 1 << 17)
    assert abs(closed_loss(config)(weights, biases).loss - estimate.loss) < 4 * estimate.error


@pytest.mark.parametrize("p", [0.07, 0.4])
def test_a_digon_costs_what_joins_its_features(p: float) -> None:
    # x - ReLU(x - y) = min(x, y) where both are active: 2 q E min(x, y)^2 = q/3, with q the chance of both
    density, ones = np.full(2, p), np.ones(2)
    cases = {
        p / 3: law(density, correlated=((0, 1),)),
        p * p / 3: law(density),
        0.0: law(density, anticorrelated=((0, 1),)),
    }
    for expected, whole in cases.items():
        found = ExactSetLoss(density, ones, law=whole, bandwidth=400.0)(DIGON, np.zeros(2)).loss
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-9)


@pytest.mark.long
def test_exact_loss_tends_to_that_of_one_set() -> None:
    weights, biases, _ = drawn(5, 2, seed=3)
    gaps = []
    for p in (1e-2, 1e-3):
        settings = {"n": 5, "d": 2, "density": p, "correlated": ((0, 1),)}
        exact, sparse = (closed_loss(AutoencoderConfig(loss=loss, **settings)) for loss in ("exact", "one_sparse"))
        gaps.append(abs(exact(weights, biases).loss / (4 * p) - sparse(weights, biases).loss))
    assert gaps[1] < 0.2 * gaps[0]


def test_anticorrelated_features_become_antipodal_and_correlated_ones_do_not() -> None:
    pairs = ((0, 1), (2, 3))
    apart = train(AutoencoderConfig(4, 2, 0.2, loss="exact", anticorrelated=pairs, models=6, seed=3))
    assert companions(apart, apart.best).anticorrelated.antipodal == 2
    assert apart.losses.min() == pytest.approx(0.0, abs=1e-7)
    joined = train(AutoencoderConfig(4, 2, 0.2, loss="exact", correlated=pairs, models=6, seed=3))
    assert companions(joined, joined.best).correlated.orthogonal == 2
    assert companions(joined, joined.best).correlated.antipodal == 0


@pytest.mark.parametrize("loss", ["exact", "one_sparse"])
def test_a_model_is_the_same_bits_alone_and_among_others(loss: str) -> None:
    settings = {"n": 6, "d": 2, "density": 0.2, "loss": loss, "correlated": ((0, 1),), "steps": 40, "seed": 7}
    three, two = (train(AutoencoderConfig(models=count, **settings)) for count in (3, 2))
    assert np.array_equal(three.weights[:2], two.weights)
    assert np.array_equal(three.losses[:2], two.losses)
