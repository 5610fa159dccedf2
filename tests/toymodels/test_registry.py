"""Every kind of toy model trains by one entry, is kept in one format and goes on from it to the same bits."""

import json
from dataclasses import dataclass

import numpy as np
import pytest

from packing.configuration import Packing
from packing.errors import InputError
from packing.toymodels import AutoencoderConfig, SubspaceConfig, load_models, registry, save_models, train
from packing.toymodels.capacity import CapacityConfig
from packing.toymodels.checkpoint import plain, stacked
from packing.toymodels.dictionary import DictionaryConfig
from packing.toymodels.factorization import FactorizationConfig
from packing.toymodels.kind import ModelKind, gathered
from packing.toymodels.monosemanticity import MonosemanticityConfig

FEATURES = Packing(np.random.default_rng(0).normal(size=(6, 3)))
CONFIGS = {
    "autoencoder": AutoencoderConfig(n=4, d=2, models=3, steps=20, batch=32),
    "capacity": CapacityConfig((1.0, 0.8, 0.5), d=2, kurtosis=9.0, models=3),
    "factorization": FactorizationConfig(size=6, rank=2, time=2.0, models=3),
    "monosemanticity": MonosemanticityConfig(
        features=8, embedding=4, neurons=6, density=0.2, steps=20, batch=32, models=3
    ),
    "dictionary": DictionaryConfig(FEATURES, density=0.1, price=0.2, steps=10),
    "subspaces": SubspaceConfig(n=3, d=4, density=0.2, models=3, steps=20, batch=32),
}


class Killed(Exception):
    pass


def arrays(trained: object) -> dict[str, np.ndarray]:
    return stacked(registry.kind_of(trained.config).separate(trained))


def same(first: object, second: object) -> bool:
    one, other = arrays(first), arrays(second)
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)


def test_each_kind_is_tried_here() -> None:
    assert CONFIGS.keys() == registry.KINDS.keys()
    assert [registry.named(name).name for name in CONFIGS] == list(CONFIGS)


@pytest.mark.parametrize("name", CONFIGS)
def test_a_file_holds_all_numbers_and_says_what_they_are(name: str, tmp_path) -> None:
    trained = train(CONFIGS[name])
    again = load_models(save_models(trained, tmp_path / "kept.npz"))
    assert type(again) is type(trained)
    assert same(trained, again)
    assert plain(again.config) == plain(trained.config)
    beside = json.loads((tmp_path / "kept.json").read_text())
    assert (beside["schema"], beside["kind"]) == (2, name)


@pytest.mark.parametrize("name", [name for name in CONFIGS if name != "dictionary"])
def test_a_killed_training_goes_on_to_the_same_bits(name: str, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("packing.toymodels.kind.SECONDS", 0.0)
    path, counted = tmp_path / "run.npz", []

    def kill(done: int, total: int) -> None:
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        train(CONFIGS[name], kill, checkpoint=path)
    resumed = train(CONFIGS[name], lambda done, total: counted.append((done, total)), checkpoint=path)
    assert counted == [(3, 3)]
    assert same(resumed, train(CONFIGS[name]))


def test_a_checkpoint_of_another_kind_is_refused(tmp_path) -> None:
    train(CONFIGS["capacity"], checkpoint=tmp_path / "run.npz")
    with pytest.raises(InputError, match="has kind capacity, not autoencoder: name another file"):
        train(CONFIGS["autoencoder"], checkpoint=tmp_path / "run.npz")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"schema": 3}, "has schema 3, and this version knows schemas up to 2; install a newer version"),
        ({"kind": "transformer"}, "holds models of the kind transformer, not one of autoencoder, capacity"),
        ({"config": {"n": 4, "d": 2, "colour": 1}}, "holds no whole autoencoder"),
        ({"config": 5}, "holds no trained models"),
    ],
)
def test_a_file_that_this_version_cannot_read_says_why(tmp_path, changes: dict, text: str) -> None:
    path = save_models(train(CONFIGS["autoencoder"]), tmp_path / "kept.npz")
    with np.load(path) as data:
        held = dict(data)
    header = json.loads(str(held.pop("settings"))) | changes
    np.savez(path, **held, settings=np.array(json.dumps(header)))
    with pytest.raises(InputError, match=text):
        load_models(path)


def test_a_file_without_an_array_is_refused(tmp_path) -> None:
    path = save_models(train(CONFIGS["autoencoder"]), tmp_path / "kept.npz")
    with np.load(path) as data:
        held = {name: array for name, array in data.items() if name != "biases"}
    np.savez(path, **held)
    with pytest.raises(InputError, match="holds no whole autoencoder"):
        load_models(path)


def test_what_is_no_config_is_refused() -> None:
    with pytest.raises(InputError, match="a training needs the settings of a toy model such as"):
        train(5)


@dataclass(frozen=True)
class CoinConfig:
    seed: int = 0
    models: int = 2


@dataclass(frozen=True)
class Coin:
    side: float


def test_a_new_kind_is_one_value_and_one_line(tmp_path, monkeypatch) -> None:
    def coins(config: CoinConfig, first: int):
        for model in range(first, config.models):
            yield Coin(float(np.random.default_rng((config.seed, model)).integers(2)))

    monkeypatch.setattr(
        "packing.toymodels.capacity.KIND", ModelKind("coin", CoinConfig, Coin, coins, gathered, list), raising=True
    )
    monkeypatch.setitem(registry.KINDS, "coin", "packing.toymodels.capacity")
    trained = train(CoinConfig(models=5), checkpoint=tmp_path / "coins.npz")
    assert list(load_models(tmp_path / "coins.npz")) == list(trained.models)
    assert len(trained) == 5
