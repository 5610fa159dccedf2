"""How many points of a sphere, or lines, have all overlaps at most s: the best upper bound, with its certificate."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from packing.bounds.both_sides import least_size
from packing.bounds.from_certificates import size_from_certificate
from packing.bounds.grassmann.certificate import DEGREES, size_certificate
from packing.bounds.size_bound import SizeBound, objects
from packing.bounds.threepoint.threepoint_size import three_point_size
from packing.bounds.twopoint.size_certificate import delsarte_certificate
from packing.bounds.views import complements, size_in
from packing.errors import InputError
from packing.exact_numbers import Ceiling, ceiling_between, exact_number
from packing.objects import Distance
from packing.space import Field, Space


def largest_code(space: Space | int, overlap: Fraction | str | float, *, compute: bool = False) -> SizeBound:
    """At most how many objects of a space have pairwise overlaps of at most `overlap`.

    Args: `space`, or d >= 1 for the unit sphere of R^d; the overlap is the cosine <x, y> of points, in [-1, 1), the
    square |<x, y>|^2 of lines, in [0, 1), and of subspaces the mean of the squared cosines of their principal angles,
    or the largest (spectral): exact, such as "1/2" (kissing) or "(1+sqrt(5))/4", else a float, which stands for every
    number that rounds to it (`packing.exact_numbers`). What is no fraction is enclosed from above.
    `compute` asks for Delsarte's bound to higher degree and for a three-point bound as well: seconds to minutes.

    It is the other side of `lower_bound`: below n exactly where the bound on the coherence of n objects is above.

    >>> largest_code(8, "1/2").exact, largest_code(24, Fraction(1, 2)).upper_bound
    (Fraction(240, 1), 196560)
    >>> print(largest_code(3, "1/sqrt(5)"))
    points on the unit sphere of R^3 with <x, y> <= sqrt(5)/5: n <= 12 (Delsarte, certified)
    >>> largest_code(Space.lines(3, "H"), "2/7").upper_bound
    15
    """
    where = space if isinstance(space, Space) else Space.sphere(space)
    name = "the cosine" if where.has_points else "the square of the coherence"
    ceiling = ceiling_between(name, overlap, -1 if where.has_points else 0)
    best = least_size(where, ceiling.above, ceiling.irrational)
    settled = where.d == 1 or (where.has_points and ceiling.above <= 0)  # simplices and the cross-polytope have as many
    best = _computed(where, ceiling.above, best) if compute and not settled else best
    return said_of(where, ceiling, best)


def said_of(space: Space, ceiling: Ceiling, bound: SizeBound) -> SizeBound:
    """The bound at the enclosing fraction as one about the overlap that was asked for."""
    if ceiling.is_exact:
        return bound
    what = objects(space, ceiling.text)
    return bound if bound.what == what else replace(bound, what=what, attained="")


def most_lines(
    d: int, coherence2: Fraction | str | float, field: Field | str = "R", *, compute: bool = False
) -> SizeBound:
    """At most how many lines of F^d have pairwise |<x, y>|^2 <= `coherence2`.

    Args: d >= 1; the square in [0, 1), as in `largest_code`; `field` is R, C or H (the quaternions).
    `compute` asks for Delsarte's bound to higher degree and for a three-point bound as well: seconds to minutes.

    >>> most_lines(7, "1/9").exact, most_lines(6, "1/4", "C").exact
    (Fraction(28, 1), Fraction(126, 1))
    """
    return largest_code(Space.lines(d, field), coherence2, compute=compute)


def most_subspaces(
    d: int,
    m: int,
    distance2: Fraction | str,
    field: Field | str = "R",
    *,
    distance: Distance | str = Distance.CHORDAL,
    compute: bool = False,
) -> SizeBound:
    """At most how many m-dimensional subspaces of F^d have pairwise squared distance >= `distance2`.

    Args: 1 <= m <= d; `distance2` rational, greater than 0; with the squared cosines y_1 >= ... >= y_m of the
    principal angles it is m - sum y_i, at most m (`distance` chordal), or 1 - y_1, at most 1 (spectral). `compute`
    asks for the linear programme over the Grassmannian as well: seconds. `field`: "R", "C" or "H".

    >>> most_subspaces(4, 2, "8/7", "C").what, most_subspaces(4, 2, "8/7", "C").upper_bound
    ('2-dimensional subspaces of C^4 with mean squared cosine <= 3/7', 8)
    """
    space = Space.subspaces(d, m, field, distance)
    most = space.m if space.distance is Distance.CHORDAL else 1
    far = exact_number("the squared distance", distance2)
    if not 0 < far <= most:
        raise InputError(f"the squared distance must lie in (0, {most}], not {distance2}: give a number such as 1/2")
    return largest_code(space, 1 - far / most, compute=compute)


def _computed(space: Space, overlap: Fraction, best: SizeBound) -> SizeBound:
    """The least of `best`, the linear programme at rising degree, and the three-point bound."""
    if space.m > 1:
        return _computed_of_subspaces(space, overlap, best)
    certificate = delsarte_certificate(space, overlap)
    two = None if certificate is None else size_from_certificate(space, overlap, certificate)
    if two is not None and two.upper_bound < best.upper_bound:
        best = two
    three = three_point_size(space, overlap, most=best.upper_bound)
    return best if three is None or three.upper_bound >= best.upper_bound else three


def _computed_of_subspaces(space: Space, overlap: Fraction, best: SizeBound) -> SizeBound:
    """The least of `best` and the linear programme over the Grassmannian, or that of the complements."""
    if (view := complements(space)) is not None:
        there = max(view.inverse(overlap), Fraction(0))
        found: SizeBound | None = size_in(view, space, overlap, largest_code(view.space, there, compute=True))
    else:
        fits = space.m in DEGREES and 2 * space.m <= space.d
        certificate = size_certificate(space, overlap, best.upper_bound) if fits else None
        found = None if certificate is None else size_from_certificate(space, overlap, certificate)
    return found if found is not None and found.upper_bound < best.upper_bound else best
