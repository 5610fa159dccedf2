"""The measure of a cap in ball arithmetic: how much of a space lies within half an angle of a point."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import flint

from packing.space import Space

_LEAST_BITS, _MOST_BITS = 160, 4096


def law(space: Space) -> tuple[Fraction, Fraction]:
    """(a, b) of the law Beta(a, b) of sin^2 of the angle between random lines; of points, of the lines they span.

    >>> law(Space.lines(3, "H")), law(Space.sphere(4)) == law(Space.lines(4))
    ((Fraction(4, 1), Fraction(2, 1)), True)
    """
    if space.has_lines:
        return space.alpha + 1, space.beta + 1
    return Fraction(space.d - 1, 2), Fraction(1, 2)


def most_caps(space: Space, overlap: Fraction) -> Fraction:
    """1 / (measure of a cap of half the angle of `overlap`), rounded up to a rational that has its integer part.

    sin^2 of half the angle is y = (1 - c)/2 with c the cosine of the angle: the overlap of points, the root of the
    overlap of lines. A cap of lines has measure I_y(a, b); one of points half that of the lines it spans.

    >>> float(most_caps(Space.sphere(3), Fraction(1, 2)))                             # 2 / (1 - cos 30 degrees)
    14.928203231
    """
    bits = _LEAST_BITS
    while True:
        with flint.ctx.workprec(bits):
            ball = _count(space, overlap)
            low, high = (_fraction(end) for end in (ball.lower(), ball.upper()))
        if floor(low) == floor(high):
            return _above(high)
        if bits > _MOST_BITS:  # an integer, as far as it can be told
            return Fraction(floor(high))
        bits *= 2


def _count(space: Space, overlap: Fraction) -> flint.arb:
    """1 / (measure of a cap), a ball in the precision of the context."""
    value = flint.arb(flint.fmpq(overlap.numerator, overlap.denominator))
    cosine = value.sqrt() if space.has_lines and overlap else value
    a, b = (flint.arb(flint.fmpq(part.numerator, part.denominator)) for part in law(space))
    share = ((1 - cosine) / 2).beta_lower(a, b, True)
    return (1 if space.has_lines else 2) / share


def _fraction(end: flint.arb) -> Fraction:
    mantissa, exponent = (int(part) for part in end.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent


def _above(number: Fraction) -> Fraction:
    """A number rounded up to 9 decimals, or to more where that would reach the next integer."""
    for digits in (9, 18, 36):
        rounded = Fraction(ceil(number * 10**digits), 10**digits)
        if rounded < floor(number) + 1:
            return rounded
    return number
