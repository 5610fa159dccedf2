"""The cap bound: disjoint caps do not fill more than the space."""

from __future__ import annotations

from fractions import Fraction

import flint
import sympy

from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.bounds.theorems.beta_quantile import BetaQuantile
from packing.problem import Problem

COMPLEX_THEOREM = Theorem("cap packing", "mukkavilli2003")
REAL_THEOREM = Theorem("cap packing", "shannon1959")


def cap(problem: Problem) -> Bound | Inapplicable:
    """mu >= 1 - 2 y, where y = sin^2 of the radius of a cap of 1/n of the space; over C this is 1 - 2 n^(-1/(d-1)).

    Proof: around n objects at angles >= theta the open caps of radius theta/2 are disjoint, so each has at most 1/n of
    the measure, and cos theta = 1 - 2 sin^2(theta/2). sin^2 of the angle between random lines is Beta(d-1, 1)
    distributed over C and Beta((d-1)/2, 1/2) over R; a cap of measure m on the sphere is one of lines of measure 2m.
    Validity: d >= 2 and a positive value (for real d = 2 any value); n >= 3 points in d = 1. Equality: real d = 2, by
    regular polygons; otherwise never, since caps leave gaps. Reference: Shannon (1959) for the sphere,
    Mukkavilli, Sabharwal, Erkip and Aazhang (2003), Xia, Zhou and Giannakis (2005) for complex lines.

    >>> from packing.problem import lines, vectors
    >>> cap(lines(81, 3, "C")).exact, cap(lines(7, 2)).exact, cap(vectors(5, 2)).exact, cap(vectors(24, 3)).exact
    (7/9, cos(pi/7), -1/4 + sqrt(5)/4, 49/72)
    """
    n, d = problem.n, problem.d
    theorem = COMPLEX_THEOREM if problem.is_complex else REAL_THEOREM
    if n == 1:
        return Inapplicable(problem, theorem, "needs n >= 2: one object has no pair")
    if d == 1:
        return _one_dimension(problem)
    if d == 2 and not problem.is_complex:
        exact = sympy.cos(sympy.pi / n if problem.has_lines else 2 * sympy.pi / n)
        return Bound(problem, theorem, exact, attained="regular polygons")
    share = Fraction(1 if problem.has_lines else 2, n)
    if not _fits_below_45_degrees(problem, share):
        return Inapplicable(
            problem, theorem, f"gives nothing: a cap of radius 45 degrees is at most 1/{n} of the space"
        )
    quantile = BetaQuantile(sympy.Rational(share.numerator, share.denominator), *_parameters(problem))
    return Bound(problem, theorem, 1 - 2 * quantile, attained="never: caps leave gaps")


def _one_dimension(problem: Problem) -> Bound | Inapplicable:
    if problem.has_lines:
        return Inapplicable(problem, REAL_THEOREM, "needs d >= 2: in one dimension all lines agree")
    if problem.n < 3:
        return Inapplicable(problem, REAL_THEOREM, "needs n >= 3: the two points of S^0 are opposite")
    return Bound(problem, REAL_THEOREM, sympy.Integer(1), attained="always: S^0 has two points")


def _parameters(problem: Problem) -> tuple[sympy.Rational, sympy.Rational]:
    """(a, b) of the law Beta(a, b) of sin^2 of the angle between random lines."""
    if problem.is_complex:
        return sympy.Integer(problem.d - 1), sympy.Integer(1)
    return sympy.Rational(problem.d - 1, 2), sympy.S.Half


def _fits_below_45_degrees(problem: Problem, share: Fraction) -> bool:
    """Whether P(sin^2 < 1/2) > share, decided by balls: only then is the bound positive."""
    if problem.is_complex:
        return problem.n > 2 ** (problem.d - 1)
    a, b = (flint.fmpq(int(value.p), int(value.q)) for value in _parameters(problem))
    for bits in (64, 256, 1024, 4096):
        with flint.ctx.workprec(bits):
            ball = flint.arb("0.5").beta_lower(flint.arb(a), flint.arb(b), True)
            if not ball.contains(flint.fmpq(share.numerator, share.denominator)):
                return bool(ball > flint.arb(flint.fmpq(share.numerator, share.denominator)))
    return False
