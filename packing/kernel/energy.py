"""Check a certificate of energy: a polynomial below a potential that bounds the energy of n objects from below.

Theorem (Yudin). Let h = sum h_k P_k with h_k >= 0 for k >= 1, where P_k are the zonal polynomials of the space,
P_k(1) = 1, and let h <= f at all overlaps t. Then the sum of f(t) over ordered pairs i != j of n unit vectors is at
least n^2 h_0 - n h(1): the sum of h over all pairs, the diagonal with it, is at least n^2 h_0, because each P_k is
positive definite, and the diagonal is n h(1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from packing.kernel import entries
from packing.kernel.cost import fraction, product, sign_of_polynomial
from packing.kernel.delsarte import coefficient_bits, sums
from packing.kernel.minorant import is_minorant
from packing.kernel.polynomial import combination, zonal_polynomials
from packing.kernel.potential import Piece, read_potential
from packing.kernel.statement import EnergyStatement, RefusedError

MOST_DEGREE = 60
MOST_BITS = 2000
"""Bits of a number, above and below the line together."""

USUAL_PARTS = 100
"""About so many parts an interval is cut into where enclosures decide."""


@dataclass(frozen=True)
class EnergyEntries:
    """The numbers h_0, h_1 >= 0, h_2 >= 0, ... for n objects of a space and a potential, and what they should prove."""

    space: str
    d: int
    n: int
    potential: tuple[Piece, ...]
    coefficients: list[Fraction]
    at_least: Fraction

    @classmethod
    def read(cls, certificate: Mapping[str, object]) -> EnergyEntries:
        """The entries of `certificate`, each within its range, or `RefusedError`."""
        space = entries.choice(entries.entry(certificate, "space"), "space", ("S", "R", "C", "H"))
        return cls(
            space,
            entries.integer(entries.entry(certificate, "d"), "d", 2, 10**6),
            entries.integer(entries.entry(certificate, "n"), "n", 2, 10**12),
            read_potential(certificate, space),
            _coefficients(certificate),
            entries.rational(entries.entry(certificate, "at_least"), "at_least"),
        )


def check(certificate: Mapping[str, object]) -> EnergyStatement:
    """The statement proved by `space`, `d`, `n`, `potential`, `coefficients` (h_0, h_1, ...) and `at_least`.

    >>> square = {"from": "-1", "to": "1", "f": ["t", "^2"]}
    >>> welch = {"space": "S", "d": 3, "n": 4, "potential": [square], "coefficients": ["1/3", 0, "2/3"]}
    >>> print(check({**welch, "at_least": "4/3"}))
    4 points on the unit sphere of R^3 have a sum of f(<x, y>) over ordered pairs of at least 4/3, \
f(t) = t^(2) for -1 <= t <= 1
    """
    return prove(read(certificate))


read = EnergyEntries.read


def work(found: EnergyEntries) -> float:
    """Seconds that `prove` is estimated to take."""
    degree = (len(found.coefficients) - 1) * (1 if found.space == "S" else 2)
    bits = coefficient_bits(found.coefficients, found.d, found.space)
    seconds = sums(found.coefficients, found.d, found.space)
    for piece in found.potential:
        if piece.polynomial() is not None:
            seconds += sign_of_polynomial(max(degree, 2), bits)
        else:
            steps = len(piece.program)
            seconds += USUAL_PARTS * (degree**2 * product(bits + 10 * degree) + steps * 5e-4 + fraction(bits))
    return seconds


def prove(found: EnergyEntries) -> EnergyStatement:
    """The statement that the entries prove, or `RefusedError`."""
    h = in_overlap(found.space, found.d, found.coefficients)
    for i, piece in enumerate(found.potential):
        if not is_minorant(h, piece):
            raise RefusedError("coefficients", not_below(i, piece))
    least = bound(found.n, found.coefficients)
    if least < found.at_least:
        raise RefusedError("at_least", f"claims {found.at_least}, but the coefficients prove {least}")
    return statement(found)


def statement(found: EnergyEntries) -> EnergyStatement:
    """What is proved, once all is checked."""
    words = sentence(found.space, found.d, found.n, found.potential, str(found.at_least))
    return EnergyStatement("energy", words, found.space, found.d, found.n, found.potential, found.at_least)


def in_overlap(space: str, d: int, coefficients: list[Fraction]) -> list[Fraction]:
    """The coefficients of sum h_k P_k in the overlap t: of lines it is a polynomial in t^2.

    >>> in_overlap("C", 3, [Fraction(1), Fraction(2)]) == [0, 0, 3]
    True
    """
    h = combination(coefficients, zonal_polynomials(space, d, len(coefficients) - 1))
    return h if space == "S" else [c for pair in h for c in (pair, Fraction(0))][:-1] if h else []


def bound(n: int, coefficients: list[Fraction]) -> Fraction:
    """n^2 h_0 - n h(1)."""
    return n * n * coefficients[0] - n * sum(coefficients, Fraction(0))


def not_below(i: int, piece: Piece) -> str:
    """The reason for refusing a polynomial that is no minorant."""
    return f"sum h_k P_k is not shown to be at most f between {piece.low} and {piece.high} (potential[{i}])"


def sentence(space: str, d: int, n: int, potential: tuple[Piece, ...], least: str) -> str:
    """What an accepted certificate proves, in words."""
    what, overlap = ("points on the unit sphere of R", "<x, y>") if space == "S" else (f"lines of {space}", "|<x, y>|")
    pieces = ", ".join(piece.words() for piece in potential)
    return f"{n} {what}^{d} have a sum of f({overlap}) over ordered pairs of at least {least}, f(t) = {pieces}"


def _coefficients(certificate: Mapping[str, object]) -> list[Fraction]:
    """The entry `coefficients`: h_k >= 0 for k >= 1."""
    values = entries.rationals(entries.entry(certificate, "coefficients"), "coefficients", 1, MOST_DEGREE + 1)
    for k, h in enumerate(values):
        if entries.size(h) > MOST_BITS:
            raise RefusedError(f"coefficients[{k}]", f"has more than {MOST_BITS} bits")
        if k and h < 0:
            raise RefusedError(f"coefficients[{k}]", "is negative")
    return values
