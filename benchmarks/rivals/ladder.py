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


def search(problem: Problem, cpu_seconds: float, seed: int = 0, target: float = -1.0) -> Outcome:
    """Restart until the CPU time is spent or the coherence is within 1e-8 of `target`."""
    rng = np.random.default_rng(seed)
    began, best, found, restarts = time.process_time(), np.inf, None, 0
    reached = 0.0
    while found is None or (time.process_time() - began < cpu_seconds and best > target + 1e-8):
        packing = descend(problem, rng)
        restarts += 1
        if packing.coherence < best:
            best, found, reached = packing.coherence, packing, time.process_time() - began
    return Outcome(found, restarts, reached)


def descend(problem: Problem, rng: np.random.Generator) -> Packing:
    """One random start and one walk down the ladder."""
    size = problem.n * problem.d * (2 if problem.is_complex else 1)
    y = rng.standard_normal(size)
    for p in EXPONENTS:
        y = minimize(log_norm, y, args=(p, problem), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return Packing(rows_of(y, problem), problem.objects)


def rows_of(y: np.ndarray, problem: Problem) -> np.ndarray:
    """The (n, d) rows held in the flat vector."""
    parts = y.reshape(-1, problem.n, problem.d)
    return parts[0] + 1j * parts[1] if problem.is_complex else parts[0]


def log_norm(y: np.ndarray, p: float, problem: Problem) -> tuple[float, np.ndarray]:
    """The logarithm of the p-norm of the overlaps over pairs, and its gradient by `y`."""
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
    return float(np.log(top) + np.log(total / 2) / p), np.real(flat).ravel()
