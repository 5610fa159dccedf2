"""Check a certificate on subspaces: a polynomial that bounds the size of a code in a Grassmannian.

Theorem (Delsarte's method; Bachoc 2006). Let f_0 > 0, f_mu >= 0 and g = sum f_mu P_mu(y) <= 0 for all squared cosines
y_1 >= ... >= y_m of two subspaces that are far enough apart, where P_mu are the zonal polynomials of the Grassmannian.
Then a code of such subspaces has at most g(1, ..., 1) / f_0 members: the sum of g over all pairs is at least f_0 n^2,
because each P_mu is positive definite, and at most n g(1, ..., 1), because only the diagonal contributes something
positive. Far apart at overlap t: the mean of the y_i is at most t (chordal), or each is (spectral).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb, floor, lcm

from packing.kernel import entries
from packing.kernel.cost import SMALL, fraction
from packing.kernel.grassmann_polynomials import Partition, Symmetric, arrangements, zonal_polynomials
from packing.kernel.simplices import Polynomial, Simplex, below, is_nonpositive
from packing.kernel.statement import RefusedError, SizeStatement

MOST_DIMENSION = 6
MOST_DEGREE = 16
MOST_COEFFICIENTS = 1000
MOST_BITS = 400
"""Bounds on m, the degree, the Bernstein coefficients of one simplex, and the bits of a number."""

MOST_ADDITIONS = 4_000_000
"""Additions of Bernstein coefficients after which the sign counts as undecided."""

DISTANCES = ("chordal", "spectral")


@dataclass(frozen=True)
class GrassmannEntries:
    """The numbers f_0 > 0 and f_mu >= 0 for a Grassmannian and an overlap, and the size to prove."""

    space: str
    d: int
    m: int
    distance: str
    overlap: Fraction
    coefficients: dict[Partition, Fraction]
    at_most: int

    @classmethod
    def read(cls, certificate: Mapping[str, object]) -> GrassmannEntries:
        """The entries of `certificate`, each within its range, or `RefusedError`."""
        d = entries.integer(entries.entry(certificate, "d"), "d", 2, 1000)
        m = entries.integer(entries.entry(certificate, "m"), "m", 1, min(MOST_DIMENSION, d // 2))
        return cls(
            entries.choice(entries.entry(certificate, "space"), "space", ("R", "C", "H")),
            d,
            m,
            entries.choice(entries.entry(certificate, "distance"), "distance", DISTANCES),
            read_overlap(certificate),
            read_coefficients(certificate, m),
            entries.integer(entries.entry(certificate, "at_most"), "at_most", 1, 10**300),
        )


def check(certificate: Mapping[str, object]) -> SizeStatement:
    """The statement proved by `space`, `d`, `m`, `distance`, `overlap`, `coefficients` and `at_most`.

    `coefficients` lists pairs [mu, f_mu], mu a partition as a list of integers, the largest first.

    >>> planes = {"space": "R", "d": 4, "m": 2, "distance": "chordal", "overlap": "2/5", "at_most": 6}
    >>> print(check({**planes, "coefficients": [[[], "1/5"], [[1], "1"]]}))
    there are at most 6 2-dimensional subspaces of R^4 with pairwise mean squared cosine <= 2/5
    """
    return prove(read(certificate))


read = GrassmannEntries.read


def work(found: GrassmannEntries) -> float:
    """Seconds that `prove` is estimated to take: the zonal polynomials, and the additions that may be made."""
    degree = max(map(sum, found.coefficients))
    terms = comb(degree + found.m, found.m)
    bits = max(map(entries.size, found.coefficients.values())) + 2 * degree * found.d.bit_length()
    return terms**2 * fraction(bits) + MOST_ADDITIONS * (SMALL + fraction(bits) / 100)


def prove(found: GrassmannEntries) -> SizeStatement:
    """The statement that the entries prove, or `RefusedError`."""
    space, d, m, distance = found.space, found.d, found.m, found.distance
    overlap, coefficients = found.overlap, found.coefficients
    g = _polynomial(coefficients, zonal_polynomials(space, d, m, max(map(sum, coefficients))))
    verdict = is_nonpositive(g, region(m, distance, overlap), MOST_ADDITIONS)
    if verdict is None:
        raise RefusedError("coefficients", f"the sign of sum f_mu P_mu is not decided in {MOST_ADDITIONS} additions")
    if not verdict:
        raise RefusedError("coefficients", f"sum f_mu P_mu is positive somewhere at overlaps up to {overlap}")
    size = sum(coefficients.values(), Fraction(0)) / coefficients[(0,) * m]
    if floor(size) > found.at_most:
        raise RefusedError("at_most", f"claims {found.at_most}, but the coefficients prove {floor(size)}")
    what = sentence(space, d, m, distance, overlap, size)
    return SizeStatement("grassmann", what, space, d, overlap, size, False, m, distance)


def read_overlap(certificate: Mapping[str, object]) -> Fraction:
    """The entry `overlap`, a rational number in [0, 1)."""
    overlap = entries.rational(entries.entry(certificate, "overlap"), "overlap")
    if not 0 <= overlap < 1:
        raise RefusedError("overlap", "must lie in [0, 1)")
    if entries.size(overlap) > MOST_BITS:
        raise RefusedError("overlap", f"has more than {MOST_BITS} bits")
    return overlap


def read_coefficients(certificate: Mapping[str, object], m: int) -> dict[Partition, Fraction]:
    """The entry `coefficients`: each partition once, f_0 > 0 and f_mu >= 0."""
    found: dict[Partition, Fraction] = {}
    for place, item in enumerate(entries.sequence(entries.entry(certificate, "coefficients"), "coefficients", 2, 1000)):
        name = f"coefficients[{place}]"
        pair = entries.sequence(item, name, 2, 2)
        parts = [
            entries.integer(k, f"{name}[0]", 0, MOST_DEGREE) for k in entries.sequence(pair[0], f"{name}[0]", 0, m)
        ]
        mu = tuple(parts + [0] * (m - len(parts)))
        if list(mu) != sorted(mu, reverse=True):
            raise RefusedError(f"{name}[0]", "must not rise: a partition has its largest part first")
        if mu in found:
            raise RefusedError(f"{name}[0]", "stands twice")
        found[mu] = entries.rational(pair[1], f"{name}[1]")
        if found[mu] < 0:
            raise RefusedError(f"{name}[1]", "is negative")
        if entries.size(found[mu]) > MOST_BITS:
            raise RefusedError(f"{name}[1]", f"has more than {MOST_BITS} bits")
    if found.get((0,) * m, 0) == 0:
        raise RefusedError("coefficients", "must give the empty partition a positive number")
    degree = max(map(sum, found))
    if degree > MOST_DEGREE or comb(degree + m, m) > MOST_COEFFICIENTS:
        raise RefusedError("coefficients", f"have degree {degree} in {m} variables: too much to check")
    return found


def region(m: int, distance: str, overlap: Fraction) -> list[Simplex]:
    """The y_1 >= ... >= y_m >= 0 allowed at overlap t, as simplices: mean at most t and y_1 <= 1, or y_1 <= t."""
    whole = distance == "spectral" or overlap == 0
    top = overlap if whole else Fraction(1)
    ordered = tuple((top,) * k + (Fraction(0),) * (m - k) for k in range(m + 1))
    if whole:
        return [ordered]
    return below(ordered, lambda y: sum(y, Fraction(0)) - m * overlap)


def _polynomial(coefficients: dict[Partition, Fraction], zonal: dict[Partition, Symmetric]) -> Polynomial:
    """g = sum f_mu P_mu, written out in monomials, times a positive integer."""
    total: Polynomial = {}
    for mu, f in coefficients.items():
        for kappa, weight in zonal[mu].items():
            for exponents in arrangements(kappa):
                total[exponents] = total.get(exponents, Fraction(0)) + f * weight
    common = lcm(*(weight.denominator for weight in total.values()))
    return {exponents: weight * common for exponents, weight in total.items() if weight}


def sentence(space: str, d: int, m: int, distance: str, overlap: Fraction, size: Fraction) -> str:
    """What an accepted certificate proves, in words."""
    far = "mean squared cosine" if distance == "chordal" else "largest squared cosine"
    return f"there are at most {floor(size)} {m}-dimensional subspaces of {space}^{d} with pairwise {far} <= {overlap}"
