"""Check a certificate about the distribution of overlaps: the size of a code, or a sum over its pairs.

Theorem (duality of Delsarte's programme). The overlaps t of n objects lie in a union of closed parts. For each limit j
the sum of g_j(t) over ordered pairs of different indices is at most b_j n, with g_j a polynomial on each part. Let
h = sum f_k P_k, with f_k >= 0 for all k >= 1 but those whose sum of P_k over all pairs is known to be 0, and u_j >= 0.

Size: if f_0 > 0 and h <= sum u_j g_j on each part, then f_0 n <= h(1) + sum u_j b_j.
Sum: if h <= f + sum u_j g_j on each part, the sum of f over ordered pairs is at least n^2 f_0 - n (h(1) + sum u_j b_j).

For the sum of h over all pairs, the diagonal with it, is at least f_0 n^2, and the diagonal is n h(1). An end that two
parts share is counted in one of them, the same for f and all g_j; nothing else is used of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from packing.kernel import distribution_words as words
from packing.kernel import entries
from packing.kernel.cost import fraction, product, sign_of_polynomial
from packing.kernel.delsarte import MOST_BITS, MOST_DEGREE, coefficient_bits, sums
from packing.kernel.distribution_words import Interval, Limit
from packing.kernel.energy import USUAL_PARTS
from packing.kernel.minorant import is_minorant
from packing.kernel.polynomial import combination, zonal_polynomials
from packing.kernel.potential import MOST_STEPS, Piece, read_program
from packing.kernel.statement import DistributionStatement, RefusedError

MOST_PARTS = 80
MOST_LIMITS = 20


@dataclass(frozen=True)
class DistributionEntries:
    """f_0, f_1, ..., the limits with their weights, and the claim: `n` is None for a size, then `claim` an integer."""

    space: str
    d: int
    parts: tuple[Interval, ...]
    strength: int
    antipodal: bool
    limits: tuple[Limit, ...]
    coefficients: list[Fraction]
    n: int | None
    objective: tuple[Piece, ...]
    claim: Fraction

    @classmethod
    def read(cls, certificate: Mapping[str, object]) -> DistributionEntries:
        """The entries of `certificate`, each within its range, or `RefusedError`."""
        space = entries.choice(entries.entry(certificate, "space"), "space", ("S", "R", "C", "H"))
        d = entries.integer(entries.entry(certificate, "d"), "d", 2, 10**6)
        parts = _read_parts(certificate, space)
        strength = entries.integer(entries.entry(certificate, "strength"), "strength", 0, MOST_DEGREE)
        antipodal = entries.integer(entries.entry(certificate, "antipodal"), "antipodal", 0, 1) == 1
        if antipodal and (space != "S" or parts[0][0] != -1):
            raise RefusedError("antipodal", "needs points of a sphere, and -1 among their overlaps")
        limits = _read_limits(certificate, len(parts))
        coefficients = _read_coefficients(certificate, strength, antipodal)
        objective = entries.entry(certificate, "objective")
        if type(objective) is str and objective == "size":
            if coefficients[0] <= 0:
                raise RefusedError("coefficients[0]", "must be positive")
            most = entries.integer(entries.entry(certificate, "at_most"), "at_most", 0, 10**300)
            nothing = tuple(Piece(low, high, (Fraction(0),)) for low, high in parts)
            return cls(space, d, parts, strength, antipodal, limits, coefficients, None, nothing, Fraction(most))
        n = entries.integer(entries.entry(certificate, "n"), "n", 2, 10**12)
        least = entries.rational(entries.entry(certificate, "at_least"), "at_least")
        objective = _read_objective(certificate, parts)
        return cls(space, d, parts, strength, antipodal, limits, coefficients, n, objective, least)

    @property
    def price(self) -> Fraction:
        """h(1) + sum u_j b_j."""
        return sum(self.coefficients, Fraction(0)) + sum((u.weight * u.most for u in self.limits), Fraction(0))


def check(certificate: Mapping[str, object]) -> DistributionStatement:
    """The statement proved by the entries, which the README of the certificates lists.

    >>> at_right_angles = {"space": "S", "d": 3, "parts": [["-1", "-1"], ["0", "0"]], "strength": 0, "antipodal": 0}
    >>> few = {"limits": [{"polynomials": [["1"], ["0"]], "at_most": "1/2", "weight": "3"}], "objective": "size"}
    >>> print(check({**at_right_angles, **few, "coefficients": [1, 0, 2], "at_most": 4}))
    n <= 4 for n points on the unit sphere of R^3 with each t = <x, y> in {-1, 0}, and a sum of g(t) over ordered \
