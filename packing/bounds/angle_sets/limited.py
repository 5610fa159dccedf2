"""Bounds that certificates of kind `distribution` prove: sizes and energies of codes with limits."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import sympy

from packing.bounds.angle_sets.distribution import best_certificate, number_of
from packing.bounds.angle_sets.question import PairSum, Question
from packing.bounds.bound import Theorem
from packing.bounds.energy.energy_bound import EnergyBound
from packing.bounds.size_bound import SizeBound
from packing.certificates import Certificate
from packing.doors import shown
from packing.kernel.angles import set_in_words
from packing.numeric import Floats
from packing.potentials import Potential
from packing.problem import Problem
from packing.rigor import Rigor

__dir__ = shown(__name__)

_CERTIFIED = 1e-6

LINEAR = Theorem("linear programme", "yudin1992")


def size_bound(certificate: Certificate, known: Theorem) -> SizeBound:
    """The bound on a size that an accepted certificate proves."""
    what = str(certificate["statement"]).partition(" for n ")[2]
    return SizeBound(what, known, number_of(certificate), Rigor.CERTIFIED, "", certificate)


def certified_energy(question: Question, value: float, complete: bool, otherwise: Theorem) -> EnergyBound:
    """The certified bound on an energy; where no certificate says as much, `value`, numerical, by `otherwise`.

    `complete` says that the question holds all that the value rests on.
    """
    assert question.n is not None
    assert isinstance(question.objective, Potential)
    problem, scope = Problem(question.n, question.space), scope_of(question)
    certificate = best_certificate(question)
    if certificate is not None:
        number = number_of(certificate)
        if complete or float(number) >= value - _CERTIFIED * (question.scale + abs(value)):
            exact = sympy.Rational(number.numerator, number.denominator)
            return EnergyBound(problem, question.objective, exact, LINEAR, None, Rigor.CERTIFIED, certificate, scope)
    return EnergyBound(problem, question.objective, sympy.Float(value), otherwise, None, Rigor.NUMERICAL, None, scope)


def scope_of(question: Question) -> str:
    """For which packings a bound holds, in words."""
    name = "<x, y>" if question.space.has_points else "|<x, y>|^2"
    extra = ", with -x for each x" if question.antipodal else ""
    extra += f", that are a design of strength {question.strength}" if question.strength else ""
    extra += f", with {len(question.limits)} sums over pairs limited" if question.limits else ""
    return f"packings of unit vectors with each {name} in {set_in_words(question.intervals)}{extra}"


def values_on(function: PairSum, overlaps: Floats) -> Floats:
    """The function at floats; one within a rounding of the end of a window is in it."""
    total = np.zeros_like(overlaps)
    for (low, high), p in function.windows:
        inside = (overlaps >= float(low) - 1e-12) & (overlaps <= float(high) + 1e-12)
        total += np.where(inside, np.polynomial.polynomial.polyval(overlaps, [float(Fraction(c)) for c in p]), 0.0)
    return total
