"""Lines with many orthogonal pairs, in integers: planes, the small rays of R^3, and their orthogonal sums."""

from __future__ import annotations

import math
from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


def plane(n: int) -> Integers:
    """n different lines of R^2 with floor(n/2) orthogonal pairs: (1, k) and (-k, 1), shape (n, 2).

    >>> plane(3).tolist()
    [[1, 0], [0, 1], [1, 1]]
    """
    rows = [row for k in range((n + 1) // 2) for row in ((1, k), (-k, 1))]
    return np.array(rows[:n], dtype=np.int64).reshape(-1, 2)


@cache
def small_rays(most: int) -> Integers:
    """The lines of R^3 through non-zero integer points with entries of size at most `most`, shape (rays, 3).

    For `most` = 1 these are the 13 rays of Yu and Oh (Phys. Rev. Lett. 108, 2012), whose 24 orthogonal pairs form the
    polarity graph of the projective plane of order 3: scalar products lie in -3..3, so they vanish iff they do mod 3.

    >>> [len(small_rays(m)) for m in (1, 2, 3)], pair_count(small_rays(1))
    ([13, 49, 145], 24)
    """
    rays = []
    for point in product(range(-most, most + 1), repeat=3):
        first = next((entry for entry in point if entry), 0)
        if first > 0 and math.gcd(*point) == 1:
            rays.append(point)
    return np.array(sorted(rays, key=lambda ray: (max(map(abs, ray)), ray)), dtype=np.int64)


@cache
def space_lines(n: int) -> Integers:
    """n different lines of R^3 with many orthogonal pairs, shape (n, 3); for n <= 13 the most there can be.

    From the smallest sets of integer rays that suffice, a line with fewest orthogonal partners is dropped until n are
    left; for n <= 49 lines are then exchanged while that gains, from several starts.
    """
    smallest = next(most for most in range(1, 100) if len(small_rays(most)) >= n)
    choices = [small_rays(most)[list(_order(most, 0)[:n])] for most in range(smallest, smallest + 2)]
    for most in (2, 3) if n <= len(small_rays(2)) else ():
        rays = small_rays(most)
        choices += [rays[_exchanged(_orthogonality(rays), _order(most, seed)[:n])] for seed in range(16)]
    if n <= len(small_rays(1)):
        choices += [small_rays(1)[list(_order(1, seed)[:n])] for seed in range(16)]
    return max(choices, key=pair_count)


def orthogonal_sum(left: Integers, right: Integers) -> Integers:
    """The rows of `left` and of `right` in orthogonal subspaces."""
    shape = (len(left) + len(right), left.shape[1] + right.shape[1])
    rows = np.zeros(shape, dtype=np.int64)
    rows[: len(left), : left.shape[1]] = left
    rows[len(left) :, left.shape[1] :] = right
    return rows


def pair_count(rows: Integers) -> int:
    """The number of unordered orthogonal pairs among integer rows: exact."""
    return int(np.count_nonzero(np.triu(rows @ rows.T == 0, 1)))


def all_distinct(rows: Integers) -> bool:
    """Whether no two integer rows are parallel: <x, y>^2 < |x|^2 |y|^2, exact."""
    gram = rows @ rows.T
    norms = np.diag(gram)
    parallel = gram**2 == np.outer(norms, norms)
    return int(np.count_nonzero(parallel)) == len(rows)


def _orthogonality(rays: Integers) -> npt.NDArray[np.bool_]:
    graph: npt.NDArray[np.bool_] = rays @ rays.T == 0
    return graph


@cache
def _order(most: int, seed: int) -> tuple[int, ...]:
    """The rays of `small_rays(most)` in an order whose beginnings keep many pairs: least degrees go to the end first.

    Equal degrees are parted at random by `seed`.
    """
    graph = _orthogonality(small_rays(most))
    degrees = graph.sum(axis=1).astype(float) + np.random.default_rng(seed).random(len(graph)) / 2
    removed = []
    for _ in range(len(graph)):
        last = int(np.argmin(degrees))
        removed.append(last)
        degrees -= graph[last]
        degrees[last] = np.inf
    return tuple(reversed(removed))


def _exchanged(graph: npt.NDArray[np.bool_], chosen: tuple[int, ...]) -> npt.NDArray[np.intp]:
    """The chosen vertices after exchanging one for another while that gains edges."""
    alive = np.zeros(len(graph), dtype=bool)
    alive[list(chosen)] = True
    while True:
        degrees = graph[:, alive].sum(axis=1)
        gains = degrees[None, :] - degrees[:, None] - graph
        gains = np.where(alive[:, None] & ~alive[None, :], gains, -1)
        out, into = np.unravel_index(np.argmax(gains), gains.shape)
        if gains[out, into] <= 0:
            return np.flatnonzero(alive)
        alive[out], alive[into] = False, True
