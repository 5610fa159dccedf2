"""Rankin's bounds on the size of a code with obtuse angles, among points and among lines."""

from __future__ import annotations

from fractions import Fraction

from packing.bounds.bound import Theorem
from packing.bounds.sizebound import SizeBound
from packing.bounds.theorems.cap_size import describe
from packing.space import Space

SIMPLEX = Theorem("Rankin simplex", "rankin1955")
ORTHOPLEX = Theorem("orthoplex", "conway1996")


def closed_size(space: Space, overlap: Fraction) -> SizeBound | None:
    """n <= d + 1 points with negative cosines; n <= Z(d) lines with |<x, y>|^2 < 1/d; None where angles can be acute.

    Z(d) = d(d+1)/2, d^2, d(2d-1) over R, C, H is the dimension of the self-adjoint matrices: the traceless parts of the
    projections have inner products |<x, y>|^2 - 1/d < 0 there, and at most one more vector than dimensions is pairwise
    obtuse. Equality: simplices; among lines maximal equiangular sets. Reference: Rankin (1955); Conway, Hardin and
    Sloane (1996).

    >>> closed_size(Space.sphere(7), Fraction(-1, 10**9)).upper_bound
    8
    >>> closed_size(Space.lines(3, "C"), Fraction(33, 100)).upper_bound
    9
    """
    d = space.d
    if not space.has_lines:
        if overlap >= 0:
            return None
        return SizeBound(describe(space, overlap), SIMPLEX, d + 1, attained="simplices")
    if d * overlap >= 1:
        return None
    return SizeBound(describe(space, overlap), ORTHOPLEX, space.forms, attained="maximal equiangular sets")
