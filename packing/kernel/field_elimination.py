"""Is a symmetric matrix over Q(theta) positive semidefinite, and of what rank? Elimination without fractions.

Let c be the leading coefficient of theta's polynomial. Then phi = c theta is a root of a monic integer polynomial, and
a common multiple of the matrix has entries in Z[phi]: lists of integers. Minors of it are in Z[phi], so the divisions
of Bareiss's elimination leave nothing over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from packing.kernel.linalg import semidefinite_rank
from packing.kernel.number_field import Element, RealField

Integral = tuple[int, ...]
"""Integer coefficients of 1, phi, phi^2, ..."""


@dataclass(frozen=True)
class IntegerRing:
    """Z[phi] in the field Q(theta), where phi is theta times the leading coefficient `lead`."""

    field: RealField

    @property
    def lead(self) -> int:
        """phi / theta."""
        return self.field.polynomial[-1]

    @property
    def modulus(self) -> Integral:
        """The coefficients of 1, phi, ... in -phi^m: those of phi's polynomial, which is monic."""
        m = self.field.degree
        return tuple(c * self.lead ** (m - 1 - i) for i, c in enumerate(self.field.polynomial[:-1]))

    def scaled(self, element: Element) -> Element:
        """An element by powers of phi, still with fractions."""
        return tuple(c / self.lead**i for i, c in enumerate(element))

    def element(self, a: Integral) -> Element:
        """An integral number by powers of theta."""
        return tuple(Fraction(c * self.lead**i) for i, c in enumerate(a))

    def multiply(self, a: Integral, b: Integral, modulus: Integral) -> Integral:
        """The product, reduced.

        >>> ring = IntegerRing(RealField((-5, 0, 1), Fraction(2), Fraction(3)))
        >>> ring.multiply((1, 2), (3, -1), ring.modulus)                    # (1 + 2 sqrt5)(3 - sqrt5)
        (-7, 5)
        """
        m = len(modulus)
        total = [0] * (2 * m - 1)
        for i, x in enumerate(a):
            if x:
                for j, y in enumerate(b):
                    total[i + j] += x * y
        for top in range(2 * m - 2, m - 1, -1):
            head = total[top]
            if head:
                for i, c in enumerate(modulus):
                    total[top - m + i] -= head * c
        return tuple(total[:m])

    def inverse(self, a: Integral) -> tuple[Integral, int]:
        """1/a as an integral number and the integer that it is to be divided by."""
        found = self.scaled(self.field.inverse(self.element(a)))
        common = lcm(*(c.denominator for c in found))
        return tuple(int(c * common) for c in found), common


def semidefinite_rank_over(field: RealField, rows: Sequence[Sequence[Element]], most: int) -> int | None:
    """The rank of a symmetric matrix over `field`, given by its lower triangle, and None where it is not semidefinite.

    Once the rank is more than `most`, that is the answer. Raises `UndecidedError` where the polynomial is reducible and
    it matters. The method is that of `semidefinite_rank`, with products of Z[phi].
    """
    ring = IntegerRing(field)
    scaled = [[ring.scaled(entry) for entry in row] for row in rows]
    common = lcm(*(c.denominator for row in scaled for entry in row for c in entry))
    matrix = [[tuple(int(c * common) for c in entry) for entry in row] for row in scaled]
    if field.degree == 1:
        return semidefinite_rank([[entry[0] for entry in row] for row in matrix], most)
    modulus, rank = ring.modulus, 0
    divisor, scale = (1, *(0 for _ in modulus[1:])), 1
    while matrix:
        column = [row.pop(0) for row in matrix]
        pivot = column.pop(0)
        del matrix[0]
        sign = field.sign(ring.element(pivot))
        if sign < 0 or (sign == 0 and any(any(entry) for entry in column)):
            return None
        if sign == 0:
            continue
        for i, row in enumerate(matrix):
            for j, entry in enumerate(row):
                a, b = ring.multiply(pivot, entry, modulus), ring.multiply(column[i], column[j], modulus)
                minor = ring.multiply(tuple(x - y for x, y in zip(a, b, strict=True)), divisor, modulus)
                row[j] = tuple(c // scale for c in minor)
        rank += 1
        if rank > most:
            break
        divisor, scale = ring.inverse(pivot)
    return rank
