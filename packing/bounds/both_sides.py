"""All theorems together, read from both sides: the largest of the lower bounds, the least of the size bounds.

Each theorem answers both questions from one statement, so the two answers agree: at most N objects stay within s, and
N < n, exactly where the coherence bound of n objects is above s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache

import sympy

from packing.bounds.bound import Bound, BoundFunction, Inapplicable, Theorem
from packing.bounds.bound_report import BoundReport, ask
from packing.bounds.family import Family, Silent
from packing.bounds.from_certificates import certified, certified_size
from packing.bounds.size_bound import SizeBound, objects
from packing.bounds.theorems import (
    bukh_cox,
    cap,
    cross_polytope,
    fejes_toth,
    levenshtein_second,
    orthoplex,
    rankin_simplex,
    subspace_cap,
    subspace_orthoplex,
    subspace_simplex,
    welch,
    welch_higher,
)
from packing.bounds.theorems.levenshtein_first import levenshtein_first
from packing.bounds.theorems.trivial import THEOREM as TRIVIAL
from packing.bounds.theorems.trivial import trivial
from packing.bounds.twopoint.levenshtein_bound import levenshtein, levenshtein_size
from packing.bounds.twopoint.linear_programme import linear_programme, programme_size
from packing.bounds.views import bound_in, complements, size_in, traceless
from packing.errors import InputError
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
"""The closed forms about points and lines, each a statement about a space; a new one stands here and in `ALL`."""

FAMILIES_OF_SUBSPACES: tuple[Callable[[Space], Family | Silent], ...] = (
    subspace_simplex.family,
    subspace_orthoplex.family,
    subspace_cap.family,
)
"""Those about subspaces of dimension 2 or more; a new one stands here and in `OF_SUBSPACES`."""

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


def by_complements(problem: Problem) -> Bound | Inapplicable:
    """The best bound on the orthogonal complements of subspaces with d < 2m < 2d, by chordal distance as far apart.

    >>> from packing.problem import subspaces
    >>> print(by_complements(subspaces(6, 3, 2)))
    6 2-dimensional subspaces of R^3: coherence >= 0.774596669241 (Welch among lines in R^3, proved)
    """
    view = complements(problem.space)
    if view is None:
        return Inapplicable(problem, _COMPLEMENTS, "needs d < 2m < 2d: else the complements are not smaller")
    return bound_in(view, problem, lower_bound(Problem(problem.n, view.space)))


def among_points(problem: Problem) -> Bound | Inapplicable:
    """The best bound that Levenshtein's polynomials, caps and linear programmes give points, for P - (m/d) I.

    >>> from packing.problem import subspaces
    >>> bound = among_points(subspaces(60, 4, 2, "C"))
    >>> print(round(bound.value, 6), bound.theorem)
    0.743951 Levenshtein among vectors on S^14
    """
    view = traceless(problem.space)
    if view is None:
        return Inapplicable(problem, _POINTS, "needs m < d: there is one subspace of full dimension")
    points = ask(Problem(problem.n, view.space), (trivial, levenshtein, cap.cap, linear_programme))
    best = points.best if points.bounds else points.inapplicable[0]
    return bound_in(view, problem, best)


_COMPLEMENTS = Theorem("orthogonal complements", "conway1996")
_POINTS = Theorem("points among traceless matrices", "conway1996")

OF_SUBSPACES: tuple[BoundFunction, ...] = (
    trivial,
    subspace_simplex.subspace_simplex,
    subspace_orthoplex.subspace_orthoplex,
    subspace_cap.subspace_cap,
    by_complements,
    among_points,
    certified,
)
"""Those that speak about subspaces of dimension 2 or more."""

SIZES: tuple[Callable[[Space, Fraction], SizeBound | None], ...] = (levenshtein_size, programme_size, certified_size)
"""The other sides of those that are not closed forms. They have certificates, so of equals they are shown first."""


def lower_bound(problem: Problem) -> Bound:
    """The largest of the bounds that apply; there is always one.

    Args: `problem`: n points, lines or subspaces, from `pk.vectors`, `pk.lines` or `pk.subspaces`.

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
    further = tuple(also)
    return ask(problem, (*_functions(problem), *further)) if further else _standard(problem)


@lru_cache(maxsize=64)
def _standard(problem: Problem) -> BoundReport:
    """The report of the bounds that are always asked; several rooms ask for it in a row."""
    return ask(problem, _functions(problem))


def _functions(problem: Problem) -> tuple[BoundFunction, ...]:
    return ALL if problem.space.m == 1 else OF_SUBSPACES


@lru_cache(maxsize=1024)
def least_size(space: Space, overlap: Fraction, exact: sympy.Expr | None = None) -> SizeBound:
    """The least of the size bounds; of equals the first with a certificate. `exact` is as in `certified_size`.

    >>> print(least_size(Space.sphere(3), Fraction("0.9999")))
    points on the unit sphere of R^3 with <x, y> <= 9999/10000: n <= 72550 (Fejes Tóth, proved)
    """
    answers = _sizes_of_subspaces(space, overlap) if space.m > 1 else []
    answers += [bound for size in SIZES if space.m == 1 and (bound := size(space, overlap)) is not None]
    if exact is not None and (bound := certified_size(space, overlap, exact)) is not None:
        answers.insert(0, bound)
    for family in FAMILIES_OF_SUBSPACES if space.m > 1 else FAMILIES:
        statement = family(space)
        bound = statement.size(overlap) if isinstance(statement, Family) else None
        answers += [bound] if bound is not None else []
    if not answers:
        raise InputError(f"no bound on how many {space} have overlaps of at most {overlap} is worked out: lower d")
    return min(answers, key=lambda bound: bound.upper_bound)


def _sizes_of_subspaces(space: Space, overlap: Fraction) -> list[SizeBound]:
    """What the other spaces in which subspaces are seen say of their number, and a certificate about them."""
    if overlap < space.least_f:
        return [SizeBound(objects(space, overlap), TRIVIAL, 1, attained="always: any two subspaces meet")]
    found = [certified_size(space, overlap)]
    for view in (complements(space), traceless(space)):
        if view is not None:
            there = max(view.inverse(overlap), Fraction(view.space.least_overlap))
            found.append(size_in(view, space, overlap, least_size(view.space, there)))
    return [bound for bound in found if bound is not None]
