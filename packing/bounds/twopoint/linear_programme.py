"""Delsarte's linear programme at one degree, both sides: what `lower_bound` and `largest_code` ask on each use."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from packing.bounds.bound import Bound, Inapplicable
from packing.bounds.family import exceeds
from packing.bounds.from_certificates import certified, covered, from_certificate, size_from_certificate
from packing.bounds.size_bound import SizeBound
from packing.bounds.twopoint.delsarte_bound import coherence_certificate
from packing.bounds.twopoint.levenshtein_bound import degree_at, root
from packing.bounds.twopoint.optimality import improvable
from packing.bounds.twopoint.programme import DelsarteProgramme
from packing.bounds.twopoint.size_certificate import certify, theorem, variable
from packing.problem import Problem
from packing.space import Space

DEGREE = 48
"""The degree of the programme: it is the same on both sides, so that they agree."""

MOST_LEVENSHTEIN = 40
"""Beyond this degree of Levenshtein's polynomial the programme has too few columns to improve on it."""

MOST_DIMENSIONS = 64
"""In more, test functions are positive to high degree for all numbers of objects that are met."""

_CLOSE = 1e-7
"""An overlap this near the one at which one object more fits is decided by the coherence bound; so is each one where
the package brings certificates, which may be of lower degree."""


@lru_cache(maxsize=4096)
def linear_programme(problem: Problem) -> Bound | Inapplicable:
    """The overlap up to which the programme of degree `DEGREE` admits fewer than n objects; certified.

    It is asked only where a test function says that it improves on Levenshtein's polynomial, and where no certificate
    of the package holds the answer. Takes some tenths of a second. Reference: Delsarte (1973), Delsarte, Goethals
    and Seidel (1977).

    >>> from packing.problem import vectors
    >>> round(linear_programme(vectors(52, 5)).value, 8)
    0.52250346
    """
    space, n = problem.space, problem.n
    if not _is_asked(space):
        reason = f"is asked for 2 <= d <= {MOST_DIMENSIONS} only, and not in the real plane, where polygons are best"
        return Inapplicable(problem, theorem(space), reason)
    if n <= (space.d if space.has_lines else 2):
        return Inapplicable(problem, theorem(space), "says nothing of so few: they are at the least overlap there is")
    if n <= covered(space):
        return Inapplicable(problem, theorem(space), "is among the certificates that come with the package")
    degree, x = root(space, n, MOST_LEVENSHTEIN + 1)
    if degree > MOST_LEVENSHTEIN:
        return Inapplicable(problem, theorem(space), f"needs more than degree {DEGREE} for so many")
    if not improvable(space, x, degree, DEGREE):
        return Inapplicable(problem, theorem(space), f"does not improve on Levenshtein's bound up to degree {DEGREE}")
    certificate = coherence_certificate(space, n, (DEGREE,), x)
    if certificate is None:
        return Inapplicable(problem, theorem(space), f"gives nothing at degree {DEGREE}")
    return from_certificate(problem, certificate)


def programme_size(space: Space, overlap: Fraction) -> SizeBound | None:
    """The number of objects that the programme of degree `DEGREE` admits at `overlap`; None where it is not asked.

    >>> print(programme_size(Space.sphere(4), Fraction(9, 20)))
    points on the unit sphere of R^4 with <x, y> <= 9/20: n <= 22 (Delsarte, certified)
    """
    if not _is_asked(space):
        return None
    x = variable(space, overlap)
    degree = degree_at(space, x, MOST_LEVENSHTEIN)
    if degree is None or x <= -1 or not improvable(space, x, degree, DEGREE):
        return None
    guess = DelsarteProgramme(space, DEGREE).solve(x)
    certificate = None if guess is None else certify(space, overlap, guess)
    bound = None if certificate is None else size_from_certificate(space, overlap, certificate)
    if guess is None or bound is None:
        return bound
    n = bound.upper_bound
    if (guess.size - n) < _CLOSE * max(guess.slope, 1.0):
        fewer = _coherence(space, n)
        if fewer is not None and exceeds(fewer.exact, overlap, space):
            return size_from_certificate(space, overlap, fewer.certificate)
    if n < covered(space) or (n + 1 - guess.size) < _CLOSE * max(guess.slope, 1.0):
        more = _coherence(space, n + 1)
        if more is None or not exceeds(more.exact, overlap, space):
            return replace(bound, exact=n + 1)
    return bound


def _is_asked(space: Space) -> bool:
    return space.tangent_dimension > 1 and space.d <= MOST_DIMENSIONS


def _coherence(space: Space, n: int) -> Bound | None:
    """The coherence bound of n objects, from a certificate of the package or the programme."""
    problem = Problem(n, space)
    answer = certified(problem) if n <= covered(space) else linear_programme(problem)
    return answer if isinstance(answer, Bound) else None
