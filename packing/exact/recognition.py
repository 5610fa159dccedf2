"""The algebraic number behind a coherence: an integer polynomial recognised from many digits by lattice reduction.

Short vectors of the lattice spanned by the rows of [1 | round(10^N x^i)] are polynomials with small coefficients
that nearly vanish at x. A polynomial of degree k with coefficients of h digits found by chance has about
(k + 1) h = N; a true one has much less. Recognised is not proved: the certificate of the value is the enclosure.
Reference: Lenstra, Lenstra, Lovasz, Math. Ann. 261 (1982).
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb, ctx, fmpz, fmpz_mat, fmpz_poly

from packing.exact.existence import Existence

DEGREES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)

EACH = 15
"""A degree is tried where at least so many digits are known for each of its coefficients."""

FEWEST = 40
"""A number of which fewer digits are known is not tried."""

CHANCE = 0.6
"""A polynomial counts as found where its coefficients have fewer than this part of the digits that chance needs."""


@dataclass(frozen=True)
class Minimal:
    """A primitive irreducible polynomial with integer `coefficients`, constant term first, and a root at the value.

    The variable is x = mu^2, the square of the coherence, for lines, and x = cos, the coherence itself, for points.

    >>> print(Minimal((1, -7, 9)))
    9x^2 - 7x + 1
    """

    coefficients: tuple[int, ...]

    @property
    def degree(self) -> int:
        """The degree."""
        return len(self.coefficients) - 1

    def __str__(self) -> str:
        words: list[str] = []
        for power in range(self.degree, -1, -1):
            c = self.coefficients[power]
            if c == 0:
                continue
            number = "" if abs(c) == 1 and power else str(abs(c))
            letter = "" if power == 0 else "x" if power == 1 else f"x^{power}"
            sign = ("-" if c < 0 else "") if not words else (" - " if c < 0 else " + ")
            words.append(f"{sign}{number}{letter}")
        return "".join(words)


def recognize(proof: Existence, degrees: tuple[int, ...] = DEGREES) -> Minimal | None:
    """The minimal polynomial of the common value of the equations, recognised, or None up to the largest degree.

    250 digits reach degree 16, 1000 reach 64. A flexible packing that is not near an optimum to `FEWEST` digits has no
    value of its own to recognise: None too.

    >>> import packing as pk
    >>> from packing.exact import prove_existence
    >>> from packing.search import minimize_coherence
    >>> found = minimize_coherence(pk.lines(5, 3, "C"), restarts=8).packing
    >>> print(recognize(prove_existence(found)))
    9x^2 - 7x + 1
    """
    digits = min(_digits(proof.level), proof.digits - 5)
    if digits < FEWEST:
        return None
    with ctx.workprec(int(digits * 3.33) + 64):
        for degree in degrees:
            if degree > 1 and degree * EACH > digits:
                break
            found = _relation(proof.level, degree, digits)
            if found is not None:
                return found
    return None


def _digits(value: arb) -> int:
    """How many digits of `value` are known, less a few."""
    radius = value.rad()
    if radius == 0:
        return 200
    digits = 0
    while digits < 4000 and radius < arb(10) ** -(digits + 5):
        digits += 5
    return max(digits - 10, 10)


def _relation(value: arb, degree: int, digits: int) -> Minimal | None:
    scale = arb(10) ** digits
    rows = []
    product = arb(1)  # not value**power, which is not defined where the ball holds 0
    for power in range(degree + 1):
        unit = [0] * (degree + 1)
        unit[power] = 1
        rounded = (scale * product + arb(0.5)).mid().floor()
        product *= value
        whole = rounded.unique_fmpz()
        if whole is None:
            return None
        rows.append([*unit, int(whole)])
    shortest = fmpz_mat(rows).lll()
    coefficients = [int(shortest[0, power]) for power in range(degree + 1)]
    height = max(abs(c) for c in coefficients)
    if height == 0 or (degree + 1) * len(str(height)) >= CHANCE * digits:
        return None
    _, factors = fmpz_poly(coefficients).factor()
    for factor, _ in factors:
        if _at(factor, value).contains(0):
            lead = -1 if factor[factor.degree()] < 0 else 1
            return Minimal(tuple(lead * int(fmpz(c)) for c in factor.coeffs()))
    return None


def _at(polynomial: fmpz_poly, value: arb) -> arb:
    total = arb(0)
    for c in reversed(polynomial.coeffs()):
        total = total * value + arb(c)
    return total
