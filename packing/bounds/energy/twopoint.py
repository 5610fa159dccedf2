"""Two-point bounds on energies: Yudin's linear programme, with a certificate that the kernel accepts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import ceil, log2

import sympy

from packing.bounds import checkers
from packing.bounds.bound import Theorem
from packing.bounds.energy.energy_bound import EnergyBound
from packing.bounds.energy.program_text import program_text
from packing.bounds.energy.programme import EnergyGuess, EnergyProgramme, scale_of
from packing.bounds.energy.sharp import sharp_certificate
from packing.certificates import Certificate
from packing.exponents import EnergyKind
from packing.kernel import SCHEMA, EnergyStatement
from packing.objects import Objects
from packing.potentials import AbsPower, Potential, ReluPower
from packing.potentials.powers import Power
from packing.problem import Problem, lines, vectors
from packing.rigor import Rigor

THEOREM = Theorem("linear programme", "yudin1992")
SHARP = Theorem("linear programme, exactly", "cohn2007")

DEGREES = (2, 4, 6, 8, 10, 12, 16, 20, 28, 36, 48)
"""Degrees tried in turn until `_PATIENCE` more in a row change the bound by less than `_SETTLED` of it."""

_SETTLED = 1e-8
_PATIENCE = 3
_SHIFTS = 14
_LEAST_SHIFT = 1e-10
_LOST = 1e-6
"""An exact bound below that of the programme by more, by part, has lost a contact, such as equal objects."""

_UNSEEN = Fraction(1, 2**150)
"""The enclosures of the kernel are in units a little below it."""

_MARGIN = 10**6
"""A denominator of irrational exponents: |t|^p is at least |t|^q for the next q > p with it, to that power."""

MOST_OBJECTS = 10**12
MOST_DIMENSIONS = 10**6


def two_point(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    """The best value of n^2 h_0 - n h(1) over polynomials h <= f with h_k >= 0, certified; nothing where d = 1.

    Of powers of |t| points are the lines through them; of max(t, 0) lines are given by unit vectors. Equality: codes
    whose overlaps are where h touches f, and strong enough as designs. Takes tenths of a second.

    >>> from packing.potentials import Riesz
    >>> bound = next(two_point(vectors(12, 3), Riesz(1)))
    >>> round(bound.value, 6), bound.rigor.value
    (98.330506, 'certified')
    """
    yield from _remembered(problem, potential)


@lru_cache(maxsize=512)
def _remembered(problem: Problem, potential: Potential) -> tuple[EnergyBound, ...]:
    return tuple(_bounds(problem, potential))


def _bounds(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    seen, f = seen_as(problem, potential)
    if problem.d == 1 or not 2 <= problem.n <= MOST_OBJECTS or problem.d > MOST_DIMENSIONS or _is_known(seen, f):
        return
    guess = best_guess(seen, f)
    exactly = None if guess is None else sharp_certificate(seen, f, guess)
    if guess is not None and exactly is not None and _reaches(guess, float(exactly[1])):
        yield EnergyBound(problem, potential, exactly[1], SHARP, None, Rigor.CERTIFIED, exactly[0])
        return
    certificate = None if guess is None else certify(seen, f, guess)
    for least in _least_values(seen, f):  # no pair has less
        if certificate is None or Fraction(certificate["at_least"]) < seen.n * (seen.n - 1) * least:
            certificate = assemble(seen, f, [least]) or certificate
    if certificate is not None:
        number = Fraction(certificate["at_least"])
        exact = sympy.Rational(number.numerator, number.denominator)
        yield EnergyBound(problem, potential, exact, THEOREM, None, Rigor.CERTIFIED, certificate)


def _least_values(problem: Problem, potential: Potential) -> tuple[Fraction, ...]:
    """Constants that f may be nowhere below, best first: the last ones where it is too small for enclosures."""
    found = EnergyProgramme(problem, potential, 1).least_values
    return (*found, *([Fraction(0)] if found and found[0] > 0 else []), *(least - _UNSEEN for least in found[:1]))


def _reaches(guess: EnergyGuess, value: float) -> bool:
    return value >= guess.value - _LOST * (guess.scale + abs(guess.value))


def _is_known(problem: Problem, potential: Potential) -> bool:
    """Whether formulas say as much: where vectors have no interference, and below p = 2 where Welch's bound is best."""
    if not isinstance(potential, Power):
        return False
    if potential.kind is EnergyKind.RELU:
        return problem.n <= 2 * problem.d
    return problem.n <= problem.d or potential.p <= 2


