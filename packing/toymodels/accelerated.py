"""Sampled training on jax: many models in one compiled program, on a GPU where jax sees one. Extra `train`.

Models are trained in chunks of one fixed size, the last one filled up, and model k always has lane k mod size and keys
folded from (seed, k): so its bits do not depend on how many models are trained beside it. Steps run inside one scan
per record, which keeps Python out of the loop and the memory at one batch a model.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import MissingExtraError
from packing.toymodels.sampled import DIVERGED, Diverged, Run
from packing.toymodels.settings import AutoencoderConfig

Floats = npt.NDArray[np.float64]

CPU_CHUNK, GPU_CHUNK = 8, 256
"""Models trained side by side: on a CPU as many as its caches hold, on a GPU as many as fill it."""


def descend_all(
    config: AutoencoderConfig, starts: Callable[[int], Floats], models: range, rates: Floats, stride: int
) -> list[Run]:
    """Train the models `models` of `config` from the weights starts(k) and zero biases; one Run a model, in order.

    Raises `MissingExtraError` without jax and optax, `Diverged` where a recorded loss is not finite or beyond reason.
    """
    jax, _ = _jax()
    size = CPU_CHUNK if jax.default_backend() == "cpu" else GPU_CHUNK
    program = _program(config.batch, config.weight_decay)
    chance, price = config.densities.astype(np.float32), config.importances.astype(np.float32)
    limit = DIVERGED * float(config.importances @ config.densities) / 3.0 + 1e-30
    schedules = [rates[at : at + stride].astype(np.float32) for at in range(0, len(rates), stride)]
    runs: list[Run] = []
    for first in range(models.start // size * size, models.stop, size):
        lanes = np.arange(first, first + size)
        weights = np.stack([starts(int(lane)) for lane in lanes]).astype(np.float32)
        state = program.begin(weights, np.zeros(weights.shape[:2], np.float32), config.seed, lanes)
        history = []
        for number, schedule in enumerate(schedules):
            state, losses = program.advance(state, schedule, chance, price, number * stride)
            history.append(losses)
        records = np.stack([np.asarray(losses) for losses in history])
        kept = [lane - first for lane in lanes if lane in models]
        wrong = ~(records[:, kept] < limit)
        if wrong.any():
            raise Diverged(int(np.flatnonzero(wrong.any(axis=1))[0]) * stride)
        w, b = np.asarray(state[0]["weights"]), np.asarray(state[0]["biases"])
        runs += [Run(w[lane], b[lane], tuple(map(float, records[:, lane]))) for lane in kept]
    return runs


class _Program:
    """The compiled beginning and advance of a chunk."""

    def __init__(self, batch: int, weight_decay: float) -> None:
        jax, optax = _jax()
        jnp = jax.numpy
        optimizer = optax.inject_hyperparams(optax.adamw)(
            learning_rate=1.0, weight_decay=weight_decay, mask={"weights": True, "biases": False}
        )

        def loss(values: Any, inputs: Any, price: Any) -> Any:
            outputs = jax.nn.relu(inputs @ values["weights"] @ values["weights"].T + values["biases"])
            return jnp.mean(jnp.square(outputs - inputs) @ price)

        def step(values: Any, moments: Any, key: Any, rate: Any, chance: Any, price: Any) -> Any:
            uniform = jax.random.uniform(key, (batch, chance.size), dtype=chance.dtype)
            inputs = jnp.where(uniform < chance, uniform / chance, 0.0)
            value, slopes = jax.value_and_grad(loss)(values, inputs, price)
            moments.hyperparams["learning_rate"] = rate
            changes, moments = optimizer.update(slopes, moments, values)
            return optax.apply_updates(values, changes), moments, value

        def begin(weights: Any, biases: Any, seed: int, lanes: Any) -> Any:
            values = {"weights": jnp.asarray(weights), "biases": jnp.asarray(biases)}
            keys = jax.vmap(lambda lane: jax.random.fold_in(jax.random.key(seed), lane))(jnp.asarray(lanes))
            return values, jax.vmap(optimizer.init)(values), keys

        @jax.jit
        def advance(state: Any, schedule: Any, chance: Any, price: Any, done: Any) -> Any:
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
def _program(batch: int, weight_decay: float) -> _Program:
    return _Program(batch, weight_decay)


def _jax() -> tuple[Any, Any]:
    """The modules jax and optax, or `MissingExtraError`."""
    try:
        import jax
        import optax
    except ImportError:
        raise MissingExtraError("training with the engine jax", "train") from None
    return jax, optax
