"""Check a certificate about codes with prescribed overlaps: at most so many objects have all overlaps in a given set.

Theorem (Delsarte, Goethals and Seidel). Let A be a union of closed intervals, f_0 > 0 and g = sum f_k P_k <= 0 on A,
with f_k >= 0 for all k >= 1 but those whose sum of P_k over all pairs of the code is known to be 0: k <= s for a design
of strength s, and odd k for a code that holds -x with each x. Then a code with all overlaps in A has at most
g(1) / f_0 points: sum g(y_ij) over all pairs is at least f_0 N^2, and at most N g(1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from packing.kernel import entries
from packing.kernel.cost import product, sign_of_polynomial
from packing.kernel.delsarte import MOST_BITS, MOST_DEGREE, coefficient_bits, sums
from packing.kernel.polynomial import combination, is_nonpositive, zonal_polynomials
from packing.kernel.statement import AngleStatement, RefusedError

MOST_INTERVALS = 40

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class AngleEntries:
    """f_0 > 0, f_1, f_2, ... for the intervals of a space, and the size that they should prove."""

    space: str
    d: int
    intervals: tuple[Interval, ...]
    strength: int
    antipodal: bool
    coefficients: list[Fraction]
    at_most: int

    @classmethod
    def read(cls, certificate: Mapping[str, object]) -> AngleEntries:
        """The entries of `certificate`, each within its range, or `RefusedError`."""
        space = entries.choice(entries.entry(certificate, "space"), "space", ("S", "R", "C", "H"))
        d = entries.integer(entries.entry(certificate, "d"), "d", 2, 10**6)
        intervals = _read_intervals(certificate, space)
        strength = entries.integer(entries.entry(certificate, "strength"), "strength", 0, MOST_DEGREE)
        antipodal = entries.integer(entries.entry(certificate, "antipodal"), "antipodal", 0, 1) == 1
        if antipodal and (space != "S" or not any(low == -1 for low, _ in intervals)):
            raise RefusedError("antipodal", "needs points of a sphere, and -1 among their overlaps")
        coefficients = _read_coefficients(certificate, strength, antipodal)
        at_most = entries.integer(entries.entry(certificate, "at_most"), "at_most", 0, 10**300)
        return cls(space, d, intervals, strength, antipodal, coefficients, at_most)


def check(certificate: Mapping[str, object]) -> AngleStatement:
    """The statement proved by `space`, `d`, `intervals`, `strength`, `antipodal`, `coefficients` and `at_most`.

    >>> two = {"space": "S", "d": 5, "intervals": [["-3/5", "-3/5"], ["1/5", "1/5"]], "strength": 0, "antipodal": 0}
    >>> print(check({**two, "coefficients": ["2/25", "2/5", "4/5"], "at_most": 16}))
    there are at most 16 points on the unit sphere of R^5 with each <x, y> in {-3/5, 1/5}
    """
    return prove(read(certificate))


read = AngleEntries.read


def work(found: AngleEntries) -> float:
    """Seconds that `prove` is estimated to take: sums of polynomials, and their signs on each interval."""
    degree = len(found.coefficients) - 1
    bits = coefficient_bits(found.coefficients, found.d, found.space)
    ends = max(entries.size(end) for interval in found.intervals for end in interval)
    each = sign_of_polynomial(degree, bits) + degree * degree * product(degree * ends) / 4
    return sums(found.coefficients, found.d, found.space) + len(found.intervals) * each


def prove(found: AngleEntries) -> AngleStatement:
    """The statement that the entries prove, or `RefusedError`."""
    polynomials = zonal_polynomials(found.space, found.d, len(found.coefficients) - 1)
    g = combination(found.coefficients, polynomials)
    for low, high in found.intervals:
        if not is_nonpositive(g, low, high):
            raise RefusedError("coefficients", positive_in(low, high))
    return proved(found)


def proved(found: AngleEntries) -> AngleStatement:
    """The statement once the signs of g are known, or `RefusedError` where it claims too few."""
    size = max(sum(found.coefficients, Fraction(0)) / found.coefficients[0], Fraction(0))
    if floor(size) > found.at_most:
        raise RefusedError("at_most", f"claims {found.at_most}, but the coefficients prove {floor(size)}")
    return AngleStatement(
        "angles", sentence(found, size), found.space, found.d, found.intervals, found.strength, found.antipodal, size
    )


def positive_in(low: Fraction, high: Fraction) -> str:
    """The reason for refusing a polynomial with the wrong sign."""
    where = f"at {low}" if low == high else f"somewhere between {low} and {high}"
    return f"sum f_k P_k is positive {where}"


def sentence(found: AngleEntries, size: Fraction) -> str:
    """What an accepted certificate proves, in words."""
    what = f"points on the unit sphere of R^{found.d} with each <x, y>"
    if found.space != "S":
        what = f"lines of {found.space}^{found.d} with each |<x, y>|^2"
    allowed = set_in_words(found.intervals)
    extra = (", with -x for each x" if found.antipodal else "") + (
        f", that are a design of strength {found.strength}" if found.strength else ""
    )
    return f"there are at most {floor(size)} {what} in {allowed}{extra}"


def set_in_words(intervals: tuple[Interval, ...]) -> str:
    """The set, as {-1, 0} or [-1, 0] or {1/2} joined by "or"."""
    points = [str(low) for low, high in intervals if low == high]
    parts = [f"[{low}, {high}]" for low, high in intervals if low < high]
    return " or ".join([*parts, *([f"{{{', '.join(points)}}}"] if points else [])])


def _read_intervals(certificate: Mapping[str, object], space: str) -> tuple[Interval, ...]:
    """The entry `intervals`: pairs of ends, in order and apart, in [-1, 1) on the sphere and [0, 1) among lines."""
    listed = entries.sequence(entries.entry(certificate, "intervals"), "intervals", 1, MOST_INTERVALS)
    found: list[Interval] = []
    least = Fraction(-1 if space == "S" else 0)
    for i, pair in enumerate(listed):
        name = f"intervals[{i}]"
        low, high = entries.rationals(pair, name, 2, 2)
        if not least <= low <= high < 1:
            raise RefusedError(name, f"must be low <= high within [{least}, 1)")
        if found and low <= found[-1][1]:
            raise RefusedError(name, "must lie above the one before")
        if entries.size(low) > MOST_BITS or entries.size(high) > MOST_BITS:
            raise RefusedError(name, f"has more than {MOST_BITS} bits")
        found.append((low, high))
    return tuple(found)


def _read_coefficients(certificate: Mapping[str, object], strength: int, antipodal: bool) -> list[Fraction]:
    """The entry `coefficients`: f_0 > 0, and f_k >= 0 where the sum of P_k is not known to be 0."""
    values = entries.rationals(entries.entry(certificate, "coefficients"), "coefficients", 2, MOST_DEGREE + 1)
    for k, f in enumerate(values):
        if entries.size(f) > MOST_BITS:
            raise RefusedError(f"coefficients[{k}]", f"has more than {MOST_BITS} bits")
        if f < 0 and not is_free(k, strength, antipodal):
            raise RefusedError(f"coefficients[{k}]", "is negative")
    if values[0] <= 0:
        raise RefusedError("coefficients[0]", "must be positive")
    return values


def is_free(k: int, strength: int, antipodal: bool) -> bool:
    """Whether the sum of P_k over all pairs of the code is 0, so that f_k may have any sign."""
    return 1 <= k <= strength or (antipodal and k % 2 == 1)
