"""Exact numbers in Q(theta), theta the real root of an integer polynomial in a rational interval.

An element is a polynomial in theta with rational coefficients, reduced modulo the polynomial. That the polynomial is
irreducible is nowhere assumed: a division or a sign that would need it fails, and what needs it is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from packing.kernel.polynomial import common_divisor, count_roots, integral, sign_at

Element = tuple[Fraction, ...]
"""Coefficients of 1, theta, theta^2, ...; as many as the degree of the field's polynomial."""

FIRST_HALVINGS = 64
"""A sign that so many halvings of the interval leave open is first held against zero."""


class UndecidedError(ArithmeticError):
    """Raised where a sign or an inverse cannot be had."""


@dataclass(frozen=True)
class RealField:
    """Q(theta): `polynomial` has integer coefficients, constant first, and one root in (low, high), with a sign change.

    >>> golden = RealField((-1, -1, 1), Fraction(1), Fraction(2))              # theta^2 = theta + 1
    >>> golden.multiply((Fraction(0), Fraction(1)), (Fraction(0), Fraction(1))) == (1, 1)
    True
    >>> golden.sign((Fraction(-8), Fraction(5))), golden.sign((Fraction(-13), Fraction(8)))
    (1, -1)
    """

    polynomial: tuple[int, ...]
    low: Fraction
    high: Fraction
    _halved: list[tuple[Fraction, Fraction]] = field(default_factory=list, repr=False, compare=False)

    @property
    def degree(self) -> int:
        """The degree of the polynomial."""
        return len(self.polynomial) - 1

    def constant(self, value: Fraction | int) -> Element:
        """A rational number as an element."""
        return (Fraction(value), *(Fraction(0) for _ in range(self.degree - 1)))

    def multiply(self, a: Element, b: Element) -> Element:
        """The product, reduced."""
        product = [Fraction(0)] * (2 * self.degree - 1)
        for i, x in enumerate(a):
            if x:
                for j, y in enumerate(b):
                    product[i + j] += x * y
        return self.reduced(product)

    def reduced(self, coefficients: Sequence[Fraction]) -> Element:
        """The element sum c_i theta^i, of any number of coefficients.

        >>> RealField((-2, 0, 1), Fraction(1), Fraction(2)).reduced([Fraction(c) for c in (0, 1, 1)]) == (2, 1)
        True
        """
        total, lead = list(coefficients), self.polynomial[-1]
        for top in range(len(total) - 1, self.degree - 1, -1):
            head = total[top] / lead
            if head:
                for i, c in enumerate(self.polynomial):
                    total[top - self.degree + i] -= head * c
        return tuple(total[: self.degree])

    def inverse(self, a: Element) -> Element:
        """1/a, by elimination in the matrix of the multiplication by a."""
        n = self.degree
        columns = [self.multiply(a, tuple(Fraction(int(i == j)) for i in range(n))) for j in range(n)]
        rows = [[*(column[i] for column in columns), Fraction(int(i == 0))] for i in range(n)]
        for j in range(n):
            pivot = next((i for i in range(j, n) if rows[i][j]), None)
            if pivot is None:
                raise UndecidedError("a number has no inverse")
            rows[j], rows[pivot] = rows[pivot], rows[j]
            rows[j] = [entry / rows[j][j] for entry in rows[j]]
            for i in range(n):
                if i != j and rows[i][j]:
                    rows[i] = [x - rows[i][j] * y for x, y in zip(rows[i], rows[j], strict=True)]
        return tuple(row[n] for row in rows)

    def sign(self, a: Element) -> int:
        """-1, 0 or 1: 0 only for the zero polynomial; else the interval of theta is halved until the sign is sure."""
        if not any(a):
            return 0
        halvings = FIRST_HALVINGS
        while True:
            least, most = _range(a, *self._interval(halvings))
            if least > 0 or most < 0:
                return 1 if least > 0 else -1
            if halvings == FIRST_HALVINGS and self._vanishes(a):
                raise UndecidedError("a number is zero and does not look it, so the polynomial is reducible")
            halvings *= 2

    def enclosure(self, a: Element, halvings: int) -> tuple[Fraction, Fraction]:
        """Rational numbers around a, from an interval of theta that is 2^-halvings as long as the first one.

        >>> root = RealField((-2, 0, 1), Fraction(1), Fraction(2))
        >>> [round(float(end), 6) for end in root.enclosure((Fraction(0), Fraction(1, 2)), 30)]
        [0.707107, 0.707107]
        """
        return _range(a, *self._interval(halvings))

    def _vanishes(self, a: Element) -> bool:
        """Whether a(theta) = 0: whether the factor that a shares with the polynomial has a root in the interval."""
        common = common_divisor(integral(list(a)), list(self.polynomial))
        return count_roots(common, self.low, self.high) > 0

    def _interval(self, halvings: int) -> tuple[Fraction, Fraction]:
        """An interval of theta, 2^-halvings as long as the first one."""
        halved = self._halved
        if not halved:
            halved.append((self.low, self.high))
        rising = sign_at(list(self.polynomial), self.low) < 0
        while len(halved) <= halvings:
            low, high = halved[-1]
            middle = (low + high) / 2
            at = sign_at(list(self.polynomial), middle)
            halved.append((middle, middle) if at == 0 else (middle, high) if (at < 0) == rising else (low, middle))
        return halved[halvings]


def element_words(element: Element) -> str:
    """An element as a polynomial in theta.

    >>> element_words((Fraction(-1, 7), Fraction(2, 7)))
    '-1/7 + (2/7) theta'
    """
    names = ["", "theta", *(f"theta^{i}" for i in range(2, len(element)))][: len(element)]
    terms = [
        str(c) if not name else name if c == 1 else f"({c}) {name}" if "/" in str(c) else f"{c} {name}"
        for c, name in zip(element, names, strict=True)
        if c
    ]
    return " + ".join(terms) or "0"


def root_words(field: RealField) -> str:
    """Which root theta is, at the end of a sentence.

    >>> root_words(RealField((-2, 0, 1), Fraction(1), Fraction(3, 2)))
    ', theta the root of -2 + x^2 between 1 and 3/2'
    """
    polynomial = element_words(tuple(map(Fraction, field.polynomial))).replace("theta", "x")
    return f", theta the root of {polynomial} between {field.low} and {field.high}"


def _range(coefficients: Sequence[Fraction], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """An interval that holds the values of the polynomial on [low, high] (Horner's rule on intervals)."""
    least = most = Fraction(0)
    for c in reversed(coefficients):
        corners = (least * low, least * high, most * low, most * high)
        least, most = min(corners) + c, max(corners) + c
    return least, most
