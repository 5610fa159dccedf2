"""The same objects seen in another space, where more theorems and certificates speak about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy

from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.bounds.size_bound import SizeBound, objects
from packing.objects import Distance
from packing.problem import Problem
from packing.space import Field, Space


@dataclass(frozen=True)
class View:
    """Each object as `copies` points of another space, and how the overlap there gives theirs.

    The overlap is the cosine of points and the f of `Space` of lines and subspaces; `inverse` goes back, of subspaces.
    """

    space: Space
    overlap: Callable[[Any], Any]
    copies: int = 1
    inverse: Callable[[Fraction], Fraction] = lambda overlap: overlap


def views(space: Space) -> tuple[View, ...]:
    """The space itself first; its isometric twin: C^2 and S^2, R^2 and S^1, H^2 and S^4; and the ends of real lines.

    Lines of F^2 have |<x, y>|^2 = (1 + c)/2 for the cosine c of the points on the sphere. The 2n ends of n >= 2 real
    lines have the coherence of the lines as their largest cosine. Subspaces are seen in their complements and among the
    traceless matrices; their largest squared cosine is at least the mean, which chordal distance sees.

    >>> [(str(view.space), view.copies) for view in views(Space.lines(2, "C"))]
    [('lines in C^2', 1), ('vectors on S^2', 1)]
    >>> [(str(view.space), view.copies) for view in views(Space.lines(3))]
    [('lines in R^3', 1), ('vectors on S^2', 2)]
    >>> [str(view.space) for view in views(Space.subspaces(5, 3))]
    ['3-dimensional subspaces of R^5', '2-dimensional subspaces of R^5', 'vectors on S^13']
    """
    found = [View(space, lambda overlap: overlap)]
    if space.m > 1:
        return (*found, *_of_subspaces(space))
    if (sphere := space.sphere_twin) is not None:
        found.append(View(sphere, lambda cosine: (1 + cosine) / 2))
    elif space.has_lines and space.field is Field.REAL and space.d > 2:
        found.append(View(Space.sphere(space.d), lambda cosine: max(cosine, Fraction(0)) ** 2, 2))
    if (plane := space.line_twin) is not None:
        found.append(View(plane, lambda square: 2 * square - 1))
    return tuple(found)


def _of_subspaces(space: Space) -> list[View]:
    chordal = replace(space, distance=Distance.CHORDAL)
    found = [View(chordal, lambda overlap: overlap)] if space != chordal else []
    found += [view for view in (complements(space), traceless(space)) if view is not None]
    return found


def complements(space: Space) -> View | None:
    """Subspaces as their complements, of dimension m' = d - m: m f = 2m - d + m' f' for the means f, f'.

    None unless m > d/2, since then the complements are the smaller ones. By spectral distance all those pairs meet.

    >>> view = complements(Space.subspaces(3, 2))
    >>> print(view.space, view.overlap(Fraction(1, 4)))
    lines in R^3 5/8
    """
    d, m = space.d, space.m
    if not d < 2 * m < 2 * d:
        return None
    return View(
        Space.subspaces(d, d - m, space.field),
        lambda f: (2 * m - d + (d - m) * f) / Fraction(m),
        inverse=lambda f: (m * f - 2 * m + d) / (d - m),
    )


def traceless(space: Space) -> View | None:
    """Subspaces as points: P - (m/d) I among the traceless matrices, at cosines c = (d f - m)/(d - m), f the mean.

    >>> view = traceless(Space.subspaces(4, 2))
    >>> print(view.space, view.overlap(Fraction(0)))
    vectors on S^8 1/2
    """
    d, m = space.d, space.m
    if not 1 < m < d:
        return None
    return View(
        Space.sphere(space.forms - 1),
        lambda cosine: (m + (d - m) * cosine) / Fraction(d),
        inverse=lambda f: (d * f - m) / (d - m),
    )


def seen_in(view: View, space: Space, theorem: Theorem) -> Theorem:
    """A theorem about the objects of a view, named as what it says of subspaces; unchanged of points and lines."""
    if space.m == 1 or view.space == space:
        return theorem
    return Theorem(f"{theorem} among {view.space}", theorem.reference)


def bound_in(view: View, problem: Problem, there: Bound | Inapplicable) -> Bound | Inapplicable:
    """What a bound on the objects of the view says about those of `problem`, which are subspaces."""
    theorem = seen_in(view, problem.space, there.theorem)
    if isinstance(there, Inapplicable):
        return Inapplicable(problem, theorem, there.reason)
    overlap = there.exact if view.space.has_points else there.exact**2
    square = _exactly(view.overlap(overlap))
    if square.evalf(30) <= 0:
        return Inapplicable(problem, theorem, "gives nothing above 0")
    return Bound(problem, theorem, sympy.sqrt(square), there.rigor, "unknown", there.certificate)


def size_in(view: View, space: Space, overlap: Fraction, there: SizeBound) -> SizeBound:
    """What a bound on the number of objects of the view says about those of `space`, which are subspaces."""
    theorem = seen_in(view, space, there.theorem)
    return SizeBound(objects(space, overlap), theorem, there.exact, there.rigor, "", there.certificate)


def _exactly(value: Any) -> sympy.Expr:
    return (
        sympy.Rational(value.numerator, value.denominator)
        if isinstance(value, Fraction)
        else sympy.sympify(value, strict=True)
    )
