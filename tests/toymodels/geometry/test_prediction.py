"""The predicted tegum partition meets trained models in blocks, energy and loss, and says where they do better."""

import numpy as np
import pytest

from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.autoencoder.trained import TrainedModel, TrainedModels, gathered
from packing.toymodels.geometry.prediction import agreement, predicted_loss


def fixed(rows: list[list[float]], loss: float = 0.1, **changes: object) -> TrainedModels:
    weights = np.array(rows)
    model = TrainedModel(weights, np.zeros(len(rows)), loss, (), True)
    return gathered(AutoencoderConfig(*weights.shape, **changes), [model])


def test_digons_agree_and_lost_features_do_not_count() -> None:
    assert agreement(fixed([[0, 1.1], [0.9, 0], [0, -1], [-1, 0], [0.1, 0.1]]), 0).agrees


def test_a_triangle_and_a_lone_feature_are_not_the_prediction_for_four() -> None:
    turns = 2 * np.pi * np.arange(3) / 3
    found = agreement(fixed([*([np.cos(t), np.sin(t), 0] for t in turns), [0, 0, 1]]), 0)
    assert found.found == ((3, 2), (1, 1))
    assert found.predicted == ((2, 1), (1, 1), (1, 1))
    assert not found.agrees


def test_nothing_represented_predicts_nothing() -> None:
    assert agreement(fixed([[0.1, 0.0], [0.0, 0.1]]), 0).predicted == ()


@pytest.mark.long
@pytest.mark.parametrize(("n", "d", "density"), [(7, 3, 0.15), (9, 4, 0.2), (5, 3, 0.11), (11, 2, 0.3)])
def test_models_at_moderate_density_have_the_predicted_blocks_energy_and_loss(n: int, d: int, density: float) -> None:
    trained = train(AutoencoderConfig(n, d, density, loss="exact", models=6, seed=2))
    found = agreement(trained, trained.best)
    assert found.agrees
    assert found.energy_found == pytest.approx(found.energy_predicted, abs=1e-6)
    assert found.advantage == pytest.approx(0, abs=2e-5)
    assert found.verdict == "the predicted blocks, at the predicted loss"


@pytest.mark.parametrize(("n", "d"), [(7, 3), (9, 4)])
def test_towards_density_zero_biases_beat_the_product_that_has_the_least_energy(n: int, d: int) -> None:
    trained = train(AutoencoderConfig(n, d, loss="one_sparse", models=12, seed=1))
    found = agreement(trained, trained.best)
    assert found.found == ((n, d),)
    assert found.predicted == ((5, 2), *[(2, 1)] * (d - 2))
    assert found.energy_found > found.energy_predicted + 0.01
    assert found.advantage > 0.2
    assert "other blocks than predicted" in found.verdict


@pytest.mark.parametrize(("n", "d", "loss"), [(5, 2, 0.01582563), (10, 4, 0.00529215), (16, 5, 0.00837011)])
def test_the_loss_of_a_code_at_its_best_norms_is_that_of_the_best_model(n: int, d: int, loss: float) -> None:
    assert predicted_loss(AutoencoderConfig(n, d, loss="one_sparse"), n) == pytest.approx(loss, abs=1e-7)


def test_a_model_short_of_the_prediction_is_said_to_be_above_it() -> None:
    poor = agreement(fixed([[1, 0], [0, 1], [-1, 0], [0, -1]], loss=0.5, density=0.1), 0)
    assert poor.agrees
    assert poor.advantage < 0
    assert "above the predicted loss" in poor.verdict


def test_a_loss_predicted_to_be_all_but_none_is_said_beside_the_one_found() -> None:
    config = AutoencoderConfig(2, 5, density=0.4, models=1, steps=5)
    verdict = agreement(train(config), 0).verdict
    assert "%" not in verdict and "where" in verdict and verdict.endswith("is predicted")


def test_unequal_features_have_no_predicted_loss() -> None:
    found = agreement(fixed([[1.0], [-1.0]], importance=(1.0, 0.5)), 0)
    assert found.loss_predicted is None
    assert found.verdict == "the predicted blocks"
