"""Trained models as values: their weights, and each model's represented features as a `Packing` like all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.displayed import Displayed
from packing.errors import InputError
from packing.measure import feature_dimensionality
from packing.numeric import Floats
from packing.problem import Objects
from packing.rounding import counted
from packing.structure import TegumFactor, tegum_factors
from packing.toymodels.autoencoder.losses.hidden import computed
from packing.toymodels.autoencoder.options import Variant
from packing.toymodels.brief import Brief

if TYPE_CHECKING:
    from packing.toymodels.autoencoder.config import AutoencoderConfig


REPRESENTED = 0.5
"""A feature counts as represented if |w| is at least this: trained norms are near 0 or at least about .8."""

FACTOR_TOLERANCE = 0.25
"""Overlaps of unit rows up to this count as orthogonal. Trained overlaps inside a block exceed .3 (pentagon .31,
triangle -.5, digon -1); noise of training stays below .1. Blocks merge for tolerances below .1."""


@dataclass(frozen=True, eq=False, repr=False)
class TrainedModel(Brief):
    """One model: weights (n, d), biases (n,), its loss, the losses on the way, and whether the descent converged.

    `encoder` (n, d) is how features excite the neurons where that is not by `weights`; `error` the standard error of
    the loss where it is an estimate.
    """

    weights: Floats
    biases: Floats
    loss: float = field(metadata={"array": "losses"})
    history: tuple[float, ...] = field(metadata={"array": "histories"})
    converged: bool
    encoder: Floats | None = field(default=None, metadata={"array": "encoders"})
    error: float | None = field(default=None, metadata={"array": "errors"})


def gathered(config: AutoencoderConfig, models: Sequence[TrainedModel]) -> TrainedModels:
    """Models of one training as one value; `config.models` becomes their number."""
    return TrainedModels(
        replace(config, models=len(models)),
        np.stack([model.weights for model in models]),
        np.stack([model.biases for model in models]),
        np.array([model.loss for model in models]),
        tuple(model.history for model in models),
        tuple(model.converged for model in models),
        _stacked([model.encoder for model in models]),
        _stacked([model.error for model in models]),
    )


@dataclass(frozen=True, eq=False)
class TrainedModels(Displayed):
    """R models: weights (R, n, d) with features as rows, biases (R, n), losses (R,) and their history (R, records).

    `losses` are expectations under the loss that was asked for (sampled training: the exact expected loss of the
    final weights), not averages over a batch. Where no closed form exists (hidden ReLUs) they are means over fresh
    inputs, the same for all models, with their standard `errors` (R,). Where encoder and readout differ, `weights` are
    the readout's and `encoders` (R, n, d) the other. Arrays are frozen.

    Fields: `config`: what was trained; `converged` (R,): which runs came to rest.
    """

    config: AutoencoderConfig
    weights: Floats
    biases: Floats
    losses: Floats
    history: tuple[tuple[float, ...], ...]
    converged: tuple[bool, ...]
    encoders: Floats | None = None
    errors: Floats | None = None

    def __post_init__(self) -> None:
        for array in (self.weights, self.biases, self.losses, self.encoders, self.errors):
            if array is not None:
                array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.losses)

    def model(self, number: int) -> TrainedModel:
        """One of the models."""
        weights = self._weights(number)
        return TrainedModel(
            weights,
            self.biases[number],
            float(self.losses[number]),
            self.history[number],
            self.converged[number],
            None if self.encoders is None else self.encoders[number],
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
    def norm_per_dimension(self) -> Floats:
        """||W||_F^2 / d of each model, (R,): features per dimension where trained norms are near 1."""
        squares: Floats = np.sum(self.weights**2, axis=(1, 2))
        return squares / self.config.d

    @cached_property
    def dimensionality(self) -> Floats:
        """D_i = |w_i|^4 / sum_j <w_i, w_j>^2 of each feature of each model, (R, n)."""
        return np.stack([feature_dimensionality(weights) for weights in self.weights])

    @property
    def dimensionality_sum(self) -> Floats:
        """sum_i D_i of each model, (R,): at most d, and unlike ||W||_F^2 / d the same whatever the scale of W."""
        total: Floats = self.dimensionality.sum(axis=1)
        return total

    @cached_property
    def computed(self) -> npt.NDArray[np.bool_] | None:
        """Which features hidden ReLUs answer, alone at any sign, at half their size or more, (R, n); else None."""
        if self.config.variant is not Variant.HIDDEN:
            return None
        encoders = self.weights if self.encoders is None else self.encoders
        signed = not self.config.tied
        pairs = zip(self.weights, encoders, strict=True)
        return np.stack([computed(readout, encoder, signed=signed) for readout, encoder in pairs])

    def represented(self, model: int, threshold: float = REPRESENTED) -> npt.NDArray[np.intp]:
        """The features of one model whose norm is at least `threshold`."""
        return np.flatnonzero(np.linalg.norm(self._weights(model), axis=1) >= threshold)

    def packing(self, model: int, threshold: float = REPRESENTED) -> Packing:
        """The represented features of one model as points on the sphere: a ReLU readout tells w from -w.

        Raises `InputError` where the model represents no feature.
        """
        live = self.represented(model, threshold)
        if live.size == 0:
            raise InputError(
                f"model {model} represents no feature: no norm is at least {threshold}; "
                "train longer or at another density"
            )
        return Packing(self._weights(model)[live], Objects.VECTORS)

    def factors(self, model: int, tolerance: float = FACTOR_TOLERANCE) -> tuple[TegumFactor, ...]:
        """The tegum factors of one model's represented features; `indices` number all n features of the model."""
        live = self.represented(model)
        if live.size == 0:
            return ()
        return tuple(
            TegumFactor(tuple(int(live[i]) for i in factor.indices), factor.rank)
            for factor in tegum_factors(self.packing(model), tolerance)
        )

    def blocks(self, model: int, tolerance: float = FACTOR_TOLERANCE) -> tuple[tuple[int, int], ...]:
        """The shapes (n_i, d_i) of the factors, largest first."""
        return tuple(factor.shape for factor in self.factors(model, tolerance))

    def as_dict(self) -> dict[str, Any]:
        """Plain lists for JSON, one entry a model."""
        models = range(len(self))
        return {
            "loss": self.losses.tolist(),
            "standard_error": None if self.errors is None else self.errors.tolist(),
            "dimensionality": self.dimensionality.tolist(),
            "blocks": [[list(shape) for shape in self.blocks(model)] for model in models],
            "norm_per_dimension": self.norm_per_dimension.tolist(),
            "represented": [int(self.represented(model).size) for model in models],
            "converged": list(self.converged),
            "best": self.best,
            "hits": self.hits(),
            "config": self.config.as_dict(),
        }

    def __str__(self) -> str:
        return f"{counted(len(self), 'model')} of {self.config}: least loss {self.losses.min():.9g}"

    __repr__ = __str__

    def _weights(self, model: int) -> Floats:
        if not -len(self) <= model < len(self):
            raise InputError(f"there are models 0 to {len(self) - 1}, not {model}: choose one of them")
        return self.weights[model]


def _stacked(values: Sequence[Floats | float | None]) -> Floats | None:
    """One array of what every model has; None where they have it not."""
    present = [value for value in values if value is not None]
    return np.stack(present).astype(np.float64) if present else None
