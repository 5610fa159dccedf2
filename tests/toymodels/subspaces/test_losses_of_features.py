"""The losses of features of m dimensions: gradients, elliptic integrals, the present model at m = 1, samples."""

import numpy as np
import pytest
from scipy.special import ellipe, ellipeinc

from packing.toymodels import SubspaceConfig
from packing.toymodels.autoencoder.losses.ramp import ramp
from packing.toymodels.subspaces import FeatureLaw, ReadOut
from packing.toymodels.subspaces.average import average_loss, estimated, judge
from packing.toymodels.subspaces.draws import at_least, batch, crowded
from packing.toymodels.subspaces.linear import LinearSubspaceLoss
from packing.toymodels.subspaces.one_active import OneActiveLoss, circle_mean
from packing.toymodels.subspaces.radial import radial
from packing.toymodels.subspaces.shrinkage import answers, mean_error, squared_errors

LAWS = list(FeatureLaw)


def weights_and_biases(n: int, m: int, d: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return 0.7 * rng.normal(size=(n, m, d)), -0.4 * rng.uniform(size=n)


def slopes(function, point: np.ndarray, step: float = 1e-6) -> np.ndarray:
    """Central differences."""
    return np.array(
        [(function(point + step * e) - function(point - step * e)) / (2 * step) for e in np.eye(len(point))]
    )


def check_gradient(loss, weights: np.ndarray, biases: np.ndarray) -> None:
    size = weights.size
    value = loss(weights, biases)
    found = slopes(
        lambda point: loss(point[:size].reshape(weights.shape), point[size:]).loss,
        np.concatenate((weights.ravel(), biases)),
    )
    assert np.concatenate((value.weights.ravel(), value.biases)) == pytest.approx(found, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("law", LAWS)
def test_gradients_are_slopes(law: FeatureLaw) -> None:
    weights, biases = weights_and_biases(3, 2, 4)
    odds, importance = np.array([0.5, 0.3, 0.2]), np.array([1.0, 2.0, 0.5])
    check_gradient(OneActiveLoss(odds, importance, law), weights, biases)
    config = SubspaceConfig(3, 4, 3, (0.1, 0.4, 0.9), importance, law)
    check_gradient(average_loss(config, 40, np.random.default_rng(1)), *weights_and_biases(3, 3, 4))
    linear = LinearSubspaceLoss(odds, importance, law.second_moment(2))
    check_gradient(lambda w, b: linear(w, np.zeros(3)), weights, biases)


@pytest.mark.parametrize(("first", "second", "t"), [(1.2, 0.7, 0.5), (1.2, 0.7, 0.9), (1.5, 0.0, 0.4), (0.8, 0.8, 0.3)])
def test_the_mean_over_the_circle_is_an_elliptic_integral(first: float, second: float, t: float) -> None:
    # E (q - t)^2 over q > t, q^2 = s1^2 - (s1^2 - s2^2) sin^2: complete where s2 >= t, else up to the last angle
    k = 1.0 - (second / first) ** 2
    end = np.pi / 2 if second >= t else np.arctan2(np.sqrt(first**2 - t**2), np.sqrt(t**2 - second**2))
    length = ellipe(k) if second >= t else ellipeinc(end, k)
    whole = first**2 * (end - k * (end - np.sin(end) * np.cos(end)) / 2)
    expected = (whole - 2 * t * first * length + t * t * end) * 2 / np.pi
    turn = np.linalg.qr(np.random.default_rng(2).normal(size=(2, 2, 2)))[0]
    gram = turn[0] @ np.diag([first, second]) @ turn[1]
    assert float(circle_mean(gram, np.array(t), FeatureLaw.SPHERE).square) == pytest.approx(expected, rel=1e-9)


def test_one_dimension_is_the_ramp_of_the_present_model() -> None:
    # |x| is uniform on [0, 1] in the ball of R^1: J and K of `ramp` for biases of at most 0
    gain, threshold = np.meshgrid([0.3, 0.9, 1.6], [0.0, 0.2, 0.7])
    here, there = radial(FeatureLaw.BALL, 1, gain, threshold), ramp(gain, -threshold)
    assert here.square == pytest.approx(there.square, abs=1e-15)
    assert 2 * gain * here.own == pytest.approx(there.product, abs=1e-15)
    assert -here.square_t == pytest.approx(there.square_b, abs=1e-15)
    z = np.linspace(-2, 2, 9)
    read = answers(np.ones((1, 1, 1)), np.array([-0.5]), z[:, None, None], ReadOut.SHRINKAGE).ravel()
    assert read[z > 0] == pytest.approx(np.maximum(z - 0.5, 0)[z > 0]) and read == pytest.approx(-read[::-1])


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("m", [2, 3])
def test_the_average_is_the_mean_over_plain_inputs(law: FeatureLaw, m: int) -> None:
    config = SubspaceConfig(3, 4, m, (0.1, 0.3, 1.0), (1.0, 0.5, 2.0), law)
    weights, biases = weights_and_biases(3, m, 4, 3)
    rng = np.random.default_rng(4)
    inputs = batch(config.densities, law, m, 60_000, rng)
    plain = estimated(squared_errors(weights, biases, config.importances, inputs, config.variant))
    found = judge(config, weights, biases, 40_000, rng)
    assert found.error < plain.error / 3  # the linear errors are a strong control
    assert abs(found.loss - plain.loss) < 5 * plain.error
    linear = LinearSubspaceLoss(config.densities, config.importances, law.second_moment(m))(weights, biases).loss
    drawn = estimated(squared_errors(weights, biases, config.importances, inputs, ReadOut.LINEAR))
    assert abs(drawn.loss - linear) < 5 * drawn.error


@pytest.mark.parametrize("law", LAWS)
def test_one_active_feature_by_samples(law: FeatureLaw) -> None:
    weights, biases = weights_and_biases(3, 2, 4, 5)
    odds, importance, rng = np.array([0.5, 0.3, 0.2]), np.array([1.0, 2.0, 0.5]), np.random.default_rng(6)
    means, error = 0.0, 0.0
    for feature, chance in enumerate(odds):
        inputs = batch(np.eye(3)[feature], law, 2, 60_000, rng)
        found = estimated(squared_errors(weights, biases, importance, inputs, ReadOut.SHRINKAGE))
        means, error = means + chance * found.loss, error + (chance * found.error) ** 2
    assert abs(OneActiveLoss(odds, importance, law)(weights, biases).loss - means) < 5 * error**0.5


def test_a_share_changes_no_mean_and_keeps_the_gradient() -> None:
    config = SubspaceConfig(3, 4, 2, 0.4)
    weights, biases = weights_and_biases(3, 2, 4, 7)
    loss = average_loss(config, 200, np.random.default_rng(8))
    both = loss.both_errors(weights, biases)
    shared = type(loss)(config, loss.inputs, loss.crowd, loss.closed, both.share)
    check_gradient(shared, weights, biases)
    assert shared(weights, biases).loss == pytest.approx(loss.controlled(weights, biases, both).mean())


def test_crowded_inputs_have_the_law_of_inputs_that_are_crowded() -> None:
    densities = np.array([0.05, 0.3, 0.6])
    active = crowded(densities, 2, FeatureLaw.SPHERE, 2, 40_000, np.random.default_rng(9)).any(axis=2)
    chances = {}
    for key in range(8):
        mask = np.array([key & 1, key & 2, key & 4], dtype=bool)
        chances[key] = float(np.prod(np.where(mask, densities, 1 - densities))) if mask.sum() >= 2 else 0.0
    whole = sum(chances.values())
    assert at_least(densities, 2)[0, 2] == pytest.approx(whole)
    counts = np.bincount(active @ [1, 2, 4], minlength=8) / len(active)
    for key, chance in chances.items():
        expected = chance / whole
        assert abs(counts[key] - expected) <= 5 * (expected * (1 - expected) / len(active)) ** 0.5


def test_draws_are_uniform_in_the_ball() -> None:
    inputs = batch(np.ones(1), FeatureLaw.BALL, 3, 40_000, np.random.default_rng(10))[:, 0]
    radii = np.linalg.norm(inputs, axis=1) ** 3  # uniform on [0, 1]
    assert abs(radii.mean() - 0.5) < 5 * (1 / 12 / 40_000) ** 0.5
    assert np.abs(inputs.T @ inputs / 40_000 - np.eye(3) / 5).max() < 0.01


def test_pairs_in_blocks_give_the_same(monkeypatch) -> None:
    weights, biases = weights_and_biases(5, 2, 4, 11)
    loss = OneActiveLoss(np.full(5, 0.2), np.arange(1.0, 6.0), FeatureLaw.BALL)
    whole = loss(weights, biases)
    monkeypatch.setattr("packing.toymodels.subspaces.one_active.PAIRS", 10)
    parts = loss(weights, biases)
    for one, other in zip(whole, parts, strict=True):
        assert one == pytest.approx(other, rel=1e-12, abs=1e-14)


def test_zero_weights_make_no_trouble_in_single_precision() -> None:
    inputs = batch(np.full(2, 0.5), FeatureLaw.BALL, 2, 32, np.random.default_rng(0)).astype(np.float32)
    zero = np.zeros((2, 2, 3), dtype=np.float32)
    loss, by_weights, by_bias = mean_error(zero, np.full(2, -0.1, np.float32), np.ones(2, np.float32), inputs,
                                           ReadOut.SHRINKAGE)  # fmt: skip
    assert np.isfinite([loss, *by_weights.ravel(), *by_bias]).all() and by_weights.dtype == np.float32
