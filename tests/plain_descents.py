"""A second instrument for least energies: scipy's L-BFGS from Gaussian starts, which shares no code with the search."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize


def least_of_plain_descents(n: int, d: int, p: float, positive: bool, descents: int = 12, seed: int = 0) -> float:
    """The least of sum over i != j of |<x_i, x_j>|^p, or of max(<x_i, x_j>, 0)^p, where descents of unit rows end."""
    rng = np.random.default_rng(seed)

    def energy(flat: np.ndarray) -> tuple[float, np.ndarray]:
        rows = flat.reshape(n, d)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit = rows / lengths
        overlaps = unit @ unit.T
        np.fill_diagonal(overlaps, 0.0)
        sizes = np.maximum(overlaps, 0.0) if positive else np.abs(overlaps)
        with np.errstate(divide="ignore"):
            slopes = np.where(sizes > 0, p * sizes ** (p - 1), 0.0) * np.sign(overlaps)
        pull = 2.0 * slopes @ unit
        pull -= np.sum(pull * unit, axis=1, keepdims=True) * unit
        return float(np.sum(sizes**p)), (pull / lengths).ravel()

    limits = {"maxiter": 3000, "maxfun": 6000, "ftol": 1e-15, "gtol": 1e-9}
    starts = rng.standard_normal((descents, n * d))
    return min(float(minimize(energy, start, jac=True, method="L-BFGS-B", options=limits).fun) for start in starts)
