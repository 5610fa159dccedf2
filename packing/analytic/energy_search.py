"""Energies found by descent: an undivided block where no theorem gives its energy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from packing.analytic.blocks import Block
from packing.analytic.energy import Energy
from packing.analytic.programme import known_block
from packing.configuration import Packing
from packing.numeric import SAME_VALUE
from packing.problem import Objects, lines, vectors
from packing.structure import tegum_factors

Floats = npt.NDArray[np.float64]

SMOOTHING = 1e-10
"""|c|^p is replaced by (c^2 + s)^(p/2) with this s, so that its gradient exists at c = 0 when p <= 1."""

FACTOR_TOLERANCE = 1e-3
"""Overlaps below this count as 0 when a found packing is split: below p = 2 the descent leaves them near 1e-5."""


MOST_KNOWN = 200
"""The best packing known of up to so many vectors is a start, too: peaks of symmetry are narrow."""


def search_vectors(
    n: int, d: int, p: float, energy: Energy, *, starts: int = 20, seed: int = 0, also: Sequence[Floats] = ()
) -> Floats:
    """n unit rows of R^d with the least energy met by L-BFGS from `starts` random Gaussian starts, shape (n, d).

    Args: `also` are more starts, whose ends must be better to be taken. The result is an upper bound for the least
    energy, nothing more. Deterministic in `seed`.
    """
    from scipy.optimize import minimize

    budget = {"maxiter": max(60, min(2000, 20_000_000 // (n * n)))}
    rng = np.random.default_rng(seed)
    best: tuple[float, Floats] | None = None
    drawn = [(rng.standard_normal(n * d), 1.0) for _ in range(starts)]
    for start, share in (*drawn, *((rows.ravel(), 1 - SAME_VALUE) for rows in also)):
        with threadpool_limits(1, user_api="blas"):  # threads cost more than they bring on matrices this small
            found = minimize(_smoothed, start, args=(n, d, p, energy), jac=True, method="L-BFGS-B", options=budget)
        rows = _unit(found.x.reshape(n, d))
        value = exact_energy(rows, p, energy)
        if best is None or value < best[0] * share:
            best = value, rows
    assert best is not None
    return best[1]


def search_block(n: int, d: int, p: float, energy: Energy, *, seed: int = 0) -> Block:
    """The undivided block (n, d) with the energy that a descent finds: numerical, an upper bound."""
    rows = search_vectors(n, d, p, energy, starts=_starts(n), seed=seed, also=_best_known(n, d, energy))
    return Block(n, d, "found", found=exact_energy(rows, p, energy))


def search_blocks(n: int, d: int, p: float, energy: Energy, *, seed: int = 0) -> tuple[Block, ...]:
    """The tegum factors of the packing with the least energy that a descent finds, largest first.

    A factor whose energy a known block equals (to 1e-7 of it) is given as that block, exactly.
    """
    rows = search_vectors(n, d, p, energy, starts=_starts(n), seed=seed, also=_best_known(n, d, energy))
    packing = Packing(rows, Objects.VECTORS)
    return tuple(
        _named(rows[list(factor.indices)], factor.rank, p, energy)
        for factor in sorted(tegum_factors(packing, FACTOR_TOLERANCE), key=lambda factor: factor.shape, reverse=True)
    )


def _named(rows: Floats, rank: int, p: float, energy: Energy) -> Block:
    found = Block(len(rows), rank, "found", found=exact_energy(rows, p, energy))
    known = known_block(len(rows), rank, p, energy)
    if known is not None and known.value(p, energy) <= found.value(p, energy) * (1 + 1e-7) + 1e-7:
        return known
    return found


def _best_known(n: int, d: int, energy: Energy) -> list[Floats]:
    """The best packing known of n lines, or of n points where overlaps cost with their sign; nothing for many."""
    from packing.records import best_known

    record = best_known(lines(n, d) if energy is Energy.ABS else vectors(n, d)) if n <= MOST_KNOWN else None
    return [] if record is None or record.packing is None else [record.packing.vectors.real]


def _starts(n: int) -> int:
    return max(1, min(20, 20000 // (n * n)))


def exact_energy(rows: Floats, p: float, energy: Energy) -> float:
    """The energy of unit rows without smoothing, over ordered pairs."""
    overlaps = (rows @ rows.T)[np.triu_indices(len(rows), 1)]
    sizes = np.abs(overlaps) if energy is Energy.ABS else np.maximum(overlaps, 0)
    return 2 * float(np.sum(sizes[sizes > 1e-9] ** p))


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def _smoothed(flat: Floats, n: int, d: int, p: float, energy: Energy) -> tuple[float, Any]:
    """The smoothed energy and its gradient in the unnormalised rows."""
    raw = flat.reshape(n, d)
    norms = np.linalg.norm(raw, axis=1, keepdims=True)
    rows = raw / norms
    gram = rows @ rows.T
    np.fill_diagonal(gram, 0.0)
    size = gram if energy is Energy.ABS else np.maximum(gram, 0.0)
    if energy is Energy.ABS:
        inner = size**2 + SMOOTHING
        values = inner ** (p / 2) - SMOOTHING ** (p / 2)
        slope = p * size * inner ** (p / 2 - 1)
    else:
        inner = size**2 + SMOOTHING * (gram > 0)
        positive = np.where(inner > 0, inner, 1.0)
        values = np.where(gram > 0, positive ** (p / 2) - SMOOTHING ** (p / 2), 0.0)
        slope = np.where(gram > 0, p * size * positive ** (p / 2 - 1), 0.0)
    pull = 2 * slope @ rows
    gradient = (pull - rows * np.sum(pull * rows, axis=1, keepdims=True)) / norms
    return float(values.sum()), gradient.ravel()
