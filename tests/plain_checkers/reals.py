"""Real numbers between two fractions, None for no bound; rounded outwards, so that fractions stay short."""

from __future__ import annotations

from fractions import Fraction
from math import floor, isqrt
from typing import Any

GRID = 2**130
Ends = tuple[Any, Any]


def down(x: Fraction) -> Fraction:
    return Fraction(floor(x * GRID), GRID)


def rounded(low: Any, high: Any) -> Ends:
    low = None if low is None or low < -(2**3000) else down(min(low, Fraction(2**3000)))
    high = None if high is None or high > 2**3000 else -down(-max(high, -Fraction(2**3000)))
    return low, high


def plus(x: Ends, y: Ends) -> Ends:
    return tuple(None if a is None or b is None else a + b for a, b in zip(x, y, strict=True))  # type: ignore[return-value]


def minus(x: Ends) -> Ends:
    return None if x[1] is None else -x[1], None if x[0] is None else -x[0]


def times(x: Ends, y: Ends) -> Ends:
    if x == (0, 0) or y == (0, 0):
        return Fraction(0), Fraction(0)
    if None not in x and None not in y:
        products = [a * b for a in x for b in y]
        return rounded(min(products), max(products))
    if x[1] is not None and x[1] <= 0:
        return minus(times(minus(x), y))
    if y[1] is not None and y[1] <= 0:
        return minus(times(x, minus(y)))
    if x[0] is None or y[0] is None or x[0] < 0 or y[0] < 0:
        return None, None
    return rounded(x[0] * y[0], None)


def whole_power(x: Ends, k: int) -> Ends:
    result, factor, count = (Fraction(1), Fraction(1)), x, k
    while count:
        if count % 2:
            result = times(result, factor)
        factor, count = times(factor, factor), count // 2
        if factor[0] is not None and factor[0] < 0:
            factor = Fraction(0), factor[1]
    if k % 2 == 0 and result[0] is not None and result[0] < 0:
        result = Fraction(0), result[1]
    return result


def power(x: Ends, q: Fraction) -> Any:
    """x^q, of numbers that are not negative where q is no whole number >= 0; None where it is not defined."""
    if q.denominator == 1 and q >= 0:
        return whole_power(x, int(q))
    if x[0] is None or x[0] < 0:
        return None
    ends = [one_power(x[0], q, 0 if q > 0 else 1), one_power(x[1], q, 1 if q > 0 else 0)]
    return tuple(ends if q > 0 else ends[::-1])


def one_power(x: Any, q: Fraction, side: int) -> Any:
    if x is None:
        return None if q > 0 else Fraction(0)
    if x == 0:
        return Fraction(0) if q > 0 else None
    if q.denominator == 2:
        root = Fraction(isqrt(floor(x * GRID * GRID)), GRID)
        base = whole_power((root, root + Fraction(1, GRID)), abs(q.numerator))
        return (base if q > 0 else reciprocal(base))[side]
    return exponential(times(logarithm((x, x)), (q, q)))[side]


def reciprocal(x: Ends) -> Ends:
    return rounded(Fraction(0) if x[1] is None else 1 / x[1] if x[1] else None, 1 / x[0] if x[0] else None)


def exponential(x: Ends) -> Ends:
    low = Fraction(0) if x[0] is None or x[0] < -1500 else one_exponential(min(x[0], Fraction(1500)))[0]
    return low, None if x[1] is None or x[1] > 1500 else one_exponential(max(x[1], Fraction(-1500)))[1]


def one_exponential(x: Fraction) -> Ends:
    """The series of exp(x/2^k), |x|/2^k <= 1/16, whose rest is less than twice the first term left out; squared."""
    k = max(4 + int(abs(x)).bit_length(), 4)
    y, total, term = x / 2**k, (Fraction(1), Fraction(1)), (Fraction(1), Fraction(1))
    for j in range(1, 30):
        term = times(term, rounded(y / j, y / j))
        total = plus(total, term)
    rest = abs(y) ** 30 * 2 if y else Fraction(0)
    total = rounded(max(total[0] - rest, Fraction(0)), total[1] + rest)
    for _ in range(k):
        total = times(total, total)
    return total


def logarithm(x: Ends) -> Ends:
    return (
        None if x[0] is None or x[0] <= 0 else one_logarithm(x[0])[0],
        None if x[1] is None or x[1] <= 0 else one_logarithm(x[1])[1],
    )


def one_logarithm(x: Fraction) -> Ends:
    k = 0
    while x > 2:
        x, k = x / 2, k + 1
    while x < 1:
        x, k = x * 2, k - 1
    two = artanh(Fraction(1, 3))
    return plus(artanh((x - 1) / (x + 1)), (k * two[0], k * two[1]) if k >= 0 else (k * two[1], k * two[0]))


def artanh(z: Fraction) -> Ends:
    """2 artanh(z) for 0 <= z <= 1/3, by its series; the rest is less than twice the first term left out."""
    total, power_of_z, square = (Fraction(0), Fraction(0)), rounded(z, z), rounded(z * z, z * z)
    for j in range(43):
        total = plus(total, times(power_of_z, rounded(Fraction(1, 2 * j + 1), Fraction(1, 2 * j + 1))))
        power_of_z = times(power_of_z, square)
    return rounded(2 * total[0], 2 * total[1] + 4 * z**87)
