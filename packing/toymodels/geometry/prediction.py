r"""Trained blocks beside the predicted tegum product: the partition of least energy sum max(<x, y>, 0)^q.

q is the error exponent of the loss, 2 for squared errors.

The prediction is for equal norms, no bias and density to 0, of as many features as the model represents. It says which
features share a subspace and in which directions; norms and biases it leaves open. So two things are compared: the
energies of the directions, and the losses, where the prediction has the best norms and biases that its directions
allow. A model can beat it: at finite density, or with biases, the least energy is not the least loss.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from packing.analytic import Partition, best_partition
from packing.analytic.blocks import Block
from packing.analytic.energy_search import least_packing
from packing.analytic.partitions import Scope
from packing.constructions import known, polygon
from packing.exponents import EnergyKind
from packing.measure import positive_interference
from packing.numeric import Floats
from packing.problem import vectors
from packing.rigor import Rigor
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.losses.closed import closed_loss, exact_loss
from packing.toymodels.autoencoder.losses.exact import COARSE, ExactLoss
from packing.toymodels.autoencoder.losses.one_sparse import Value
from packing.toymodels.autoencoder.minimum import ClosedForm, minimize
from packing.toymodels.autoencoder.options import Loss
from packing.toymodels.autoencoder.trained import TrainedModels
from packing.toymodels.brief import Brief

Blocks = tuple[tuple[int, int], ...]

SAME_LOSS = 0.01
"""Losses closer than this share of the smaller are called equal: what sampled training leaves above its minimum."""

_MANY_TIMES = 100.0
"""Losses so many times apart are both said; one of them is all but 0."""

_RESOLUTION = 1e-6
"""The error of the exact loss, over the loss of answering 0."""

_SAME_ENERGY = 1e-6
_LARGEST = 64
_STEPS = 400


@dataclass(frozen=True, repr=False)
class Agreement(Brief):
    """One model against the prediction for as many features as it represents.

    `found` and `predicted` are blocks (n_i, d_i), largest first; `energy_found` and `energy_predicted` the sums of
    max(<x, y>, 0)^q over ordered pairs of unit rows, with the `rigor` of the prediction and the `scope` in which it is
    least; `loss_predicted` the loss of the predicted directions at their best norms and biases, the features left out
    included. It is None where features differ in density or importance, are more than 64, or the loss has no closed
    form. Losses are known to within
    `resolution`.

    Fields: `loss_found`: the loss of the model.
    """

    found: Blocks
    predicted: Blocks
    energy_found: float
    energy_predicted: float
    rigor: Rigor
    loss_found: float
    loss_predicted: float | None
    resolution: float
    scope: Scope = Scope.ALL_PACKINGS

    @property
    def agrees(self) -> bool:
        """Whether both have the same shapes, in whatever order."""
        return sorted(self.found) == sorted(self.predicted)

    @property
    def advantage(self) -> float | None:
        """How far the loss of the model is below the predicted one, over the latter; negative where it is above."""
        if self.loss_predicted is None:
            return None
        gap = self.loss_predicted - self.loss_found
        return gap / max(self.loss_predicted, self.resolution) if abs(gap) > self.resolution else 0.0

    @property
    def verdict(self) -> str:
        """The comparison in words."""
        shapes = "the predicted blocks" if self.agrees else "other blocks than predicted"
        if self.advantage is None:
            return shapes
        if abs(self.advantage) <= SAME_LOSS:
            return f"{shapes}, at the predicted loss"
        if abs(self.advantage) > _MANY_TIMES:
            return f"{shapes}, with a loss of {self.loss_found:.3g} where {self.loss_predicted:.3g} is predicted"
        side = "below" if self.advantage > 0 else "above"
        return f"{shapes}, {abs(self.advantage):.1%} {side} the predicted loss"

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; the model's own blocks and loss stand beside."""
        return {
            "blocks": self.predicted,
            "agrees": self.agrees,
            "energy": self.energy_predicted,
            "energy_found": self.energy_found,
            "rigor": self.rigor,
            "scope": self.scope,
            "loss": self.loss_predicted,
            "advantage": self.advantage,
            "verdict": self.verdict,
        }


