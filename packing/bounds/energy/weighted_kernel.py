"""Lower bounds on E_p = sum |<x_i, x_j>|^p from the kernel of the Gram matrix, weighted so that it is a tight frame.

Theorem. Let n unit vectors span at most d < n dimensions, k = n - d, p > 1 and q = p/(p-1).

* p <= 2: E_p is at least the least sum of (a_i/(1-a_i))^(p-1) over n numbers 0 <= a_i < 1 of sum k, which is
  n (k/d)^(p-1) where n (p-1) >= d: k orthogonal simplices of n/k vectors meet it where k divides n. Where n is smaller,
  `orthogonal_simplices` says what is best.
* p >= 2: E_p >= n^p / M^(p-1), where M = n^2 h_0 - n h(1) for any h = h_0 + h_1 P_1 + h_2 P_2 + ... in the zonal
  polynomials of lines of F^k with h(t) >= |t|^q on [0, 1], h(1) >= 0 and h_2, h_3, ... <= 0; h_1 has any sign.

Proof. The Gram matrix G has k independent vectors in its kernel: the columns of Y with rows y_1, ..., y_n. A basis
change makes sum |y_i|^(q-2) y_i y_i^* the identity of F^k (Lewis position: the change of largest determinant with
sum |y_i|^q <= k). Write y_i = |y_i| u_i, a_i = |y_i|^q: the u_i, weighted by a_i, are a tight frame and sum a_i = k.
Row i of G Y = 0, read along u_i, is -|y_i| = sum_{j != i} G_ij <y_j, u_i>, so that by Hoelder row i of the energy is

    E_i >= (a_i/B_i)^(p-1),   B_i = sum_{j != i} a_j |<u_i, u_j>|^q.

p <= 2: then q >= 2 and B_i <= sum_{j != i} a_j |<u_i, u_j>|^2 = 1 - a_i. (x/(1-x))^s, s = p - 1, is its own convex hull
from x = 1 - s on, and the mean of the a_i is k/n.
p >= 2: Hoelder again gives (sum a_i^(2/q))^p <= E (sum a_i B_i)^(p-1); the left sum is at least n (k/n)^(2/q), and
sum a_i B_i <= h_0 k^2 - h(1) sum a_i^2 <= (k/n)^2 M: the part of P_1 vanishes, the frame being tight.

Of degree 2 the best h touches |t|^q where |t|^2 = s_0 and at 1, the overlaps of as many equiangular lines as F^k can
hold, N of weight 1/N each; Hermite's remainder has the right sign for 1 < q < 2. It says more than the power mean where
n > N. Equality: N equiangular lines of F^k, each taken n/N times, for u_i, and G_ij = -c |t|^(q-1) sign t.
Position: Lewis, Studia Math. 63 (1978). For p <= 2 with |y_i|^2 as weights: Glazyrin and Park, arXiv:1901.06096.
"""

from __future__ import annotations

from typing import Any

import sympy

from packing.bounds.energy.random_moment import even_moment
from packing.problem import Field

MAXIMAL_EQUIANGULAR = {Field.REAL: (2, 3, 7, 23), Field.COMPLEX: (2, 3), Field.QUATERNION: (2, 3)}
"""Dimensions k in which as many equiangular lines of F^k as Gerzon's number are known exactly here."""


def dense(n: Any, d: Any, p: Any) -> sympy.Expr:
    """n ((n-d)/d)^(p-1), which holds for 1 < p <= 2 and d < n with n (p-1) >= d.

    >>> dense(6, 4, sympy.Rational(7, 4))
    3*2**(1/4)
    """
    return n * (sympy.sympify(n - d, strict=True) / d) ** (p - 1)


def above_two(n: int, d: int, p: sympy.Expr, field: Field) -> tuple[sympy.Expr, bool | None] | None:
    """The bound for p > 2 and whether it is attained; None where the power mean says as much: n <= N, or k < 2.

    >>> above_two(6, 4, sympy.Integer(3), Field.REAL)
    (216/(6 + 6*sqrt(2))**2, True)
    """
    k = n - d
    if k < 2:
        return None
    first, second = (even_moment(k, half, field) for half in (1, 2))
    angle = (first - second) / (1 - first)
    weight = (first - angle) / (1 - angle)
    if n * weight <= 1:
        return None
    largest = n * n * (weight + (1 - weight) * angle ** (p / (2 * (p - 1)))) - n
    met = k in MAXIMAL_EQUIANGULAR[field] and (n * weight).is_Integer
    return n**p / largest ** (p - 1), met or None