pairs of at most (1/2) n, g(t) = 1 for t = -1, 0 for t = 0
    """
    return prove(read(certificate))


read = DistributionEntries.read


def work(found: DistributionEntries) -> float:
    """Seconds that `prove` is estimated to take: sums of polynomials, and their signs on each part."""
    degrees = [len(p) - 1 for limit in found.limits for p in limit.polynomials]
    numbers = [c for limit in found.limits for p in limit.polynomials for c in (*p, limit.weight)]
    degree = max([len(found.coefficients) - 1, *degrees, 2])
    bits = coefficient_bits(found.coefficients, found.d, found.space) + 2 * max(
        (entries.size(c) for c in numbers), default=0
    )
    bits += degree * max(entries.size(end) for part in found.parts for end in part)
    seconds = sums(found.coefficients, found.d, found.space)
    for piece in found.objective:
        seconds += len(found.limits) * degree * fraction(bits)
        if piece.polynomial() is not None:
            seconds += sign_of_polynomial(degree, bits)
        else:
            seconds += USUAL_PARTS * (degree**2 * product(bits) + len(piece.program) * 5e-4 + fraction(bits))
    return seconds


def prove(found: DistributionEntries) -> DistributionStatement:
    """The statement that the entries prove, or `RefusedError`."""
    h = combination(found.coefficients, zonal_polynomials(found.space, found.d, len(found.coefficients) - 1))
    for i, piece in enumerate(found.objective):
        weights = [Fraction(1), *(-limit.weight for limit in found.limits)]
        if not is_minorant(combination(weights, [h, *(limit.polynomials[i] for limit in found.limits)]), piece):
            raise RefusedError("coefficients", not_below(i, piece))
    return proved(found)


def proved(found: DistributionEntries) -> DistributionStatement:
    """The statement once all inequalities are known, or `RefusedError` where it claims too much."""
    if found.n is None:
        bound = max(found.price / found.coefficients[0], Fraction(0))
        if floor(bound) > found.claim:
            raise RefusedError("at_most", f"claims {found.claim}, but the coefficients prove {floor(bound)}")
    else:
        bound = found.n * found.n * found.coefficients[0] - found.n * found.price
        if bound < found.claim:
            raise RefusedError("at_least", f"claims {found.claim}, but the coefficients prove {bound}")
        bound = found.claim
    what = words.objects(found.space, found.d, found.parts, found.strength, found.antipodal)
    pieces = None if found.n is None else ", ".join(piece.words() for piece in found.objective)
    sentence = words.sentence(what, found.parts, found.limits, found.n, bound, pieces)
    return DistributionStatement(
        "distribution", sentence, found.space, found.d, found.parts, found.strength, found.antipodal,
        found.limits, found.n, found.objective, bound,
    )  # fmt: skip


def not_below(i: int, piece: Piece) -> str:
    """The reason for refusing a polynomial that is somewhere too large."""
    return f"sum f_k P_k is not shown to be small enough between {piece.low} and {piece.high} (parts[{i}])"


def _read_parts(certificate: Mapping[str, object], space: str) -> tuple[Interval, ...]:
    """The entry `parts`: closed intervals in order, which may share an end, in [-1, 1] or [0, 1]."""
    listed = entries.sequence(entries.entry(certificate, "parts"), "parts", 1, MOST_PARTS)
    last = Fraction(-1 if space == "S" else 0)
    found: list[Interval] = []
    for i, pair in enumerate(listed):
        low, high = entries.rationals(pair, f"parts[{i}]", 2, 2)
        if not last <= low <= high <= 1:
            raise RefusedError(f"parts[{i}]", f"must be low <= high within [{last}, 1]")
        if max(entries.size(low), entries.size(high)) > MOST_BITS:
            raise RefusedError(f"parts[{i}]", f"has more than {MOST_BITS} bits")
        found.append((low, high))
        last = high
    return tuple(found)


def _read_limits(certificate: Mapping[str, object], parts: int) -> tuple[Limit, ...]:
    """The entry `limits`: `polynomials`, one a part, `at_most` and `weight` >= 0 of each."""
    given = entries.sequence(entries.entry(certificate, "limits"), "limits", 0, MOST_LIMITS)
    return tuple(_read_limit(item, f"limits[{j}]", parts) for j, item in enumerate(given))


def _read_limit(given: object, name: str, parts: int) -> Limit:
    item = entries.named(given, name)
    listed = entries.sequence(entries.entry(item, "polynomials"), f"{name}.polynomials", parts, parts)
    polynomials = tuple(_short(p, f"{name}.polynomials[{i}]", 1) for i, p in enumerate(listed))
    most, weight = (_short([entries.entry(item, key)], f"{name}.{key}", 1)[0] for key in ("at_most", "weight"))
    if weight < 0:
        raise RefusedError(f"{name}.weight", "is negative")
    return Limit(polynomials, most, weight)


def _read_objective(certificate: Mapping[str, object], parts: tuple[Interval, ...]) -> tuple[Piece, ...]:
    """The entry `objective`: a program for each part."""
    given = entries.sequence(entries.entry(certificate, "objective"), "objective", len(parts), len(parts))
    programs = [
        read_program(entries.sequence(item, f"objective[{i}]", 1, MOST_STEPS), f"objective[{i}]")
        for i, item in enumerate(given)
    ]
    return tuple(Piece(low, high, program) for (low, high), program in zip(parts, programs, strict=True))


def _read_coefficients(certificate: Mapping[str, object], strength: int, antipodal: bool) -> list[Fraction]:
    """The entry `coefficients`: f_k >= 0 where the sum of P_k is not known to be 0, k >= 1."""
    values = _short(entries.entry(certificate, "coefficients"), "coefficients", 1)
    for k, f in enumerate(values):
        if k and f < 0 and not (k <= strength or (antipodal and k % 2 == 1)):
            raise RefusedError(f"coefficients[{k}]", "is negative")
    return values


def _short(value: object, name: str, least: int) -> list[Fraction]:
    """A list of at most 61 numbers of at most 2000 bits each."""
    values = entries.rationals(value, name, least, MOST_DEGREE + 1)
    for k, number in enumerate(values):
        if entries.size(number) > MOST_BITS:
            raise RefusedError(f"{name}[{k}]", f"has more than {MOST_BITS} bits")
    return values
