"""Hidden ReLUs and the absolute value: closed sparse loss, estimates, gradients, and what trained neurons compute."""

import math

import numpy as np
import pytest

from packing.errors import InputError
from packing.toymodels import AutoencoderConfig, Task, Variant, estimated_loss, load_models, save_models, train
from packing.toymodels.autoencoder.gradients import Buffers, hidden_slopes, plain_slopes
from packing.toymodels.autoencoder.losses.closed import closed_loss
from packing.toymodels.autoencoder.losses.hidden import HiddenOneSparseLoss, computed, couplings, split
from packing.toymodels.autoencoder.losses.monte_carlo import outputs

TWO_NEURONS = np.array([[1.0, -1.0]])


@pytest.mark.parametrize("task", list(Task))
def test_sparse_loss_is_a_frequency_of_its_definition(task: Task) -> None:
    rng, draws = np.random.default_rng(3), 200_000
    config = AutoencoderConfig(
        4, 3, tuple(rng.uniform(0.01, 0.3, 4)), tuple(rng.uniform(0.5, 2, 4)), "one_sparse", variant="hidden", task=task
    )
    weights, biases = rng.normal(size=(4 if config.tied else 8, 3)), rng.normal(size=4) * 0.3
    odds = config.densities / (1 - config.densities)
    inputs = np.zeros((4, draws))
    values = rng.uniform(size=draws) if config.tied else rng.uniform(-1, 1, size=draws)
    inputs[rng.choice(4, draws, p=odds / odds.sum()), np.arange(draws)] = values
    errors = config.importances @ (outputs(config, weights, biases, inputs) - np.abs(inputs)) ** 2
    found = closed_loss(config)(weights, biases).loss
    assert abs(errors.mean() - found) < 4 * errors.std() / math.sqrt(draws)


@pytest.mark.parametrize(("rows", "signed"), [(4, False), (8, True), (8, False)])
def test_gradient_is_that_of_finite_differences(rows: int, signed: bool) -> None:
    rng, step = np.random.default_rng(6), 1e-6
    loss = HiddenOneSparseLoss(np.array([0.1, 0.2, 0.3, 0.4]), rng.uniform(0.5, 2, 4), signed=signed)
    weights, biases = rng.normal(size=(rows, 3)), -0.3 * rng.uniform(size=4)
    along_w, along_b = rng.normal(size=(rows, 3)), rng.normal(size=4)
    value = loss(weights, biases)
    ahead, behind = (loss(weights + s * along_w, biases + s * along_b).loss for s in (step, -step))
    slope = float(np.sum(value.weights * along_w) + value.biases @ along_b)
    assert (ahead - behind) / (2 * step) == pytest.approx(slope, rel=1e-6)


@pytest.mark.long
@pytest.mark.parametrize(
    ("variant", "task"),
    [
        (Variant.RELU, Task.IDENTITY),
        (Variant.LINEAR, Task.IDENTITY),
        (Variant.HIDDEN, Task.IDENTITY),
        (Variant.HIDDEN, Task.ABSOLUTE),
    ],
)
def test_batch_slopes_are_those_of_finite_differences(variant: Variant, task: Task) -> None:
    rng, step = np.random.default_rng(1), 1e-6
    config = AutoencoderConfig(5, 3, 0.4, tuple(rng.uniform(0.5, 2, 5)), variant=variant, task=task, batch=32)
    weights, biases = rng.normal(size=(5 if config.tied else 10, 3)), rng.normal(size=5) * 0.2
    buffers = Buffers.of(config, weights)
    buffers.inputs[:] = rng.uniform(0 if config.tied else -1, 1, size=(5, 32)) * (rng.random((5, 32)) < 0.4)

    def loss(w: np.ndarray, b: np.ndarray) -> float:
        if variant is Variant.HIDDEN:
            return hidden_slopes(w, b, config.importances, buffers, tied=config.tied)
        return plain_slopes(w, b, config.importances, buffers, rectified=variant is Variant.RELU)

    along_w, along_b = rng.normal(size=weights.shape), rng.normal(size=5)
    ahead, behind = (loss(weights + s * along_w, biases + s * along_b) for s in (step, -step))
    at = loss(weights, biases)
    slope = float(np.sum(buffers.slope_w * along_w) + buffers.slope_b @ along_b)
    assert (ahead - behind) / (2 * step) == pytest.approx(slope, rel=1e-6)
    errors = outputs(config, weights, biases, buffers.inputs) - np.abs(buffers.inputs)
    assert at == pytest.approx(float(np.mean(config.importances @ errors**2)), rel=1e-12)


