"""Check a Delsarte certificate: a polynomial that bounds the size of a code on a sphere or a projective space.

Theorem (Delsarte, Goethals and Seidel). Let f_0 > 0, f_k >= 0 and g = sum f_k P_k <= 0 at each overlap in [low, t],
where P_k are the zonal polynomials of the space, P_k(1) = 1, and low is -1 on the sphere and 0 among lines. Then a code
whose overlaps are at most t has at most g(1) / f_0 points: sum g(y_ij) over all pairs is at least f_0 N^2, because each
P_k is positive definite, and at most N g(1), because only the diagonal contributes something positive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb, floor, lcm

from packing.kernel import entries
from packing.kernel.cost import fraction, product, sign_of_polynomial
from packing.kernel.polynomial import combination, expansion, is_nonpositive, quotient_by_root, value, zonal_polynomials
from packing.kernel.statement import RefusedError, SizeStatement

MOST_DEGREE = 60
MOST_BITS = 2000
"""Bits of a number, above and below the line together."""


@dataclass(frozen=True)
class DelsarteEntries:
    """The numbers f_0 > 0 and f_1, f_2, ... >= 0 for a space and an overlap, and the size that they should prove."""

    space: str
    d: int
    overlap: Fraction
    coefficients: list[Fraction]
    at_most: int

    @classmethod
    def read(cls, certificate: Mapping[str, object]) -> DelsarteEntries:
        """The entries of `certificate`, each within its range, or `RefusedError`."""
        space = entries.choice(entries.entry(certificate, "space"), "space", ("S", "R", "C", "H"))
        return cls(
            space,
            entries.integer(entries.entry(certificate, "d"), "d", 2, 10**6),
            read_overlap(certificate, space),
            read_coefficients(certificate),
            entries.integer(entries.entry(certificate, "at_most"), "at_most", 1, 10**300),
        )


def check(certificate: Mapping[str, object]) -> SizeStatement:
    """The statement proved by the entries `space`, `d`, `overlap` (t), `coefficients` (f_0, f_1, ...) and `at_most`.

    `at_most` is the number of points that the certificate claims not to be exceeded.

    >>> check({"space": "S", "d": 3, "overlap": "0", "coefficients": ["1/3", "1", "2/3"], "at_most": 6}).size
    Fraction(6, 1)
    """
    return prove(read(certificate))


read = DelsarteEntries.read


def work(found: DelsarteEntries) -> float:
    """Seconds that `prove` is estimated to take: sums of polynomials, and the chains of remainders."""
    degree = len(found.coefficients) - 1
    bits = coefficient_bits(found.coefficients, found.d, found.space)
    at_ends = degree * degree * product(degree * entries.size(found.overlap)) / 4
    return sums(found.coefficients, found.d, found.space) + sign_of_polynomial(degree, bits) + at_ends


def prove(found: DelsarteEntries) -> SizeStatement:
    """The statement that the entries prove, or `RefusedError`."""
    space, d, overlap, coefficients = found.space, found.d, found.overlap, found.coefficients
    polynomials = zonal_polynomials(space, d, len(coefficients) - 1)
    g = combination(coefficients, polynomials)
    low = Fraction(-1) if space == "S" else Fraction(0)
    if not is_nonpositive(g, low, overlap):
        raise RefusedError("coefficients", positive_somewhere(space, overlap))
    size = sum(coefficients, Fraction(0)) / coefficients[0]
    if floor(size) > found.at_most:
        raise RefusedError("at_most", f"claims {found.at_most}, but the coefficients prove {floor(size)}")
    strict = size.denominator == 1 and _is_strict(g, coefficients, polynomials, overlap)
    return SizeStatement("delsarte", sentence(space, d, overlap, size, strict), space, d, overlap, size, strict)


def coefficient_bits(coefficients: list[Fraction], d: int, space: str) -> int:
    """About how many bits the coefficients of sum f_k P_k have over their least common denominator."""
    degree, common = len(coefficients) - 1, lcm(*(f.denominator for f in coefficients))
    zonal = comb(degree + d, degree).bit_length() + (2 if space == "S" else 5) * degree
    return max(int(f * common).bit_length() for f in coefficients) + zonal


def sums(coefficients: list[Fraction], d: int, space: str) -> float:
    """Seconds to write down the zonal polynomials and their sum, and to expand a polynomial in them again."""
    degree = len(coefficients) - 1
    return 10 * degree**2 * fraction(coefficient_bits(coefficients, d, space))


def read_overlap(certificate: Mapping[str, object], space: str) -> Fraction:
    """The entry `overlap`, a rational number in [-1, 1) on the sphere and [0, 1) among lines."""
    overlap = entries.rational(entries.entry(certificate, "overlap"), "overlap")
    low = -1 if space == "S" else 0
    if not low <= overlap < 1:
        raise RefusedError("overlap", f"must lie in [{low}, 1)")
    if entries.size(overlap) > MOST_BITS:
        raise RefusedError("overlap", f"has more than {MOST_BITS} bits")
    return overlap


def read_coefficients(certificate: Mapping[str, object]) -> list[Fraction]:
    """The entry `coefficients`: f_0 > 0 and f_k >= 0."""
    values = entries.rationals(entries.entry(certificate, "coefficients"), "coefficients", 2, MOST_DEGREE + 1)
    for k, f in enumerate(values):
        if entries.size(f) > MOST_BITS:
            raise RefusedError(f"coefficients[{k}]", f"has more than {MOST_BITS} bits")
        if f < 0:
            raise RefusedError(f"coefficients[{k}]", "is negative")
    if values[0] == 0:
        raise RefusedError("coefficients[0]", "must be positive")
    return values


def _is_strict(g: list[Fraction], f: list[Fraction], basis: list[list[Fraction]], t: Fraction) -> bool:
    """Whether already fewer than g(1)/f_0 points have all overlaps below t.

    Let g(t) = 0 and g = (y - t) w, so w >= 0 below t. For small e > 0 the polynomial (y - t + e) w = g + e w has the
    sign that a certificate for t - e needs, and its bound is smaller if w(1) f_0 < g(1) w_0, that is f_0 < (1 - t) w_0.
    Its coefficients f_k + e w_k must not be negative: a vanishing f_k needs w_k >= 0.
    """
    if value(g, t) != 0:
        return False
    w = expansion(quotient_by_root(g, t), basis)
    return f[0] < (1 - t) * w[0] and all(f_k > 0 or w_k >= 0 for f_k, w_k in zip(f, w, strict=True))


def positive_somewhere(space: str, overlap: Fraction) -> str:
    """The reason for refusing a polynomial with the wrong sign."""
    return f"sum f_k P_k is positive somewhere between {-1 if space == 'S' else 0} and {overlap}"


def sentence(space: str, d: int, overlap: object, size: Fraction, strict: bool) -> str:
    """What an accepted certificate proves, in words."""
    if space == "S":
        what = f"points on the unit sphere of R^{d} with pairwise <x, y> <= {overlap}"
    else:
        what = f"lines of {space}^{d} with pairwise |<x, y>|^2 <= {overlap}"
    addition = f", and fewer than {size} if all are smaller" if strict else ""
    return f"there are at most {floor(size)} {what}{addition}"
