"""The engine jax: as good as the compiled one, the same bits in any company, and one clear line where it is missing."""

import sys

import numpy as np
import pytest

from packing.errors import InputError, MissingExtraError
from packing.toymodels import AutoencoderConfig, Engine, train

SETTINGS = {"n": 8, "d": 4, "density": 0.4, "steps": 700, "batch": 64, "seed": 3}


def test_missing_extra_is_one_line_with_the_cure(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "jax", None)
    with pytest.raises(MissingExtraError, match=r"needs the extra 'train'.* pip install 'packing\[train\]'"):
        train(AutoencoderConfig(models=1, engine="jax", **SETTINGS))


def test_unknown_engine_is_refused() -> None:
    with pytest.raises(InputError, match="the engine must be compiled or jax, not 'torch'"):
        AutoencoderConfig(models=1, engine="torch", **SETTINGS)


@pytest.fixture(scope="module")
def trained():
    pytest.importorskip("optax")
    pytest.importorskip("jax")
    return train(AutoencoderConfig(models=10, engine=Engine.JAX, **SETTINGS))


@pytest.mark.long
def test_finds_what_the_compiled_engine_finds(trained) -> None:
    compiled = train(AutoencoderConfig(models=10, **SETTINGS))
    assert trained.losses.min() == pytest.approx(compiled.losses.min(), rel=0.01)
    assert trained.blocks(trained.best) == compiled.blocks(compiled.best) == ((2, 1),) * 4
    assert len(trained.history[0]) == len(compiled.history[0])


def test_a_model_is_the_same_bits_alone_and_among_others(trained) -> None:
    fewer = train(AutoencoderConfig(models=9, engine=Engine.JAX, **SETTINGS))
    assert np.array_equal(fewer.weights, trained.weights[:9])
    assert fewer.history == trained.history[:9]


def test_divergence_names_step_and_rate() -> None:
    pytest.importorskip("optax")
    pytest.importorskip("jax")
    with pytest.raises(InputError, match=r"diverges at step \d+ with learning rate 1000000.0"):
        train(AutoencoderConfig(models=1, engine="jax", learning_rate=1e6, **SETTINGS))
