"""Every variant and precision on both engines: repeatable, as good as each other, and of the precision asked for."""

import numpy as np
import pytest

from packing.toymodels import AutoencoderConfig, Engine, FloatType, train

KINDS = {
    "relu": {},
    "linear": {"variant": "linear"},
    "hidden": {"variant": "hidden"},
    "absolute": {"task": "absolute"},
    "sets": {"correlated": ((0, 1),), "anticorrelated": ((2, 4, 3),)},
}
SETTINGS = {"n": 6, "d": 4, "density": 0.25, "steps": 500, "batch": 64, "seed": 5}


def trained(kind: str, models: int, **changes):
    return train(AutoencoderConfig(models=models, **(SETTINGS | KINDS[kind] | changes)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_is_the_same_bits_alone_and_among_others(kind: str) -> None:
    for precision in FloatType:
        three, two = (trained(kind, models, precision=precision, steps=60) for models in (3, 2))
        assert np.array_equal(three.weights[:2], two.weights)
        assert three.history[:2] == two.history
        assert np.array_equal(three.weights.astype(np.float32), three.weights) == (precision is FloatType.FLOAT32)


@pytest.mark.parametrize("kind", ["relu", "absolute"])
def test_rounding_is_all_that_precision_changes(kind: str) -> None:
    single, double = (trained(kind, 8, precision=precision, steps=1200) for precision in FloatType)
    assert single.losses.min() == pytest.approx(double.losses.min(), rel=0.1)
    assert single.represented(single.best).size == double.represented(double.best).size


@pytest.mark.long
@pytest.mark.parametrize("kind", ["linear", "absolute", "sets"])
def test_jax_finds_what_the_compiled_engine_finds(kind: str) -> None:
    pytest.importorskip("optax")
    jax = pytest.importorskip("jax")
    precision = FloatType.FLOAT32 if kind == "absolute" else FloatType.FLOAT64
    changes = {"precision": precision, "batch": 128, "steps": 900}
    compiled, accelerated = (trained(kind, 8, engine=engine, **changes) for engine in Engine)
    assert accelerated.losses.min() == pytest.approx(compiled.losses.min(), rel=0.15)
    fewer = trained(kind, 2, engine="jax", **changes)
    assert np.array_equal(fewer.weights, accelerated.weights[:2])
    narrow = np.array_equal(accelerated.weights.astype(np.float32), accelerated.weights)
    assert narrow == (precision is FloatType.FLOAT32)
    # jax is left in the mode it was in
    assert jax.numpy.ones(1).dtype == np.float32
