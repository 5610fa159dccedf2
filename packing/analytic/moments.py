"""Interference moments: E |<u, v>|^p of random vectors, and the least that any vectors can have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from packing.analytic.energy import Energy, exact_exponent
from packing.errors import InputError, positive_integer
from packing.problem import Field, parse_field
from packing.rigor import Rigor, float_below


@dataclass(frozen=True)
class Moment:
    """A mean of |<u, v>|^p: exact, as a float, how it is known and by what theorem.

    Of a least moment `attained` says whether vectors with this mean are known (None: not decided here).
    """

    exact: sympy.Expr
    theorem: str
    attained: bool | None = True
    rigor: Rigor = Rigor.PROVED

    @cached_property
    def value(self) -> float:
        """The moment as a float, rounded down, so that a lower bound stays one."""
        return float_below(self.exact)

    def __str__(self) -> str:
        return f"{self.exact} = {self.value:.12g} ({self.theorem}, {self.rigor})"


def random_moment(d: Any, exponent: Any, field: Field | str = Field.REAL) -> sympy.Expr:
    """E |<u, v>|^p of independent uniform unit vectors u, v in F^d, exact; d and p may be numbers or sympy symbols.

    Over R, t^2 is Beta(1/2, (d-1)/2) distributed: Gamma((p+1)/2) Gamma(d/2) / (sqrt(pi) Gamma((d+p)/2)), p > -1, and
    for p = 2k this is 1 3 .. (2k-1) / (d (d+2) .. (d+2k-2)). Over C, t^2 is Beta(1, d-1): Gamma(p/2+1) Gamma(d) /
    Gamma(d+p/2), p > -2, and for p = 2k it is 1/binomial(d+k-1, k). Here p > 0.

    >>> random_moment(7, 4), random_moment(7, 4, "C"), random_moment(3, 1)
    (1/21, 1/28, 1/2)
    """
    complex_scalars = parse_field(field) is Field.COMPLEX
    p = exponent if isinstance(exponent, sympy.Expr) and exponent.free_symbols else exact_exponent(exponent)
    dimension = d if isinstance(d, sympy.Expr) and d.free_symbols else sympy.Integer(positive_integer("d", d))
    if complex_scalars:
        value = sympy.gamma(p / 2 + 1) * sympy.gamma(dimension) / sympy.gamma(dimension + p / 2)
    else:
        value = sympy.gamma((p + 1) / 2) * sympy.gamma(dimension / 2)
        value = value / (sympy.sqrt(sympy.pi) * sympy.gamma((dimension + p) / 2))
    return sympy.gammasimp(value)


def gaussian_moment(exponent: Any, field: Field | str = Field.REAL) -> sympy.Expr:
    """lim d^(p/2) E |<u, v>|^p as d grows: E |N(0, 1)|^p over R, Gamma(p/2 + 1) over C.

    >>> gaussian_moment(4), gaussian_moment(4, "C")
    (3, 2)
    """
    p = exponent if isinstance(exponent, sympy.Expr) and exponent.free_symbols else exact_exponent(exponent)
    if parse_field(field) is Field.COMPLEX:
        return sympy.gamma(p / 2 + 1)
    return sympy.gammasimp(2 ** (p / 2) * sympy.gamma((p + 1) / 2) / sympy.sqrt(sympy.pi))


def overlap_law(d: int, field: Field | str = Field.REAL) -> tuple[sympy.Expr, sympy.Expr]:
    """(density, tail P(|<u, v>| > t)) of random unit vectors in F^d, d >= 2, as expressions in `overlap` on [0, 1].

    Over C the tail is (1 - t^2)^(d-1) exactly; over R the density is 2 c_d (1-t^2)^((d-3)/2), c_d = Gamma(d/2) /
    (sqrt(pi) Gamma((d-1)/2)). Fast numbers: `packing.zonal.problem.space.random_law`.

    >>> overlap_law(3)[1], overlap_law(3, "C")[1]
    (1 - t, (1 - t**2)**2)
    """
    t = overlap
    d = positive_integer("d", d)
    if d == 1:
        raise InputError("the law of an overlap needs d at least 2, not 1: in one dimension every overlap is 1")
    if parse_field(field) is Field.COMPLEX:
        tail = (1 - t**2) ** (d - 1)
        return sympy.diff(-tail, t), tail
    scale = sympy.gamma(sympy.Rational(d, 2)) / (sympy.sqrt(sympy.pi) * sympy.gamma(sympy.Rational(d - 1, 2)))
    density = 2 * scale * (1 - t**2) ** sympy.Rational(d - 3, 2)
    return density, sympy.expand(2 * scale * _cap(d - 2, t))


def _cap(m: int, t: sympy.Expr) -> sympy.Expr:
    """The integral of sin(x)^m for x from 0 to arccos(t), by parts."""
    if m < 2:
        return sympy.acos(t) if m == 0 else 1 - t
    return (sympy.Integer(m - 1) * _cap(m - 2, t) - t * sympy.sqrt(1 - t**2) ** (m - 1)) / m


overlap = sympy.Symbol("t", nonnegative=True)
"""The variable of `overlap_law`."""


def least_moment(d: int, exponent: Any, n: int | None = None, field: Field | str = Field.REAL) -> Moment:
    """The least possible mean of |<x_i, x_j>|^p: over ordered pairs i != j of n unit vectors, or over measures.

    With n: a lower bound, `energies.energy_bound` divided by n(n-1). Without n: the least of I_p(mu) = E |<x, y>|^p
    over probability measures mu on the sphere, where x and y are independent (so the diagonal counts). It is 1/d for
    p <= 2 (an orthonormal basis), the random moment for even p (designs) and over R^2 the value of ceil(p/2) + 1
    equally spaced lines; elsewhere the bound m_2k^(p/2k) with 2k the largest even number <= p.

    >>> print(least_moment(7, 4))
    1/21 = 0.047619047619 (designs, proved)
    >>> print(least_moment(7, 2, n=28))
    1/9 = 0.111111111111 (Welch, proved)
    """
    d, p, scalars = positive_integer("d", d), exact_exponent(exponent), parse_field(field)
    from packing.analytic.energies import energy_bound, measure_bound

    if n is None:
        return measure_bound(d, p, scalars)
    n = positive_integer("n", n)
    if n == 1:
        raise InputError("a mean over pairs needs n at least 2, not 1: add a vector or leave n out")
    bound = energy_bound(n, d, p, Energy.ABS, scalars)
    return Moment(bound.exact / (n * (n - 1)), bound.theorem, bound.attained, bound.rigor)
