"""Whether a polynomial lies nowhere above a function: exactly by Sturm's theorem, or on small intervals by enclosures.

Where f is a polynomial, the sign of h - f is decided exactly, and h may touch f. Elsewhere the interval is halved until
on each part, of half length r around c, one of two enclosures shows that g = f - h >= 0:

* f(part) - h(part) >= 0;
* with g0 <= g(c), w >= |g'(c)| r and m <= g'' r^2 on the part: g >= g0 - w s + m s^2/2 for all s in [0, 1], whose least
  value is g0 - w^2/(2m) if m > w, else g0 - w + m/2.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import zip_longest
from math import lcm

from packing.kernel.algebraic import Algebraic, Real, below
from packing.kernel.intervals import BITS, Interval
from packing.kernel.polynomial import combination, count_roots, integral, is_nonpositive, sign_at
from packing.kernel.potential import Piece

MOST_PARTS = 4000
"""So many parts are looked at before an interval is given up.."""

MOST_HALVINGS = 100
"""..and none is halved more often."""


def is_minorant(h: list[Fraction], piece: Piece) -> bool:
    """Whether h(t) <= f(t) on the piece; False also where enclosures do not show it.

    >>> square = Piece(Fraction(-1), Fraction(1), ("t", ("^", Fraction(2))))
    >>> is_minorant([Fraction(-1), Fraction(2)], square), is_minorant([Fraction(0), Fraction(1)], square)
    (True, False)
    >>> root = Piece(Fraction(0), Fraction(1), ("t", ("^", Fraction(1, 2))))
    >>> is_minorant([Fraction(-1, 10**9), Fraction(1)], root), is_minorant([Fraction(1, 10**9), Fraction(1)], root)
    (True, False)
    """
    f = piece.polynomial()
    if f is not None:
        return is_nonpositive(combination([Fraction(1), Fraction(-1)], [h, f]), piece.low, piece.high)
    return _by_enclosures(h, piece)


def is_minorant_over(h: list[Real], piece: Piece, contacts: list[Real]) -> bool:
    """The same for coefficients of Q(theta): f - h may be 0 at `contacts` alone; elsewhere it is shown to be positive.

    Where f is a polynomial, f - h is divided by t - c for each contact c as often as it can be, an even number of times
    inside the piece. A rational polynomial below what is left, with the sign of the factors at the ends, is positive.
    """
    rational = [c for c in h if isinstance(c, Fraction)]
    if len(rational) == len(h):
        return is_minorant(rational, piece)
    f = piece.polynomial()
    if f is None:
        return _by_enclosures([-c for c in rational_below([-c for c in h])], piece)
    gap: list[Real] = [a - b for a, b in zip_longest(f, h, fillvalue=Fraction(0))]
    sign = 1
    for contact in contacts:
        times = 0
        while len(gap) > 1 and not value(gap, contact):
            gap, times = quotient(gap, contact), times + 1
        if contact >= piece.high:
            sign *= (-1) ** times
        elif contact > piece.low and times % 2:
            return False
    least = integral(rational_below([sign * c for c in gap]))
    if not least or any(sign_at(least, end) <= 0 for end in (piece.low, piece.high)):
        return False
    return count_roots(least, piece.low, piece.high) == 0


def rational_below(polynomial: list[Real]) -> list[Fraction]:
    """A rational polynomial at most this one on [-1, 1], and nearly that: the same where it is rational."""
    found = [below(c) for c in polynomial]
    widths = (c.between()[1] - least for c, least in zip(polynomial, found, strict=True) if isinstance(c, Algebraic))
    total = sum(widths, Fraction(0))
    return [found[0] - total, *found[1:]] if total else found


def value(polynomial: list[Real], point: Real) -> Real:
    """polynomial(point)."""
    total: Real = Fraction(0)
    for c in reversed(polynomial):
        total = total * point + c
    return total


def quotient(polynomial: list[Real], root: Real) -> list[Real]:
    """polynomial / (t - root), for a root of it (Horner)."""
    quotient: list[Real] = []
    total: Real = Fraction(0)
    for c in reversed(polynomial[1:]):
        total = total * root + c
        quotient.append(total)
    return quotient[::-1]


def _by_enclosures(h: list[Fraction], piece: Piece) -> bool:
    """The halving: part (k, c) is that of half length 2^-k around c 2^-k, in the variable (t - low)/(high - low)."""
    length = piece.high - piece.low
    scaled = _substituted(h, piece.low, length)
    common = lcm(*(c.denominator for c in scaled))
    integers = [int(c * common) for c in scaled]
    waiting, seen = [(1, 1)], 0
    while waiting:
        k, centre = waiting.pop()
        seen += 1
        if seen > MOST_PARTS or k > MOST_HALVINGS:
            return False
        below = _is_below(_at(integers, common, k, centre), piece, length, k, centre)
        if below is None:
            return False
        if not below:
            waiting += [(k + 1, 2 * centre + 1), (k + 1, 2 * centre - 1)]
    return True


def _substituted(h: list[Fraction], low: Fraction, length: Fraction) -> list[Fraction]:
    """The coefficients of h(low + length x) in x."""
    total: list[Fraction] = [Fraction(0)]
    for c in reversed(h):
        shifted = [Fraction(0), *(length * b for b in total)]
        total = [a + low * b for a, b in zip(shifted, [*total, Fraction(0)], strict=True)]
        total[0] += c
    return total


def _at(integers: list[int], common: int, k: int, centre: int) -> tuple[list[int], int]:
    """(A, D) with h = sum A_j s^j / D for |s| <= 1 on the part: Horner's shifts."""
    degree = len(integers) - 1
    a = [c << k * (degree - i) for i, c in enumerate(integers)]
    for start in range(degree):
        for i in reversed(range(start, degree)):
            a[i] += centre * a[i + 1]
    return a, common << k * degree


