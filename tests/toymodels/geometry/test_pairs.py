"""Pairs of features by what joins them, counted on weights made by hand."""

import numpy as np

from packing.toymodels import AutoencoderConfig, companions
from packing.toymodels.autoencoder.trained import TrainedModel, gathered
from packing.toymodels.geometry.pairs import Pairs


def by_hand(weights: list[list[float]], **sets):
    config = AutoencoderConfig(len(weights), len(weights[0]), 0.1, **sets)
    model = TrainedModel(np.array(weights), np.zeros(len(weights)), 1.0, (1.0,), True)
    return gathered(config, [model, model])


def test_each_pair_is_counted_once_where_it_belongs() -> None:
    rows = [[1.0, 0.0], [-1.1, 0.1], [0.05, 0.9], [0.2, 0.1], [0.7, 0.75], [0.9, 0.2]]
    trained = by_hand(rows, correlated=((0, 1, 3),), anticorrelated=((2, 4),))
    found = companions(trained, 0)
    assert found.correlated == Pairs(antipodal=1, orthogonal=0, beside=0, oblique=0, lost=2)
    assert found.anticorrelated == Pairs(antipodal=0, orthogonal=0, beside=1, oblique=0, lost=0)
    assert found.others.lost == 3
    assert found.others.represented + found.others.lost == 15 - 3 - 1
    assert companions(trained).others.represented == 2 * found.others.represented
    assert str(found.correlated) == "1 antipodal, 2 lost"
    assert str(found.anticorrelated) == "1 side by side"
    assert str(companions(by_hand(rows), 0).correlated) == "none"
