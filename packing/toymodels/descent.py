"""Minimise a closed-form loss from one start: L-BFGS with exact gradients, in double precision.

Reference: Byrd, Lu, Nocedal and Zhu, A limited memory algorithm for bound constrained optimization (1995).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.toymodels.one_sparse import Value

Floats = npt.NDArray[np.float64]
ClosedForm = Callable[[Floats, Floats], Value]


@dataclass(frozen=True)
class Descent:
    """Where a descent ended: the point, its loss, the losses on the way, and whether the gradient vanished there."""

    weights: Floats
    biases: Floats
    loss: float
    history: tuple[float, ...]
    converged: bool


def minimize(
    objective: ClosedForm, weights: Floats, biases: Floats, largest_bias: float, steps: int, tolerance: float = 1e-9
) -> Descent:
    """The local minimum of `objective` that L-BFGS reaches from (weights, biases) with every bias <= largest_bias.

    Ends when the projected gradient is below `tolerance`, when no step improves the loss, or after `steps` iterations;
    `converged` says whether the projected gradient is below 1e-5 there.
    """
    from scipy.optimize import Bounds
    from scipy.optimize import minimize as scipy_minimize

    n, d = weights.shape

    def value(point: Floats) -> tuple[float, Floats]:
        found = objective(point[: n * d].reshape(n, d), point[n * d :])
        return found.loss, np.concatenate((found.weights.ravel(), found.biases))

    upper = np.concatenate((np.full(n * d, np.inf), np.full(n, largest_bias)))
    start = np.minimum(np.concatenate((weights.ravel(), biases)), upper)
    history: list[float] = []
    result = scipy_minimize(
        value,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=Bounds(-np.inf, upper),
        callback=lambda intermediate_result: history.append(float(intermediate_result.fun)),
        options={"maxiter": steps, "maxfun": 3 * steps, "ftol": 1e-15, "gtol": tolerance, "maxcor": 20},
    )
    downhill = np.minimum(result.x - result.jac, upper) - result.x
    return Descent(
        result.x[: n * d].reshape(n, d).copy(),
        result.x[n * d :].copy(),
        float(result.fun),
        tuple(history),
        bool(np.abs(downhill).max() < 1e-5),
    )
