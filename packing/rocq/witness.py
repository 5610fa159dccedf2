"""A reason that a proof assistant can follow why a polynomial is at least 0 on an interval.

p = s^2 r, where s takes the roots of p in pairs. What is left, r, changes its sign at no point inside the interval. Cut
at points x_0 < x_1 < ..., all coefficients of (1 + z)^m r((x_i + x_{i+1} z)/(1 + z)) are at least 0 between two of
them: up to binomial factors these are the coefficients of r in the basis of Bernstein.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import flint

from packing.bounds.rationals import to_flint
from packing.errors import InputError

MOST_PARTS = 4000
"""Parts that an interval is cut into at most."""


@dataclass(frozen=True)
class Witness:
    """p = square^2 rest, and the cuts between which `rest` has coefficients >= 0; polynomials constant first."""

    square: list[Fraction]
    rest: list[Fraction]
    cuts: list[Fraction]


def witness(p: list[Fraction], low: Fraction, high: Fraction) -> Witness:
    """The witness that p >= 0 on [low, high], or `InputError` where none is found.

    >>> found = witness([Fraction(1, 4), Fraction(-1), Fraction(1)], Fraction(0), Fraction(1))      # (y - 1/2)^2
    >>> [str(c) for c in found.square], [str(c) for c in found.rest], len(found.cuts)
    (['-1', '2'], ['1/4'], 2)
    """
    square, rest = _without_squares(p)
    cuts = [low]
    waiting = [(low, high)]
    while waiting:
        a, b = waiting.pop()
        coefficients = moved(rest, a, b)
        if all(c >= 0 for c in coefficients):
            cuts.append(b)
        elif min(coefficients[0], coefficients[-1]) < 0 or len(waiting) + len(cuts) > MOST_PARTS:
            raise InputError(
                f"the polynomial is not shown to be at least 0 between {low} and {high}, near {a}; "
                "take a certificate that packing verify accepts"
            )
        else:
            middle = (a + b) / 2
            waiting += [(middle, b), (a, middle)]
    return Witness(square, rest, _without_needless(rest, cuts))


def moved(p: list[Fraction], a: Fraction, b: Fraction) -> list[Fraction]:
    """The coefficients of (1 + z)^m p((a + b z)/(1 + z)), m the degree of p; p itself at a point, a = b.

    >>> moved([Fraction(0), Fraction(1)], Fraction(-1), Fraction(2)) == [-1, 2]
    True
    """
    moving, stretched = flint.fmpq_poly([to_flint(a), to_flint(b)]), flint.fmpq_poly([1, 1])
    total, power = flint.fmpq_poly([]), flint.fmpq_poly([1])
    for coefficient in reversed(p):
        total = total * moving + power * to_flint(coefficient)
        power *= stretched
    return [Fraction(int(c.p), int(c.q)) for c in total.coeffs()]


def _without_squares(p: list[Fraction]) -> tuple[list[Fraction], list[Fraction]]:
    """s and r with p = s^2 r, where r has no factor twice."""
    whole = flint.fmpq_poly([to_flint(c) for c in p])
    square = flint.fmpq_poly([1])
    if any(p):
        for factor, multiplicity in whole.numer().factor_squarefree()[1]:
            square *= flint.fmpq_poly(factor) ** (multiplicity // 2)
    return _fractions(square), _fractions(divmod(whole, square * square)[0])


def _without_needless(p: list[Fraction], cuts: list[Fraction]) -> list[Fraction]:
    """The cuts without those that a longer part makes needless."""
    kept = cuts[:1]
    for before, after in pairwise(cuts[1:]):
        if any(c < 0 for c in moved(p, kept[-1], after)):
            kept.append(before)
    return [*kept, cuts[-1]]


def _fractions(p: flint.fmpq_poly) -> list[Fraction]:
    return [Fraction(int(c.p), int(c.q)) for c in p.coeffs()]
