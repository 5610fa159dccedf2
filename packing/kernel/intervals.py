"""Intervals of real numbers with ends that are multiples of 2^-BITS, or infinite: rounded outwards, integers alone.

An end is an integer, in units of 2^-BITS, or None where the interval has no end on that side.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import isqrt

BITS = 160
"""The ends of intervals are multiples of 2^-BITS."""

UNIT = 1 << BITS

_GUARD = 40
_WORK = BITS + _GUARD
_HALVINGS = 8
MOST_ARGUMENT = 2000
"""An argument of exp beyond it, up or down, is taken as infinite."""


@dataclass(frozen=True)
class Interval:
    """[low, high] in units of 2^-BITS; None is infinite.

    >>> print(Interval.of(Fraction(1, 3)).width, Interval(None, 0) * Interval.of(Fraction(-2)))
    1 [0, inf]
    """

    low: int | None
    high: int | None

    @classmethod
    def of(cls, value: Fraction) -> Interval:
        """The smallest interval around a rational number."""
        shifted = value.numerator << BITS
        return cls(shifted // value.denominator, -(-shifted // value.denominator))

    @property
    def width(self) -> int | None:
        """The length, in units; None where it is infinite."""
        return None if self.low is None or self.high is None else self.high - self.low

    @property
    def is_zero(self) -> bool:
        """Whether the interval is the number 0."""
        return self.low == 0 == self.high

    def __neg__(self) -> Interval:
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        return Interval(low, None if self.high is None or other.high is None else self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        if self.is_zero or other.is_zero:
            return ZERO
        a, b, c, d = self.low, self.high, other.low, other.high
        if a is not None and b is not None and c is not None and d is not None:
            products = (a * c, a * d, b * c, b * d)
            return _bounded(min(products) >> BITS, -(-max(products) >> BITS))
        return _unbounded_product(self, other)

    def square(self) -> Interval:
        """The squares of the numbers."""
        product = self * self
        inside = (self.low is None or self.low < 0) and (self.high is None or self.high > 0)
        if not inside:
            return product
        return Interval(0, product.high)

    def __str__(self) -> str:
        ends = [
            infinity if end is None else f"{end / UNIT:.6g}"
            for end, infinity in ((self.low, "-inf"), (self.high, "inf"))
        ]
        return f"[{ends[0]}, {ends[1]}]"


LARGEST = 1 << BITS + 4000
"""An end beyond it, up or down, is taken as infinite: numbers stay small."""

ZERO = Interval(0, 0)
ONE = Interval(UNIT, UNIT)


def _bounded(low: int, high: int) -> Interval:
    return Interval(None if low < -LARGEST else min(low, LARGEST), None if high > LARGEST else max(high, -LARGEST))


def _unbounded_product(x: Interval, y: Interval) -> Interval:
    """The product where an end is infinite: known on one side where neither factor changes its sign."""
    if _is_negative(x):
        return -_unbounded_product(-x, y)
    if _is_negative(y):
        return -_unbounded_product(x, -y)
    if x.low is None or y.low is None or x.low < 0 or y.low < 0:
        return Interval(None, None)
    return Interval(min(x.low * y.low >> BITS, LARGEST), None)


def product_of_values(x: Interval, y: Interval) -> Interval:
    """The product of two values: 0 times what has no bound may be any number, as of t and 1/t at t = 0.

    >>> print(product_of_values(ZERO, Interval(UNIT, None)), ZERO * Interval(UNIT, None))
    [-inf, inf] [0, 0]
    """
    if (x.is_zero and y.width is None) or (y.is_zero and x.width is None):
        return Interval(None, None)
    return x * y


def _is_negative(x: Interval) -> bool:
    """Whether no number of the interval is above 0 and not all are 0."""
    return x.high is not None and x.high <= 0 and not x.is_zero


def natural_power(x: Interval, exponent: int) -> Interval:
    """x^exponent for a whole exponent >= 0.

    >>> print(natural_power(Interval(-UNIT, 2 * UNIT), 2), natural_power(Interval(-UNIT, UNIT), 3))
    [0, 4] [-1, 1]
    """
    result, factor = ONE, x
    even = exponent % 2 == 0
    while exponent:
        if exponent % 2:
            result = result * factor
        factor = factor.square()
        exponent //= 2
    if even and result.low is not None and result.low < 0:
        return Interval(0, result.high)
    return result


def power(x: Interval, exponent: Fraction) -> Interval | None:
    """x^exponent for x >= 0, increasing or decreasing; None where numbers below 0 are among x.

    >>> print(power(Interval(0, 4 * UNIT), Fraction(1, 2)), power(Interval(0, 4 * UNIT), Fraction(-1, 2)))
    [0, 2] [0.5, inf]
    """
    if exponent == 0:
        return ONE
    if exponent.denominator == 1 and exponent > 0:
        return natural_power(x, int(exponent))
    if x.low is None or x.low < 0:
        return None
    if x.high == 0 and exponent < 0:
        return Interval(None, None)
    near, far = (x.low, x.high) if exponent > 0 else (x.high, x.low)
    low = 0 if near is None or (near == 0 and exponent > 0) else _power_of(near, exponent).low
    high = 0 if far == 0 and exponent > 0 else None if not far else _power_of(far, exponent).high
    return Interval(low, high)


def _power_of(x: int, exponent: Fraction) -> Interval:
    """x^exponent of one number x > 0."""
    if exponent.denominator <= 2:
        root = isqrt(x << BITS) if exponent.denominator == 2 else x
        exact = exponent.denominator == 1 or root * root == x << BITS
        base = natural_power(Interval(root, root if exact else root + 1), abs(exponent.numerator))
        return base if exponent > 0 else reciprocal(base)
    return exponential(logarithm(Interval(x, x)) * Interval.of(exponent))


def reciprocal(x: Interval) -> Interval:
    """1/x for x >= 0."""
    low = 0 if x.high is None else (UNIT * UNIT) // x.high
    return Interval(low, None if not x.low else -(-(UNIT * UNIT) // x.low))


def exponential(x: Interval) -> Interval:
    """exp(x).

    >>> print(exponential(Interval(0, UNIT)))
    [1, 2.71828]
    """
    most = MOST_ARGUMENT * UNIT
    low = 0 if x.low is None or x.low < -most else _exp(min(x.low, most)).low
    high = None if x.high is None or x.high > most else _exp(max(x.high, -most)).high
    return Interval(low, high)


def logarithm(x: Interval) -> Interval:
    """log(x) for the positive numbers among x.

    >>> print(logarithm(Interval(0, UNIT)), logarithm(Interval(UNIT, 2 * UNIT)))
    [-inf, 0] [0, 0.693147]
    """
    low = None if x.low is None or x.low <= 0 else _log(x.low).low
    high = None if x.high is None or x.high <= 0 else _log(x.high).high
    return Interval(low, high)


def _exp(x: int) -> Interval:
    """exp of one number: x = k log 2 + r, and the series of exp(r / 2^8), squared 8 times.

    In units of 2^-_WORK each step rounds by one unit, the reduction by |k| < 2^12: below 2^24 units in all.
    """
    fine = x << _GUARD
    k, rest = divmod(fine, _log2())
    step = rest >> _HALVINGS
    total = term = 1 << _WORK
    j = 1
    while term:
        term = (term * step >> _WORK) // j
        total += term
        j += 1
    for _ in range(_HALVINGS):
        total = total * total >> _WORK
    value = total << k if k >= 0 else total >> -k
    error = 1 << max(k, 0)
    return Interval(max((value >> _GUARD) - error, 0), (value >> _GUARD) + error + 1)


def _log(x: int) -> Interval:
    """log of one number: x = m 2^k with m in [2/3, 4/3), and log m = 2 artanh((m - 1)/(m + 1)), |.| <= 1/5."""
    if x == UNIT:
        return ZERO
    k = x.bit_length() - BITS
    if 3 * x < 2 << (BITS + k) if BITS + k >= 0 else False:
        k -= 1
    fine = x << _GUARD
    m = fine >> k if k >= 0 else fine << -k
    one = 1 << _WORK
    z = ((m - one) << _WORK) // (m + one)
    square, power_of_z, total, j = z * z >> _WORK, z, 0, 1
    while power_of_z not in (0, -1):
        total += power_of_z // j
        power_of_z = power_of_z * square >> _WORK
        j += 2
    value = 2 * total + k * _log2()
    return Interval((value >> _GUARD) - 1, (value >> _GUARD) + 2)


@cache
def _log2() -> int:
    """log 2 = 2 artanh(1/3) in units of 2^-_WORK, rounded down by less than 2^8 units."""
    total, power_of_third, j = 0, (1 << _WORK) // 3, 1
    while power_of_third:
        total += power_of_third // j
        power_of_third //= 9
        j += 2
    return 2 * total
