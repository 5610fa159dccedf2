"""All theorems together, read from both sides: the largest of the lower bounds, the least of the size bounds.

Each theorem answers both questions from one statement, so the two answers agree: at most N objects stay within s, and
N < n, exactly where the coherence bound of n objects is above s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache

from packing.bounds.bound import Bound, BoundFunction
from packing.bounds.bound_report import BoundReport, ask
from packing.bounds.family import Family, Silent
from packing.bounds.from_certificates import certified, certified_size
from packing.bounds.size_bound import SizeBound
from packing.bounds.theorems import (
    bukh_cox,
    cap,
    cross_polytope,
    fejes_toth,
    levenshtein_second,
    orthoplex,
    rankin_simplex,
    welch,
    welch_higher,
)
from packing.bounds.theorems.levenshtein_first import levenshtein_first
from packing.bounds.theorems.trivial import trivial
from packing.bounds.twopoint.levenshtein_bound import levenshtein, levenshtein_size
from packing.bounds.twopoint.linear_programme import linear_programme, programme_size
from packing.problem import Problem
from packing.space import Space

FAMILIES: tuple[Callable[[Space], Family | Silent], ...] = (
    welch.family,
    welch_higher.family,
    orthoplex.family,
    levenshtein_second.family,
    bukh_cox.family,
    rankin_simplex.family,
    cross_polytope.family,
    fejes_toth.family,
    cap.family,
)
"""The closed forms, each a statement about a space; a new one is one more function here and in `ALL`."""

ALL: tuple[BoundFunction, ...] = (
    trivial,
    welch.welch,
    welch_higher.welch_higher,
    orthoplex.orthoplex,
    levenshtein_first,
    levenshtein_second.levenshtein_second,
    bukh_cox.bukh_cox,
    rankin_simplex.rankin_simplex,
    cross_polytope.cross_polytope,
    fejes_toth.fejes_toth,
    cap.cap,
    levenshtein,
    certified,
    linear_programme,
)
"""The built-in bounds on coherence, in the order in which ties are shown."""

OF_SUBSPACES: tuple[BoundFunction, ...] = (trivial,)
"""Those that speak about subspaces of dimension 2 or more."""

SIZES: tuple[Callable[[Space, Fraction], SizeBound | None], ...] = (levenshtein_size, programme_size, certified_size)
"""The other sides of those that are not closed forms. They have certificates, so of equals they are shown first."""


def lower_bound(problem: Problem) -> Bound:
    """The largest of the bounds that apply; there is always one.

    >>> from packing.problem import lines
    >>> print(lower_bound(lines(15, 3, "H")))
    15 lines in H^3: coherence >= 0.534522483824 (Welch, proved)
    """
    return lower_bounds(problem).best


def lower_bounds(problem: Problem, also: Iterable[BoundFunction] = ()) -> BoundReport:
    """Every bound for `problem`, best first, and why the others do not apply.

    `also` names bounds to ask beyond `ALL`, such as `delsarte` and `three_point`, which take seconds.

    >>> from packing.problem import vectors
    >>> print(lower_bounds(vectors(8, 4)).bounds[0].theorem, lower_bounds(vectors(1, 1)).best.exact)
    Rankin cross-polytope -1
    """
    return ask(problem, (*(ALL if problem.space.m == 1 else OF_SUBSPACES), *also))


@lru_cache(maxsize=1024)
def least_size(space: Space, overlap: Fraction) -> SizeBound:
    """The least of the size bounds; of equals the first with a certificate.

    >>> print(least_size(Space.sphere(3), Fraction("0.9999")))
    points on the unit sphere of R^3 with <x, y> <= 9999/10000: n <= 72550 (Fejes Tóth, proved)
    """
    answers = [bound for size in SIZES if (bound := size(space, overlap)) is not None]
    for family in FAMILIES:
        statement = family(space)
        bound = statement.size(overlap) if isinstance(statement, Family) else None
        answers += [bound] if bound is not None else []
    return min(answers, key=lambda bound: bound.upper_bound)
