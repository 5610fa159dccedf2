"""Interference moments of random vectors: E |<u, v>|^p and its law, exact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import sympy

from packing.analytic.formula import is_symbolic
from packing.displayed import Displayed
from packing.doors import moved, shown
from packing.errors import InputError, positive_integer
from packing.exponents import exact_exponent
from packing.problem import Field, parse_field
from packing.rigor import Rigor, float_below
from packing.rounding import lower


@dataclass(frozen=True)
class Moment(Displayed):
    """A mean of |<u, v>|^p: exact, as a float, how it is known and by what theorem (`reference`, a key of the sources).

    Of a least moment `attained` says whether vectors with this mean are known (None: not decided here).

    Fields: `rigor`: proved, certified or numerical.
    """

    exact: sympy.Expr
    theorem: str
    attained: bool | None = True
    rigor: Rigor = Rigor.PROVED
    reference: str = ""

    @cached_property
    def value(self) -> float:
        """The moment as a float, rounded down, so that a lower bound stays one; `InputError` where it has symbols."""
        if is_symbolic(self.exact):
            raise InputError(f"a moment in {self.exact.free_symbols} is no number: put numbers in by exact.subs")
        return float_below(self.exact)

    def __str__(self) -> str:
        number = "" if is_symbolic(self.exact) else f" = {lower(self.exact)}"
        return f"{self.exact}{number} ({self.theorem}, {self.rigor})"


def gaussian_moment(exponent: Any, field: Field | str = Field.REAL) -> sympy.Expr:
    """lim d^(p/2) E |<u, v>|^p as d grows: E |g|^p of a Gaussian scalar g with E |g|^2 = 1.

    (2/s)^(p/2) Gamma((p+s)/2) / Gamma(s/2), s = 1, 2, 4.

    Args: `exponent` p > -s, a number or a symbol; `field`: "R", "C" or "H".

    >>> gaussian_moment(4), gaussian_moment(4, "C"), gaussian_moment(4, "H")
    (3, 2, 3/2)
    """
    s = parse_field(field).real_dimension
    p = exponent if is_symbolic(exponent) else exact_exponent(exponent)
    power = sympy.Rational(2, s) ** (p / 2)
    return sympy.gammasimp(power * sympy.gamma((p + s) / 2) / sympy.gamma(sympy.Rational(s, 2)))


class OverlapLaw(NamedTuple):
    """The law of |<u, v>| of random unit vectors: density and tail P(|<u, v>| > t), in the variable `overlap`."""

    density: sympy.Expr
    tail: sympy.Expr


def overlap_law(d: Any, field: Field | str = Field.REAL) -> OverlapLaw:
    """The law of |<u, v>| of random unit vectors in F^d, d >= 2, as expressions in `overlap` on [0, 1].

    Over R the density is 2 c_d (1-t^2)^((d-3)/2), c_d = Gamma(d/2) / (sqrt(pi) Gamma((d-1)/2)). For s = 2, 4 the tail
    is sum_{j < s/2} binomial(N, j) t^(2j) (1-t^2)^(N-j), N = sd/2 - 1: over C (1-t^2)^(d-1). Fast numbers:
    `Space.random_law`. With a symbol d the tail over R is the incomplete beta function I_(1-t^2)((d-1)/2, 1/2).

    Args: `field`: "R", "C" or "H".

    >>> overlap_law(sympy.Symbol("d"), "C").tail
    (1 - t**2)**(d - 1)
    >>> overlap_law(3).tail, overlap_law(3, "C").tail, overlap_law(2, "H").tail
    (1 - t, (1 - t**2)**2, 3*t**2*(1 - t**2)**2 + (1 - t**2)**3)
    """
    t, s = overlap, parse_field(field).real_dimension
    d = d if is_symbolic(d) else positive_integer("d", d)
    if d == 1:
        raise InputError("the law of an overlap needs d at least 2, not 1: in one dimension every overlap is 1")
    if s % 2 == 0:
        n = s // 2 * d - 1
        tail = sympy.Add(*(sympy.binomial(n, j) * t ** (2 * j) * (1 - t**2) ** (n - j) for j in range(s // 2)))
        return OverlapLaw(sympy.diff(-tail, t), tail)
    half = sympy.sympify(d, strict=True) / 2
    scale = sympy.gamma(half) / (sympy.sqrt(sympy.pi) * sympy.gamma(half - sympy.Rational(1, 2)))
    density = 2 * scale * (1 - t**2) ** (half - sympy.Rational(3, 2))
    if is_symbolic(d):
        tail = sympy.betainc_regularized(half - sympy.Rational(1, 2), sympy.Rational(1, 2), 0, 1 - t**2)
        return OverlapLaw(density, tail)
    return OverlapLaw(density, sympy.expand(2 * scale * _cap(d - 2, t)))


def _cap(m: int, t: sympy.Expr) -> sympy.Expr:
    """The integral of sin(x)^m for x from 0 to arccos(t), by parts."""
    if m < 2:
        return sympy.acos(t) if m == 0 else 1 - t
    return (sympy.Integer(m - 1) * _cap(m - 2, t) - t * sympy.sqrt(1 - t**2) ** (m - 1)) / m


overlap = sympy.Symbol("t", nonnegative=True)
"""The variable of `overlap_law`."""


__dir__ = shown(__name__)
__getattr__ = moved(__name__, {"random_moment": "packing.bounds.energy.random_moment:random_moment"})
