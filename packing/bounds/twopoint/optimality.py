"""Whether a linear programme can improve on Levenshtein's polynomial: the sign of its test functions.

Levenshtein's bound L at s comes with a quadrature: f_0 = f(1)/L + sum rho_i f(x_i) for polynomials of degree at most m,
x_i the roots of the polynomial. Polynomials of higher degree improve on it exactly where a test function
Q_j = 1/L + sum rho_i P_j(x_i), j > m, is negative.

Reference: Boyvalenkov, Danev and Bumova, IEEE Trans. Inform. Theory 42 (1996).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from packing.bounds.twopoint.levenshtein_polynomials import recurrence
from packing.space import Space

_NOISE = 1e-9


def improvable(space: Space, x: float, degree: int, most: int) -> bool:
    """Whether some test function Q_j, degree < j <= most, is negative at `x`, in the range of Levenshtein's `degree`.

    >>> improvable(Space.sphere(8), 0.5, 7, 28), improvable(Space.sphere(9), 0.5, 7, 28)
    (False, True)
    """
    roots = _roots(space, x, degree)
    table = space.zonal.values(most, roots)
    matrix = np.column_stack([np.ones(degree + 1), table[: degree + 1]])
    right = np.zeros(degree + 1)
    right[0] = 1
    weights = np.linalg.lstsq(matrix, right, rcond=None)[0]
    tests = weights[0] + table[degree + 1 :] @ weights[1:]
    return bool(tests.min(initial=0.0) < -_NOISE)


def _roots(space: Space, x: float, degree: int) -> npt.NDArray[np.float64]:
    """The roots of Levenshtein's polynomial, x the largest: a Gauss-Radau rule of the adjacent Jacobi weight."""
    even = degree % 2 == 0
    size = (degree + 1) // 2
    steps = [recurrence(i, space.alpha + 1, space.beta + even) for i in range(size + 1)]
    stay = np.array([float(step[1]) for step in steps[:size]])
    square = np.array([float(steps[i][0] * steps[i + 1][2]) for i in range(size - 1)])
    before, now = 0.0, 1.0  # the monic orthogonal polynomials of the two last degrees below `size`, at x
    for i in range(size - 1):
        before, now = now, (x - stay[i]) * now - (square[i - 1] if i else 0.0) * before
    stay[-1] = x if size == 1 else x - square[-1] * before / now
    beside = np.sqrt(square)
    roots: npt.NDArray[np.float64] = np.linalg.eigvalsh(np.diag(stay) + np.diag(beside, 1) + np.diag(beside, -1))
    return np.append(roots, -1.0) if even else roots
