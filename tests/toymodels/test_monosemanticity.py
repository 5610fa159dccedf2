"""Neurons of a hidden layer: gradients, repeatability, frequencies, matched paths, and negative biases against none."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from packing.errors import InputError
from packing.toymodels.monosemanticity import (
    MonosemanticityConfig,
    NeuronLayer,
    Neurons,
    connection,
    loss_and_slopes,
    match_neurons,
    sweep_rates,
    train_neurons,
)

SMALL = MonosemanticityConfig(
    features=24, embedding=8, neurons=48, density=1 / 24, steps=700, batch=128, learning_rate=0.01, seed=2
)


def test_slopes_are_those_of_finite_differences() -> None:
    rng = np.random.default_rng(0)
    config = MonosemanticityConfig(features=5, embedding=3, neurons=7, l1=0.2)
    embedding, inputs = rng.normal(size=(3, 5)), rng.uniform(size=(5, 16))
    values = [rng.normal(size=(7, 3)), rng.normal(size=7), rng.normal(size=(5, 7))]
    _, slopes = loss_and_slopes(config, embedding, values, inputs, rng)
    for k in range(3):
        along = rng.normal(size=values[k].shape)
        ends = []
        for sign in (1, -1):
            moved = [value + (sign * 1e-6 * along if i == k else 0) for i, value in enumerate(values)]
            ends.append(loss_and_slopes(config, embedding, moved, inputs, rng)[0])
        assert (ends[0] - ends[1]) / 2e-6 == pytest.approx(float(np.sum(slopes[k] * along)), rel=1e-4)


def test_negative_biases_make_more_neurons_answer_to_one_feature_at_no_cost() -> None:
    plain, negative = (train_neurons(replace(SMALL, bias=bias, models=2)) for bias in (0.0, -0.5))
    share = [np.mean([layer.energy_share() for layer in layers]) for layers in (plain, negative)]
    loss = [np.mean([layer.loss for layer in layers]) for layers in (plain, negative)]
    assert share[1] > share[0] + 0.1
    assert loss[1] < 1.05 * loss[0]
    assert max(layer.share() for layer in negative) < 0.2  # the strict share is small at this size, not at the paper's


def test_a_layer_is_the_same_bits_alone_and_among_others() -> None:
    config = replace(SMALL, steps=40)
    two, one = train_neurons(replace(config, models=2)), train_neurons(config)
    assert np.array_equal(two[0].weights, one[0].weights)
    assert two[0].history == one[0].history
    assert not np.array_equal(two[0].weights, two[1].weights)
    noisy = train_neurons(replace(config, noise=0.1))
    assert not np.array_equal(noisy[0].weights, one[0].weights)


def _copy(layer: NeuronLayer, order: np.ndarray, scales: np.ndarray) -> NeuronLayer:
    """The same function: neurons in another order, (w, b) times and v over their scales."""
    return replace(
        layer,
        weights=(scales[:, None] * layer.weights)[order],
        biases=(scales * layer.biases)[order],
        readout=(layer.readout / scales)[:, order],
    )


def test_a_permuted_and_rescaled_copy_is_matched_and_has_no_barrier() -> None:
    (layer,) = train_neurons(replace(SMALL, steps=60))
    rng = np.random.default_rng(1)
    order, scales = rng.permutation(SMALL.neurons), np.exp(rng.normal(size=SMALL.neurons, scale=2))
    copy = _copy(layer, order, scales)
    match = match_neurons(layer, copy)
    assert np.array_equal(order[match.order], np.arange(SMALL.neurons))
    np.testing.assert_allclose(match.scales, scales, rtol=1e-9)
    assert match.distance < 1e-12
    path = connection(layer, copy)
    assert path.barrier < 1e-12
    np.testing.assert_allclose(path.losses, path.losses[0], rtol=1e-12)


def test_matching_is_the_best_of_all_orders_and_forgets_scales() -> None:
    rng = np.random.default_rng(4)
    for _ in range(3):
        first, second = (Neurons(rng.normal(size=(5, 3)), rng.normal(size=5), rng.normal(size=(4, 5))) for _ in "ab")
        one, two = (_balanced_rows(layer) for layer in (first, second))
        least = min(np.linalg.norm(one - two[list(order)]) for order in permutations(range(5)))
        match = match_neurons(first, second)
        assert match.distance == pytest.approx(least / np.sqrt(np.sum(one**2) + np.sum(two**2)))
        scales = np.exp(rng.normal(size=5))
        scaled = Neurons(second.weights * scales[:, None], second.biases * scales, second.readout / scales)
        assert match_neurons(first, scaled).distance == pytest.approx(match.distance)


def _balanced_rows(layer: Neurons) -> np.ndarray:
    rows = []
    for w, b, v in zip(layer.weights, layer.biases, layer.readout.T, strict=True):
        strength = np.sqrt(np.linalg.norm([*w, b]) * np.linalg.norm(v))
        rows.append(np.concatenate((np.array([*w, b]) / np.linalg.norm([*w, b]), v / np.linalg.norm(v))) * strength)
    return np.array(rows)


def test_neurons_that_add_nothing_match_without_warnings() -> None:
    layer = Neurons(np.zeros((2, 3)), np.array([0.0, -1.0]), np.zeros((3, 2)))
    assert match_neurons(layer, layer).distance == 0
    with pytest.raises(InputError, match="other shapes have no matching neurons"):
        match_neurons(layer, Neurons(np.zeros((1, 3)), np.zeros(1), np.zeros((3, 1))))


def test_answers_name_the_feature_of_a_neuron_made_for_one() -> None:
    config = MonosemanticityConfig(features=3, embedding=3, neurons=2)
    layer = NeuronLayer(
        config,
        np.eye(3),
        np.array([[2.0, 0.1, 0.0], [1.0, 1.0, 0.0]]),
        np.array([-0.2, -0.2]),
        np.zeros((3, 2)),
        1,
        1,
        (),
    )
    np.testing.assert_allclose(layer.answers, [[1.8, 0, 0], [0.8, 0.8, 0]])
    assert layer.share() == layer.energy_share() == 0.5


def test_power_law_frequencies_keep_their_mean_and_stay_below_one() -> None:
    flat = MonosemanticityConfig(density=0.02, power_law=1.1).frequencies
    assert flat.mean() == pytest.approx(0.02)
    assert flat[0] / flat[9] == pytest.approx(10**1.1)
    assert MonosemanticityConfig(density=0.4, power_law=2.0).frequencies.max() == 1.0


def test_a_sweep_gives_one_set_a_rate() -> None:
    sets = sweep_rates(replace(SMALL, steps=20), [0.001, 0.01])
    assert [layers[0].config.learning_rate for layers in sets] == [0.001, 0.01]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"density": 2}, r"a density must lie in \(0, 1\], not 2"),
        ({"l1": -0.1}, "l1 must be at least 0, not -0.1"),
        ({"neurons": 0}, "neurons must be a positive integer"),
        ({"batch": 20}, "batch must be a multiple of 16, not 20: give 32"),
        ({"learning_rate": -1}, "learning_rate must be greater than 0, not -1"),
    ],
)
def test_refuses(changes: dict, text: str) -> None:
    with pytest.raises(InputError, match=text):
        MonosemanticityConfig(**changes)


def test_divergence_names_the_step() -> None:
    with pytest.raises(InputError, match=r"diverges at step \d+ with learning rate 100.0: give .* 10 or less"):
        train_neurons(replace(SMALL, learning_rate=100.0))


def test_two_embeddings_are_not_compared() -> None:
    layers = [train_neurons(replace(SMALL, steps=2, seed=seed))[0] for seed in (1, 2)]
    with pytest.raises(InputError, match="under one embedding"):
        connection(*layers)
