"""Real algebraic numbers that calculate like fractions: elements of Q(theta) with their field.

Sums, products, quotients and comparisons with integers, fractions and numbers of the same field are exact. What a
comparison needs of the field and cannot have raises `UndecidedError`, as in `packing.kernel.number_field`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from packing.kernel import entries
from packing.kernel.gram_entries import read_element, read_field
from packing.kernel.number_field import Element, RealField, element_words
from packing.kernel.statement import RefusedError

RATIONALS = RealField((-1, 1), Fraction(0), Fraction(2))
"""Q, as the field of the root of x - 1: what `read_field` gives where no theta is named."""

MOST_DEGREE = 4


@dataclass(frozen=True, eq=False)
class Algebraic:
    """The number sum c_i theta^i of a field, c being `element`.

    >>> root = Algebraic(RealField((-2, 0, 1), Fraction(1), Fraction(2)), (Fraction(0), Fraction(1)))
    >>> s = (2 * root - 1) / 7                                          # the overlap of the square antiprism
    >>> 7 * s * s + 2 * s == 1, s < Fraction(1, 4), round(float(s), 9), str(s)
    (True, False, 0.261203875, '-1/7 + (2/7) theta')
    """

    field: RealField
    element: Element

    def __add__(self, other: Real | int) -> Algebraic:
        if isinstance(other, Algebraic):
            return Algebraic(self.field, tuple(a + b for a, b in zip(self.element, other.element, strict=True)))
        if isinstance(other, int | Fraction):
            return Algebraic(self.field, (self.element[0] + other, *self.element[1:]))
        return NotImplemented

    __radd__ = __add__

    def __neg__(self) -> Algebraic:
        return Algebraic(self.field, tuple(-a for a in self.element))

    def __sub__(self, other: Real | int) -> Algebraic:
        return self + (-other)

    def __rsub__(self, other: Fraction | int) -> Algebraic:
        return -self + other

    def __mul__(self, other: Real | int) -> Algebraic:
        if isinstance(other, Algebraic):
            return Algebraic(self.field, self.field.multiply(self.element, other.element))
        if isinstance(other, int | Fraction):
            return Algebraic(self.field, tuple(a * other for a in self.element))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other: Real | int) -> Algebraic:
        return self * (other.inverse() if isinstance(other, Algebraic) else Fraction(1) / other)

    def __rtruediv__(self, other: Fraction | int) -> Algebraic:
        return self.inverse() * other

    def __pow__(self, exponent: int) -> Algebraic:
        total = Algebraic(self.field, self.field.constant(1))
        for _ in range(exponent):
            total = total * self
        return total

    def inverse(self) -> Algebraic:
        """1 / self."""
        return Algebraic(self.field, self.field.inverse(self.element))

    def __bool__(self) -> bool:
        return any(self.element)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, int | Fraction | Algebraic):
            return NotImplemented
        return not self - other

    def __hash__(self) -> int:
        return hash(self.element if any(self.element[1:]) else self.element[0])

    def __lt__(self, other: Real | int) -> bool:
        return self.field.sign((self - other).element) < 0

    def __gt__(self, other: Real | int) -> bool:
        return self.field.sign((self - other).element) > 0

    def __le__(self, other: Real | int) -> bool:
        return not self > other

    def __ge__(self, other: Real | int) -> bool:
        return not self < other

    def __abs__(self) -> Algebraic:
        return -self if self < 0 else self

    def __floor__(self) -> int:
        bits = 64
        while True:
            low, high = self.between(bits)
            if floor(low) == floor(high):
                return floor(low)
            if self >= floor(high):
                return floor(high)
            bits *= 2

    def between(self, halvings: int = 200) -> tuple[Fraction, Fraction]:
        """Rational numbers around it, from an interval of theta halved so often."""
        return self.field.enclosure(self.element, halvings)

    def __float__(self) -> float:
        return float(sum(self.between()) / 2)

    def __str__(self) -> str:
        return element_words(self.element)


Real = Fraction | Algebraic
"""A rational number, or a number of some Q(theta)."""


def read_small_field(certificate: Mapping[str, object]) -> RealField:
    """Q(theta) from the entry `theta`, of degree at most `MOST_DEGREE`; Q where there is none."""
    field = read_field(certificate)
    if field.degree > MOST_DEGREE:
        raise RefusedError("theta.polynomial", f"must have degree at most {MOST_DEGREE}")
    return field


def read_real(value: object, name: str, field: RealField) -> Real:
    """A rational number, or a list of the coefficients of 1, theta, ...: a fraction where it is one.

    >>> read_real("1/3", "overlap", RATIONALS)
    Fraction(1, 3)
    """
    return real(read_element(value, name, field), field)


def real(element: Element, field: RealField) -> Real:
    """An element as a number, a fraction where it is one."""
    return Algebraic(field, element) if any(element[1:]) else element[0]


def read_reals(value: object, name: str, least: int, most: int, field: RealField) -> list[Real]:
    """A list of numbers of the field; item i is named `name[i]`."""
    items = entries.sequence(value, name, least, most)
    return [read_real(item, f"{name}[{i}]", field) for i, item in enumerate(items)]


def size(value: Real) -> int:
    """The bits of all numerators and denominators together."""
    return sum(map(entries.size, value.element)) if isinstance(value, Algebraic) else entries.size(value)


def products(field: RealField) -> int:
    """How many operations on fractions an operation in the field takes, about."""
    return field.degree**2


def below(value: Real) -> Fraction:
    """A fraction at most `value`, and nearly that: itself where it is one."""
    return value.between()[0] if isinstance(value, Algebraic) else value
