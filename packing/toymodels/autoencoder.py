"""The ReLU-output autoencoder x' = ReLU(W W^T x + b): n sparse features through d dimensions.

Reference: Elhage et al., Toy Models of Superposition (2022), arXiv:2209.10652.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from packing.errors import InputError, finite_number, positive_integer
from packing.toymodels.descent import minimize, minimize_exact
from packing.toymodels.exact import BANDWIDTH, COARSE, Exact
from packing.toymodels.one_sparse import OneSparse
from packing.toymodels.stream import LANES
from packing.toymodels.trained import TrainedModels

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

RECORDS = 200
"""Losses kept of a sampled training, evenly spaced."""


class Loss(StrEnum):
    """What is minimised: `sampled` (a fresh batch a step), `exact` (its expectation), `one_sparse` (density to 0)."""

    SAMPLED = "sampled"
    ONE_SPARSE = "one_sparse"
    EXACT = "exact"

    @classmethod
    def named(cls, name: str) -> Loss:
        """The loss with this name, or `InputError`.

        >>> Loss.named("exact") is Loss.EXACT
        True
        """
        try:
            return cls(name)
        except ValueError:
            names = ", ".join(loss.value for loss in cls)
            raise InputError(f"the loss must be one of {names}, not {name!r}: choose one of them") from None


@dataclass(frozen=True)
class AutoencoderConfig:
    """What to train; every number that decides the result is here.

    `density` is the chance that a feature is active (one for all, or one each), `importance` the weight of its error.
    Active features are uniform on [0, 1]. `steps` left out is 2000 Adam steps (sampled) or at most 1000 L-BFGS
    iterations; the learning rate falls to 0 along a cosine. Batch, learning rate and weight decay concern `sampled`.
    Raises `InputError` for a density outside (0, 1], n, d, models, steps or batch below 1, negative importances,
    lists of the wrong length.

    >>> print(AutoencoderConfig(n=20, d=5, density=0.4))
    n = 20 features in d = 5 dimensions, density 0.4, sampled loss
    """

    n: int
    d: int
    density: float | tuple[float, ...] = 0.4
    importance: float | tuple[float, ...] = 1.0
    loss: Loss = Loss.SAMPLED
    models: int = 8
    seed: int = 0
    steps: int | None = None
    batch: int = 256
    learning_rate: float = 0.01
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        for name in ("n", "d", "models", "batch"):
            object.__setattr__(self, name, positive_integer(name, getattr(self, name)))
        if self.steps is not None:
            object.__setattr__(self, "steps", positive_integer("steps", self.steps))
        object.__setattr__(self, "seed", _seed(self.seed))
        object.__setattr__(self, "loss", Loss.named(self.loss))
        object.__setattr__(self, "density", _per_feature("density", self.density, self.n))
        object.__setattr__(self, "importance", _per_feature("importance", self.importance, self.n))
        for value in np.unique(self.densities):
            if not 0 < value <= 1:
                raise InputError(f"a density must lie in (0, 1], not {value}: give the chance that a feature is active")
        for value in np.unique(self.importances):
            if value < 0:
                raise InputError(f"an importance must be at least 0, not {value}: give the weight of a feature's error")
        if self.batch % LANES:
            raise InputError(
                f"batch must be a multiple of {LANES}, not {self.batch}: give {self.batch + -self.batch % LANES}"
            )
        if finite_number("learning_rate", self.learning_rate) <= 0:
            raise InputError(f"learning_rate must be greater than 0, not {self.learning_rate}: give about 0.01")
        finite_number("weight_decay", self.weight_decay)

    @property
    def densities(self) -> Floats:
        """The chance of each feature, (n,)."""
        return np.broadcast_to(np.asarray(self.density, dtype=np.float64), self.n)

    @property
    def importances(self) -> Floats:
        """The weight of each feature's error, (n,)."""
        return np.broadcast_to(np.asarray(self.importance, dtype=np.float64), self.n)

    @property
    def step_count(self) -> int:
        """`steps`, or its default for the loss."""
        if self.steps is not None:
            return self.steps
        return 2000 if self.loss is Loss.SAMPLED else 1000

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, from which the same models can be trained again."""
        return asdict(self) | {"loss": self.loss.value, "steps": self.step_count}

    def __str__(self) -> str:
        density = self.density if isinstance(self.density, float) else "per feature"
        return f"n = {self.n} features in d = {self.d} dimensions, density {density}, {self.loss.value} loss"


def affordable(n: int, d: int, density: float = 0.4, seconds: float = 4.0, seed: int = 0) -> AutoencoderConfig:
    """Sampled training of as many models (1 to 16) as take about `seconds` on one thread, at any n and d.

    The estimate is a formula, not a clock: the same arguments give the same models on every machine.

    >>> affordable(20, 5).models, affordable(400, 30).models
    (16, 1)
    """
    config = AutoencoderConfig(n, d, density, models=1, seed=seed)
    entries = config.batch * config.n
    step = 8e-6 + entries * (0.8e-9 + 0.35e-9 * config.d)
    models = int(finite_number("seconds", seconds) / (step * config.step_count))
    return replace(config, models=min(16, max(1, models)))


def train(config: AutoencoderConfig, progress: Progress | None = None) -> TrainedModels:
    """Train `config.models` models; model k depends on (config, seed, k) alone, to the last bit.

    `progress(done, models)` is called after each model. Raises `InputError` where a sampled loss diverges, with the
    step and the learning rate.

    >>> trained = train(AutoencoderConfig(n=6, d=3, density=0.4, models=2, steps=600))
    >>> trained.blocks(0)                                           # three antipodal pairs, mutually orthogonal
    ((2, 1), (2, 1), (2, 1))
    """
    one = {Loss.SAMPLED: _train_sampled, Loss.ONE_SPARSE: _train_closed, Loss.EXACT: _train_closed}[config.loss]
    results = []
    # one thread: matrices this small gain nothing from more, and sums split among threads are not repeatable
    with threadpool_limits(1, user_api="blas"):
        for model in range(config.models):
            results.append(one(config, model))
            if progress is not None:
                progress(model + 1, config.models)
    weights, biases, losses, history, converged = zip(*results, strict=True)
    return TrainedModels(config, np.stack(weights), np.stack(biases), np.array(losses), history, converged)


_Result = tuple[Floats, Floats, float, tuple[float, ...], bool]


def _train_closed(config: AutoencoderConfig, model: int) -> _Result:
    rng = _generator(config, model)
    weights = rng.normal(size=(config.n, config.d)) / np.sqrt(config.d)
    biases = -0.2 * rng.uniform(size=config.n)
    if config.loss is Loss.ONE_SPARSE:
        sparse = one_sparse_loss(config)
        end = minimize(sparse, weights, biases, sparse.largest_bias, config.step_count)
    else:
        end = minimize_exact(exact_loss(config), weights, biases, config.step_count)
    return end.weights, end.biases, end.loss, end.history, end.converged


def _train_sampled(config: AutoencoderConfig, model: int) -> _Result:
    from packing.toymodels.sampled import Diverged, descend

    steps = config.step_count
    rng = _generator(config, model)
    weights = rng.normal(size=(config.n, config.d)) * np.sqrt(2.0 / (config.n + config.d))
    rates = 0.5 * config.learning_rate * (1.0 + np.cos(np.pi * np.arange(steps) / steps))
    try:
        run = descend(
            weights,
            np.zeros(config.n),
            config.densities,
            config.importances,
            rates,
            config.batch,
            config.weight_decay,
            config.seed,
            model,
            max(1, steps // RECORDS),
        )
    except Diverged as stop:
        raise InputError(
            f"the loss of model {model} diverges at step {stop.step} with learning rate {config.learning_rate}: "
            f"give a learning rate of {config.learning_rate / 10:g} or less"
        ) from stop
    weights, biases = run.weights.astype(np.float64), run.biases.astype(np.float64)
    loss = exact_loss(config)(weights, biases, slopes=False).loss
    return weights, biases, loss, run.history, True


def one_sparse_loss(config: AutoencoderConfig) -> OneSparse:
    """The loss given that exactly one feature is active, feature j with the odds p_j / (1 - p_j) of a sparse input."""
    odds = config.densities / np.maximum(1.0 - config.densities, 1e-12)
    return OneSparse(odds / odds.sum(), config.importances)


def exact_loss(config: AutoencoderConfig) -> Exact:
    """The expected loss at the densities of `config`, to about 1e-6 (1e-4 beyond 100 features)."""
    return Exact(config.densities, config.importances, bandwidth=BANDWIDTH if config.n <= 100 else COARSE)


def _generator(config: AutoencoderConfig, model: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(entropy=config.seed, spawn_key=(model, 1)))


def _per_feature(name: str, value: object, n: int) -> float | tuple[float, ...]:
    """`value` as one float, or as n of them."""
    if isinstance(value, (str, bytes)) or np.ndim(value) == 0:  # type: ignore[arg-type]
        return finite_number(name, value)
    numbers = tuple(finite_number(name, entry) for entry in np.asarray(value).ravel())
    if len(numbers) != n:
        raise InputError(f"{name} must be one number or n = {n} of them, not {len(numbers)}: give one a feature")
    return numbers


def _seed(value: object) -> int:
    return 0 if value == 0 and not isinstance(value, bool) else positive_integer("seed", value)
