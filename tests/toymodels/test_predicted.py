"""The predicted tegum partition meets trained digons, and is refused where the model forms something else."""

import numpy as np

from packing.toymodels import AutoencoderConfig
from packing.toymodels.predicted import agreement
from packing.toymodels.trained import TrainedModel, TrainedModels, gathered


def fixed(rows: list[list[float]]) -> TrainedModels:
    weights = np.array(rows)
    model = TrainedModel(weights, np.zeros(len(rows)), 0.1, (), True)
    return gathered(AutoencoderConfig(*weights.shape), [model])


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
