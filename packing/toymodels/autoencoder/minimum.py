"""Minimise a closed-form loss of the autoencoder from one start, by L-BFGS with exact gradients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from packing.numeric import Floats
from packing.toymodels.autoencoder.losses.exact import COARSE, ExactLoss
from packing.toymodels.autoencoder.losses.one_sparse import Value
from packing.toymodels.brief import Brief
from packing.toymodels.lbfgs import lbfgs

ClosedForm = Callable[[Floats, Floats], Value]


@dataclass(frozen=True, eq=False, repr=False)
class Minimum(Brief):
    """Where a descent ended: the point, its loss, the losses on the way, and whether the gradient vanished there."""

    weights: Floats
    biases: Floats
    loss: float
    history: tuple[float, ...]
    converged: bool


def minimize(
    objective: ClosedForm,
    weights: Floats,
    biases: Floats,
    largest_bias: float,
    steps: int,
    tolerance: float = 1e-9,
    *,
    held: bool = False,
) -> Minimum:
    """The local minimum of `objective` that L-BFGS reaches from (weights, biases) with every bias <= largest_bias.

    Ends when the projected gradient is below `tolerance`, when no step improves the loss, or after `steps` iterations;
    `converged` says whether the projected gradient is below 1e-5 there, both in units of the loss of answering 0.
    `held` biases stay where they start.
    """
    shape, size = weights.shape, weights.size

    # the first step of L-BFGS is as long as the gradient: in units of the loss at 0 it is neither tiny nor huge
    unit = max(objective(np.zeros(shape), np.zeros_like(biases)).loss, 1e-300)

    def function(point: Floats) -> tuple[float, Floats]:
        value = objective(point[:size].reshape(shape), point[size:])
        by_bias = np.zeros_like(value.biases) if held else value.biases
        return value.loss / unit, np.concatenate((value.weights.ravel(), by_bias)) / unit

    upper = np.concatenate((np.full(size, np.inf), np.full(biases.size, largest_bias)))
    start = np.minimum(np.concatenate((weights.ravel(), biases)), upper)
    end = lbfgs(
        function, start, upper=upper, steps=steps, evaluations=3 * steps, memory=20,
        least_fall=1e-14, least_slope=tolerance,
    )  # fmt: skip
    downhill = np.minimum(end.point - end.gradient, upper) - end.point
    return Minimum(
        end.point[:size].reshape(shape).copy(),
        end.point[size:].copy(),
        unit * end.value,
        tuple(unit * value for value in end.history),
        bool(np.abs(downhill).max() < 1e-5),
    )


def minimize_exact(objective: ExactLoss, weights: Floats, biases: Floats, steps: int, *, held: bool = False) -> Minimum:
    """The local minimum of the exact loss near (weights, biases): a coarse quadrature on the way, the full one at it.

    Each part of the way has one fixed quadrature, or the line search would see its changes as noise. The loss that is
    returned is evaluated with the quadrature chosen for the end point.
    """
    coarse = replace(objective, bandwidth=min(COARSE, objective.bandwidth)).fixed_for(weights, biases)
    way = minimize(coarse, weights, biases, objective.largest_bias, steps, tolerance=1e-6, held=held)
    fine = objective.fixed_for(way.weights, way.biases)
    end = minimize(fine, way.weights, way.biases, objective.largest_bias, steps, held=held)
    loss = objective(end.weights, end.biases, slopes=False).loss
    return replace(end, loss=loss, history=way.history + end.history)
