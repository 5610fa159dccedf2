"""How many points of a sphere, or lines, have all overlaps at most s: the best upper bound, with its certificate."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from packing.bounds.both_sides import least_size
from packing.bounds.from_certificates import size_from_certificate
from packing.bounds.size_bound import SizeBound, objects
from packing.bounds.threepoint.threepoint_size import three_point_size
from packing.bounds.twopoint.size_certificate import delsarte_certificate
from packing.errors import InputError
from packing.exact_numbers import Ceiling, ceiling_between
from packing.space import Field, Space


def largest_code(space: Space | int, overlap: Fraction | str | float, *, compute: bool = False) -> SizeBound:
    """At most how many objects of a space have pairwise overlaps of at most `overlap`.

    Args: `space`, or d >= 1 for the unit sphere of R^d; the overlap is the cosine <x, y> of points, in [-1, 1), and the
    square |<x, y>|^2 of lines, in [0, 1): exact, such as "1/2" (kissing) or "(1+sqrt(5))/4", else a float, which stands
    for every number that rounds to it (`packing.exact_numbers`). What is no fraction is enclosed from above.
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
    name = "the square of the coherence" if where.has_lines else "the cosine"
    if not where.is_two_point_homogeneous:
        raise InputError(f"how many objects there are at most is known of points and lines, not of {where}: take m = 1")
    ceiling = ceiling_between(name, overlap, where.least_overlap)
    best = least_size(where, ceiling.above)
    best = _computed(where, ceiling.above, best) if compute and where.d > 1 else best
    return said_of(where, ceiling, best)


def said_of(space: Space, ceiling: Ceiling, bound: SizeBound) -> SizeBound:
    """The bound at the enclosing fraction as one about the overlap that was asked for."""
    if ceiling.is_exact:
        return bound
    return replace(bound, what=objects(space, ceiling.text), attained="")


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


def _computed(space: Space, overlap: Fraction, best: SizeBound) -> SizeBound:
    """The least of `best`, the linear programme at rising degree, and the three-point bound."""
    certificate = delsarte_certificate(space, overlap)
    two = None if certificate is None else size_from_certificate(space, overlap, certificate)
    if two is not None and two.upper_bound < best.upper_bound:
        best = two
    three = three_point_size(space, overlap, most=best.upper_bound)
    return best if three is None or three.upper_bound >= best.upper_bound else three
