"""How many orthogonal subspaces? Four models of the loss with k equal blocks, and the two-block-types bound.

n vectors in R^d, k blocks of n/k vectors in d/k dimensions, exponent p, energy over ordered pairs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy

from packing.analytic.programme import block_table
from packing.bounds.energy.random_moment import random_moment
from packing.errors import positive_exponent, positive_integer
from packing.exact_numbers import expression
from packing.exponents import EnergyKind, exact_exponent, parse_energy

n_, d_, k_, p_ = sympy.symbols("n d k p", positive=True)


_GRID = 1000
"""Numbers of blocks between which the least loss is looked for."""


def johnson_lindenstrauss_loss(n: Any = n_, d: Any = d_, k: Any = k_, p: Any = p_) -> sympy.Expr:
    """L(k) = n (n/k) eps^p with the typical cosine eps = sqrt(k ln(n/k)/d) inside a block: a heuristic.

    >>> johnson_lindenstrauss_loss(p=2)
    n**2*log(n/k)/d
    """
    n, d, k, p = _expressions(n=n, d=d, k=k, p=p)
    return n * (n / k) * (k * sympy.log(n / k) / d) ** (p / 2)


def end_blocks(n: int, d: int, p: float) -> int:
    """The better of k = 1 and k = d in `johnson_lindenstrauss_loss`, which has no minimum between them; d < n.

    >>> [end_blocks(100000, 10000, p) for p in (1, 2, 3)]
    [10000, 10000, 1]
    """
    n, d, p = positive_integer("n", n), positive_integer("d", d), float(positive_exponent(p))
    if n <= d:
        return n
    losses = {k: p / 2.0 * math.log(k * math.log(n / k)) - math.log(k) for k in (1, d)}
    return min(losses, key=losses.__getitem__)


def stationary_blocks(n: Any = n_, p: Any = p_) -> sympy.Expr:
    """k* = n e^(-p/(p-2)), p > 2: where L(k) above is stationary. It is a maximum, so the best k is 1 or d.

    d ln L/d ln k = p/2 - 1 - (p/2)/ln(n/k), and the second derivative is -(p/2)/ln(n/k)^2 < 0.
    """
    n, p = _expressions(n=n, p=p)
    return n * sympy.exp(-p / (p - 2))


def corrected_cosine(n: Any = n_, d: Any = d_, k: Any = k_) -> sympy.Expr:
    """The eps in (0, 1) with eps^2/2 - eps^3/3 = c, c = 4 ln(n/k) k/d: Johnson-Lindenstrauss with its cubic term.

    n/k vectors in d/k dimensions have all cosines below that by projection. The root is 1/2 + cos((arccos(1 - 12 c) +
    4 pi)/3), real for c <= 1/6; beyond, the lemma says nothing. To first order it is sqrt(2 c), as in
    `johnson_lindenstrauss_loss` up to a constant.

    >>> eps = corrected_cosine(1000, 10000, 2)
    >>> round(float(eps), 6), round(float(eps**2 / 2 - eps**3 / 3 - 8 * sympy.log(500) / 10000), 12)
    (0.10334, 0.0)
    """
    n, d, k = _expressions(n=n, d=d, k=k)
    share = 4 * sympy.log(n / k) * k / d
    return sympy.Rational(1, 2) + sympy.cos((sympy.acos(1 - 12 * share) + 4 * sympy.pi) / 3)


def corrected_loss(n: Any = n_, d: Any = d_, k: Any = k_, p: Any = p_) -> sympy.Expr:
    """L(k) = n (n/k) eps^p with the cosine of `corrected_cosine`: a heuristic with an interior minimum for p < 2.

    It is stationary where p (3 - 2 eps) (1 - 1/ln(n/k)) = 6 (1 - eps), since d ln L/d ln k is -1 plus p times
    (1/2 - eps/3) (1 - 1/ln(n/k)) / (1 - eps).

    >>> float(corrected_loss(100000, 10000, 50, 1)) < float(corrected_loss(100000, 10000, 20, 1))
    True
    """
    n, d, k, p = _expressions(n=n, d=d, k=k, p=p)
    return n * (n / k) * corrected_cosine(n, d, k) ** p


def corrected_blocks(n: int, d: int, p: float) -> float | None:
    """The k >= 1 at which `corrected_loss` is least; None where the lemma says nothing even for one block.

    A number between blocks, from a grid in ln k refined at its least point, up to d or to where the lemma ends; n where
    n <= d. Numbers n, d >= 1 and p > 0.

    >>> [round(corrected_blocks(100000, 10000, p), 1) for p in (0.5, 1, 1.5, 1.9, 2, 2.5)]
    [54.3, 48.8, 34.8, 13.7, 7.4, 1.0]
    """
    from scipy.optimize import brentq, minimize_scalar

    n, d, p = positive_integer("n", n), positive_integer("d", d), float(positive_exponent(p))
    if n <= d:
        return float(n)  # each vector has a dimension of its own

    def share(x: float) -> float:
        return 4.0 * (math.log(n) - x) * math.exp(x) / d

    def loss(x: float) -> float:
        third = (math.acos(max(-1.0, 1.0 - 12.0 * share(x))) + 4.0 * math.pi) / 3.0
        return p * math.log(0.5 + math.cos(third)) - x

    last, allowed = math.log(d), 1.0 / 6.0
    beyond = [x for x in np.linspace(0.0, last, _GRID).tolist() if share(x) > allowed]
    if beyond:
        if beyond[0] == 0.0:
            return None
        last = float(brentq(lambda x: share(x) - allowed, 0.0, beyond[0]))
    grid = np.linspace(0.0, last, _GRID)
    at = int(np.argmin([loss(x) for x in grid]))
    around = (float(grid[max(at - 1, 0)]), float(grid[min(at + 1, _GRID - 1)]))
    if around[0] == around[1]:
        return 1.0
    end = minimize_scalar(loss, bounds=around, method="bounded", options={"xatol": 1e-10})
    best = min((float(end.x), *around), key=loss)
    return math.exp(best)


def random_block_loss(n: Any, d: Any, k: Any, p: Any) -> sympy.Expr:
    """n (n/k - 1) E |<u, v>|^p in d/k dimensions: the exact mean energy of random blocks; n (n-k)/d at p = 2.

    >>> random_block_loss(12, 6, 3, 2)
    18
    """
    n, d, k = _expressions(n=n, d=d, k=k)
    return sympy.simplify(n * (n / k - 1) * random_moment(d / k, p))


def welch_block_loss(n: Any = n_, d: Any = d_, k: Any = k_, p: Any = p_) -> sympy.Expr:
    """n ((n-d)/d)^(p/2) (k/(n-k))^((p-2)/2): blocks that are equiangular and tight.

    d ln L/d ln k = (p-2)/2 * n/(n-k): it grows with k for p > 2, falls for p < 2 and is constant at p = 2.
    """
    n, d, k, p = _expressions(n=n, d=d, k=k, p=p)
    return n * ((n - d) / d) ** (p / 2) * (k / (n - k)) ** ((p - 2) / 2)


@dataclass(frozen=True)
class RelaxedPartition:
    """The linear relaxation of the integer program: energy >= `value` for every tegum product of known blocks.

    `types` are the blocks (n_i, d_i) of a basic optimum with their multiplicities: at most two. The multipliers prove
    the bound: every known block (a, k) has energy >= per_vector a + per_dimension k.
    """

    value: float
    types: tuple[tuple[tuple[int, int], float], ...]
    per_vector: float
    per_dimension: float


def relaxed_partition(n: int, d: int, exponent: Any, energy: EnergyKind | str = EnergyKind.ABS) -> RelaxedPartition:
    """min sum x_b e_b subject to sum x_b n_b = n, sum x_b d_b <= d, x >= 0 over the known blocks b.

    Two rows, so a basic optimum has at most two block types: for n and d large at fixed n/d the best tegum product
    uses two types up to a bounded energy.

    Args: n vectors in d dimensions, `exponent` p > 0, `energy` "abs" or "relu".

    >>> relaxed = relaxed_partition(60, 40, 1.8)
    >>> len(relaxed.types) <= 2, relaxed.value <= 20 * 6 * 2**-1.8 + 1e-9
    (True, True)
    """
    from scipy.optimize import linprog

    n, d = positive_integer("n", n), positive_integer("d", d)
    table = block_table(n, d, float(exact_exponent(exponent)), parse_energy(energy))
    shapes = [(a, k) for k in range(1, d + 1) for a in np.flatnonzero(np.isfinite(table[k])).tolist()]
    costs = [float(table[k][a]) for a, k in shapes]
    solved = linprog(
        costs,
        A_eq=[[a for a, _ in shapes]],
        b_eq=[n],
        A_ub=[[k for _, k in shapes]],
        b_ub=[d],
        method="highs-ds",
    )
    used = tuple((shapes[i], float(solved.x[i])) for i in np.flatnonzero(solved.x > 1e-9))
    vector, dimension = float(solved.eqlin.marginals[0]), float(solved.ineqlin.marginals[0])
    slack = min(cost - vector * a - dimension * k for cost, (a, k) in zip(costs, shapes, strict=True))
    value = vector * n + dimension * d + min(slack, 0.0) * min(n, d)  # a product has at most min(n, d) blocks
    return RelaxedPartition(value, used, vector, dimension)


def _expressions(**values: Any) -> list[sympy.Expr]:
    """Numbers and letters as sympy has them; text is read by the grammar of exact numbers."""
    numbers = [expression(name, value, values) for name, value in values.items()]
    exponent = dict(zip(values, numbers, strict=True)).get("p", p_)
    if exponent.is_number:
        positive_exponent(exponent)
    return numbers
