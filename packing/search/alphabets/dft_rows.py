"""Rows of a Fourier matrix: n lines of C^d are the columns of d rows of the n-point transform, chosen well.

With rows u_1, ..., u_d of Z_n the overlaps depend on the distance c of two columns alone,

    f_c = |sum_k exp(2 pi i c u_k / n)|^2 / d^2,

so that n - 1 numbers stand for all pairs. A difference set makes them equal, at Welch's bound. Subspaces follow
Hochwald and others: X_c = diag(exp(2 pi i c u_k / n)) X_0 with m columns of the d-point transform as X_0, and

    f_c = sum_s (m - |s|) |sum_k exp(2 pi i (c u_k / n + s k / d))|^2 / (m d^2),        |s| < m.

A search changes one u_k at a time, for the best of all n values, as long as a p-norm falls; then it shakes some.
References: Xia, Zhou, Giannakis, IEEE Trans. Inf. Theory 51 (2005); Hochwald, Marzetta, Richardson, Sweldens, Urbanke,
IEEE Trans. Inf. Theory 46 (2000).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

import numpy as np

from packing.constructions.difference_sets import families
from packing.deadline import overdue
from packing.numeric import Floats, Indices
from packing.problem import Problem
from packing.search.alphabets.words import Complex, table_of

RUNGS = (2, 4, 7)
"""k of the norms p = 2^k that are gone down one after the other."""

SHAKES = 24
"""So many shakes in a row that gain nothing end a restart."""

SETTLED = 1e-12


@dataclass(frozen=True)
class FourierRows:
    """The transforms of n points and, of subspaces, of d: exp(2 pi i c u / n), and the weights and turns of each s."""

    n: int
    d: int
    m: int

    @property
    def columns(self) -> Complex:
        """exp(2 pi i c u / n) for c = 1, ..., n - 1 and all u, shape (n - 1, n)."""
        return table_of(self.n)[np.outer(np.arange(1, self.n), np.arange(self.n)) % self.n]

    @property
    def turns(self) -> Complex:
        """exp(2 pi i s k / d), shape (2 m - 1, d)."""
        return table_of(self.d)[np.outer(np.arange(1 - self.m, self.m), np.arange(self.d)) % self.d]

    @property
    def weights(self) -> Floats:
        """(m - |s|) / (m d^2)."""
        return (self.m - np.abs(np.arange(1.0 - self.m, self.m))) / (self.m * self.d**2)

    def overlaps(self, rows: Indices) -> Floats:
        """f_c of all distances c."""
        sums = self.columns[:, rows] @ self.turns.T
        return np.asarray(np.abs(sums) ** 2 @ self.weights)

    def words(self, rows: Indices) -> tuple[Indices, int]:
        """The frames as words (n, m, d), and the order of their roots."""
        order = self.n if self.m == 1 else lcm(self.n, self.d)
        moved = np.outer(np.arange(self.n), rows) * (order // self.n)
        inside = np.outer(np.arange(self.m), np.arange(self.d)) * (order // self.d) if self.m > 1 else np.zeros((1, 1))
        return (moved[:, None, :] + inside.astype(np.int64)) % order, order


def difference_rows(n: int, d: int) -> Indices | None:
    """The elements of a difference set of d residues modulo n, of the classical families; None where there is none.

    >>> difference_rows(7, 3).tolist(), difference_rows(8, 3)
    ([1, 2, 4], None)
    """
    for family in families(n, d):
        found = family.build()
        if found.group == (n,):
            return np.sort(found.elements[:, 0])
    return None


def restart(problem: Problem, rng: np.random.Generator, first: bool) -> Indices:
    """Rows that no change of one improves, the best of a shaken walk; the first restart takes a difference set."""
    fourier = FourierRows(problem.n, problem.d, problem.m)
    special = difference_rows(problem.n, problem.d) if first and problem.m == 1 else None
    if special is not None:
        return special
    size = problem.d
    rows = rng.permutation(problem.n)[:size] if problem.m == 1 else rng.integers(problem.n, size=size)
    for squarings in RUNGS:
        rows = _descended(fourier, rows, squarings)
    best, least, idle = rows, _level(fourier, rows), 0
    while idle < SHAKES and not overdue():
        tried = _descended(fourier, _shaken(fourier, best, rng), RUNGS[-1])
        level = _level(fourier, tried)
        best, least, idle = (tried, level, 0) if level < least - SETTLED else (best, least, idle + 1)
    return best


def _level(fourier: FourierRows, rows: Indices) -> float:
    return _norm(fourier.overlaps(rows)[:, None], RUNGS[-1])[0]


def _norm(f: Floats, squarings: int) -> Floats:
    """log of the p-norm along the first axis."""
    top = np.maximum(f.max(axis=0), 1e-300)
    p = 2.0**squarings
    return np.asarray(np.log(top) + np.log(np.sum((f / top) ** p, axis=0)) / p)


def _shaken(fourier: FourierRows, rows: Indices, rng: np.random.Generator) -> Indices:
    """One to three rows drawn anew."""
    shaken = rows.copy()
    chosen = rng.permutation(fourier.d)[: int(rng.integers(1, min(3, fourier.d) + 1))]
    free = np.setdiff1d(np.arange(fourier.n), rows) if fourier.m == 1 else np.arange(fourier.n)
    count = min(len(chosen), len(free))
    shaken[chosen[:count]] = rng.permutation(free)[:count]
    return shaken


def _descended(fourier: FourierRows, rows: Indices, squarings: int) -> Indices:
    """Change one row after the other to the best of all, until none lowers the p-norm."""
    columns, turns, weights = fourier.columns, fourier.turns, fourier.weights
    rows = rows.copy()
    sums = columns[:, rows] @ turns.T
    level = float(_norm((np.abs(sums) ** 2 @ weights)[:, None], squarings)[0])
    moving = True
    while moving and not overdue():
        moving = False
        for k in range(fourier.d):
            without = sums - columns[:, rows[k], None] * turns[:, k]
            f = sum(
                weight * np.abs(without[:, s, None] + turns[s, k] * columns) ** 2 for s, weight in enumerate(weights)
            )
            norms = _norm(np.asarray(f), squarings)
            if fourier.m == 1:
                norms[np.delete(rows, k)] = np.inf
            best = int(np.argmin(norms))
            if norms[best] < level - SETTLED:
                rows[k], level, moving = best, float(norms[best]), True
                sums = without + columns[:, best, None] * turns[:, k]
    return rows
