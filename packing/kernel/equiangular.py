"""Check a certificate about equiangular lines: at most so many lines of R^d have |<x, y>| = a for each pair.

Proof. Fix one of the n lines and choose the signs of unit vectors on the others so that they have inner product a with
it. Their components orthogonal to it, made unit vectors, are n - 1 points on the sphere of R^(d-1) with inner products
a/(1 + a), where the vectors had a, or -a/(1 - a), where they had -a; the second needs a <= 1/2. Delsarte's theorem for
these two values: if f_0 > 0, f_k >= 0 and g = sum f_k P_k <= 0 at both, then n - 1 <= g(1) / f_0.

References: Lemmens and Seidel, J. Algebra 24 (1973); Barg and Yu, Contemp. Math. 625 (2014), whose semidefinite program
for a fixed angle comes to this when it is averaged over the signs of the vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from packing.kernel import entries
from packing.kernel.cost import fraction
from packing.kernel.delsarte import MOST_BITS, coefficient_bits, read_coefficients, sums
from packing.kernel.polynomial import combination, value, zonal_polynomials
from packing.kernel.statement import EquiangularStatement, RefusedError


@dataclass(frozen=True)
class EquiangularEntries:
    """The numbers f_0 > 0 and f_1, f_2, ... >= 0 for an angle, and the size that they should prove."""

    d: int
    angle: Fraction
    coefficients: list[Fraction]
    at_most: int

    @classmethod
    def read(cls, certificate: Mapping[str, object]) -> EquiangularEntries:
        """The entries of `certificate`, each within its range, or `RefusedError`."""
        return cls(
            entries.integer(entries.entry(certificate, "d"), "d", 3, 10**6),
            read_angle(certificate),
            read_coefficients(certificate),
            entries.integer(entries.entry(certificate, "at_most"), "at_most", 1, 10**300),
        )


def check(certificate: Mapping[str, object]) -> EquiangularStatement:
    """The statement proved by the entries `d`, `angle` (a), `coefficients` (f_0, f_1, ...) and `at_most`.

    >>> check({"d": 5, "angle": "1/3", "coefficients": ["1", "2", "6"], "at_most": 10}).size
    Fraction(10, 1)
    """
    return prove(read(certificate))


read = EquiangularEntries.read


def work(found: EquiangularEntries) -> float:
    """Seconds that `prove` is estimated to take: sums of polynomials, and their values at two points."""
    degree = len(found.coefficients) - 1
    bits = coefficient_bits(found.coefficients, found.d, "S") + 2 * degree * entries.size(found.angle)
    return sums(found.coefficients, found.d, "S") + 4 * degree * fraction(bits)


def prove(found: EquiangularEntries) -> EquiangularStatement:
    """The statement that the entries prove, or `RefusedError`."""
    d, angle, coefficients = found.d, found.angle, found.coefficients
    g = combination(coefficients, zonal_polynomials("S", d - 1, len(coefficients) - 1))
    for overlap in derived_overlaps(angle):
        if value(g, overlap) > 0:
            raise RefusedError("coefficients", positive_at(overlap))
    size = 1 + sum(coefficients, Fraction(0)) / coefficients[0]
    if floor(size) > found.at_most:
        raise RefusedError("at_most", f"claims {found.at_most}, but the coefficients prove {floor(size)}")
    return EquiangularStatement("equiangular", sentence(d, angle, size), d, angle, size)


def read_angle(certificate: Mapping[str, object]) -> Fraction:
    """The entry `angle`, the common |<x, y>|, in (0, 1)."""
    angle = entries.rational(entries.entry(certificate, "angle"), "angle")
    if not 0 < angle < 1:
        raise RefusedError("angle", "must lie between 0 and 1")
    if entries.size(angle) > MOST_BITS:
        raise RefusedError("angle", f"has more than {MOST_BITS} bits")
    return angle


def derived_overlaps(angle: Fraction) -> list[Fraction]:
    """The inner products that the derived points can have.

    >>> derived_overlaps(Fraction(1, 5)) == [Fraction(1, 6), Fraction(-1, 4)]
    True
    """
    return [angle / (1 + angle), -angle / (1 - angle)] if angle <= Fraction(1, 2) else [angle / (1 + angle)]


def positive_at(overlap: Fraction) -> str:
    """The reason for refusing a polynomial with the wrong sign."""
    return f"sum f_k P_k is positive at {overlap}"


def sentence(d: int, angle: Fraction, size: Fraction) -> str:
    """What an accepted certificate proves, in words."""
    return f"there are at most {floor(size)} lines of R^{d} with |<x, y>| = {angle} for each pair"
