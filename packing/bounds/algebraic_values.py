"""The numbers of certificates as expressions of sympy, and read from certificates."""

from __future__ import annotations

from typing import Any

import sympy

from packing.certificates import Certificate
from packing.kernel.algebraic import Algebraic, Real, read_real, read_small_field
from packing.kernel.number_field import RealField
from packing.kernel.statement import RefusedError


def number_of(certificate: Certificate, entry: str) -> Real | None:
    """The number at `entry` of a certificate, in the field that it names; None where there is none.

    >>> str(number_of({"overlap": ["1/2", "1"], "theta": {"polynomial": [-3, 0, 1], "interval": [1, 2]}}, "overlap"))
    '1/2 + theta'
    """
    try:
        return read_real(certificate.get(entry), entry, read_small_field(certificate))
    except RefusedError:
        return None


def in_sympy(value: Real) -> sympy.Expr:
    """The number in roots where theta is quadratic, else with theta as a root of its polynomial.

    >>> from fractions import Fraction
    >>> in_sympy(Algebraic(RealField((-2, 0, 1), Fraction(1), Fraction(2)), (Fraction(-1, 7), Fraction(2, 7))))
    -1/7 + 2*sqrt(2)/7
    """
    if not isinstance(value, Algebraic):
        return sympy.Rational(value.numerator, value.denominator)
    theta = _root(value.field)
    powers = (sympy.Rational(c.numerator, c.denominator) * theta**k for k, c in enumerate(value.element))
    return sympy.expand(sympy.Add(*powers))


def _root(field: RealField) -> Any:
    x = sympy.Symbol("x")
    polynomial = sympy.Poly(list(reversed(field.polynomial)), x)
    inside = [root for root in sympy.real_roots(polynomial) if field.low < root < field.high]
    return inside[0]
