"""The measure of a cap in ball arithmetic: how much of a space lies within half an angle of a point."""

from __future__ import annotations

from fractions import Fraction

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
        ball = _ball(space, overlap, bits)
        low, high = _floor(ball.lower()), _floor(ball.upper())
        if low == high or bits > _MOST_BITS:
            break
        bits *= 2
    if low < high:  # an integer, as far as it can be told
        return Fraction(high)
    return _above(ball, low)


def _ball(space: Space, overlap: Fraction, bits: int) -> flint.arb:
    with flint.ctx.workprec(bits):
        value = flint.arb(flint.fmpq(overlap.numerator, overlap.denominator))
        cosine = value.sqrt() if space.has_lines and overlap else value
        a, b = (flint.arb(flint.fmpq(part.numerator, part.denominator)) for part in law(space))
        share = ((1 - cosine) / 2).beta_lower(a, b, True)
        return (1 if space.has_lines else 2) / share


def _floor(end: flint.arb) -> int:
    mantissa, exponent = (int(part) for part in end.man_exp())
    return mantissa << exponent if exponent >= 0 else mantissa >> -exponent


def _above(ball: flint.arb, integer: int) -> Fraction:
    """The ball's upper end, rounded up to 9 decimals, or to more where that would reach the next integer."""
    mantissa, exponent = (int(part) for part in ball.upper().man_exp())
    upper = Fraction(mantissa) * Fraction(2) ** exponent
    for digits in (9, 18, 36):
        rounded = Fraction(-(-upper * 10**digits // 1), 10**digits)
        if rounded < integer + 1:
            return rounded
    return upper