def test_two_neurons_compute_an_absolute_value() -> None:
    config = AutoencoderConfig(1, 2, 0.5, task="absolute")
    exact = estimated_loss(config, np.concatenate((np.abs(TWO_NEURONS), TWO_NEURONS)), np.zeros(1), 4096)
    assert exact.loss == exact.error == 0.0
    # one neuron for one sign: the other half is lost, q/6
    half = estimated_loss(config, np.array([[1.0, 0.0], [1.0, 0.0]]), np.zeros(1))
    assert abs(half.loss - 0.5 / 6) < 4 * half.error
    assert couplings(np.abs(TWO_NEURONS), TWO_NEURONS, signed=True).tolist() == [[[1.0]], [[1.0]]]
    assert not computed(np.array([[1.0]]), np.array([[1.0]]), signed=True).any()


def test_trained_neurons_compute_all_features_where_two_each_are_there() -> None:
    trained = train(AutoencoderConfig(3, 6, 0.2, task="absolute", models=4, seed=0))
    best = trained.best
    assert trained.errors is not None and trained.encoders is not None and trained.computed is not None
    assert trained.computed[best].all()
    assert trained.losses[best] < 1e-4
    readout, encoder = trained.weights[best], trained.encoders[best]
    # each neuron reads one feature: monosemantic
    shares = np.max(encoder**2, axis=0) / np.sum(encoder**2, axis=0)
    assert shares.min() > 0.99
    np.testing.assert_allclose(np.einsum("sii->si", couplings(readout, encoder, signed=True)), 1.0, atol=0.02)


def test_fewer_neurons_answer_the_most_important_features() -> None:
    config = AutoencoderConfig(6, 4, 0.8, (4.0, 2.0, 0.2, 0.1, 0.05, 0.02), task="absolute", models=6, seed=1)
    trained = train(config)
    assert trained.computed is not None
    assert trained.computed[trained.best].tolist() == [True, True, False, False, False, False]


def test_sparse_absolute_values_need_one_neuron_a_sign() -> None:
    trained = train(AutoencoderConfig(2, 4, 0.1, loss="one_sparse", task="absolute", models=8, seed=2))
    assert trained.losses.min() < 1e-9
    assert trained.errors is None


def test_encoders_and_errors_are_kept_and_a_killed_training_goes_on(tmp_path, monkeypatch) -> None:
    config = AutoencoderConfig(3, 4, 0.3, task="absolute", models=3, steps=60, correlated=((0, 2),))
    whole = train(config)
    again = load_models(save_models(whole, tmp_path / "kept.npz"))
    assert again.config == config
    assert np.array_equal(again.encoders, whole.encoders)
    assert np.array_equal(again.errors, whole.errors)
    monkeypatch.setattr("packing.toymodels.kind.SECONDS", 0.0)

    def kill(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(config, kill, checkpoint=tmp_path / "run.npz")
    trained_again: list[int] = []
    resumed = train(config, lambda done, total: trained_again.append(done), checkpoint=tmp_path / "run.npz")
    assert trained_again == [2, 3]
    assert np.array_equal(resumed.weights, whole.weights)
    assert np.array_equal(resumed.encoders, whole.encoders)
    assert np.array_equal(resumed.errors, whole.errors)


def test_losses_without_a_closed_form_are_refused() -> None:
    with pytest.raises(InputError, match=r"hidden ReLUs have no exact loss in closed form, .*: choose sampled"):
        AutoencoderConfig(4, 2, variant="hidden", loss="exact")
    with pytest.raises(InputError, match="for independent and anticorrelated features only, not with 1 correlated"):
        AutoencoderConfig(4, 2, variant="hidden", loss="one_sparse", correlated=((0, 1),))
    with pytest.raises(InputError, match="the task absolute needs ReLUs on the hidden layer, not the variant relu"):
        AutoencoderConfig(4, 2, variant="relu", task="absolute")
    with pytest.raises(InputError, match="hidden ReLUs have no exact loss in closed form: estimate it"):
        closed_loss(AutoencoderConfig(4, 2, variant="hidden"))


def test_stacked_weights_are_readout_over_encoder() -> None:
    stacked = np.arange(12.0).reshape(6, 2)
    assert [part[0, 0] for part in split(stacked, 3)] == [0.0, 6.0]
    assert split(stacked, 6)[0] is not None and np.array_equal(*split(stacked, 6))
