"""What theorems say of codes with prescribed overlaps: by their number, by the largest, and of equiangular lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from math import comb, floor

import sympy

from packing.bounds.angle_sets.allowed import Allowed
from packing.bounds.bound import Theorem
from packing.bounds.equiangular_lines.at_angle import equiangular
from packing.bounds.size_bound import SizeBound
from packing.bounds.sizes import largest_code
from packing.doors import shown
from packing.errors import InputError
from packing.space import Field, Space

__dir__ = shown(__name__)

POINTS = Theorem("absolute bound", "delsarte1977")
LINES = Theorem("absolute bound", "delsarte1975")


def by_theorems(space: Space, allowed: Allowed, antipodal: bool, what: str) -> Iterator[SizeBound]:
    """Bounds on codes with overlaps in a set, said of `what`: each is of a set that holds these codes.

    >>> space = Space.sphere(4)
    >>> [str(bound.theorem) for bound in by_theorems(space, Allowed.read("-1:1/2", space), False, "points")]
    ['three-point']
    """
    most = number_of_distances(space, allowed, antipodal)
    if most is not None:
        yield SizeBound(what, POINTS if space.has_points else LINES, most)
    largest = allowed.intervals[-1][1]
    with suppress(InputError):  # nothing is worked out in so many dimensions
        yield replace(largest_code(space, largest), what=what, attained="")
    if space.has_lines and space.field is Field.REAL and allowed.is_finite and len(allowed.intervals) == 1 and largest:
        square = sympy.Rational(largest.numerator, largest.denominator)
        yield replace(equiangular(space.d, sympy.sqrt(square)), what=what, attained="")


def number_of_distances(space: Space, allowed: Allowed, antipodal: bool = False) -> int | None:
    """The absolute bound for s prescribed overlaps: as many polynomials of degree s are independent on the code.

    F_x(y), the product of (<x, y> - a)/(1 - a) over the overlaps a, is 1 at y = x and 0 at the other members. So n is
    at most the dimension of the polynomials of degree s on the sphere, C(d+s-1, s) + C(d+s-2, s-1), and for antipodal
    codes twice C(d+s-2, s-1), one parity at s - 1; among lines C(d+2s-1, 2s) over R, C(d+s-1, s)^2 over C, and with
    the overlap 0, which one factor <x, y> makes, C(d+2s-2, 2s-1) and C(d+s-1, s) C(d+s-2, s-1). One inner product a of
    points makes a simplex: n <= d, or d + 1 at a = -1/d, and n <= 1 - 1/a for negative a. None for intervals, and for
    several overlaps over H.

    >>> space = Space.sphere(5)
    >>> [number_of_distances(space, Allowed.read(angles, space)) for angles in ("0.999", "-1/5", "0, 1/2")]
    [5, 6, 20]
    >>> number_of_distances(Space.lines(7), Allowed.read("1/9", Space.lines(7)))
    28
    """
    if not allowed.is_finite:
        return None
    d, s = space.d, len(allowed.intervals)
    least = allowed.intervals[0][0]
    if space.has_points:
        if s == 1:
            return _simplex(d, least)
        return 2 * comb(d + s - 2, s - 1) if antipodal else comb(d + s - 1, s) + comb(d + s - 2, s - 1)
    if space.field is Field.REAL:
        return comb(d + 2 * s - 2, 2 * s - 1) if least == 0 else comb(d + 2 * s - 1, 2 * s)
    if space.field is Field.COMPLEX:
        return comb(d + s - 1, s) * comb(d + s - 2 if least == 0 else d + s - 1, s - 1 if least == 0 else s)
    return None if s > 1 else d if least == 0 else d * (2 * d - 1)


def _simplex(d: int, a: Fraction) -> int:
    """The Gram matrix (1 - a) I + a J has rank n but at n = 1 - 1/a, and no negative eigenvalue up to there."""
    if a >= 0:
        return d
    return min(d + (d * a == -1), floor(1 - 1 / a))
