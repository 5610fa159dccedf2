"""The bound of the linear programme on the size of a code of subspaces, with a certificate that the kernel accepts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, log2

import numpy as np

from packing.bounds import checkers
from packing.bounds.grassmann.programme import GrassmannProgramme, Guess
from packing.certificates import Certificate
from packing.kernel import SCHEMA, SizeStatement
from packing.kernel.grassmann_polynomials import Partition
from packing.space import Space

DEGREES = {2: (4, 6, 8, 10), 3: (4, 6), 4: (4, 6)}
"""For each m the degrees tried in turn, until one more changes the bound by less than `_SETTLED`."""

_SETTLED = 1e-6
_DENOMINATOR = 1000
_CLOSE = 1e-8
_LEAST_SHIFT = 1e-7
_SHIFTS = 4


def size_certificate(space: Space, overlap: Fraction, most: float = float("inf")) -> Certificate | None:
    """The certificate with the least bound g(1, ..., 1)/f_0 found on codes of subspaces, 2m <= d, at overlaps <= t.

    None where no degree tried bounds the code below `most`.
    """
    best: Certificate | None = None
    settled: float | None = None
    for degree in DEGREES[space.m]:
        guess = programme(space, degree).solve(overlap)
        if guess is None:
            continue
        if settled is not None and guess.size > settled * (1 - _SETTLED):
            break
        settled = guess.size
        if settled >= most:
            continue
        found = certify(space, overlap, guess)
        if found is not None and (best is None or size_of(found) < size_of(best)):
            best = found
    return best


def programme(space: Space, degree: int) -> GrassmannProgramme:
    """The programme of a space of subspaces."""
    return GrassmannProgramme(str(space.field), space.d, space.m, str(space.distance), degree)


def certify(space: Space, overlap: Fraction, guess: Guess) -> Certificate | None:
    """A certificate near `guess`: its coefficients as small fractions where they are, so that sharp codes are sharp.

    Else coefficients are rounded to multiples of 2^-q and f_0 lowered until the sign is right.
    """
    if (exact := _small_fractions(guess)) is not None:
        certificate = _assembled(space, overlap, exact)
        if certificate is not None:
            return certificate
    shift = max(2 * guess.violation, _LEAST_SHIFT)
    for _ in range(_SHIFTS):
        bits = ceil(log2(8 * len(guess.coefficients) / shift))
        lowered = round((1 - shift) * 2**bits)
        if lowered <= 0:
            return None
        rounded = [(mu, round(float(f) * 2**bits)) for mu, f in zip(guess.partitions, guess.coefficients, strict=True)]
        certificate = _assembled(space, overlap, [((), lowered), *((mu, f) for mu, f in rounded if f > 0)])
        if certificate is not None:
            return certificate
        shift *= 10
    return None


def _small_fractions(guess: Guess) -> list[tuple[Partition, Fraction]] | None:
    """The coefficients as fractions of small denominators, if all are near one."""
    near = [Fraction(float(f)).limit_denominator(_DENOMINATOR) for f in guess.coefficients]
    if max(abs(guess.coefficients - np.array(near, dtype=np.float64))) > _CLOSE:
        return None
    return [((), Fraction(1)), *((mu, f) for mu, f in zip(guess.partitions, near, strict=True) if f)]


def _assembled(
    space: Space, overlap: Fraction, terms: Sequence[tuple[Partition, Fraction | int]]
) -> Certificate | None:
    """The certificate with these coefficients, with what it proves written in, or None if it is no proof."""
    certificate: Certificate = {
        "schema": SCHEMA,
        "kind": "grassmann",
        "space": str(space.field),
        "d": space.d,
        "m": space.m,
        "distance": str(space.distance),
        "overlap": str(overlap),
        "coefficients": [[[part for part in mu if part], str(f)] for mu, f in terms],
        "at_most": floor(sum(Fraction(f) for _, f in terms) / terms[0][1]),
        "made_by": "linear programme, made exact",
    }
    statement = checkers.check(certificate)
    if not isinstance(statement, SizeStatement):
        return None
    return {**certificate, "statement": statement.sentence}


def size_of(certificate: Certificate) -> Fraction:
    """g(1, ..., 1) / f_0 of a certificate that has passed the check."""
    coefficients = [Fraction(f) for _, f in certificate["coefficients"]]
    return sum(coefficients, Fraction(0)) / coefficients[0]
