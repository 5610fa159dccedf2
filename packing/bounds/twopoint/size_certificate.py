"""Delsarte's bound on the size of a code with given overlaps, with a certificate that the kernel accepts."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, log2

from packing.bounds import checkers
from packing.bounds.bound import Theorem
from packing.bounds.twopoint.levenshtein_polynomials import levenshtein_coefficients
from packing.bounds.twopoint.programme import DelsarteProgramme, Guess
from packing.certificates import Certificate
from packing.kernel import SCHEMA, SizeStatement
from packing.space import Space

SPHERE_THEOREM = Theorem("Delsarte", "delsarte1977")
LINES_THEOREM = Theorem("Delsarte", "delsarte1975")

DEGREES = (16, 24, 32, 48)
"""Degrees tried in turn until one more changes the bound by less than `_SETTLED`."""

_SETTLED = 1e-7
_SHIFTS = 8


def delsarte_certificate(space: Space, overlap: Fraction, degrees: tuple[int, ...] = DEGREES) -> Certificate | None:
    """The certificate with the least bound g(1)/f_0 found for codes of `space` whose overlaps are at most `overlap`.

    The overlap is the cosine on the sphere and |<x, y>|^2 among lines. Levenshtein's exact polynomial is kept where the
    linear programme is no better: so sharp codes have their exact number. Otherwise the programme is solved at
    increasing degree and its solution made exact. None where no degree tried bounds the code.

    >>> from packing.space import Space
    >>> delsarte_certificate(Space.sphere(4), Fraction(1, 2))["statement"]
    'there are at most 25 points on the unit sphere of R^4 with pairwise <x, y> <= 1/2'
    """
    exact = levenshtein_coefficients(space, overlap)
    best = None if exact is None else assemble(space, overlap, exact, "Levenshtein's polynomial")
    if overlap == (0 if space.has_lines else -1):
        return best
    settled: float | None = None
    for degree in degrees:
        guess = DelsarteProgramme(space, degree).solve(variable(space, overlap))
        found = None if guess is None else certify(space, overlap, guess)
        if found is not None and (best is None or size_of(found) < size_of(best)):
            best = found
        if guess is not None:
            if settled is not None and guess.size > settled * (1 - _SETTLED):
                break
            settled = guess.size
    return best


def certify(space: Space, overlap: Fraction, guess: Guess) -> Certificate | None:
    """A certificate near `guess`: coefficients rounded to multiples of 2^-q, f_0 lowered until the sign is right."""
    shift = max(2 * guess.violation, 1e-11)
    for _ in range(_SHIFTS):
        bits = ceil(log2(8 * len(guess.coefficients) / shift))
        lowered = Fraction(round((1 - shift) * 2**bits))
        if lowered <= 0:
            return None
        rounded = [Fraction(round(float(f) * 2**bits)) for f in guess.coefficients]
        while rounded and rounded[-1] == 0:
            rounded.pop()
        if not rounded:
            return None
        certificate = assemble(space, overlap, [lowered, *rounded], "linear programme, rounded and shifted")
        if certificate is not None:
            return certificate
        shift *= 4
    return None


def assemble(space: Space, overlap: Fraction, coefficients: list[Fraction], made_by: str) -> Certificate | None:
    """The certificate with these coefficients, with what it proves written in, or None if it is no proof."""
    certificate: Certificate = {
        "schema": SCHEMA,
        "kind": "delsarte",
        "space": space.letter,
        "d": space.d,
        "overlap": str(overlap),
        "coefficients": [str(f) for f in coefficients],
        "at_most": sum(coefficients) // coefficients[0],
        "made_by": made_by,
    }
    statement = checkers.check(certificate)
    if not isinstance(statement, SizeStatement):
        return None
    return {**certificate, "statement": statement.sentence}


def size_of(certificate: Certificate) -> Fraction:
    """g(1) / f_0 of a certificate that has passed the check."""
    coefficients = [Fraction(f) for f in certificate["coefficients"]]
    return sum(coefficients, Fraction(0)) / coefficients[0]


def variable(space: Space, overlap: Fraction) -> float:
    """The variable x of the overlap: y on the sphere, 2y - 1 of lines."""
    return float(2 * overlap - 1 if space.has_lines else overlap)


def theorem(space: Space) -> Theorem:
    """Delsarte's theorem with its source for the space."""
    return LINES_THEOREM if space.has_lines else SPHERE_THEOREM
