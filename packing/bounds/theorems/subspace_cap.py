"""The volume bound for subspaces: disjoint caps do not fill more than the Grassmannian."""

from __future__ import annotations

from math import ceil, lgamma, log, sqrt

import sympy

from packing.bounds.bound import ABOUT_SUBSPACES, Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.problem import Problem
from packing.space import Field, Space

THEOREM = Theorem("Grassmannian caps", "dai2008")

_ACUTE = 1 - 1 / sqrt(2)
"""1 - cos 45 degrees: at smaller caps the bound is above that of the orthoplex."""

MOST_OBJECTS = 10**18
"""Nobody asks for more; where caps are small from more on alone, their constant leaves the range of floats."""


def subspace_cap(problem: Problem) -> Bound | Inapplicable:
    """mu^2 >= (m + (d - m)(2 k^2 - 1))/d, k = 1 - R d/(m (d - m)), where a ball of squared chordal radius R is 1/n.

    Proof: the P_i - (m/d) I lie on a sphere, at cosines (d f - m)/(d - m), f the mean squared cosine of the principal
    angles. If all pairs have angles of at least t there, the open caps of angle t/2 are disjoint, so that each has at
    most 1/n of the measure; such a cap is the ball of squared chordal radius (m (d-m)/d)(1 - cos(t/2)).
    With z = 1 - y the squared sines of a random pair have the density of Selberg's integral, so for R <= 1 a ball has

        c R^(D/2),  c = 1/Gamma(D/2 + 1) prod_{j<m} Gamma(s (d-m+1+j)/2) / Gamma(s (1+j)/2),  D = s m (d-m),

    over C (s = 2), and at least that over R (s = 1), where (1 - z)^(-1/2) >= 1. Validity: 2 <= m <= d/2 over R and C;
    n so large that R <= 1 and the angle is at most 90 degrees. Equality: never, caps leave gaps. By spectral distance
    the largest squared cosine is at least the mean.
    References: Barg and Nogin (2002); Dai, Liu and Rider (2008) for the volume.

    >>> from packing.problem import subspaces
    >>> round(subspace_cap(subspaces(4096, 4, 2, "C")).value, 6)
    0.851349
    """
    return lower(problem, family(problem.space))


def family(space: Space) -> Family | Silent:
    """The theorem on a space."""
    d, m = space.d, space.m
    if m == 1:
        return Silent(THEOREM, ABOUT_SUBSPACES)
    if 2 * m > d or space.field is Field.QUATERNION:
        return Silent(THEOREM, f"needs 2 m <= d over R or C, not {space}")
    radius2 = sympy.Rational(m * (d - m), d)
    half = sympy.Rational(space.tangent_dimension, 2)
    widest = min(1.0, _ACUTE * float(radius2))
    if -_log_share(space) - float(half) * log(widest) > log(MOST_OBJECTS):
        return Silent(THEOREM, f"needs n > {MOST_OBJECTS}: caps so small that their volume is known")
    share = ball_share(space)
    least = ceil(1 / float(share) * widest ** -float(half) * (1 + 1e-9))

    def coherence(n: int) -> sympy.Expr:
        k = 1 - (n * share) ** (-1 / half) / radius2
        return sympy.sqrt((m + (d - m) * (2 * k**2 - 1)) / d)

    def near(t: float) -> float:
        cosine = min(max((d * t - m) / (d - m), 0.0), 1.0)
        ball = float(radius2) * (1 - sqrt((1 + cosine) / 2))
        return 1 / (float(share) * max(ball, 1e-30) ** float(half))

    return Family(
        THEOREM,
        space,
        least,
        coherence,
        sympy.Integer(1),
        lambda n: "never: caps leave gaps",
        f"needs n >= {least}: caps so small that their volume is known",
        near=near,
        filled="never: caps leave gaps",
    )


def ball_share(space: Space) -> sympy.Expr:
    """c: a ball of squared chordal radius R <= 1 is the share c R^(D/2) of the space, over R at least that.

    >>> ball_share(Space.subspaces(4, 2, "C")), ball_share(Space.subspaces(4, 2))
    (1/2, 1/4)
    """
    s, d, m = space.scalars, space.d, space.m
    gamma = sympy.gamma
    share = 1 / gamma(sympy.Rational(space.tangent_dimension, 2) + 1)
    for j in range(m):
        share *= gamma(sympy.Rational(s * (d - m + 1 + j), 2)) / gamma(sympy.Rational(s * (1 + j), 2))
    return sympy.simplify(share)


def _log_share(space: Space) -> float:
    """The natural logarithm of c."""
    s, d, m = space.scalars, space.d, space.m
    factors = (lgamma(s * (d - m + 1 + j) / 2) - lgamma(s * (1 + j) / 2) for j in range(m))
    return sum(factors) - lgamma(space.tangent_dimension / 2 + 1)
