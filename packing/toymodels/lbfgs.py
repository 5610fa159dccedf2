"""L-BFGS for closed-form losses, in double precision, by SciPy.

Reference: Byrd, Lu, Nocedal and Zhu, A limited memory algorithm for bound constrained optimization (1995).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from packing.numeric import Floats
from packing.toymodels.brief import Brief

Function = Callable[[Floats], tuple[float, Floats]]
"""A value and its gradient at a point, both flat."""


@dataclass(frozen=True, eq=False, repr=False)
class Lowest(Brief):
    """Where a descent ended: the point (k,), its value and gradient, and the values on the way."""

    point: Floats
    value: float
    gradient: Floats
    history: tuple[float, ...]


def lbfgs(
    function: Function,
    start: Floats,
    *,
    lower: float = -np.inf,
    upper: float | Floats = np.inf,
    steps: int = 5000,
    evaluations: int = 15000,
    memory: int = 30,
    least_fall: float = 1e-16,
    least_slope: float = 1e-10,
) -> Lowest:
    """The local minimum of `function` that is reached from `start` with every coordinate in [lower, upper].

    Ends where a step lowers the value by less than the relative `least_fall`, where the projected gradient is below
    `least_slope`, or after `steps` steps or `evaluations` of the function; `memory` pairs of steps make the model.

    >>> lbfgs(lambda x: (float(x @ x), 2 * x), np.array([3.0, -1.0]), lower=1.0).point.tolist()
    [1.0, 1.0]
    """
    from scipy.optimize import Bounds, minimize

    history: list[float] = []
    bounded = np.isfinite(lower) or np.isfinite(upper).any()
    end = minimize(
        function,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=Bounds(np.full(start.shape, lower), np.broadcast_to(upper, start.shape)) if bounded else None,
        callback=lambda intermediate_result: history.append(float(intermediate_result.fun)),
        options={
            "maxiter": steps, "maxfun": evaluations, "ftol": least_fall, "gtol": least_slope, "maxcor": memory,
        },
    )  # fmt: skip
    return Lowest(end.x, float(end.fun), end.jac, tuple(history))
