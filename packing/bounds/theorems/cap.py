"""The cap bound: disjoint caps do not fill more than the space."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import acos, floor, pi, sqrt

import sympy

from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.bounds.theorems.beta_quantile import BetaQuantile
from packing.bounds.theorems.cap_measure import law, most_caps
from packing.problem import Field, Problem
from packing.rigor import Rigor
from packing.space import Space

COMPLEX_THEOREM = Theorem("cap packing", "mukkavilli2003")
REAL_THEOREM = Theorem("cap packing", "shannon1959")

MOST_WIDTH = 10_000
"""In so many real coordinates the number of caps has 1500 digits, far beyond any n."""

_RIGHT_ANGLE = Fraction(0)


def cap(problem: Problem) -> Bound | Inapplicable:
    """mu >= 1 - 2 y, where y = sin^2 of the radius of a cap of 1/n of the space; over C this is 1 - 2 n^(-1/(d-1)).

    Proof: around n objects at angles >= theta the open caps of radius theta/2 are disjoint, so each has at most 1/n of
    the measure, and cos theta = 1 - 2 sin^2(theta/2). sin^2 of the angle between random lines is Beta(s(d-1)/2, s/2)
    distributed, s = 1, 2, 4 over R, C, H; a cap of measure m on the sphere is one of lines of measure 2m.
    Validity: d >= 2 and a positive value (for real d = 2 any value); n >= 3 points in d = 1. Equality: real d = 2, by
    regular polygons; otherwise never, since caps leave gaps. Reference: Shannon (1959) for the sphere,
    Mukkavilli, Sabharwal, Erkip and Aazhang (2003), Xia, Zhou and Giannakis (2005) for complex lines.

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import lines, vectors
    >>> cap(lines(81, 3, "C")).exact, cap(lines(7, 2)).exact, cap(vectors(5, 2)).exact, cap(vectors(24, 3)).exact
    (7/9, cos(pi/7), -1/4 + sqrt(5)/4, 49/72)
    """
    if problem.n == 1:
        return Inapplicable(problem, _theorem(problem.space), "needs n >= 2: one object has no pair")
    return lower(problem, family(problem.space))


@lru_cache(maxsize=1024)
def family(space: Space) -> Family | Silent:
    """The theorem on a space."""
    if space.d == 1:
        return _one_dimension(space)
    if space.d == 2 and space.field is Field.REAL:
        return _polygons(space)
    theorem = _theorem(space)
    if space.width > MOST_WIDTH:
        return Silent(
            theorem, f"is worked out in at most {MOST_WIDTH} real coordinates: more caps fit than can be said"
        )
    least = floor(most_caps(space, _RIGHT_ANGLE)) + 1
    a, b = (sympy.Rational(part.numerator, part.denominator) for part in law(space))
    share = 1 if space.has_lines else 2
    return Family(
        theorem,
        space,
        least,
        lambda n: 1 - 2 * BetaQuantile(sympy.Rational(share, n), a, b),
        sympy.Integer(1),
        lambda n: "never: caps leave gaps",
        f"needs n >= {least}: so many caps of radius 45 degrees fill more than the space",
        inverse=lambda overlap: most_caps(space, max(overlap, _RIGHT_ANGLE)),
        filled="never: caps leave gaps",
        size_rigor=Rigor.CERTIFIED,
    )


def _theorem(space: Space) -> Theorem:
    return REAL_THEOREM if space.field is Field.REAL else COMPLEX_THEOREM


def _one_dimension(space: Space) -> Family | Silent:
    if space.has_lines:
        return Silent(_theorem(space), "needs d >= 2: in one dimension all lines agree")
    one = sympy.Integer(1)
    reason = "needs n >= 3: the two points of S^0 are opposite"
    known = "always: S^0 has two points"
    return Family(
        REAL_THEOREM, space, 3, lambda n: one, one, lambda n: known, reason, inverse=lambda s: 2, filled="always"
    )


def _polygons(space: Space) -> Family:
    """n objects of the plane are best spread evenly."""
    turn = 1 if space.has_lines else 2
    return Family(
        REAL_THEOREM,
        space,
        2,
        lambda n: sympy.cos(turn * sympy.pi / n),
        sympy.Integer(1),
        lambda n: "regular polygons",
        near=lambda overlap: turn * pi / max(acos(sqrt(overlap) if space.has_lines else overlap), 1e-9),
        filled="regular polygons",
    )
