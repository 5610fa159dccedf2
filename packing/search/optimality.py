"""First-order optimality of a packing, measured on the packing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import lapack
from scipy.optimize import nnls

from packing.numeric import SAME_VALUE, Floats
from packing.search.tangent import derivatives, every_pair, f_of_pairs, tangent_bases
from packing.space import Space

Allowed = Callable[[Floats], Floats] | None
"""The moves that a constraint allows: from the tangent bases (n, width, q) to orthonormal columns (n q, r)."""


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


def optimality(rows: Floats, space: Space, multipliers: Floats, allowed: Allowed = None) -> Optimality:
    """The first-order optimality of unit rows (n, m width), shown by multipliers >= 0 of the pairs i < j in row order.

    The multipliers are first moved, in proportion to their size, to where sum l_p grad f_p is least. Under a
    constraint only the moves that are `allowed` count.
    """
    values = f_of_pairs(rows, space)
    carrying = multipliers > 1e-12 * multipliers.max()
    weights = multipliers[carrying] / multipliers[carrying].sum()
    jacobian = _jacobian(rows, space, carrying, allowed)
    system = np.column_stack((jacobian, np.ones(len(jacobian)))) * weights[:, None]
    wanted = np.append(np.zeros(jacobian.shape[1]), 1.0) - system.sum(axis=0)
    correction = _least_squares(system.T, wanted)
    corrected = weights * np.maximum(1.0 + correction, 0.0)
    corrected /= corrected.sum()
    candidates = []
    for tried in (weights, corrected):
        pull = float(np.linalg.norm(tried @ jacobian))
        candidates.append(Optimality(pull, float(values.max() - tried @ values[carrying])))
    return min(candidates, key=lambda found: found.worst)


def shown(rows: Floats, space: Space) -> Optimality:
    """The first-order optimality of unit rows (n, m width) with the multipliers of the largest f that show it best.

    They solve a least-squares problem with the constraint l >= 0 (Lawson and Hanson).

    >>> angles = np.pi * np.arange(3) / 3
    >>> bool(shown(np.column_stack((np.cos(angles), np.sin(angles))), Space.lines(2)).worst < 1e-14)
    True
    >>> bool(shown(np.array([[1.0, 0.0], [0.6, 0.8]]), Space.lines(2)).worst > 0.1)
    True
    """
    values = f_of_pairs(rows, space)
    active = values >= values.max() - SAME_VALUE
    gradients = _jacobian(rows, space, active, None).T
    system = np.vstack((gradients, np.ones(gradients.shape[1])))
    try:
        found, _ = nnls(system, np.append(np.zeros(len(gradients)), 1.0))
    except RuntimeError:  # too many steps
        return UNKNOWN
    multipliers = np.zeros(len(values))
    multipliers[active] = found
    return optimality(rows, space, multipliers)


def _jacobian(rows: Floats, space: Space, chosen: npt.NDArray[np.bool_], allowed: Allowed) -> Floats:
    """The gradients of f of the chosen pairs, as rows, by the moves that are allowed."""
    pairs = every_pair(len(rows))[chosen]
    bases = tangent_bases(rows, space)
    n, _, m = bases.shape
    gradients = derivatives(rows, bases, pairs, space).gradients
    jacobian = np.zeros((len(pairs), n * m))
    places = np.arange(m)
    for end in range(2):
        jacobian[np.arange(len(pairs))[:, None], pairs[:, end, None] * m + places] = gradients[:, end]
    return jacobian if allowed is None else jacobian @ allowed(bases)


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
