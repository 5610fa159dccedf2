"""Below p = 2 orthogonal regular simplices have the least E_p = sum |<x_i, x_j>|^p: a floor for all n > d.

Theorem. Let n unit vectors span at most d < n dimensions over R, C or H, and 0 < p < 2. Then

    E_p >= (n - d) min over m = 1, 2, 3, ... of (m + 1) m^(1-p).

The term of m is the energy of a regular simplex: m + 1 vectors of R^m with overlaps 1/m. So n - d orthogonal simplices,
with orthonormal vectors in what is left, are best of all packings where they fit: m (n - d) <= d. The best m is 1 (a
vector twice, or its negative) to p = log 3/log 2 = 1.585, then 2 to 1.7095, then 3 to 1.7757: in general it passes from
m to m + 1 at p = log(1 + 2/m)/log(1 + 1/m).

The proof is on a page of its own, `proofs/orthogonal-simplices.md`. It begins as `weighted_kernel` does, with rows of
the kernel of the Gram matrix in Lewis's position and E_i >= (a_i/B_i)^(p-1), and shows that the energy seen along each
row is at least that of one simplex. For n = d + 1 the theorem is that of Xu and Xu, arXiv:1907.10861.
"""

from __future__ import annotations

from typing import Any

import sympy


def transition(m: int) -> sympy.Expr:
    """The exponent at which the best simplex passes from m to m + 1 dimensions; 0 for m = 0.

    >>> transition(0), transition(1), transition(2).evalf(6)
    (0, log(3)/log(2), 1.70951)
    """
    if m == 0:
        return sympy.Integer(0)
    return sympy.log(sympy.Rational(m + 2, m)) / sympy.log(sympy.Rational(m + 1, m))


def best_simplex(p: sympy.Expr) -> int:
    """The least m with the least (m + 1) m^(1-p), for a number p < 2.

    >>> [best_simplex(sympy.Rational(p)) for p in ("1/2", "3/2", "8/5", "7/4", "19/10")]
    [1, 1, 2, 3, 9]
    """
    if p <= 1:
        return 1
    m = max(1, int(sympy.floor(1 / (2 - p))) - 1)
    until = transition(m)
    return m if p == until or sympy.N(p - until) < 0 else m + 1


def simplices(n: Any, d: Any, p: Any, m: int) -> sympy.Expr:
    """(n-d) (m+1) m^(1-p), the energy of n - d orthogonal simplices of m + 1 vectors.

    >>> simplices(6, 4, sympy.Rational(8, 5), 2)
    3*2**(2/5)
    """
    return (n - d) * (m + 1) * sympy.Integer(m) ** (1 - p)