def seen_as(problem: Problem, potential: Potential) -> tuple[Problem, Potential]:
    """The problem and potential that a certificate is about, with the same energies or, at irrational p, no larger.

    >>> problem, potential = seen_as(vectors(5, 3), AbsPower(4))
    >>> print(problem, potential)
    5 lines in R^3 |t|^4
    """
    if not isinstance(potential, Power):
        return problem, potential
    absolute = potential.kind is EnergyKind.ABS
    if absolute and problem.objects is Objects.VECTORS:
        problem = lines(problem.n, problem.d)
    elif not absolute and problem.has_lines:
        problem = vectors(problem.n, problem.d)
    exponent = potential.exponent
    if not exponent.is_Rational and not hasattr(exponent, "value"):
        above = sympy.Rational(int(sympy.floor(exponent * _MARGIN**2)) + 1, _MARGIN**2)
        potential = AbsPower(above) if absolute else ReluPower(above)
    return problem, potential


def best_guess(problem: Problem, potential: Potential) -> EnergyGuess | None:
    """The polynomial with the largest bound found, of a degree chosen so that more gives next to nothing."""
    best: EnergyGuess | None = None
    idle, scale = 0, scale_of(problem, potential)
    for degree in DEGREES:
        guess = EnergyProgramme(problem, potential, degree, scale).solve()
        if guess is None:
            continue
        if best is not None and guess.value < best.value + _SETTLED * (guess.scale + abs(best.value)):
            idle += 1
            if idle == _PATIENCE:
                break
            continue
        best, idle = guess, 0
    return best


def certify(problem: Problem, potential: Potential, guess: EnergyGuess) -> Certificate | None:
    """A certificate near `guess`: coefficients rounded to multiples of 2^-q, h_0 lowered until h <= f is shown."""
    shift = max(2 * guess.violation, _LEAST_SHIFT * guess.scale)
    for _ in range(_SHIFTS):
        unit = Fraction(2) ** -ceil(log2(8 * len(guess.coefficients) / shift))
        lowered = round((Fraction(float(guess.coefficients[0])) - Fraction(shift)) / unit) * unit
        rounded = [round(Fraction(float(h)) / unit) * unit for h in guess.coefficients[1:]]
        certificate = assemble(problem, potential, [lowered, *rounded])
        if certificate is not None:
            return certificate
        shift *= 4
    return None


def assemble(problem: Problem, potential: Potential, coefficients: list[Fraction]) -> Certificate | None:
    """The certificate with these coefficients, with what it proves written in, or None if it is no proof."""
    while len(coefficients) > 1 and coefficients[-1] == 0:
        coefficients = coefficients[:-1]
    n = problem.n
    certificate: Certificate = {
        "schema": SCHEMA,
        "kind": "energy",
        "space": problem.space.letter,
        "d": problem.d,
        "n": n,
        "potential": program_text(potential, problem.space),
        "coefficients": [str(h) for h in coefficients],
        "at_least": str(n * n * coefficients[0] - n * sum(coefficients)),
        "made_by": "linear programme, rounded and shifted",
    }
    statement = checkers.check_both(certificate)
    if not isinstance(statement, EnergyStatement):
        return None
    return {**certificate, "statement": statement.sentence}
