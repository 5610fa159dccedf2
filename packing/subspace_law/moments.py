"""Moments of tr P Q for two random projectors P, Q of given ranks, exact: a sum over Jack polynomials.

With alpha = 2/s, (a)_k = prod over the cells (i, j) of the partition k of (a - i + alpha j), and C_k the Jack
polynomials with sum_|k|=r C_k(y) = (sum y)^r,

    E (tr P Q)^r = sum_|k|=r C_k(1^p) C_k(1^q) / C_k(1^d),    C_k(1^n) = alpha^r r! (n)_k / j_k,

j_k the product over the cells of both hook lengths. Reference: Macdonald, Symmetric Functions and Hall Polynomials
(1995), chapter VI.10; over R these are James' zonal polynomials.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any


def trace_moment(r: int, p: int, q: int, d: int, scalars: int) -> Fraction:
    """E (tr P Q)^r of independent uniform projectors of ranks p and q on F^d, exact.

    >>> trace_moment(1, 2, 2, 4, 1), trace_moment(2, 2, 2, 4, 1), trace_moment(2, 1, 1, 7, 2)
    (Fraction(1, 1), Fraction(10, 9), Fraction(1, 28))
    """
    return sum((Fraction(term) for term in _terms(r, p, q, d, scalars, Fraction)), Fraction(0))


def trace_moments(count: int, p: int, q: int, d: int, scalars: int) -> list[Any]:
    """The moments of order 0, ..., count as balls of flint, at the working precision.

    >>> [round(float(moment.mid()), 9) for moment in trace_moments(2, 2, 2, 4, 1)]
    [1.0, 1.0, 1.111111111]
    """
    from flint import arb, fmpq

    def ball(number: Fraction) -> Any:
        return arb(fmpq(number.numerator, number.denominator))

    return [sum(_terms(r, p, q, d, scalars, ball), arb(0)) for r in range(count + 1)]


def _terms(r: int, p: int, q: int, d: int, scalars: int, number: Any) -> Iterator[Any]:
    """The terms of one moment, one a partition of r into at most min(p, q) parts; `number` makes them of fractions."""
    alpha = Fraction(2, scalars)
    steps = [[_cell(i, j, p, q, d, alpha) for j in range(r)] for i in range(min(p, q))]
    cells = [[number(cell) for cell in row] for row in steps]
    scale = number(math.factorial(r) * alpha**r)
    hooks: dict[tuple[int, int], Any] = {}
    for parts in _partitions(r, min(p, q), r):
        term = scale
        columns = [sum(part > j for part in parts) for j in range(parts[0])] if parts else []
        for i, part in enumerate(parts):
            for j in range(part):
                sizes = part - j - 1, columns[j] - i - 1
                if sizes not in hooks:
                    arm, leg = sizes
                    hooks[sizes] = number((leg + alpha * (arm + 1)) * (leg + 1 + alpha * arm))
                term = term * cells[i][j] / hooks[sizes]
        yield term


def _cell(i: int, j: int, p: int, q: int, d: int, alpha: Fraction) -> Fraction:
    content = alpha * j - i
    return (p + content) * (q + content) / (d + content)


def _partitions(total: int, length: int, largest: int) -> Iterator[tuple[int, ...]]:
    """The partitions of `total` into at most `length` parts, each at most `largest`."""
    if total == 0:
        yield ()
    elif length > 0:
        for first in range(min(total, largest), 0, -1):
            for rest in _partitions(total - first, length - 1, first):
                yield (first, *rest)
