"""Values of toy models: short reprs, hashable, picklable, and settings that take numpy's integers."""

import pickle

import numpy as np
import pytest

from packing.configuration import Packing
from packing.toymodels import (
    AutoencoderConfig,
    agreement,
    census,
    classify,
    companions,
    importance_map,
    phase_diagram,
    train,
)
from packing.toymodels.autoencoder import exact_loss
from packing.toymodels.capacity import CapacityConfig
from packing.toymodels.dictionary import DictionaryConfig
from packing.toymodels.factorization import FactorizationConfig, bump_share
from packing.toymodels.monosemanticity import MonosemanticityConfig, connection

SIX = np.int64(6)
CONFIGS = [
    AutoencoderConfig(SIX, np.int32(2), (0.1,) * 6, models=np.int64(2), steps=np.uint8(32), seed=np.int64(1)),
    CapacityConfig(np.linspace(1.0, 0.5, 40), d=SIX, models=np.int64(2), seed=np.int64(1)),
    FactorizationConfig(size=SIX, rank=np.int64(2), time=2.0, models=np.int64(2)),
    MonosemanticityConfig(SIX, np.int64(3), SIX, density=0.2, steps=np.int64(20), models=np.int64(2)),
    DictionaryConfig(Packing(np.eye(6, 3) + 0.1), density=0.1, atoms=SIX, price=0.2, steps=np.int64(5)),
]


def found() -> list[object]:
    values: list[object] = []
    for config in CONFIGS:
        trained = train(config)
        values += [config, trained]
    models, capacities, curves, layers, dictionary = values[1::2]
    diagram = phase_diagram(4, 2, [0.1, 0.3], starts=2, width=0.5)
    loss = exact_loss(models.config)
    return [
        *values,
        *(models.model(0), models.config.law, census(models), agreement(models, 0), companions(models)),
        *classify(models.weights[0], threshold=0.0),
        *(capacities.optimum, curves[0], bump_share(curves), layers[0], connection(*layers), dictionary.svd),
        *(diagram, diagram.points[0], diagram.points[0].best, importance_map(2, 1, [0.3], [1.0], starts=1)),
        *(loss, loss(models.weights[0], models.biases[0])),
    ]


@pytest.fixture(scope="module")
def values() -> list[object]:
    return found()


def test_reprs_are_one_short_line(values) -> None:
    for value in values:
        assert 10 < len(repr(value)) <= 200
        assert "\n" not in repr(value)


def test_values_are_hashable_and_picklable(values) -> None:
    for value in values:
        assert len({value}) == 1
        assert repr(pickle.loads(pickle.dumps(value))) == repr(value)


@pytest.mark.parametrize("config", CONFIGS)
def test_settings_hold_plain_numbers_and_compare(config) -> None:
    assert config == pickle.loads(pickle.dumps(config))
    assert {type(value) for value in vars(config).values()}.isdisjoint({np.int64, np.int32, np.uint8})
