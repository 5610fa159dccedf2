"""Potentials with names in other words: of lines t^3 is |t|^3, 2 max(t, 0)^2 + 1 is one too, and so is -log(1 - t)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import sympy

from packing.doors import shown
from packing.errors import InputError
from packing.potentials.distances import Gauss, Logarithm, Riesz
from packing.potentials.potential import OVERLAP, Potential
from packing.potentials.powers import AbsPower, Power, ReluPower
from packing.space import Field, Space

_LARGEST = sympy.Integer(10) ** 100
"""A larger scale or shift is for the programme to refuse: energies are floats."""


class ScaledPotential(NamedTuple):
    """scale f + shift for a named potential f, scale > 0."""

    named: Potential
    scale: sympy.Expr
    shift: sympy.Expr

    @property
    def is_plain(self) -> bool:
        """Whether it is f itself."""
        return bool(self.scale == 1 and self.shift == 0)


def as_named(potential: Potential, space: Space) -> ScaledPotential | None:
    """The potential as scale f + shift for a power of overlaps, Riesz's, the logarithmic or Gauss's; None if it is not.

    >>> from packing.potentials import Expression
    >>> as_named(Expression(3 - sympy.log(1 - OVERLAP)), Space.sphere(4))
    ScaledPotential(named=Logarithm(), scale=2, shift=log(2) + 3)
    """
    if isinstance(potential, (Power, Riesz, Logarithm, Gauss)):
        return ScaledPotential(potential, sympy.S.One, sympy.S.Zero)
    return as_power(potential, space) or _of_distance(potential, space)


@lru_cache(maxsize=256)
def _of_distance(potential: Potential, space: Space) -> ScaledPotential | None:
    """Told by g''/g' for g of the squared distance r: -a of Gauss's, -1/r of the logarithm, -(s/2 + 1)/r of Riesz's."""
    pieces = potential.pieces(space)
    if len(pieces) > 1 or not _may_be_of_distance(pieces[0].expression):
        return None
    r = sympy.Symbol("r", positive=True)
    overlap = sympy.sqrt(1 - r) if space.has_lines else 1 - r / 2
    g = sympy.expand(pieces[0].expression.subs(OVERLAP, overlap))
    slope = sympy.diff(g, r)
    if slope.is_zero:
        return None
    ratio = sympy.simplify(sympy.diff(slope, r) / slope)
    named = _told(ratio, r)
    if named is None:
        return None
    f = named.pieces(space)[0].expression.subs(OVERLAP, overlap)
    scale = sympy.simplify(slope / sympy.diff(f, r))
    shift = sympy.simplify(g - scale * f)
    exact = not scale.has(r) and not shift.has(r) and scale.is_positive and shift.is_real
    return ScaledPotential(named, scale, shift) if exact and max(scale, abs(shift)) <= _LARGEST else None


def _may_be_of_distance(expression: sympy.Expr) -> bool:
    """Whether it is a multiple of an exponential, logarithm or power of a polynomial of degree 1 or 2, and a number."""
    core = expression.as_independent(OVERLAP, as_Add=True)[1].as_independent(OVERLAP, as_Add=False)[1]
    if not (isinstance(core, (sympy.exp, sympy.log)) or (core.is_Pow and core.exp.is_Rational and core.exp < 0)):
        return False
    inside = core.args[0]
    return bool(inside.is_polynomial(OVERLAP)) and sympy.degree(inside, OVERLAP) <= 2


def _told(ratio: sympy.Expr, r: sympy.Symbol) -> Potential | None:
    try:
        if not ratio.has(r):
            return Gauss(-ratio) if ratio.is_negative and ratio.is_Rational else None
        order = sympy.simplify(-ratio * r)
        if order == 1:
            return Logarithm()
        return Riesz(2 * (order - 1)) if order.is_Rational and order > 1 else None
    except InputError:  # an exponent out of range
        return None


def as_power(potential: Potential, space: Space) -> ScaledPotential | None:
    """The potential as scale |t|^p + shift or scale max(t, 0)^p + shift on overlaps of the space; None if it is not.

    >>> from packing.potentials import Expression, Polynomial
    >>> as_power(Polynomial([1, 0, 0, 2]), Space.lines(4))
    ScaledPotential(named=AbsPower(exponent=3), scale=2, shift=1)
    >>> str(as_power(Expression(sympy.Max(OVERLAP, 0) ** 2), Space.sphere(4)).named)
    'max(t, 0)^2'
    """
    if isinstance(potential, Power):
        return ScaledPotential(potential, sympy.S.One, sympy.S.Zero)
    pieces = potential.pieces(space)
    if len(pieces) > 2 or (len(pieces) == 2 and pieces[0].high != 0):
        return None
    right = pieces[-1].expression
    shift = right.subs(OVERLAP, 0)
    scale, monomial = sympy.expand(right - shift).as_independent(OVERLAP, as_Add=False)
    base, exponent = monomial.as_base_exp()
    if base != OVERLAP or not (exponent.is_Rational and exponent > 0 and scale.is_positive and shift.is_finite):
        return None
    if max(scale, abs(shift)) > _LARGEST:
        return None
    try:
        power = _on_both_sides(exponent, scale, pieces[0].expression - shift, len(pieces), space)
    except InputError:  # an exponent out of range
        return None
    return None if power is None else ScaledPotential(power, scale, shift)


def _on_both_sides(p: sympy.Expr, scale: sympy.Expr, left: sympy.Expr, pieces: int, space: Space) -> Power | None:
    """The power that is scale t^p on the right and `left` on the left of 0."""
    if space.has_lines:
        return AbsPower(p) if pieces == 1 else None
    if pieces == 1:
        return AbsPower(p) if p.is_even else None
    if left == 0:
        return ReluPower(p) if space.field is Field.REAL else None
    return AbsPower(p) if sympy.expand(left - scale * (-OVERLAP) ** p) == 0 else None


__dir__ = shown(__name__)
