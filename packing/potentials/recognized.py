"""Potentials that are powers of the overlap in other words: of lines t^3 is |t|^3; 2 max(t, 0)^2 + 1 is one too."""

from __future__ import annotations

from typing import NamedTuple

import sympy

from packing.doors import shown
from packing.errors import InputError
from packing.potentials.potential import OVERLAP, Potential
from packing.potentials.powers import AbsPower, Power, ReluPower
from packing.space import Field, Space

_LARGEST = sympy.Integer(10) ** 100
"""A larger scale or shift is for the programme to refuse: energies are floats."""


class ScaledPower(NamedTuple):
    """scale f + shift for a power f of overlaps, scale > 0."""

    power: Power
    scale: sympy.Expr
    shift: sympy.Expr

    @property
    def is_plain(self) -> bool:
        """Whether it is f itself."""
        return bool(self.scale == 1 and self.shift == 0)


def as_power(potential: Potential, space: Space) -> ScaledPower | None:
    """The potential as scale |t|^p + shift or scale max(t, 0)^p + shift on overlaps of the space; None if it is not.

    >>> from packing.potentials import Expression, Polynomial
    >>> as_power(Polynomial([1, 0, 0, 2]), Space.lines(4))
    ScaledPower(power=AbsPower(exponent=3), scale=2, shift=1)
    >>> str(as_power(Expression(sympy.Max(OVERLAP, 0) ** 2), Space.sphere(4)).power)
    'max(t, 0)^2'
    """
    if isinstance(potential, Power):
        return ScaledPower(potential, sympy.S.One, sympy.S.Zero)
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
    return None if power is None else ScaledPower(power, scale, shift)


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
