"""Fractions as the rational numbers of flint."""

from __future__ import annotations

from fractions import Fraction

import flint


def to_flint(number: Fraction) -> flint.fmpq:
    """A fraction as flint's rational number."""
    return flint.fmpq(number.numerator, number.denominator)
