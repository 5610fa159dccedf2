"""The coherence of random vectors: its median, its limit laws in three regimes, and what greedy choice guarantees."""

from __future__ import annotations

from typing import Any

import sympy

from packing.errors import InputError, positive_integer
from packing.exact_numbers import expression
from packing.space import Field, Space, parse_field


def random_coherence(n: int, d: int, field: Field | str = Field.REAL, probability: float = 0.5) -> float:
    """The value that the largest of n(n-1)/2 overlaps of random unit vectors stays below with this probability.

    The pairs are pairwise independent and the Chen-Stein method makes their number above s nearly Poisson, so s solves
    (n(n-1)/2) P(|<u, v>| > s) = -ln(probability), here exactly as for independent pairs. n, d >= 2.

    Args: `field`: "R", "C" or "H". `probability` lies in (0, 1).

    >>> round(random_coherence(400, 200), 3)
    0.308
    """
    n, d = positive_integer("n", n), positive_integer("d", d)
    if n < 2 or d < 2:
        raise InputError(f"the law of the coherence needs n and d at least 2, not n = {n}, d = {d}: take more of them")
    if not 0 < probability < 1:
        raise InputError(f"the probability must lie in (0, 1), not {probability!r}: give 0.5 for the median")
    law = Space.lines(d, parse_field(field)).random_law
    return law.maximum_quantile(n * (n - 1) // 2, probability)


def coherence_rate(field: Field | str = Field.REAL) -> sympy.Integer:
    """lim s^2 d / ln n as (ln n)/d -> 0: 4 over R, 2 over C, 1 over H. Greedy choice halves it.

    >>> coherence_rate(), coherence_rate("C"), coherence_rate("H")
    (4, 2, 1)
    """
    return sympy.Integer(4) / parse_field(field).real_dimension


def dense_limit(beta: Any, field: Field | str = Field.REAL) -> sympy.Expr:
    """The limit of the coherence for (ln n)/d -> beta > 0: sqrt(1 - e^(-r beta)), r = 4 over R, 2 over C, 1 over H.

    It tends to 1 with beta: the third regime, (ln n)/d -> infinity. Reference for the regimes: Cai and Jiang, J.
    Multivariate Anal. 107 (2012); the constants are derived here from P(|<u, v>| > s) = (1-s^2)^(d/2 + o(d)) over R.

    >>> dense_limit(1, "C")
    sqrt(1 - exp(-2))
    """
    return sympy.sqrt(1 - sympy.exp(-coherence_rate(field) * expression("beta", beta)))


def gumbel_law(y: Any, field: Field | str = Field.REAL) -> sympy.Expr:
    """The limit law of the coherence L for (ln n)/d -> 0 and d -> infinity, in a shifted variable.

    Over R, P(-d ln(1-L^2) - 4 ln n + ln ln n <= y) -> exp(-e^(-y/2)/sqrt(8 pi)).
    Over C, P(-(d-1) ln(1-L^2) - 2 ln n + ln 2 <= y) -> exp(-e^(-y)).
    Over H, P(-2(d-1) ln(1-L^2) - 2 ln n - ln ln n <= y) -> exp(-e^(-y)).

    >>> gumbel_law(0, "C")
    exp(-1)
    """
    y = expression("y", y)
    if parse_field(field) is Field.REAL:
        return sympy.exp(-sympy.exp(-y / 2) / sympy.sqrt(8 * sympy.pi))
    return sympy.exp(-sympy.exp(-y))


def greedy_coherence(n: int, d: int, field: Field | str = Field.REAL) -> float:
    """A coherence that n lines of F^d can have: the s with (n - 1) P(|<u, v>| > s) = 1 (Gilbert-Varshamov).

    While caps of radius s around the lines chosen leave room, another line fits. Over C it is explicit,
    s^2 = 1 - (n-1)^(-1/(d-1)). n, d >= 2.

    Args: `field`: "R", "C" or "H".

    >>> round(greedy_coherence(9, 3, "C") ** 2, 6) == round(1 - 8**-0.5, 6)
    True
    """
    n, d = positive_integer("n", n), positive_integer("d", d)
    if d < 2:
        raise InputError("one dimension has a single line, not 2 or more: take d at least 2")
    if n <= 2:
        return 0.0
    return float(Space.lines(d, parse_field(field)).random_law.upper_quantile(1 / (n - 1)))
