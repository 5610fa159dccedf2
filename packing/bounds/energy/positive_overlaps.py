"""More than 2d unit vectors of R^d have sum max(<x_i, x_j>, 0)^2 at least a number that does not fall with d.

Theorem. For n = 2d + k or more vectors, 1 <= k <= 7, the sum over ordered pairs is at least (y-1)^2, where y > 1 and
y^3 - 3y = 2(k-1): 4 - 2 sqrt 3, 1, 1.4299, ... Of more vectors the mean over all subsets of m = 2d + k is taken.

At a packing of least energy G = 1 + P - N, P, N >= 0, has P G = diag(l) G; the trace of (N - P)^3 with tr N^3 >= 0
bounds the energy E by E^(3/2) + 3E >= 2(n - 2d). The proof is on a page of its own, `proofs/positive-overlaps.md`.
It is not sharp: 2d + 1 vectors with .95 are known for all d >= 2.
"""

from __future__ import annotations

from typing import Any

import sympy

MOST = 7
"""The theorem is proved for up to so many vectors more than 2d."""


def constant(k: int) -> sympy.Expr:
    """(y-1)^2 for the root y > 1 of y^3 - 3y = 2(k-1), for 1 <= k <= `MOST`.

    >>> [constant(k) for k in (1, 2)], float(constant(3)) > 1.42
    ([4 - 2*sqrt(3), 1], True)
    """
    if k == 1:
        return 4 - 2 * sympy.sqrt(3)
    root = sympy.cbrt(k - 1 + sympy.sqrt(k * (k - 2)))
    return (root + 1 / root - 1) ** 2


def crowded(n: Any, d: Any, k: int) -> sympy.Expr:
    """The bound for n >= 2d + k vectors: n(n-1)/(m(m-1)) `constant(k)` with m = 2d + k.

    >>> crowded(8, 3, 2), crowded(7, 3, 1)
    (1, 4 - 2*sqrt(3))
    """
    m = sympy.sympify(2 * d + k, strict=True)
    return n * (n - 1) / (m * (m - 1)) * constant(k)