def agreement(trained: TrainedModels, model: int) -> Agreement:
    """One model against the best partition of ReLU energy at the exponent of its loss; one that is empty has none.

    Of equal energies the prediction is the one with most blocks: for n <= 2d many products have energy 0 (a triangle
    too), so there a model may tie with it and not agree.

    Args: `trained`: models of one training; `model`: the number of one of them, from 0.

    >>> from packing.toymodels import AutoencoderConfig, train
    >>> trained = train(AutoencoderConfig(n=6, d=3, density=0.4, models=1, steps=600))
    >>> print(agreement(trained, 0).verdict)                                # three digons
    the predicted blocks, at the predicted loss
    """
    config, live = trained.config, trained.represented(model)
    loss = float(trained.losses[model])
    q, sparse = config.error_exponent, config.loss is Loss.ONE_SPARSE
    nothing = 1.0 if sparse else float(config.densities @ config.importances)
    resolution = _RESOLUTION * nothing / (q + 1.0)
    if not live.size:
        return Agreement((), (), 0.0, 0.0, Rigor.PROVED, loss, None, resolution)
    partition = _partition(int(live.size), config.d, q)
    uniform = np.ptp(config.densities) == 0 and np.ptp(config.importances) == 0
    closed = uniform and config.n <= _LARGEST and (sparse or config.squared)
    return Agreement(
        trained.blocks(model),
        partition.blocks,
        positive_interference(trained.packing(model), q),
        partition.energy,
        partition.rigor,
        loss,
        predicted_loss(config, int(live.size)) if closed else None,
        resolution,
        partition.scope,
    )


def predicted_blocks(represented: int, d: int, exponent: float = 2.0) -> Blocks:
    """The blocks predicted for so many features in d dimensions at an error exponent; none for none.

    >>> predicted_blocks(7, 3)
    ((5, 2), (2, 1))
    """
    return _partition(represented, d, exponent).blocks if represented else ()


def predicted_loss(config: AutoencoderConfig, represented: int) -> float:
    """The loss of the predicted directions of so many features, at their best norms and biases; the others have w = 0.

    For features of equal density and importance.

    >>> loss = predicted_loss(AutoencoderConfig(n=5, d=2, loss="one_sparse"), 5)
    >>> round(loss, 8)                                                     # the pentagon
    0.01582563
    """
    return _predicted_loss(
        config.n, config.d, float(config.densities[0]), float(config.importances[0]), config.loss is Loss.ONE_SPARSE,
        represented, config.error_exponent, config.bias,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _predicted_loss(
    n: int, d: int, density: float, importance: float, sparse: bool, represented: int, q: float, bias: bool
) -> float:
    loss = Loss.ONE_SPARSE if sparse else Loss.EXACT
    config = AutoencoderConfig(n, d, density, importance, loss, models=1, error_exponent=q, bias=bias)
    directions = np.zeros((n, d))
    row = column = 0
    for part in _partition(represented, d, q).parts:
        directions[row : row + part.n, column : column + part.d] = _realised(part, q)
        row, column = row + part.n, column + part.d
    norms, biases = np.ones((n, 1)), np.full(n, -0.05 if bias else 0.0)
    if bias and not sparse:
        biases[represented:] = 0.5 * density  # the best constant answer
    objective = closed_loss(config) if sparse else exact_loss(config)
    smooth = objective
    if isinstance(
        objective, ExactLoss
    ):  # a coarse quadrature moves the minimum little and its loss by the square of that
        smooth = replace(objective, bandwidth=COARSE).fixed_for(directions, biases)
    with threadpool_limits(1, user_api="blas"):
        end = minimize(_Directed(smooth, directions), norms, biases, objective.largest_bias, _STEPS, held=not bias)
        return float(objective(end.weights * directions, end.biases).loss)


@dataclass(frozen=True, eq=False)
class _Directed:
    """A loss as a function of norms (n, 1) and biases (n,) alone, the directions (n, d) being given."""

    loss: ClosedForm
    directions: Floats

    def __call__(self, norms: Floats, biases: Floats) -> Value:
        value = self.loss(norms * self.directions, biases)
        return Value(value.loss, np.sum(value.weights * self.directions, axis=1, keepdims=True), value.biases)


@lru_cache(maxsize=256)
def _partition(represented: int, d: int, exponent: float) -> Partition:
    return best_partition(represented, d, 2 if exponent == 2 else exponent, EnergyKind.RELU)


def _realised(part: Block, q: float) -> Floats:
    """Unit rows (n_i, d_i) with the energy of the block: an exact construction, or else what a descent finds."""
    if part.d == 1:
        return np.where(np.arange(part.n) % 2, -1.0, 1.0)[:, None]
    codes = [construction.packing for construction in known(vectors(part.n, part.d))]
    if part.d == 2:
        codes.append(polygon(part.n).packing)
    wanted = part.value(q, EnergyKind.RELU)
    for code in codes:
        if positive_interference(code, q) <= wanted + _SAME_ENERGY:
            return np.real(code.vectors)
    return np.real(least_packing(part.n, part.d, q, EnergyKind.RELU).vectors)
