"""The plain rival: SciPy's L-BFGS on a ladder of p-norms, p = 4, 8, ..., 2^26, from random starts.

It is what one writes in an afternoon: the logarithm of the p-norm of |<x_i, x_j>|^2 (of (1 + <x_i, x_j>)/2 for
points), its gradient in NumPy, one `scipy.optimize.minimize` call a rung, no pruning and no finish.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from packing import Packing, Problem

EXPONENTS = tuple(2.0**k for k in range(2, 27))


@dataclass(frozen=True)
class Outcome:
    """The best packing, the restarts made, and the CPU seconds after which the last improvement came."""

    packing: Packing
    restarts: int
    cpu_seconds: float


class _TimeIsUp(Exception):
    """Ends a walk."""


def search(problem: Problem, cpu_seconds: float, seed: int = 0, target: float = -1.0) -> Outcome:
    """Restart until the CPU time is spent or the coherence is within 1e-8 of `target`.

    A walk that the time cuts off counts with the best packing that it came across.
    """
    rng = np.random.default_rng(seed)
    began, best, found, restarts = time.process_time(), np.inf, None, 0
    reached = 0.0
    while found is None or (time.process_time() - began < cpu_seconds and best > target + 1e-8):
        packing = descend(problem, rng, began + cpu_seconds)
        restarts += 1
        if packing.coherence < best:
            best, found, reached = packing.coherence, packing, time.process_time() - began
    return Outcome(found, restarts, reached)


def descend(problem: Problem, rng: np.random.Generator, until: float = np.inf) -> Packing:
    """One random start and one walk down the ladder, cut off when the CPU clock shows `until`."""
    size = problem.n * problem.d * (2 if problem.is_complex else 1)
    y = rng.standard_normal(size)
    lowest, best = np.inf, y

    def watched(y: np.ndarray, p: float) -> tuple[float, np.ndarray]:
        nonlocal lowest, best
        top, value, gradient = log_norm(y, p, problem)
        if top < lowest:
            lowest, best = top, y.copy()
        if time.process_time() > until:
            raise _TimeIsUp
        return value, gradient

    try:
        for p in EXPONENTS:
            y = minimize(watched, y, args=(p,), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    except _TimeIsUp:
        pass
    return Packing(rows_of(best, problem), problem.objects)


def rows_of(y: np.ndarray, problem: Problem) -> np.ndarray:
    """The (n, d) rows held in the flat vector."""
    parts = y.reshape(-1, problem.n, problem.d)
    return parts[0] + 1j * parts[1] if problem.is_complex else parts[0]


def log_norm(y: np.ndarray, p: float, problem: Problem) -> tuple[float, float, np.ndarray]:
    """The largest f, the logarithm of the p-norm of f over pairs, and its gradient by `y`."""
    rows = rows_of(y, problem)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    x = rows / lengths
    gram = x.conj() @ x.T
    f = np.abs(gram) ** 2 if problem.has_lines else (1 + gram) / 2
    np.fill_diagonal(f, 0.0)
    top = f.max()
    powers = (np.maximum(f, 1e-300) / top) ** (p - 1)
    np.fill_diagonal(powers, 0.0)
    total = np.sum(powers * f) / top
    weights = 2 * powers / (total * top)
    gradient = (2 * weights * gram).T @ x if problem.has_lines else weights @ x / 2
    gradient -= np.real(np.sum(gradient * x.conj(), axis=1, keepdims=True)) * x
    gradient /= lengths
    flat = np.stack((gradient.real, gradient.imag)) if problem.is_complex else gradient
    return float(top), float(np.log(top) + np.log(total / 2) / p), np.real(flat).ravel()
