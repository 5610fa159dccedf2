"""Ranges of functions on intervals, with ends in flint's ball arithmetic that may be infinite; slopes and bends too."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import flint

from packing.bounds.rationals import to_flint
from packing.kernel.potential import Step

INFINITY = flint.arb("inf")


@dataclass(frozen=True)
class Range:
    """[low, high]: exact numbers of flint, or infinite."""

    low: Any
    high: Any

    def __add__(self, other: Range) -> Range:
        return between(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Range:
        return Range(-self.high, -self.low)

    def __sub__(self, other: Range) -> Range:
        return self + -other

    def __mul__(self, other: Range) -> Range:
        ends = [_times(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        low = high = ends[0]
        for end in ends[1:]:
            low, high = low.min(end), high.max(end)
        return between(low, high)

    def square(self) -> Range:
        """The squares of the numbers."""
        product = self * self
        return Range(flint.arb(0), product.high) if self.low < 0 and self.high > 0 else product


ZERO, ONE = Range(flint.arb(0), flint.arb(0)), Range(flint.arb(1), flint.arb(1))
EVERYTHING = Range(-INFINITY, INFINITY)


def product_of_values(x: Range, y: Range) -> Range:
    """The product of two values: 0 times what has no bound may be any number."""
    for one, other in ((x, y), (y, x)):
        if one.low == 0 and one.high == 0 and not (other.low.is_finite() and other.high.is_finite()):
            return EVERYTHING
    return x * y


def between(low: Any, high: Any) -> Range:
    """The range between two balls, rounded outwards; an end that is no number is infinite."""
    return Range(-INFINITY if low.is_nan() else low.lower(), INFINITY if high.is_nan() else high.upper())


def around(ball: Any) -> Range:
    """The range of a ball."""
    return between(ball, ball)


def _times(a: Any, b: Any) -> Any:
    """The product of two ends; 0 times an infinite end is 0, which no number of the range reaches."""
    return flint.arb(0) if a == 0 or b == 0 else a * b


def power(x: Range, q: Fraction) -> Range | None:
    """x^q for x >= 0, and for any x where q is a natural number; None elsewhere.

    >>> power(Range(flint.arb(0), flint.arb(4)), Fraction(-1, 2)).low == flint.arb(1) / 2
    True
    """
    if q == 0:
        return ONE
    if q.denominator == 1 and q > 0:
        return _natural(x, int(q))
    if x.low < 0:
        return None
    if x.high == 0 and q < 0:
        return EVERYTHING
    near, far = (x.low, x.high) if q > 0 else (x.high, x.low)
    return between(_power(near, q), _power(far, q))


def _natural(x: Range, n: int) -> Range:
    if x.low < 0 and n % 2 == 0:
        x = Range(-x.high if x.high < 0 else flint.arb(0), x.high if -x.low < x.high else -x.low)
    if x.low < 0:
        low = -_power(-x.low, Fraction(n))
        return between(low, _power(x.high, Fraction(n)) if x.high > 0 else -_power(-x.high, Fraction(n)))
    return between(_power(x.low, Fraction(n)), _power(x.high, Fraction(n)))


def _power(x: Any, q: Fraction) -> Any:
    """x^q of one number x >= 0, or of infinity."""
    if x == 0 or not x.is_finite():
        return flint.arb(0) if (x == 0) == (q > 0) else INFINITY
    return x ** to_flint(q)


def exponential(x: Range) -> Range:
    """exp(x)."""
    low = flint.arb(0) if not x.low.is_finite() and x.low < 0 else x.low.exp()
    return between(low, x.high.exp() if x.high.is_finite() or x.high < 0 else INFINITY)


def logarithm(x: Range) -> Range | None:
    """log(x); None where numbers below 0 are among x."""
    if x.low < 0:
        return None
    low = x.low.log() if x.low > 0 else -INFINITY
    return between(low, -INFINITY if x.high == 0 else x.high.log() if x.high.is_finite() else INFINITY)


class Bend(NamedTuple):
    """The ranges of a function, of its slope and of its second derivative."""

    value: Range
    first: Range
    second: Range


def ranged(program: tuple[Step, ...], t: Range) -> Range | None:
    """The range of a program; None where it is not defined on all of t."""
    stack: list[Range] = []
    for step in program:
        if isinstance(step, Fraction):
            stack.append(around(flint.arb(to_flint(step))))
        elif step == "t":
            stack.append(t)
        elif step in ("+", "*"):
            right, left = stack.pop(), stack.pop()
            stack.append(left + right if step == "+" else product_of_values(left, right))
        else:
            value = _outer(step, stack.pop())[0]
            if value is None:
                return None
            stack.append(value)
    return stack[0]


def bent(program: tuple[Step, ...], t: Range) -> Bend | None:
    """The ranges of a program and of its first two derivatives; None where one is not defined on all of t."""
    stack: list[Bend] = []
    for step in program:
        if isinstance(step, Fraction):
            stack.append(Bend(around(flint.arb(to_flint(step))), ZERO, ZERO))
        elif step == "t":
            stack.append(Bend(t, ONE, ZERO))
        elif step == "+":
            b, a = stack.pop(), stack.pop()
            stack.append(Bend(a.value + b.value, a.first + b.first, a.second + b.second))
        elif step == "*":
            b, a = stack.pop(), stack.pop()
            twice = a.first * b.first
            second = a.second * b.value + a.value * b.second + twice + twice
            stack.append(Bend(product_of_values(a.value, b.value), a.first * b.value + a.value * b.first, second))
        else:
            inner = stack.pop()
            value, slope, bend = _outer(step, inner.value)
            if value is None or slope is None or bend is None:
                return None
            second = product_of_values(bend, inner.first.square()) + slope * inner.second
            stack.append(Bend(value, product_of_values(slope, inner.first), second))
    return stack[0]


def _outer(step: Step, u: Range) -> tuple[Range | None, Range | None, Range | None]:
    """exp, log or a power at u, its slope and its second derivative; None where they are not defined."""
    if step == "exp":
        same = exponential(u)
        return same, same, same
    if step == "log":
        inverse = power(u, Fraction(-1))
        return logarithm(u), inverse, None if inverse is None else -inverse.square()
    assert isinstance(step, tuple)
    q = step[1]
    slope = ZERO if q == 0 else power(u, q - 1)
    bend = ZERO if q in (0, 1) else power(u, q - 2)
    first = None if slope is None else around(flint.arb(to_flint(q))) * slope
    return power(u, q), first, None if bend is None else around(flint.arb(to_flint(q * (q - 1)))) * bend
