"""A second checker of certificates about distributions, on python-flint, by other means than the kernel's.

The zonal polynomials come from their hypergeometric form; polynomials are compared by isolating complex roots in balls,
other functions by Taylor polynomials of order 8, and at a single overlap by balls.
"""

from __future__ import annotations

from typing import Any

import flint

from packing.bounds.checkers.below import PRECISION, Gap
from packing.bounds.checkers.delsarte import PairLaw, is_nonpositive
from packing.bounds.checkers.ranges import ranged
from packing.bounds.rationals import to_flint
from packing.kernel import distribution as kernel
from packing.kernel.potential import Piece
from packing.kernel.statement import DistributionStatement, RefusedError


def prove(found: kernel.DistributionEntries) -> DistributionStatement:
    """The statement that the entries prove, or `RefusedError`."""
    law = PairLaw(found.space, found.d)
    in_z = sum((to_flint(f) * law.zonal(k) for k, f in enumerate(found.coefficients)), flint.fmpq_poly())
    one, half = flint.fmpq(1), flint.fmpq(1, 2)
    h = in_z(flint.fmpq_poly([half, -half] if found.space == "S" else [one, -one]))
    for i, piece in enumerate(found.objective):
        limited = sum((to_flint(u.weight) * _polynomial(u.polynomials[i]) for u in found.limits), flint.fmpq_poly())
        if not _is_below(h - limited, piece):
            raise RefusedError("coefficients", kernel.not_below(i, piece))
    return kernel.proved(found)


def _polynomial(p: list[Any]) -> Any:
    return flint.fmpq_poly([to_flint(c) for c in p])


def _is_below(h: Any, piece: Piece) -> bool:
    """Whether h <= f on the part; False also where balls do not show it."""
    f = piece.polynomial()
    if f is not None:
        return is_nonpositive(h - _polynomial(f), to_flint(piece.low), to_flint(piece.high))
    with flint.ctx.workprec(PRECISION):
        gap = Gap(h, piece)
        if piece.low < piece.high:
            return gap.is_nonnegative(gap.ends.low, gap.ends.high)
        values = ranged(piece.program, gap.ends)
        return values is not None and bool(values.low >= flint.arb(h(to_flint(piece.low))).upper())