def _is_below(h: tuple[list[int], int], piece: Piece, length: Fraction, k: int, centre: int) -> bool | None:
    """Whether h <= f is shown on a part; None where h > f at its centre."""
    a, scale = h
    near, middle, far = (piece.low + length * Fraction(c, 1 << k) for c in (centre - 1, centre, centre + 1))
    part = Interval(Interval.of(near).low, Interval.of(far).high)
    values = piece.enclosure(part)
    if values is None:
        return False
    highest = _units(a[0] + sum(abs(c) for c in a[1:]), scale)
    if values.low is not None and values.low >= highest:
        return True
    at = piece.enclosure(Interval.of(middle))
    if at is not None and at.high is not None and at.high < _units(a[0], scale) - 1:
        return None
    return _bends_away(a, scale, piece, Interval.of(middle), part, Interval.of(length / (1 << k)))


def _bends_away(a: list[int], scale: int, piece: Piece, middle: Interval, part: Interval, radius: Interval) -> bool:
    """The second enclosure."""
    at, over = piece.jet(middle), piece.jet(part)
    if at is None or over is None:
        return False
    slope, bend = at.first * radius, over.second * radius.square()
    if at.value.low is None or slope.low is None or slope.high is None or bend.low is None:
        return False
    g0 = at.value.low - _units(a[0], scale)
    first = a[1] if len(a) > 1 else 0
    w = max(slope.high - _units(first, scale) + 1, _units(first, scale) - slope.low)
    second = 2 * a[2] if len(a) > 2 else 0
    m = bend.low - _units(second + sum(j * (j - 1) * abs(c) for j, c in enumerate(a) if j > 2), scale)
    return 2 * m * g0 >= w * w if m > w else 2 * (g0 - w) + m >= 0


def _units(numerator: int, denominator: int) -> int:
    """A rational number in units of intervals, rounded up."""
    return -((-numerator << BITS) // denominator)
