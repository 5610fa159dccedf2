"""The three-point bound as a theorem: on the coherence of a problem, and on the size of a code."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np

from packing.bounds import checkers
from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.bounds.from_certificates import from_certificate, views
from packing.bounds.sizebound import SizeBound
from packing.bounds.sizes import largest_in, size_bound
from packing.bounds.threepoint.programme import Relaxation, exclude
from packing.bounds.threepoint.triples import Triples
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

    Lines of C^2 are points of S^2. The certificate was accepted by the fast checker. Valid for n > d + 1 points of a
    sphere or n > d lines, d >= 3 (d >= 2 over C). Reference: Bachoc and Vallentin, J. Amer. Math. Soc. 21 (2008).
    """
    view = next((view for view in views(problem) if view.space in ("S", "R", "C") and view.d >= 3), None)
    if view is None:
        return Inapplicable(problem, THEOREM, "needs at least 3 dimensions, or lines of C^2")
    least = problem.d + (0 if problem.has_lines else 1)
    if problem.n <= least:
        return Inapplicable(problem, THEOREM, f"needs n > {least}: up to there the best packings are known")
    space = Space.of_letter(view.space, view.d)
    certificate = largest_excluded(space, problem.n, half or HALF[space.letter], _start(problem))
    if certificate is None:
        return Inapplicable(problem, THEOREM, "no certificate was found: the program is too ill-conditioned there")
    return from_certificate(problem, certificate)


def three_point_size(space: Space, overlap: Fraction, half: int | None = None) -> SizeBound | None:
    """The least size that three-point bounds of half degree `half` allow where it is below all others; else None.

    Valid for d >= 3 on the sphere and among lines of R^d and C^d. The certificate was accepted by the fast checker.
    """
    if space.d < 3 or space.letter not in HALF:
        return None
    known = largest_in(space, overlap).upper_bound
    certificate = smallest_excluded(space, overlap, half or HALF[space.letter], known)
    return None if certificate is None else size_bound(space, overlap, certificate)


def _start(problem: Problem) -> float:
    """An overlap, in the space of the program, that other theorems say is reached."""
    from packing.bounds import lower_bounds

    coherence = lower_bounds(problem).best.value
    if not problem.has_lines:
        return coherence
    return 2 * coherence**2 - 1 if problem.is_complex and problem.d == 2 else coherence**2


def accepted(certificate: Certificate) -> bool:
    """Whether the fast checker takes the certificate for a proof."""
    return isinstance(checkers.check(certificate), SizeStatement)


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


def largest_excluded(space: Space, n: int, half: int, start: float, most_steps: int = 5) -> Certificate | None:
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


def smallest_excluded(space: Space, overlap: Fraction, half: int, start: int) -> Certificate | None:
    """A certificate that n points cannot have all overlaps at most `overlap`, for the least n that can be excluded.

    Only n up to `start` are tried, the size that other theorems allow. The program's value grows with n; its crossing
    of 1 is found by doubled steps down from `start` and bisection.
    """
    triples = Triples(space, overlap, half)

    def excluded(n: int) -> bool:
        return -PrimalDual(gap=1e-6, refine=True).run(Relaxation(triples, n).program).primal > 1 + 1e-6

    if start < 3 or not excluded(start):
        return None
    above, step = start, 1
    while above - step >= 3 and excluded(above - step):
        above, step = above - step, 2 * step
    below = max(above - step, 2)
    while above - below > 1:
        middle = (above + below) // 2
        above, below = (middle, below) if excluded(middle) else (above, middle)
    return next(
        (found for n in range(above, min(above + 2, start + 1)) if (found := exclude(triples, n, accepted))), None
    )


def rational(value: float) -> Fraction:
    """The largest multiple of 1e-8 that is at most `value`."""
    return Fraction(floor(value * 10**8), 10**8)
