"""The Bukh-Cox bound for few more lines than dimensions."""

from __future__ import annotations

from functools import lru_cache

import sympy

from packing.bounds.bound import ABOUT_LINES, Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.problem import Problem
from packing.space import Space

THEOREM = Theorem("Bukh-Cox", "bukh2020")


def bukh_cox(problem: Problem) -> Bound | Inapplicable:
    """1/mu <= n E - 1 with k = n - d and E = (1 + (Z(k) - 1) sqrt(y)) / Z(k), y = s/(s k + 2), s = 1, 2, 4.

    Z(k) = k(k+1)/2, k^2, k(2k-1) over R, C, H; so E = (1 + (k-1) sqrt(k+1)) / k^2 over C.
    Proof: choose vectors w_i of F^k whose Gram matrix W is annihilated by the Gram matrix G of the lines. The diagonal
    of G W = 0 gives |w_i|^2 <= mu sum_{j != i} |<w_i, w_j>|. Linear maps of F^k act on the w_i; at the one that
    minimises sum |w_i| with determinant 1 the directions of the w_i, weighted by |w_i|, are isotropic. For isotropic
    directions the mean |<u, u'>| is at most its value E at a maximal equiangular set of F^k: bound sqrt(x) by the
    parabola that touches it at x = y and meets it at 1; its leading coefficient is negative and the mean of x^2 is
    least at designs. Now sum over i, with (sum |w_i|)^2 <= n sum |w_i|^2.
    Validity: lines with n > d. The value falls from about n = 2d on; there its largest stands, for fewer lines.
    Equality: when a maximal equiangular set of F^k, each vector equally often, has n vectors: over C k^2 | n with a
    SIC, over R k(k+1)/2 | n for k = 1, 2, 3, 7, 23. Reference: Bukh and Cox (2020), who have R and C.

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import lines
    >>> print(bukh_cox(lines(6, 4, "R")).exact, bukh_cox(lines(8, 6, "C")).exact)
    1/3 4/(4 + 8*sqrt(3))
    """
    return lower(problem, family(problem.space))


def family(space: Space) -> Family | Silent:
    """The theorem on a space."""
    if not space.has_lines:
        return Silent(THEOREM, ABOUT_LINES)
    d, field = space.d, space.field
    peak = _peak(space)

    def attained(n: int) -> str:
        if n > peak:
            return f"never: it is the bound of {peak} lines"
        return f"copies of a maximal equiangular set of {field}^{n - d}"

    return Family(
        THEOREM,
        space,
        d + 1,
        lambda n: _coherence(space, n),
        _coherence(space, peak),
        attained,
        f"needs n > {d}: fewer lines can be orthogonal",
        peak=peak,
        filled="where a maximal equiangular set annihilates the Gram matrix",
    )


def _coherence(space: Space, n: int) -> sympy.Expr:
    k = n - space.d
    number = Space.lines(k, space.field).forms
    mean = _numerator(space, k)
    return number / sympy.expand(n * mean - number)


def _numerator(space: Space, k: int) -> sympy.Expr:
    """Z(k) E = 1 + (Z(k) - 1) sqrt(y), where Z(k) - 1 = (k - 1)(s k + 2)/2."""
    s = space.scalars
    return 1 + sympy.Rational((k - 1) * s, 2) * sympy.sqrt(sympy.Rational(s * k + 2, s))


@lru_cache(maxsize=1024)
def _peak(space: Space) -> int:
    """The n with the largest value, by ternary search in floats: the value rises, then falls."""

    def value(k: int) -> float:
        number, s = Space.lines(k, space.field).forms, space.scalars
        mean = 1 + (k - 1) * s / 2 * ((s * k + 2) / s) ** 0.5
        return number / ((space.d + k) * mean - number)

    low, high = 1, 4 * space.d + 4
    while high - low > 2:
        third = (high - low) // 3
        if value(low + third) < value(high - third):
            low += third
        else:
            high -= third
    return space.d + max(range(low, high + 1), key=value)
