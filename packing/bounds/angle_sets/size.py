"""How many objects have all overlaps in a given set: Delsarte's linear programme on the set, and theorems."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from packing.bounds.angle_sets.allowed import Allowed
from packing.bounds.angle_sets.certificate import certificate_of
from packing.bounds.angle_sets.theorems import by_theorems
from packing.bounds.bound import Theorem
from packing.bounds.row_solver import RowSolver
from packing.bounds.size_bound import SizeBound
from packing.bounds.twopoint.size_certificate import theorem, variable
from packing.doors import shown
from packing.errors import InputError
from packing.kernel.angles import AngleEntries, sentence
from packing.numeric import Floats
from packing.rigor import Rigor
from packing.space import Space

__dir__ = shown(__name__)

DEGREES = (8, 12, 20, 30)
"""Degrees tried; the least certified bound is given."""

_ROUNDS = 12
_TOLERANCE = 1e-10
_SETTLED = 1e-7


def code_with_angles(
    space: Space | int, angles: str | Iterable[Any], *, strength: int = 0, antipodal: bool = False
) -> SizeBound:
    """At most how many objects of a space have every overlap in a set: the best of a programme and of theorems.

    Args: `space`, or d >= 2 for the unit sphere of R^d; `angles`, exact overlaps and intervals, "1/5, -3/5" or
    "-1:0, 1/2" or a list of numbers and pairs: cosines of points, |<x, y>|^2 of lines. `strength` says that the code is
    a design of that strength, `antipodal` that it holds -x with each x: -1 is then an overlap, and -t with each t.

    Delsarte, Goethals and Seidel: with f_0 > 0 and g = sum f_k P_k <= 0 on the set, a code has at most g(1)/f_0
    members, f_k >= 0 where the sum of P_k over the code is not known to vanish: certified. Where they say more, given
    are the absolute bound by the number of overlaps, the bound on codes up to the largest of them (`largest_code`), and
    that on equiangular lines. Raises `InputError` for sets that do not fit the space.

    >>> print(code_with_angles(5, "1/5, -3/5"))
    points on the unit sphere of R^5 with each <x, y> in {-3/5, 1/5}: n <= 16 (Delsarte, certified)
    >>> code_with_angles(Space.lines(8), "0, 1/4").upper_bound, code_with_angles(4, "-1, 0", antipodal=True).upper_bound
    (120, 8)
    """
    where = space if isinstance(space, Space) else Space.sphere(space)
    check_question(where, strength, antipodal)
    allowed = Allowed.read(angles, where)
    if antipodal:
        allowed = allowed.antipodal()
    solved = _by_programme(where, allowed, strength, antipodal)
    answers = [] if solved is None else [solved]
    answers += by_theorems(where, allowed, antipodal, _words(where, allowed, strength, antipodal))
    if not answers:
        raise InputError(f"nothing bounds such codes of {where}, no polynomial up to degree {DEGREES[-1]}: lower d")
    return min(answers, key=lambda bound: (bound.upper_bound, bound.certificate is None, bound.exact))


def _by_programme(where: Space, allowed: Allowed, strength: int, antipodal: bool) -> SizeBound | None:
    """The least certified bound of Delsarte's programme, None where no polynomial tried bounds the code."""
    best: SizeBound | None = None
    settled: float | None = None
    for degree in DEGREES:
        solved = _solve(where, allowed, degree, strength, antipodal)
        if solved is None:
            continue
        weights, violation = solved
        certificate = certificate_of(where, allowed, weights, strength, antipodal, violation)
        found = None if certificate is None else bound_of(where, certificate, theorem(where))
        if found is not None and (best is None or found.exact < best.exact):
            best = found
        size = 1 + float(weights.sum())
        if settled is not None and size > settled * (1 - _SETTLED):
            break
        settled = size
    return best


def _words(space: Space, allowed: Allowed, strength: int, antipodal: bool) -> str:
    """What the code is, as its certificates say it."""
    entries = AngleEntries(space.letter, space.d, allowed.intervals, strength, antipodal, [Fraction(1)], 0)
    return _what(sentence(entries, Fraction(0)))


def _what(said: str) -> str:
    return said.partition(" at most ")[2].partition(" ")[2]


def check_question(space: Space, strength: int, antipodal: bool) -> None:
    """Raise `InputError` for spaces, strengths and antipodal codes that the theorem does not speak of."""
    if space.m > 1 or space.d < 2:
        raise InputError(f"prescribed overlaps are of points or lines in two or more dimensions, not of {space}")
    if antipodal and not space.has_points:
        raise InputError(f"antipodal codes are of points, not of {space}: leave it out")
    if type(strength) is not int or not 0 <= strength <= DEGREES[0]:
        raise InputError(f"the strength of a design must be 0 to {DEGREES[0]}, not {strength}: choose one of these")


def is_free(k: int, strength: int, antipodal: bool) -> bool:
    """Whether f_k may have any sign."""
    return k <= strength or (antipodal and k % 2 == 1)


def bound_of(space: Space, certificate: dict[str, Any], known: Theorem) -> SizeBound:
    """The bound that a certificate of kind `angles` proves."""
    entries = AngleEntries.read(certificate)
    size = max(sum(entries.coefficients, Fraction(0)) / entries.coefficients[0], Fraction(0))
    what = _what(sentence(entries, size))
    return SizeBound(what, known, size, Rigor.CERTIFIED, "", certificate)


def grid(space: Space, allowed: Allowed, count: int) -> Floats:
    """Values of the zonal variable on the set: single ones, and `count` on each interval, crowded at its ends."""
    parts = []
    for low, high in allowed.intervals:
        a, b = variable(space, low), variable(space, high)
        parts.append(np.array([a]) if a == b else a + (b - a) * (1 - np.cos(np.linspace(0, np.pi, count))) / 2)
    return np.concatenate(parts)


def _solve(space: Space, allowed: Allowed, degree: int, strength: int, antipodal: bool) -> tuple[Floats, float] | None:
    """(f_1, ..., f_degree, how far g exceeds 0 on a fine grid), by HiGHS with exchange; None where nothing bounds."""
    points, fine = grid(space, allowed, 6 * degree + 1), grid(space, allowed, 60 * degree + 1)
    table = space.zonal.values(degree, fine)[1:]
    scale = np.maximum(np.abs(table).max(axis=1), 1e-12)
    free = np.array([is_free(k, strength, antipodal) for k in range(1, degree + 1)])
    solver = RowSolver(1 / scale, free)
    best: tuple[Floats, float] | None = None
    rows = space.zonal.values(degree, points)[1:] / scale[:, None]
    for _ in range(_ROUNDS):
        solver.add(rows, np.full(rows.shape[1], -1.0))
        weights = solver.solve()
        if weights is None:
            return best
        f = np.where(free, weights, np.maximum(weights, 0.0)) / scale
        g = 1 + f @ table
        violation = max(float(g.max()), 0.0)
        if best is None or violation < best[1]:
            best = f, violation
        worst = np.flatnonzero((g[1:-1] >= g[:-2]) & (g[1:-1] >= g[2:]) & (g[1:-1] > _TOLERANCE)) + 1
        if violation < _TOLERANCE or not worst.size:
            break
        rows = table[:, worst] / scale[:, None]
    return best
