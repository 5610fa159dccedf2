"""First-order optimality of a packing, measured on the packing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack

from packing.search.coordinates import Floats, Kind
from packing.search.tangent import pair_gradients, pair_overlaps, tangent_bases

Allowed = Callable[[Floats], Floats] | None
"""The moves that a constraint allows: from the tangent bases (n, k, m) to a matrix (n m, q) of orthonormal columns."""


@dataclass(frozen=True)
class Optimality:
    """How far first-order optimality is missed by multipliers l >= 0 of sum 1.

    `residual` is |sum l_p grad f_p|, `gap` is max f - sum l_p f_p; both are 0 exactly at a first-order optimum
    (Karush, Kuhn, Tucker), and they are computed from the packing alone, whatever produced the multipliers.
    """

    residual: float
    gap: float

    def __str__(self) -> str:
        return f"residual {self.residual:.1e}, gap {self.gap:.1e}"

    @property
    def worst(self) -> float:
        """The larger of the two."""
        return max(self.residual, self.gap)


UNKNOWN = Optimality(np.inf, np.inf)
"""Nothing is known yet."""


def optimality(rows: Floats, kind: Kind, multipliers: Floats, allowed: Allowed = None) -> Optimality:
    """The first-order optimality of unit rows (n, k), shown by multipliers >= 0 of the pairs i < j in row order.

    The multipliers are first moved, in proportion to their size, to where sum l_p grad f_p is least. Under a
    constraint only the moves that are `allowed` count.
    """
    first, second = np.triu_indices(rows.shape[0], 1)
    carrying = multipliers > 1e-12 * multipliers.max()
    pairs = np.column_stack((first, second)).astype(np.int64)[carrying]
    values = np.empty(len(first))
    pair_overlaps(rows, np.column_stack((first, second)).astype(np.int64), int(kind), values)
    bases = tangent_bases(rows, kind)
    n, _, m = bases.shape
    parts, gradients = np.empty((len(pairs), 2, 2, m)), np.empty((len(pairs), 2, m))
    pair_gradients(rows, bases, pairs, int(kind), parts, gradients)
    weights = multipliers[carrying] / multipliers[carrying].sum()
    jacobian = np.zeros((len(pairs), n * m))
    places = np.arange(m)
    for end in range(2):
        jacobian[np.arange(len(pairs))[:, None], pairs[:, end, None] * m + places] = gradients[:, end]
    if allowed is not None:
        jacobian = jacobian @ allowed(bases)
    system = np.column_stack((jacobian, np.ones(len(pairs)))) * weights[:, None]
    wanted = np.append(np.zeros(jacobian.shape[1]), 1.0) - system.sum(axis=0)
    correction = _least_squares(system.T, wanted)
    corrected = weights * np.maximum(1.0 + correction, 0.0)
    corrected /= corrected.sum()
    candidates = []
    for tried in (weights, corrected):
        pull = float(np.linalg.norm(tried @ jacobian))
        candidates.append(Optimality(pull, float(values.max() - tried @ values[carrying])))
    return min(candidates, key=lambda found: found.worst)


def _least_squares(matrix: Floats, wanted: Floats) -> Floats:
    """The least-norm solution of matrix @ x = wanted up to rounding; large ones by normal equations."""
    if min(matrix.shape) <= 400:
        return np.asarray(np.linalg.lstsq(matrix, wanted, rcond=1e-10)[0])
    wide = matrix.shape[0] <= matrix.shape[1]
    normal = matrix @ matrix.T if wide else matrix.T @ matrix
    scale = float(np.trace(normal)) / len(normal)
    normal[np.diag_indices(len(normal))] += 1e-13 * scale
    factor, failed = lapack.dpotrf(normal, lower=1)
    solution = np.zeros(matrix.shape[1])
    if failed:
        return solution
    for _ in range(3):  # refinement makes up for the squared condition number
        rest = wanted - matrix @ solution
        step, _ = lapack.dpotrs(factor, rest if wide else matrix.T @ rest, lower=1)
        solution = solution + (matrix.T @ step if wide else step)
    return solution
