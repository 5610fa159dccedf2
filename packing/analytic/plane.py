"""The positive-part energy in the plane: E+_2 >= n^2 (7 - sqrt 5)/20 - n, by an exact certificate of degree 7."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy

_ROOT5 = sympy.sqrt(5)

COEFFICIENTS: Mapping[int, sympy.Expr] = {
    0: (7 - _ROOT5) / 20,
    1: (6 + 2 * _ROOT5) / 25,
    2: sympy.Rational(183, 500) - _ROOT5 / 20,
    3: sympy.Rational(41, 500),
    6: (_ROOT5 - 2) / 50,
    7: sympy.Rational(1, 500),
}
"""h(cos x) = sum h_k cos(k x), all h_k > 0, with h <= max(c, 0)^2 and equality at cos 0, cos 72 and cos 144 degrees."""


@dataclass(frozen=True)
class PlaneCheck:
    """Whether the certificate holds, the constant h_0 it proves, and the first reason why not."""

    holds: bool
    constant: sympy.Expr
    reason: str


def check_plane_bound(coefficients: Mapping[int, sympy.Expr] = COEFFICIENTS) -> PlaneCheck:
    """Check E+_2(X) >= n^2 h_0 - n for n unit vectors of R^2 exactly, in Q(sqrt 5).

    Since sum_ij cos k(x_i - x_j) = |sum_j e^(i k x_j)|^2 >= 0, weights h_k >= 0 give sum_ij h(c_ij) >= n^2 h_0. With
    f(c) = max(c, 0)^2 and h <= f on [-1, 1], sum_ij f >= n^2 h_0, where the diagonal holds n. To see h <= f, divide:
    f - h = (1-c)(c - cos 72)^2 q(c) on [0, 1] and (c - cos 144)^2 g(c) on [-1, 0], with zero remainders, and q, g have
    no root there (Sturm) and are positive at one point. Equality for every n = 5 j: the pentagon j times.

    >>> raised = {**COEFFICIENTS, 0: COEFFICIENTS[0] + sympy.Rational(1, 10**6)}
    >>> check_plane_bound().holds, check_plane_bound(raised).holds
    (True, False)
    """
    c = sympy.Symbol("c")
    constant = coefficients[0]
    for k, weight in coefficients.items():
        if not weight > 0:
            return PlaneCheck(False, constant, f"the weight of cos {k}x is not positive")
    h = sum((weight * sympy.chebyshevt(k, c) for k, weight in coefficients.items()), sympy.Integer(0))
    right, left = (_ROOT5 - 1) / 4, -(_ROOT5 + 1) / 4
    for name, side, factor, low, high in (
        ("[0, 1]", c**2 - h, (1 - c) * (c - right) ** 2, 0, 1),
        ("[-1, 0]", -h, (c - left) ** 2, -1, 0),
    ):
        quotient, remainder = sympy.div(_poly(side, c), _poly(factor, c))
        if not remainder.is_zero:
            return PlaneCheck(False, constant, f"f - h does not touch 0 where it should on {name}")
        if quotient.count_roots(low, high) or not sympy.simplify(quotient.eval(low)) > 0:
            return PlaneCheck(False, constant, f"f - h changes sign on {name}")
    return PlaneCheck(True, constant, "")


def _poly(expression: sympy.Expr, variable: sympy.Symbol) -> sympy.Poly:
    return sympy.Poly(sympy.expand(expression), variable, extension=_ROOT5)
