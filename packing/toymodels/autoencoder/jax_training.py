"""Sampled training on jax: many models in one compiled program, on a GPU where jax sees one. Extra `train`.

Models are trained in chunks of one fixed size, the last one filled up, and model k always has lane k mod size and keys
folded from (seed, k): so its bits do not depend on how many models are trained beside it. Steps run inside one scan
per record, which keeps Python out of the loop and the memory at one batch a model. In float64 all of this runs in
jax's 64-bit mode, which is left again at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from packing.errors import MissingExtraError
from packing.numeric import Floats
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.options import FloatType, Task, Variant
from packing.toymodels.autoencoder.sampled import SampledRun, loss_limit
from packing.toymodels.training import Diverged

CPU_CHUNK, GPU_CHUNK = 8, 256
"""Models trained side by side: on a CPU as many as its caches hold, on a GPU as many as fill it."""


def train_many(
    config: AutoencoderConfig, starts: Callable[[int], Floats], models: range, rates: Floats, stride: int
) -> list[SampledRun]:
    """Train the models `models` of `config` from the weights starts(k) and zero biases; one Run a model, in order.

    Raises `MissingExtraError` without jax and optax, `Diverged` where a recorded loss is not finite or beyond reason.
    """
    with _numbers(config.precision):
        return _train_many(config, starts, models, rates, stride)


def _train_many(
    config: AutoencoderConfig, starts: Callable[[int], Floats], models: range, rates: Floats, stride: int
) -> list[SampledRun]:
    jax, _ = _jax()
    size = CPU_CHUNK if jax.default_backend() == "cpu" else GPU_CHUNK
    number = np.dtype(config.precision.value)
    law = config.law
    gates = 0 if law.independent and config.tied else law.gates
    program = _program(
        config.batch, config.weight_decay, gates, config.variant or Variant.RELU, config.task, config.precision,
        config.error_exponent, config.bias,
    )  # fmt: skip
    chance = Chance(config.densities.astype(number), law.gate, law.low.astype(number), law.high.astype(number))
    price = config.importances.astype(number)
    limit = loss_limit(config)
    schedules = [rates[at : at + stride].astype(number) for at in range(0, len(rates), stride)]
    runs: list[SampledRun] = []
    for first in range(models.start // size * size, models.stop, size):
        lanes = np.arange(first, first + size)
        weights = np.stack([starts(int(lane)) for lane in lanes]).astype(number)
        state = program.begin(weights, np.zeros((size, config.n), number), config.seed, lanes)
        history = []
        for at, schedule in enumerate(schedules):
            state, losses = program.advance(state, schedule, chance, price, at * stride)
            history.append(losses)
        records = np.stack([np.asarray(losses) for losses in history])
        kept = [lane - first for lane in lanes if lane in models]
        wrong = ~(records[:, kept] < limit)
        if wrong.any():
            raise Diverged(int(np.flatnonzero(wrong.any(axis=1))[0]) * stride)
        w, b = np.asarray(state[0]["weights"]), np.asarray(state[0]["biases"])
        runs += [SampledRun(w[lane], b[lane], tuple(map(float, records[:, lane]))) for lane in kept]
    return runs


class Chance(NamedTuple):
    """The density of each feature, its gate and the interval that opens it (`law`), each (n,)."""

    density: Any
    gate: Any
    low: Any
    high: Any


class _Program:
    """The compiled beginning and advance of a chunk; `gates` is 0 for independent features of one sign."""

    def __init__(
        self,
        batch: int,
        weight_decay: float,
        gates: int,
        variant: Variant,
        task: Task,
        precision: FloatType,
        exponent: float,
        bias: bool,
    ) -> None:
        jax, optax = _jax()
        jnp = jax.numpy
        optimizer = optax.inject_hyperparams(optax.adamw, hyperparam_dtype=jnp.dtype(precision.value))(
            learning_rate=1.0, weight_decay=weight_decay, mask={"weights": True, "biases": False}
        )

        def sampled(key: Any, chance: Chance) -> Any:
            shape = (batch, chance.density.size)
            if not gates:
                uniform = jax.random.uniform(key, shape, dtype=chance.density.dtype)
                return jnp.where(uniform < chance.density, uniform / chance.density, 0.0)
            opener, valuer = jax.random.split(key)
            opened = jax.random.uniform(opener, (batch, gates), dtype=chance.low.dtype)[:, chance.gate]
            values = jax.random.uniform(valuer, shape, dtype=chance.low.dtype)
            if task is Task.ABSOLUTE:
                values = 2.0 * values - 1.0
            return jnp.where((chance.low <= opened) & (opened < chance.high), values, 0.0)

        def answers(weights: Any, biases: Any, inputs: Any) -> Any:
            if variant is Variant.HIDDEN:
                n = biases.size
                return jax.nn.relu(jax.nn.relu(inputs @ weights[-n:]) @ weights[:n].T + biases)
            outputs = inputs @ weights @ weights.T + biases
            return outputs if variant is Variant.LINEAR else jax.nn.relu(outputs)

        def loss(values: Any, inputs: Any, price: Any) -> Any:
            targets = jnp.abs(inputs) if task is Task.ABSOLUTE else inputs
            biases = values["biases"] if bias else jax.lax.stop_gradient(values["biases"])
            gaps = answers(values["weights"], biases, inputs) - targets
            return jnp.mean((jnp.square(gaps) if exponent == 2 else jnp.abs(gaps) ** exponent) @ price)

        def step(values: Any, moments: Any, key: Any, rate: Any, chance: Chance, price: Any) -> Any:
            value, slopes = jax.value_and_grad(loss)(values, sampled(key, chance), price)
            moments.hyperparams["learning_rate"] = rate
            changes, moments = optimizer.update(slopes, moments, values)
            return optax.apply_updates(values, changes), moments, value

        def begin(weights: Any, biases: Any, seed: int, lanes: Any) -> Any:
            values = {"weights": jnp.asarray(weights), "biases": jnp.asarray(biases)}
            keys = jax.vmap(lambda lane: jax.random.fold_in(jax.random.key(seed), lane))(jnp.asarray(lanes))
            return values, jax.vmap(optimizer.init)(values), keys

        @jax.jit
        def advance(state: Any, schedule: Any, chance: Chance, price: Any, done: Any) -> Any:
            values, moments, keys = state

            def one(carry: Any, at: Any) -> Any:
                number, rate = at
                here = jax.vmap(lambda key: jax.random.fold_in(key, number))(keys)
                values, moments, losses = jax.vmap(step, in_axes=(0, 0, 0, None, None, None))(
                    *carry, here, rate, chance, price
                )
                return (values, moments), losses

            numbers = done + jnp.arange(schedule.size)
            (values, moments), losses = jax.lax.scan(one, (values, moments), (numbers, schedule))
            return (values, moments, keys), losses[0]

        self.begin, self.advance = begin, advance


@lru_cache(maxsize=16)
def _program(
    batch: int,
    weight_decay: float,
    gates: int,
    variant: Variant,
    task: Task,
    precision: FloatType,
    exponent: float,
    bias: bool,
) -> _Program:
    return _Program(batch, weight_decay, gates, variant, task, precision, exponent, bias)


def _numbers(precision: FloatType) -> AbstractContextManager[Any]:
    """jax's 64-bit mode for float64, nothing for float32."""
    jax, _ = _jax()
    if precision is FloatType.FLOAT32:
        return nullcontext()
    if hasattr(jax, "enable_x64"):
        mode: AbstractContextManager[Any] = jax.enable_x64(True)
        return mode
    older: AbstractContextManager[Any] = import_module("jax.experimental").enable_x64()
    return older


def _jax() -> tuple[Any, Any]:
    """The modules jax and optax, or `MissingExtraError`."""
    try:
        import jax
        import optax
    except ImportError:
        raise MissingExtraError("training with the engine jax", "train") from None
    return jax, optax
