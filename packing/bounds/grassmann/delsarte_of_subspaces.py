"""Delsarte's bound on the coherence of subspaces: the largest overlap at which the programme allows fewer than n."""

from __future__ import annotations

from fractions import Fraction
from math import floor, log

from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.bounds.from_certificates import from_certificate
from packing.bounds.grassmann.certificate import DEGREES, certify, programme
from packing.bounds.grassmann.programme import GrassmannProgramme
from packing.bounds.views import bound_in, complements
from packing.certificates import Certificate
from packing.problem import Problem
from packing.space import Space

THEOREM = Theorem("Grassmannian programme", "bachoc2006")

_GRID = 10**9
_WIDTH = 1e-8
_SETTLED = 1e-6
_NEAR = 1e-9
_STEPS_BACK = (1, 10, 100, 1000, 10_000, 100_000)


def delsarte_of_subspaces(problem: Problem) -> Bound | Inapplicable:
    """mu >= sqrt(t) for the largest t found at which the linear programme admits fewer than n subspaces; certified.

    The programme is over the zonal polynomials of the Grassmannian in all m squared cosines, so by chordal distance it
    is at least as strong as the one among points of the sphere of traceless matrices. Validity: 2 <= m <= d/2, m <= 4;
    larger m by complements, by chordal distance. Equality: sharp codes. Takes seconds.
    References: Bachoc (2006) over R, Roy (2010) over C.

    >>> from packing.problem import subspaces
    >>> round(delsarte_of_subspaces(subspaces(20, 4, 2)).value, 6)                 # squared distance at most 20/21
    0.723747
    """
    if (view := complements(problem.space)) is not None:
        from packing.bounds.twopoint.delsarte_bound import delsarte

        return bound_in(view, problem, delsarte(Problem(problem.n, view.space)))
    space = problem.space
    if 2 * space.m > space.d or space.m not in DEGREES:
        return Inapplicable(problem, THEOREM, f"needs 2 <= m <= d/2, m <= {max(DEGREES)}")
    if problem.n * space.m <= space.d:
        return Inapplicable(problem, THEOREM, f"needs n m > {space.d}: fewer subspaces can be orthogonal")
    certificate = coherence_certificate(space, problem.n)
    if certificate is None:
        return Inapplicable(problem, THEOREM, "no certificate was found")
    return from_certificate(problem, certificate)


def coherence_certificate(space: Space, n: int) -> Certificate | None:
    """A certificate that fewer than n subspaces have overlaps at most t, for t as large as can be found."""
    best: Certificate | None = None
    low = float(Fraction(n * space.m - space.d, space.d * (n - 1)))  # the simplex bound
    for degree in DEGREES[space.m]:
        of_degree = programme(space, degree)
        if best is not None and not _allows_at_most(of_degree, n, low + _SETTLED):
            break
        root = _root(of_degree, n, low)
        for back in _STEPS_BACK:
            t = Fraction(floor(root * _GRID) - back, _GRID)
            guess = of_degree.solve(t) if t >= 0 else None
            found = certify(space, t, guess) if guess is not None and guess.size < n else None
            if found is not None and found["at_most"] < n:
                best, low = found, float(t)
                break
    return best


def _allows_at_most(programme: GrassmannProgramme, n: int, t: float) -> bool:
    guess = programme.solve(Fraction(t)) if t < 1 else None
    return guess is not None and guess.size <= n


def _root(programme: GrassmannProgramme, n: int, low: float) -> float:
    """The t >= low up to which the programme allows at most n: regula falsi in log(programme / n), which rises.

    Where no polynomial bounds the code, and where an end stays, the bracket is halved. At least `low`.
    """
    high, below, above = 1.0, None, None
    kept = 0
    while high - low > _WIDTH:
        middle = (low + high) / 2
        if below is not None and above is not None and kept < 2:
            middle = low + (high - low) * min(max(below / (below - above), 0.01), 0.99)
        guess = programme.solve(Fraction(middle))
        excess = None if guess is None else log(guess.size / n)
        if excess is not None and excess <= 0:
            low, below, kept = middle, excess, kept + 1 if kept > 0 else 1
            if excess > -_NEAR:
                break
        else:
            high, above, kept = middle, excess, 0
    return low
