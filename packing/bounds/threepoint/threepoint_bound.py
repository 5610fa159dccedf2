"""The three-point bound on the coherence of a problem."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor, inf

import numpy as np

from packing.bounds import checkers
from packing.bounds.both_sides import lower_bounds
from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.bounds.from_certificates import from_certificate
from packing.bounds.threepoint.programme import Relaxation, exclude
from packing.bounds.threepoint.triples import Triples
from packing.bounds.views import views
from packing.certificates import Certificate
from packing.kernel import SizeStatement
from packing.problem import Problem
from packing.sdp.primal_dual import PrimalDual
from packing.space import Space

THEOREM = Theorem("three-point", "bachoc2008")

HALF = {"S": 6, "R": 5, "C": 5}
"""Half degrees at which a bound takes seconds."""


def three_point(problem: Problem, half: int | None = None) -> Bound | Inapplicable:
    """The largest overlap, to a few units of 1e-6, at which three-point bounds of half degree `half` exclude n objects.

    Lines of C^2 are points of S^2, those of H^2 points of S^4. The certificate was accepted by the fast checker.
    Valid for n > d + 1 points of a sphere or n > d lines over R or C, d >= 3 (d = 2 over C and H).
    Reference: Bachoc and Vallentin, J. Amer. Math. Soc. 21 (2008).

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.
    """
    if problem.m > 1:
        return Inapplicable(problem, THEOREM, "is about points and lines, and these are subspaces")
    known = (view.space for view in views(problem.space) if view.copies == 1)
    space = next((space for space in known if space.letter in HALF and space.d >= 3), None)
    if space is None:
        return Inapplicable(problem, THEOREM, "needs at least 3 dimensions over R or C, or lines of C^2 or H^2")
    least = problem.d + (0 if problem.has_lines else 1)
    if problem.n <= least:
        return Inapplicable(problem, THEOREM, f"needs n > {least}: up to there the best packings are known")
    certificate = largest_excluded(space, problem.n, half or HALF[space.letter], _start(problem, space))
    if certificate is None:
        return Inapplicable(problem, THEOREM, "no certificate was found: the program is too ill-conditioned there")
    return from_certificate(problem, certificate)


def _start(problem: Problem, space: Space) -> float:
    """An overlap, in the space of the program, that other theorems say is reached."""
    coherence = lower_bounds(problem).best.value
    if space == problem.space:
        return coherence**2 if problem.has_lines else coherence
    return 2 * coherence**2 - 1


def value_at_start(problem: Problem, half: int) -> float:
    """The logarithm of the program's value at the coherence that other theorems say is reached; above 0 it says more.

    Args: `problem`: n points or lines of a space that the program is about; `half`: the half degree.
    """
    return _Value(problem.space, problem.n, half).at(_start(problem, problem.space))


def accepted(certificate: Certificate) -> bool:
    """Whether the fast checker takes the certificate for a proof."""
    return isinstance(checkers.check(certificate, inf), SizeStatement)


@dataclass(frozen=True)
class _Value:
    """The logarithm of the value of the program: positive where n points are excluded, falling as s grows."""

    space: Space
    n: int
    half: int

    def at(self, s: float) -> float:
        relaxation = Relaxation(Triples(self.space, rational(s), self.half), self.n)
        point = PrimalDual(gap=1e-5).run(relaxation.program)
        return float(np.log(max(-point.primal, 1e-3)))


def largest_excluded(space: Space, n: int, half: int, start: float, most_steps: int = 8) -> Certificate | None:
    """A certificate that no n points have all overlaps at most s, for s close to the largest that the program excludes.

    The value of the program crosses 1 there; the crossing is found by secants from `start`, and s is then taken below
    it by steps until a certificate is accepted.
    """
    low = float(0 if space.has_lines else -1)
    value = _Value(space, n, half)
    a, at_a = start, value.at(start)
    b = a + (0.005 if at_a > 0 else -0.005) * (1 - a)
    at_b = value.at(b)
    for _ in range(most_steps):
        if at_a == at_b or abs(at_b) < 5e-6:
            break
        guess = b - at_b * (b - a) / (at_b - at_a)
        a, at_a, b = b, at_b, min(max(guess, (b + low) / 2), (b + 1) / 2)
        at_b = value.at(b)
    for back in (3e-6, 1e-5, 5e-5, 2e-4, 1e-3):
        certificate = exclude(Triples(space, rational(b - back), half), n, accepted)
        if certificate is not None:
            return certificate
    return None


def rational(value: float) -> Fraction:
    """The largest multiple of 1e-8 that is at most `value`."""
    return Fraction(floor(value * 10**8), 10**8)
