"""Toy models against what they replace: CPU seconds at equal work, and the losses reached.

Run `pytest benchmarks/test_toymodels.py --benchmark-enable -s`. Rivals that are not installed (torch, jax) are skipped;
torch can also be timed in an environment of its own by `rivals/torch_autoencoder.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from rivals import numpy_autoencoder, torch_autoencoder

from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.autoencoder.losses.exact import ExactLoss
from packing.toymodels.autoencoder.sampled import train_one

WORK = {
    "10 models n=20 d=5 batch 1024": (10, 20, 5, 1024, 500, 0.4),
    "16 models n=80 d=10 batch 1024": (16, 80, 10, 1024, 100, 0.1),
    "2 models n=400 d=30 batch 1024": (2, 400, 30, 1024, 50, 0.1),
}
"""(models, n, d, batch, steps, density); CPU seconds are per model and step, so steps scale freely."""


def _ours(engine: str) -> Callable[..., float]:
    """The descents alone, as the rivals: without the exact loss that `train` reports of the final weights."""

    def run(models: int, n: int, d: int, batch: int, steps: int, density: float) -> float:
        config = AutoencoderConfig(n, d, density, models=models, steps=steps, batch=batch)
        rates, stride = np.full(steps, 0.01), max(1, steps // 200)

        def start(model: int) -> Any:
            return np.random.default_rng(model).normal(size=(n, d)) * (2.0 / (n + d)) ** 0.5

        if engine == "jax":
            from packing.toymodels.autoencoder.jax_training import train_many

            runs = train_many(config, start, range(models), rates, stride)
        else:
            runs = [train_one(config, start(model), rates, model, stride) for model in range(models)]
        return float(np.mean([run.history[-1] for run in runs]))

    return run


def _torch(style: str) -> Callable[..., float]:
    def run(*work: Any) -> float:
        pytest.importorskip("torch")
        return torch_autoencoder.train(*work, style)["loss"]

    return run


RUNNERS = {
    "compiled": _ours("compiled"),
    "jax": _ours("jax"),
    "numpy loop": numpy_autoencoder.train,
    "torch notebook": _torch("notebook"),
    "torch lean": _torch("lean"),
}


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("work", WORK)
def test_sampled_training(benchmark: Any, work: str, runner: str) -> None:
    if runner == "jax":
        pytest.importorskip("optax")
    models, n, d, batch, steps, density = WORK[work]
    RUNNERS[runner](models, n, d, batch, 2, density)  # compile
    began = time.process_time()
    loss = benchmark.pedantic(RUNNERS[runner], args=(models, n, d, batch, steps, density), rounds=1)
    spent = time.process_time() - began
    benchmark.extra_info["microseconds_per_model_step"] = round(1e6 * spent / models / steps, 1)
    benchmark.extra_info["loss"] = loss
    print(f"{work:34s} {runner:16s} {1e6 * spent / models / steps:9.1f} us per model and step, loss {loss:.4f}")


@pytest.mark.parametrize(("n", "d"), [(20, 5), (40, 8), (80, 10)])
def test_exact_loss_and_gradient(benchmark: Any, n: int, d: int) -> None:
    rng = np.random.default_rng(0)
    weights, biases = rng.normal(size=(n, d)) / d**0.5, -0.1 * rng.uniform(size=n)
    loss = ExactLoss(np.full(n, 0.1), np.ones(n))
    loss(weights, biases)
    benchmark(loss, weights, biases)


@pytest.mark.parametrize(("n", "d", "best"), [(5, 2, 0.01582563), (12, 3, 0.04436497), (24, 4, 0.06080224)])
def test_code_losses(benchmark: Any, n: int, d: int, best: float) -> None:
    config = AutoencoderConfig(n, d, loss="one_sparse", models=100)
    trained = benchmark.pedantic(train, args=(config,), rounds=1)
    benchmark.extra_info["hits"] = trained.hits()
    assert abs(trained.losses.min() - best) < 1e-7
