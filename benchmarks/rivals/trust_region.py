"""A second-order rival: Riemannian trust regions on the ladder of p-norms, by pymanopt, with exact Hessians.

Stands in for frameopt's trust region where that cannot be installed: the same kind of algorithm on the same smoothed
objective, on a product of spheres, with pymanopt's own settings. Needs `pip install pymanopt`.
"""

from __future__ import annotations

import importlib.util
import time

import numpy as np

from packing import Packing, Problem
from rivals.ladder import Outcome, rows_of

EXPONENTS = tuple(4.0**k for k in range(1, 16))
"""p = 4, 16, ..., 2^30: the norm exceeds the maximum by about (log of the number of active pairs)/p."""


def missing(name: str = "pymanopt") -> str:
    """Why a rival cannot run, "" where it can."""
    return "" if importlib.util.find_spec(name) else f"{name} is not installed"


def search(problem: Problem, cpu_seconds: float, seed: int = 0, target: float = -1.0) -> Outcome:
    """Restart until the CPU time is spent or the coherence is within 1e-8 of `target`; lines only."""
    rng = np.random.default_rng(seed)
    began, best, found, restarts, reached = time.process_time(), np.inf, None, 0, 0.0
    while found is None or (time.process_time() - began < cpu_seconds and best > target + 1e-8):
        packing = descend(problem, rng, began + cpu_seconds, target)
        restarts += 1
        if packing.coherence < best:
            best, found, reached = packing.coherence, packing, time.process_time() - began
    return Outcome(found, restarts, reached)


def descend(problem: Problem, rng: np.random.Generator, until: float, target: float) -> Packing:
    """One random start and one walk down the ladder, ended at the target or when the CPU clock shows `until`."""
    import pymanopt
    from pymanopt.manifolds import Oblique
    from pymanopt.optimizers import TrustRegions

    width = problem.d * (2 if problem.is_complex else 1)
    sphere = Oblique(width, problem.n)
    point = rng.standard_normal((width, problem.n))
    point /= np.linalg.norm(point, axis=0)
    for p in EXPONENTS:
        norm = Norm(problem, p)
        task = pymanopt.Problem(
            sphere,
            pymanopt.function.numpy(sphere)(norm.value),
            euclidean_gradient=pymanopt.function.numpy(sphere)(norm.gradient),
            euclidean_hessian=pymanopt.function.numpy(sphere)(norm.hessian),
        )
        point = TrustRegions(max_iterations=100, max_time=60, verbosity=0).run(task, initial_point=point).point
        packing = _packing(point, problem)
        if time.process_time() > until or packing.coherence <= target + 1e-8:
            break
    return packing


class Norm:
    """(1/p) log sum_(i<j) f_ij^p of the columns, real parts above imaginary ones, with two derivatives."""

    def __init__(self, problem: Problem, p: float) -> None:
        self.problem, self.p = problem, p

    def terms(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
        """x, the products h_ij = <x_j, x_i>, q = f / max f, and max f; the diagonal of q is 0."""
        x = _rows(columns, self.problem)
        h = x @ x.conj().T
        f = np.abs(h) ** 2
        np.fill_diagonal(f, 0.0)
        return x, h, f / f.max(), float(f.max())

    def value(self, columns: np.ndarray) -> float:
        _, _, q, top = self.terms(columns)
        return float(np.log(top) + np.log(np.sum(q**self.p) / 2) / self.p)

    def gradient(self, columns: np.ndarray) -> np.ndarray:
        x, h, q, top = self.terms(columns)
        total = np.sum(q**self.p) / 2
        return _columns((2 * q ** (self.p - 1) / (total * top) * h) @ x, self.problem)

    def hessian(self, columns: np.ndarray, along: np.ndarray) -> np.ndarray:
        p, move = self.p, _rows(along, self.problem)
        x, h, q, top = self.terms(columns)
        turned = move @ x.conj().T + x @ move.conj().T
        rise = 2 * np.real(h.conj() * turned) / top
        np.fill_diagonal(rise, 0.0)
        first = q ** (p - 1)
        total, more = np.sum(q**p) / 2, p * np.sum(first * rise) / 2
        weights = first / (total * top)
        changes = ((p - 1) * q ** (p - 2) * rise / total - first * more / total**2) / top
        return _columns(2 * ((changes * h + weights * turned) @ x + (weights * h) @ move), self.problem)


def _rows(columns: np.ndarray, problem: Problem) -> np.ndarray:
    return rows_of(np.stack(np.split(columns, 2)).transpose(0, 2, 1), problem) if problem.is_complex else columns.T


def _columns(rows: np.ndarray, problem: Problem) -> np.ndarray:
    return np.concatenate((rows.real.T, rows.imag.T)) if problem.is_complex else rows.T


def _packing(columns: np.ndarray, problem: Problem) -> Packing:
    return Packing(_rows(columns, problem), problem.objects)
