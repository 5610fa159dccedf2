"""Trained features of m dimensions as values: their weights, and the subspaces of those that are kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.displayed import Displayed
from packing.errors import InputError
from packing.numeric import Floats
from packing.toymodels.brief import Brief
from packing.toymodels.subspaces.config import SubspaceConfig

KEPT = 0.5
"""A direction of a feature counts as kept where its singular value of W_i is at least this, as the norm of a line."""


@dataclass(frozen=True, eq=False, repr=False)
class SubspaceModel(Brief):
    """One model: weights (n, m, d), W_i^T for feature i, biases (n,) at most 0, its loss, those on the way.

    `error` is the standard error of the loss where it is an estimate.
    """

    weights: Floats
    biases: Floats
    loss: float = field(metadata={"array": "losses"})
    history: tuple[float, ...] = field(metadata={"array": "histories"})
    converged: bool
    error: float | None = field(default=None, metadata={"array": "errors"})


@dataclass(frozen=True, eq=False)
class SubspaceModels(Displayed):
    """R models: weights (R, n, m, d), biases (R, n), losses (R,) and their history (R, records).

    Row a of weights[r, i] says where coordinate a of feature i goes. `losses` are expectations under the loss that was
    asked for; where it has no closed form, means over fresh inputs, the same for all models, with their standard
    `errors` (R,). Arrays are frozen.

    Fields: `config`: what was trained; `converged` (R,): which runs came to rest.
    """

    config: SubspaceConfig
    weights: Floats
    biases: Floats
    losses: Floats
    history: tuple[tuple[float, ...], ...]
    converged: tuple[bool, ...]
    errors: Floats | None = None

    def __post_init__(self) -> None:
        for array in (self.weights, self.biases, self.losses, self.errors):
            if array is not None:
                array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.losses)

    def model(self, number: int) -> SubspaceModel:
        """One of the models."""
        if not -len(self) <= number < len(self):
            raise InputError(f"there are models 0 to {len(self) - 1}, not {number}: choose one of them")
        return SubspaceModel(
            self.weights[number],
            self.biases[number],
            float(self.losses[number]),
            self.history[number],
            self.converged[number],
            None if self.errors is None else float(self.errors[number]),
        )

    @property
    def best(self) -> int:
        """The index of the model with the least loss."""
        return int(np.argmin(self.losses))

    def hits(self, tolerance: float = 1e-6) -> int:
        """How many models end within the relative `tolerance` of the least loss."""
        least = float(self.losses.min())
        return int(np.count_nonzero(self.losses <= least + tolerance * abs(least) + 1e-15))

    @cached_property
    def singular_values(self) -> Floats:
        """Those of each W_i, largest first, shape (R, n, m): how long the feature's directions are kept."""
        return np.asarray(np.linalg.svd(self.weights, compute_uv=False), dtype=np.float64)

    @property
    def norm_per_dimension(self) -> Floats:
        """||W||_F^2 / d of each model, (R,)."""
        squares: Floats = np.sum(self.weights**2, axis=(1, 2, 3))
        return squares / self.config.d

    @property
    def dimensionality_sum(self) -> Floats:
        """sum_i |W_i|^4 / sum_j |W_i W_j^T|^2 of each model, (R,): at most d, the same whatever the scale of W."""
        shares = []
        for weights in self.weights:
            own = np.sum(weights**2, axis=(1, 2))
            frame = np.einsum("iak,ial->kl", weights, weights)
            felt = np.einsum("iak,kl,ial->i", weights, frame, weights)
            shares.append(float(np.sum(own[own > 0] ** 2 / felt[own > 0])))
        return np.array(shares)

    def ranks(self, model: int) -> npt.NDArray[np.intp]:
        """How many directions of each feature are kept, (n,): m whole, 0 lost, between them in part."""
        return ranks(self.model(model).weights)

    def packing(self, model: int) -> Packing:
        """The subspaces of the features that one model keeps whole. Raises `InputError` where it keeps none so.

        >>> from packing.toymodels import SubspaceConfig, train
        >>> trained = train(SubspaceConfig(n=4, d=4, loss="one_sparse", models=4))
        >>> print(trained.packing(trained.best).problem)
        4 2-dimensional subspaces of R^4
        """
        weights = self.model(model).weights
        whole = np.flatnonzero(ranks(weights) == self.config.m)
        if whole.size == 0:
            raise InputError(
                f"model {model} keeps no feature whole: none has {self.config.m} singular values of at least {KEPT}; "
                "train longer or at another density"
            )
        return Packing(row_spaces(weights[whole]), self.config.space)

    def __str__(self) -> str:
        return f"{len(self)} models of {self.config}: least loss {self.losses.min():.9g}"

    __repr__ = __str__


def ranks(weights: Floats) -> npt.NDArray[np.intp]:
    """The kept directions of each of the features (n, m, d): singular values of `KEPT` or more, (n,)."""
    return np.asarray(np.sum(np.linalg.svd(weights, compute_uv=False) >= KEPT, axis=1), dtype=np.intp)


def row_spaces(weights: Floats) -> Floats:
    """Orthonormal rows of the kept directions of features of one rank: right singular vectors, (n, rank, d)."""
    rank = int(ranks(weights)[0])
    return np.linalg.svd(weights, full_matrices=False)[2][:, :rank]


def gathered(config: SubspaceConfig, models: Sequence[SubspaceModel]) -> SubspaceModels:
    """Models of one training as one value; `config.models` becomes their number."""
    errors: Any = [model.error for model in models]
    return SubspaceModels(
        replace(config, models=len(models)),
        np.stack([model.weights for model in models]),
        np.stack([model.biases for model in models]),
        np.array([model.loss for model in models]),
        tuple(model.history for model in models),
        tuple(model.converged for model in models),
        None if errors[0] is None else np.array(errors),
    )


def separate(trained: SubspaceModels) -> list[SubspaceModel]:
    """The models one by one."""
    return [trained.model(number) for number in range(len(trained))]
