"""What a training of the autoencoder is asked to do: a value that decides the result to the last bit."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import InputError, finite_number, positive_integer
from packing.toymodels.stream import LANES

Floats = npt.NDArray[np.float64]


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


class Engine(StrEnum):
    """What runs sampled training: `compiled` (numba, model after model) or `jax` (many at once, on a GPU if any)."""

    COMPILED = "compiled"
    JAX = "jax"

    @classmethod
    def named(cls, name: str) -> Engine:
        """The engine with this name, or `InputError`.

        >>> Engine.named("jax") is Engine.JAX
        True
        """
        try:
            return cls(name)
        except ValueError:
            raise InputError(f"the engine must be compiled or jax, not {name!r}: choose one of them") from None


@dataclass(frozen=True)
class AutoencoderConfig:
    """What to train; every number that decides the result is here.

    `density` is the chance that a feature is active (one for all, or one each), `importance` the weight of its error.
    Active features are uniform on [0, 1]. `steps` left out is 2000 Adam steps (sampled) or at most 1000 L-BFGS
    iterations; the learning rate falls to 0 along a cosine. Batch, rate, weight decay and engine concern `sampled`,
    whose steps compute in float32; its reported expected loss, and the other losses, are in float64.
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
    engine: Engine = Engine.COMPILED

    def __post_init__(self) -> None:
        for name in ("n", "d", "models", "batch"):
            object.__setattr__(self, name, positive_integer(name, getattr(self, name)))
        if self.steps is not None:
            object.__setattr__(self, "steps", positive_integer("steps", self.steps))
        object.__setattr__(self, "seed", _seed(self.seed))
        object.__setattr__(self, "loss", Loss.named(self.loss))
        object.__setattr__(self, "engine", Engine.named(self.engine))
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
        return asdict(self) | {"loss": self.loss.value, "engine": self.engine.value, "steps": self.step_count}

    def __str__(self) -> str:
        density = self.density if isinstance(self.density, float) else "per feature"
        return f"n = {self.n} features in d = {self.d} dimensions, density {density}, {self.loss.value} loss"


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
