"""The three-point bound on the size of a code."""

from __future__ import annotations

from fractions import Fraction

from packing.bounds.both_sides import least_size
from packing.bounds.from_certificates import size_from_certificate
from packing.bounds.size_bound import SizeBound
from packing.bounds.threepoint.programme import Relaxation, exclude, solver
from packing.bounds.threepoint.threepoint_bound import HALF, accepted
from packing.bounds.threepoint.triples import Triples
from packing.certificates import Certificate
from packing.exact_numbers import ceiling_between
from packing.space import Space


def three_point_size(
    space: Space, overlap: Fraction | str | float, half: int | None = None, most: int | None = None
) -> SizeBound | None:
    """The least size that three-point bounds of half degree `half` allow where it is at most `most`; else None.

    `most` is by default what all other theorems allow. Valid for d >= 3 on the sphere and among lines of R^d and C^d.
    What is no fraction is enclosed from above. The certificate was accepted by the fast checker.

    Args: `space`: a sphere, or lines over R or C; `overlap`: the largest one allowed, exact, <x, y> of points and |<x,
    y>|^2 of lines.
    """
    exact = ceiling_between("the overlap", overlap, space.least_overlap).above
    if space.d < 3 or space.letter not in HALF or exact == space.least_overlap:
        return None
    known = least_size(space, exact).upper_bound if most is None else most
    certificate = smallest_excluded(space, exact, half or HALF[space.letter], known)
    return None if certificate is None else size_from_certificate(space, exact, certificate)


def smallest_excluded(space: Space, overlap: Fraction, half: int, start: int) -> Certificate | None:
    """A certificate that n points cannot have all overlaps at most `overlap`, for the least n that can be excluded.

    Only n up to `start` are tried, the size that other theorems allow. The program's value grows with n; its crossing
    of 1 is found by doubled steps down from `start` and bisection.
    """
    triples = Triples(space, overlap, half)

    def excluded(n: int) -> bool:
        return -solver(half, 1e-6).run(Relaxation(triples, n).program).primal > 1 + 1e-6

    if start < 3 or not excluded(start):
        return None
    above, step = start, 1
    while above - step >= 3 and excluded(above - step):
        above, step = above - step, 2 * step
    below = max(above - step, 2)
    while above - below > 1:
        middle = (above + below) // 2
        above, below = (middle, below) if excluded(middle) else (above, middle)
    return next(
        (found for n in range(above, min(above + 2, start + 1)) if (found := exclude(triples, n, accepted))), None
    )
