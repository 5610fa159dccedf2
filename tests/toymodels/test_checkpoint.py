"""A killed training goes on to the same bits; files that do not fit are refused; the record can be read again."""

import json
from dataclasses import replace

import numpy as np
import pytest

from packing.errors import InputError
from packing.toymodels import AutoencoderConfig, load_models, save_models, train

CONFIG = AutoencoderConfig(n=6, d=3, density=(0.1, 0.2, 0.3, 0.1, 0.2, 0.3), models=4, steps=120, seed=9)


class Killed(Exception):
    pass


def test_a_killed_training_goes_on_to_the_same_bits(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("packing.toymodels.kind.SECONDS", 0.0)
    path, trained_again = tmp_path / "run.npz", []

    def kill(done: int, total: int) -> None:
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        train(CONFIG, kill, checkpoint=path)
    resumed = train(CONFIG, lambda done, total: trained_again.append(done), checkpoint=path)
    assert trained_again == [3, 4]
    straight = train(CONFIG)
    assert np.array_equal(resumed.weights, straight.weights)
    assert np.array_equal(resumed.losses, straight.losses)
    assert resumed.history == straight.history


def test_more_models_continue_a_finished_training(tmp_path) -> None:
    path = tmp_path / "run.npz"
    two = train(replace(CONFIG, models=2), checkpoint=path)
    four = train(CONFIG, checkpoint=path)
    assert np.array_equal(four.weights[:2], two.weights)
    assert len(four) == 4


def test_record_holds_settings_versions_and_all_numbers(tmp_path) -> None:
    trained = train(CONFIG)
    path = save_models(trained, tmp_path / "kept.npz")
    again = load_models(path)
    assert again.config == trained.config
    assert np.array_equal(again.weights, trained.weights)
    assert np.array_equal(again.biases, trained.biases)
    assert again.history == trained.history
    beside = json.loads((tmp_path / "kept.json").read_text())
    assert beside["config"]["seed"] == 9
    assert beside["versions"]["numpy"] == np.__version__


def test_refuses_other_settings_and_other_files(tmp_path) -> None:
    path = tmp_path / "run.npz"
    train(replace(CONFIG, models=1, steps=16), checkpoint=path)
    with pytest.raises(InputError, match="has seed 9, not 10: name another file"):
        train(replace(CONFIG, models=1, steps=16, seed=10), checkpoint=path)
    (tmp_path / "text.npz").write_text("no models")
    with pytest.raises(InputError, match="it holds no trained models"):
        load_models(tmp_path / "text.npz")
    with pytest.raises(InputError, match=r"kept in a .npz file, not in run.txt"):
        train(CONFIG, checkpoint=tmp_path / "run.txt")
    with pytest.raises(InputError, match="there is no folder"):
        train(CONFIG, checkpoint=tmp_path / "nowhere" / "run.npz")


def test_writing_waits_between_models(tmp_path) -> None:
    path, seen = tmp_path / "run.npz", []
    train(replace(CONFIG, models=2, steps=16), lambda done, total: seen.append(path.exists()), checkpoint=path)
    assert seen == [False, False]
    assert len(load_models(path)) == 2
