"""Problems whose optimum is a theorem with a packing that can be written down: no search is needed.

| problem                    | optimum                     | packing                        | theorem          |
|----------------------------|-----------------------------|--------------------------------|------------------|
| n <= d lines               | 0                           | orthonormal vectors            |                  |
| d + 1 lines                | 1/d                         | simplex                        | Welch            |
| n lines in R^2             | cos(pi/n)                   | half of a regular 2n-gon       |                  |
| n <= d + 1 points          | -1/(n - 1)                  | simplex                        | Rankin           |
| d + 2 <= n <= 2d points    | 0                           | part of the cross-polytope     | Rankin           |
| n points on the circle     | cos(2 pi/n)                 | regular n-gon                  |                  |
| d = 1                      | 1 (two points: -1)          | all that there is              |                  |
| n m <= d, subspaces        | 0                           | spans of orthonormal vectors   |                  |
| one subspace, or m = d     | 0, or 1                     | all that there is              |                  |
| 2 m > d, spectral distance | 1                           | any                            |                  |

References: Welch, IEEE Trans. Inf. Theory 20 (1974); Rankin, Proc. Glasgow Math. Assoc. 2 (1955).
"""

from __future__ import annotations

import numpy as np

from packing.configuration import Packing
from packing.numeric import Floats
from packing.problem import Problem
from packing.space import Field, Space


def known_optimum(problem: Problem) -> tuple[Packing, str] | None:
    """An optimal packing and its name where a theorem gives one, else None.

    >>> from packing.problem import lines, vectors
    >>> packing, name = known_optimum(lines(4, 3, "C"))
    >>> print(packing, "from a", name)
    4 lines in C^3, coherence 0.333333333333 from a simplex
    >>> known_optimum(lines(13, 3, "C")) is None
    True
    """
    ask = _subspaces if problem.m > 1 else _lines if problem.has_lines else _points
    found = ask(problem)
    if found is None:
        return None
    rows, name = found
    real = np.zeros((*rows.shape[:-1], problem.space.width))
    real[..., : problem.d] = rows
    return Packing(problem.space.from_real(real), problem.space), name


def simplex(n: int, d: int) -> Floats:
    """n <= d + 1 points of R^d with all inner products -1/(n - 1), from the Cholesky factor of their Gram matrix.

    >>> np.round(simplex(3, 2) @ simplex(3, 2).T, 12).tolist()
    [[1.0, -0.5, -0.5], [-0.5, 1.0, -0.5], [-0.5, -0.5, 1.0]]
    """
    rows = np.zeros((n, d))
    for i in range(n - 1):
        rows[i, i] = np.sqrt(n * (n - 1 - i) / ((n - 1) * (n - i)))
        rows[i + 1 :, i] = -rows[i, i] / (n - 1 - i)
    if n == 1:
        rows[0, 0] = 1.0
    return rows


def _lines(problem: Problem) -> tuple[Floats, str] | None:
    n, d = problem.n, problem.d
    if n <= d:
        return np.eye(n, d), "orthonormal basis"
    if d == 1:
        return np.ones((n, 1)), "one line"
    if n == d + 1:
        return simplex(n, d), "simplex"
    if problem.space == Space.lines(2, Field.REAL):
        return _circle(np.pi * np.arange(n) / n), "half polygon"
    return None


def _subspaces(problem: Problem) -> tuple[Floats, str] | None:
    n, d, m = problem.n, problem.d, problem.m
    if n * m <= d:
        return np.eye(n * m, d).reshape(n, m, d), "orthonormal basis"
    if problem.space.least_f == 1 and m < d:
        return np.random.default_rng(0).standard_normal((n, m, d)), "any subspaces: every two of them meet"
    if n == 1 or m == d:
        return np.broadcast_to(np.eye(m, d), (n, m, d)), "one subspace"
    return None


def _points(problem: Problem) -> tuple[Floats, str] | None:
    n, d = problem.n, problem.d
    if n <= d + 1:
        return simplex(n, d), "simplex"
    if d == 1:
        return np.where(np.arange(n) % 2, -1.0, 1.0)[:, None], "two points"
    if d == 2:
        return _circle(2 * np.pi * np.arange(n) / n), "polygon"
    if n <= 2 * d:
        return np.concatenate((np.eye(d), -np.eye(d)))[:n], "cross-polytope"
    return None


def _circle(angles: Floats) -> Floats:
    return np.column_stack((np.cos(angles), np.sin(angles)))
