"""Exact certificates of kind `distribution`: bounds on sizes and sums over pairs where other sums are limited."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, log2

import flint
import numpy as np
import sympy

from packing.bounds import checkers
from packing.bounds.angle_sets.dual import DEGREES, DualGuess, DualProgramme
from packing.bounds.angle_sets.question import Question
from packing.bounds.energy.program_text import steps
from packing.bounds.rationals import to_flint
from packing.certificates import Certificate
from packing.doors import shown
from packing.kernel import SCHEMA, DistributionStatement
from packing.kernel.polynomial import zonal_polynomials
from packing.kernel.potential import Piece, read_program

__dir__ = shown(__name__)

_SHIFTS = 12
_LEAST_SHIFT = 1e-11
_IN_USE = 1e-7
_SETTLED = 1e-7

Numbers = tuple[list[Fraction], list[Fraction]]
"""h_0, h_1, ... and the weights of the limits, exact."""


def best_certificate(question: Question, degrees: tuple[int, ...] = DEGREES) -> Certificate | None:
    """The certificate with the best bound of the degrees tried; None where none bounds what is asked."""
    best: Certificate | None = None
    settled: float | None = None
    for degree in degrees:
        guess = DualProgramme(question, degree).solve()
        if guess is None:
            continue
        found = certificate_near(question, guess)
        if found is not None and (best is None or _better(found, best)):
            best = found
        if settled is not None and abs(guess.value - settled) <= _SETTLED * (guess.scale + abs(settled)):
            break
        settled = guess.value
    return best


def number_of(certificate: Certificate) -> Fraction:
    """The exact bound that an accepted certificate gives: on the size, or on the sum over ordered pairs."""
    f = [Fraction(c) for c in certificate["coefficients"]]
    weighted = (Fraction(limit["weight"]) * Fraction(limit["at_most"]) for limit in certificate["limits"])
    price = sum(f, Fraction(0)) + sum(weighted, Fraction(0))
    if certificate["objective"] == "size":
        return max(price / f[0], Fraction(0))
    n = int(certificate["n"])
    return n * n * f[0] - n * price


def certificate_near(question: Question, guess: DualGuess) -> Certificate | None:
    """A certificate near the guess, exact at a vertex where all overlaps are single; None where none is found."""
    exact = _vertex(question, guess) if all(low == high for low, high in question.parts) else None
    found = None if exact is None else _assembled(question, exact)
    shift = max(2 * guess.violation, _LEAST_SHIFT * guess.scale)
    for _ in range(_SHIFTS):
        if found is not None:
            return found
        found = _assembled(question, _rounded(question, guess, shift))
        shift *= 4
    return found


def _rounded(question: Question, guess: DualGuess, shift: float) -> Numbers:
    """All numbers rounded to multiples of 2^-q, h_0 lowered by the shift."""
    size = max(1.0, float(np.abs(guess.weights).max(initial=0.0)) / guess.scale)
    unit = Fraction(2) ** -ceil(log2(16 * (len(guess.coefficients) + len(guess.weights)) / shift))
    lowered = float(guess.coefficients[0]) - shift * (1.0 if question.n is None else size)
    h = [lowered, *(float(c) for c in guess.coefficients[1:])]
    return (
        [round(Fraction(c) / unit) * unit for c in h],
        [ceil(Fraction(float(u)) / unit) * unit for u in guess.weights],
    )


def _vertex(question: Question, guess: DualGuess) -> Numbers | None:
    """The rational numbers with equality wherever it nearly holds, those that vanish left out."""
    d = len(guess.coefficients)
    w = np.concatenate((guess.coefficients, guess.weights))
    used = [k for k in range(len(w)) if abs(w[k]) > _IN_USE * guess.scale or k == 0]
    unknown = used if question.n is not None else used[1:]
    zonal = zonal_polynomials(question.space.letter, question.space.d, d - 1)
    rows = []
    for (t, _), f in zip(question.parts, _programs(question), strict=True):
        value = Piece(t, t, read_program(f, "f")).polynomial()
        if value is None:
            return None
        columns = [_value(p, t) for p in zonal]
        columns += [-_value(limit.function.on(t, t), t) for limit in question.limits]
        rows.append((columns, _value(value, t)))
    slack = [abs(float(sum(float(a) * b for a, b in zip(row, w, strict=True)) - float(f))) for row, f in rows]
    tight = sorted(range(len(rows)), key=slack.__getitem__)[: len(unknown)]
    if len(tight) < len(unknown) or not unknown:
        return None
    fixed = 0 if question.n is not None else 1
    matrix = flint.fmpq_mat([[to_flint(rows[i][0][k]) for k in unknown] for i in tight])
    right = flint.fmpq_mat([[to_flint(rows[i][1] - fixed)] for i in tight])
    try:
        solution = matrix.solve(right)
    except ZeroDivisionError:
        return None
    numbers = [Fraction(0)] * len(w)
    numbers[0] = Fraction(fixed)
    for i, k in enumerate(unknown):
        numbers[k] = Fraction(int(solution[i, 0].p), int(solution[i, 0].q))
    return numbers[:d], numbers[d:]


def _value(p: list[Fraction] | tuple[Fraction, ...], t: Fraction) -> Fraction:
    return sum((c * t**k for k, c in enumerate(p)), Fraction(0))


def _programs(question: Question) -> list[list[str]]:
    parts = [(sympy.Rational(low), sympy.Rational(high)) for low, high in question.parts]
    return [steps(f, *part) for f, part in zip(question.objectives, parts, strict=True)]


def _assembled(question: Question, numbers: Numbers) -> Certificate | None:
    """The certificate, with what it proves written in, or None if it is no proof."""
    h, weights = numbers
    while len(h) > 1 and h[-1] == 0:
        h = h[:-1]
    if question.n is None and h[0] <= 0:
        return None
    parts = question.parts
    certificate: Certificate = {
        "schema": SCHEMA,
        "kind": "distribution",
        "space": question.space.letter,
        "d": question.space.d,
        "parts": [[str(low), str(high)] for low, high in parts],
        "strength": question.strength,
        "antipodal": int(question.antipodal),
        "limits": [
            {
                "polynomials": [[str(c) for c in limit.function.on(*part)] or ["0"] for part in parts],
                "at_most": str(limit.most),
                "weight": str(weight),
            }
            for limit, weight in zip(question.limits, weights, strict=True)
        ],
        "coefficients": [str(c) for c in h],
        "objective": "size" if question.n is None else _programs(question),
        "made_by": "linear programme over the distribution of overlaps",
    }
    if question.n is None:
        certificate["at_most"] = floor(number_of(certificate))
    else:
        certificate |= {"n": question.n, "at_least": "0"}
        certificate["at_least"] = str(number_of(certificate))
    statement = checkers.check_both(certificate)
    return {**certificate, "statement": statement.sentence} if isinstance(statement, DistributionStatement) else None


def _better(a: Certificate, b: Certificate) -> bool:
    smaller = number_of(a) < number_of(b)
    return smaller if a["objective"] == "size" else number_of(a) > number_of(b)
