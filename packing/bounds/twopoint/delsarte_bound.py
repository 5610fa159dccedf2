"""Delsarte's bound turned round: the least coherence that n lines, or n points, can have."""

from __future__ import annotations

import math
from fractions import Fraction

from packing.bounds import checkers
from packing.bounds.bound import Bound, Inapplicable
from packing.bounds.from_certificates import from_certificate
from packing.bounds.grassmann.delsarte_of_subspaces import delsarte_of_subspaces
from packing.bounds.twopoint.levenshtein_polynomials import levenshtein_coefficients
from packing.bounds.twopoint.programme import DelsarteProgramme
from packing.bounds.twopoint.size_certificate import LINES_THEOREM, SPHERE_THEOREM, assemble, certify, theorem, variable
from packing.certificates import Certificate
from packing.kernel import SizeStatement
from packing.problem import Problem
from packing.space import Space

DEGREES = (12, 20, 28, 36)
"""Degrees tried in turn until one more raises the overlap by less than `_SETTLED`."""

_SETTLED = 1e-8
_NEWTON_SETTLED = 1e-11
_NEWTON_STEPS = 40
_GRID = 10**10
"""The overlap of a certificate is a multiple of 1/_GRID: short to write, and far finer than its distance to truth."""

_STEPS_BACK = (1, 2, 4, 8, 16, 32, 64, 256, 1024, 8192)


def delsarte(problem: Problem) -> Bound | Inapplicable:
    """The largest overlap t found up to which Delsarte's linear programme admits fewer than n objects; certified.

    The bound is t on the sphere and sqrt(t), t = mu^2, of lines. A float root of "programme = n" is moved down to a
    rational t where the certificate passes; where t is a small rational and the code would be sharp, the bound is t
    itself. Validity: d >= 2, n >= 2. Equality: sharp codes. Takes tenths of a second.

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import lines, vectors
    >>> print(delsarte(vectors(240, 8)).exact, delsarte(lines(63, 7)).exact)
    1/2 1/2
    >>> round(delsarte(lines(39, 3, "C")).value, 6)
    0.750878
    """
    if problem.m > 1:
        return delsarte_of_subspaces(problem)
    if problem.d == 1:
        source = LINES_THEOREM if problem.has_lines else SPHERE_THEOREM
        return Inapplicable(problem, source, "needs d >= 2: zonal polynomials need two dimensions")
    where = problem.space
    if problem.n < 2 or (problem.has_lines and problem.n <= problem.d):
        least = problem.d + 1 if problem.has_lines else 2
        return Inapplicable(problem, theorem(where), f"needs n >= {least}: fewer are at the least overlap there is")
    certificate = coherence_certificate(where, problem.n)
    if certificate is None:
        return Inapplicable(problem, theorem(where), f"gives nothing up to degree {DEGREES[-1]}")
    return from_certificate(problem, certificate)


def coherence_certificate(
    where: Space, n: int, degrees: tuple[int, ...] = DEGREES, start: float | None = None
) -> Certificate | None:
    """A certificate that fewer than n points of the space have overlaps at most t, for t as large as can be found.

    `start` is a value of the space's variable at which the programme is known to admit at most n.
    """
    root, degree = _start(where, n) if start is None else start, 0
    for degree in degrees:
        found = _root(DelsarteProgramme(where, degree), n, root)
        if found is None or found < root + _SETTLED:
            break
        root = found
    overlap = (root + 1) / 2 if where.has_lines else root
    return _sharp(where, n, overlap) or _backed_off(where, n, overlap, degree)


def _start(where: Space, n: int) -> float:
    """The linear polynomial's root: the simplex bound, at which the programme allows at most n."""
    if where.has_lines:
        return 2 * (n - where.d) / (where.d * (n - 1)) - 1
    return -1 / (n - 1)


def _root(programme: DelsarteProgramme, n: int, low: float) -> float | None:
    """The x >= low, in the variable of the space, where the programme allows n: Newton's method in log(programme / n).

    The programme increases in x. A step is halved where it reaches overlaps that no polynomial of the degree bounds,
    and kept inside the bracket of what is known. None if there is no answer at `low`.
    """
    high, x = 1.0, low
    guess = programme.solve(max(x, -1 + 1e-9))
    for _ in range(_NEWTON_STEPS):
        if guess is None:
            high, x = x, (low + x) / 2
        else:
            excess = math.log(guess.size / n)
            low, high = (low, min(high, x)) if excess > 0 else (max(low, x), high)
            step = -excess * guess.size / max(guess.slope, 1e-300)
            if abs(step) < _NEWTON_SETTLED:
                return x
            x = x + step if low < x + step < high else (low + high) / 2
        if high - low < _NEWTON_SETTLED:
            return low
        guess = programme.solve(x)
    return low if low > -1 else None


def _sharp(where: Space, n: int, overlap: float) -> Certificate | None:
    """The exact certificate at a small rational near `overlap`, if it allows exactly n and is strict."""
    nearby = Fraction(overlap).limit_denominator(1000)
    if abs(float(nearby) - overlap) > 1e-6 or not (0 if where.has_lines else -1) <= nearby < 1:
        return None
    coefficients = levenshtein_coefficients(where, nearby)
    if coefficients is None or sum(coefficients) != n:
        return None
    certificate = assemble(where, nearby, coefficients, "Levenshtein's polynomial")
    statement = None if certificate is None else checkers.check(certificate)
    return certificate if isinstance(statement, SizeStatement) and statement.strict else None


def _backed_off(where: Space, n: int, overlap: float, degree: int) -> Certificate | None:
    """The first certificate for fewer than n points on a grid of rationals just below `overlap`."""
    programme = DelsarteProgramme(where, degree)
    nearest = math.floor(overlap * _GRID)
    for back in _STEPS_BACK:
        t = Fraction(nearest - back, _GRID)
        if t < (0 if where.has_lines else -1):
            return None
        guess = programme.solve(variable(where, t))
        certificate = None if guess is None or guess.size >= n else certify(where, t, guess)
        if certificate is not None and certificate["at_most"] < n:
            return certificate
    return None
