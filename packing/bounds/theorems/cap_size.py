"""The cap bound on the size of a code: it needs no polynomial, so it answers where all others fail."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import flint

from packing.bounds.bound import Theorem
from packing.bounds.sizebound import SizeBound
from packing.rigor import Rigor
from packing.space import Space

THEOREM = Theorem("cap packing", "shannon1959")

_BITS = 160
_PARTS = 10**9


def cap_size(space: Space, overlap: Fraction) -> SizeBound:
    """n <= 1 / (measure of a cap of half the minimal angle), rounded up to a rational number by ball arithmetic.

    sin^2 of half the angle of the overlap is y = (1 - c)/2 with c the cosine of the angle: the overlap on the sphere,
    its square root between lines. A cap of lines has measure I_y(a + 1, b + 1), with the Jacobi parameters a, b of the
    space; one of points half that of the real lines it spans. Validity: overlaps below 1. See `packing.bounds.cap`.

    >>> print(cap_size(Space.sphere(3), Fraction(1, 2)))
    points on the unit sphere of R^3 with <x, y> <= 1/2: n <= 14 (cap packing, certified)
    """
    with flint.ctx.workprec(_BITS):
        ball = flint.arb(flint.fmpq(overlap.numerator, overlap.denominator))
        if space.has_lines:
            a, b = space.alpha + 1, space.beta + 1
            cosine = ball.sqrt() if overlap else ball
        else:
            a, b = Fraction(space.d - 1, 2), Fraction(1, 2)
            cosine = ball
        measure = _measure((1 - cosine) / 2, a, b, space.has_lines)
        upper = (1 / measure).upper()
        mantissa, exponent = (int(part) for part in upper.man_exp())
    exact = Fraction(ceil(Fraction(mantissa) * Fraction(2) ** exponent * _PARTS), _PARTS)
    return SizeBound(describe(space, overlap), THEOREM, exact, Rigor.CERTIFIED, attained="polygons of the plane")


def describe(space: Space, overlap: Fraction) -> str:
    """The objects counted, in words.

    >>> describe(Space.lines(3, "C"), Fraction(1, 4))
    'lines of C^3 with |<x, y>|^2 <= 1/4'
    """
    if not space.has_lines:
        return f"points on the unit sphere of R^{space.d} with <x, y> <= {overlap}"
    return f"lines of {space.field}^{space.d} with |<x, y>|^2 <= {overlap}"


def _measure(y: flint.arb, a: Fraction, b: Fraction, lines: bool) -> flint.arb:
    """The measure of a cap: P(Beta(a, b) <= y) of lines, half of that of points."""

    def probability(share: flint.arb) -> flint.arb:
        first, second = (flint.arb(flint.fmpq(value.numerator, value.denominator)) for value in (a, b))
        return share.beta_lower(first, second, True)

    return probability(y) if lines else probability(y) / 2
