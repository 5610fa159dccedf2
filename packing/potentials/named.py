"""A potential by the name that a command gives it."""

from __future__ import annotations

from typing import Any

import sympy

from packing.doors import shown
from packing.errors import InputError
from packing.potentials.distances import Gauss, Logarithm, Riesz
from packing.potentials.expressions import MOST_DEGREE, Expression, Polynomial
from packing.potentials.potential import OVERLAP, Potential
from packing.potentials.powers import AbsPower, ReluPower
from packing.potentials.written import read_written

NAMES = ("abs", "relu", "riesz", "log", "gauss")
"""The names; any other text is an expression in the overlap t, such as t^4 - t^2 or exp(3*t)."""

_WITH_EXPONENT: dict[str, type[AbsPower] | type[ReluPower] | type[Riesz] | type[Gauss]] = {
    "abs": AbsPower,
    "relu": ReluPower,
    "riesz": Riesz,
    "gauss": Gauss,
}


_NUMBERS = frozenset("0123456789.+-*/^() ")
"""A text of these alone is a constant."""


def potential(name: str, exponent: Any = None) -> Potential:
    """The potential called abs, relu, riesz, log or gauss, or written as an expression in t.

    Args: `exponent` is p for abs and relu, s for riesz, the rate a of exp(-a |x - y|^2) for gauss, absent for the rest.
    Raises `InputError` where it is missing, or there and not asked for.

    >>> print(potential("relu", 2), potential("t^4 - t^2/3"))
    max(t, 0)^2 t^4 - t^2/3
    """
    if name in _WITH_EXPONENT:
        if exponent is None:
            what = {"riesz": "s > 0 of |x - y|^-s", "gauss": "the rate a > 0 of exp(-a |x - y|^2)"}.get(name, "p > 0")
            raise InputError(f"the energy {name} needs an exponent, {what}: add --exponent 2, or another")
        return _WITH_EXPONENT[name](exponent)
    if exponent is not None:
        raise InputError(
            f"the energy {name!r} has no exponent, not {exponent!r}: leave it out, or name {', '.join(NAMES)}"
        )
    if name == "log":
        return Logarithm()
    return _written(name)


def _written(text: str) -> Potential:
    if "t" not in text and not (text.strip() and set(text) <= _NUMBERS):
        known = ", ".join(NAMES)
        raise InputError(
            f"the energy must be {known} or an expression in t such as t^4 - t^2, not {text[:40]!r}: name one"
        )
    found = read_written(text)
    if found.is_polynomial(OVERLAP):
        coefficients = sympy.Poly(found, OVERLAP).all_coeffs()[::-1]
        if all(c.is_Rational for c in coefficients) and len(coefficients) <= MOST_DEGREE + 1:
            return Polynomial(coefficients)
    return Expression(found)


__dir__ = shown(__name__)
