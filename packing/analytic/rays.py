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


@cache
def space_pairs(n: int) -> int:
    """`pair_count(space_lines(n))`, for large n from the beginnings of the orders of rays at once."""
    if n <= len(small_rays(2)):
        return pair_count(space_lines(n))
    smallest = next(most for most in range(1, 100) if len(small_rays(most)) >= n)
    return max(_beginnings(most)[n - 1] for most in range(smallest, smallest + 2))


@cache
def _beginnings(most: int) -> tuple[int, ...]:
    """The pairs among the first 1, 2, 3, .. rays of `small_rays(most)` in the order of `_order`."""
    order = list(_order(most, 0))
    graph = _orthogonality(small_rays(most)[order])
    return tuple(np.cumsum(np.tril(graph, -1).sum(axis=1)).tolist())


@cache
def complex_space_pairs(n: int) -> int:
    """`pair_count(complex_space_lines(n))`."""
    return space_pairs(n) if n > len(_unit_rays()) else pair_count(complex_space_lines(n))


@cache
def complex_space_lines(n: int) -> Integers:
    """n different lines of C^3 with many orthogonal pairs, in Eisenstein integers a + b w, shape (n, 3, 2).

    Real lines, or for n <= 57 a part of the lines with entries 0 and sixth roots of unity, which hold the 9 + 12 lines
    of Hesse's equiangular and of the four unbiased bases: 48 pairs at n = 21.
    """
    choices = [to_eisenstein(space_lines(n))]
    rays = _unit_rays()
    if n <= len(rays):
        graph = _orthogonality(rays)
        choices += [rays[_exchanged(graph, _peeled(graph, seed)[:n])] for seed in range(12)]
    return max(choices, key=pair_count)


@cache
def _unit_rays() -> Integers:
    """The 57 lines of C^3 whose entries are 0 or sixth roots of unity, the first non-zero entry 1."""
    units = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1)]
    rays = [ray for ray in product(units, repeat=3) if next((entry for entry in ray if entry != (0, 0)), 0) == (1, 0)]
    return np.array(rays, dtype=np.int64)


def to_eisenstein(rows: Integers) -> Integers:
    """Integer rows (n, d) as Eisenstein integers (n, d, 2)."""
    return np.stack((rows, np.zeros_like(rows)), axis=-1)


def orthogonal_sum(left: Integers, right: Integers) -> Integers:
    """The rows of `left` and of `right` in orthogonal subspaces; both of integers, or both of Eisenstein integers."""
    rows = np.zeros((len(left) + len(right), left.shape[1] + right.shape[1], *left.shape[2:]), dtype=np.int64)
    rows[: len(left), : left.shape[1]] = left
    rows[len(left) :, left.shape[1] :] = right
    return rows


def pair_count(rows: Integers) -> int:
    """The number of unordered orthogonal pairs among integer or Eisenstein rows: exact."""
    return int(np.count_nonzero(np.triu(_orthogonality(rows), 1)))


def all_distinct(rows: Integers) -> bool:
    """Whether no two rows are parallel: |<x, y>|^2 < |x|^2 |y|^2, exact."""
    a, b = _products(rows)
    squares = a * a - a * b + b * b  # |a + b w|^2
    norms = np.sqrt(np.diag(squares)).round().astype(np.int64)
    return int(np.count_nonzero(squares == np.outer(norms, norms))) == len(rows)


def _products(rows: Integers) -> tuple[Integers, Integers]:
    """<x, y> = a + b w for all pairs of rows, w = e^(2 pi i/3); the conjugate of a + b w is (a - b) - b w."""
    if rows.ndim == 2:
        return rows @ rows.T, np.zeros((len(rows), len(rows)), dtype=np.int64)
    x, y = rows[..., 0], rows[..., 1]
    u, v = x - y, -y
    return u @ x.T - v @ y.T, u @ y.T + v @ x.T - v @ y.T


def _orthogonality(rows: Integers) -> npt.NDArray[np.bool_]:
    a, b = _products(rows)
    graph: npt.NDArray[np.bool_] = (a == 0) & (b == 0)
    return graph


@cache
def _order(most: int, seed: int) -> tuple[int, ...]:
    """The rays of `small_rays(most)` in an order whose beginnings keep many pairs: least degrees go to the end first.

    Equal degrees are parted at random by `seed`.
    """
    return _peeled(_orthogonality(small_rays(most)), seed)


def _peeled(graph: npt.NDArray[np.bool_], seed: int) -> tuple[int, ...]:
    """The vertices, those of least degree in what is left at the end."""
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
