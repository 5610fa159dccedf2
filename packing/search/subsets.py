"""Harmonic starts: n characters of Z_m restricted to d elements, the best of many random choices of these.

|sum over D of exp(2 pi i c s/m)|/d is the overlap of two characters at distance c. Where D is a difference set they are
equiangular; such D are narrow, and descents miss them where a count of sums finds them at once: 31 lines in C^6 hold
the best 25 known. Reference: Xia, Zhou and Giannakis, IEEE Trans. Inf. Theory 51 (2005).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.configuration import Vectors
from packing.problem import Problem
from packing.search.starts import shaken

REACH = 16
"""Groups with up to so many elements more than n are tried."""


@dataclass(frozen=True)
class Harmonic:
    """n of the m characters of Z_m, n <= m <= n + `REACH`, on the flattest of `choices` random sets of d elements.

    >>> from packing.problem import lines
    >>> Harmonic().draw(lines(7, 3, "C"), np.random.default_rng(0)).shape
    (7, 3)
    """

    choices: int = 1000
    name: str = "harmonic frames"

    def fits(self, problem: Problem) -> bool:
        """From two more lines than dimensions up to d^2, the most that are equiangular."""
        return problem.is_complex and problem.d >= 3 and problem.d + 2 <= problem.n <= problem.d**2

    def draw(self, problem: Problem, rng: np.random.Generator) -> Vectors:
        """The best set found, then n of the m characters in a row, in half of the draws at random."""
        n, d = problem.n, problem.d
        m = n + int(rng.integers(REACH + 1))
        roots = np.exp(2j * np.pi * np.arange(m) / m)
        chosen = flattest(m, d, self.choices, rng)
        kept = np.arange(n) if rng.random() < 0.5 else np.sort(rng.choice(m, n, replace=False))
        return shaken(roots[np.outer(kept, chosen) % m], problem, rng)


def flattest(m: int, d: int, choices: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """The d elements of Z_m, 0 among them, whose character sums have the least maximum among `choices` random ones.

    >>> chosen = flattest(7, 3, 200, np.random.default_rng(0))
    >>> np.unique((chosen[:, None] - chosen) % 7, return_counts=True)[1].tolist()     # each difference once
    [3, 1, 1, 1, 1, 1, 1]
    """
    sets = 1 + np.argsort(rng.random((choices, m - 1)), axis=1)[:, : d - 1]
    marked = np.zeros((choices, m))
    marked[:, 0] = 1.0
    marked[np.arange(choices)[:, None], sets] = 1.0
    sums = np.abs(np.fft.rfft(marked, axis=1)[:, 1:]).max(axis=1)
    return np.flatnonzero(marked[int(np.argmin(sums))])
