"""A second checker of energy certificates, on python-flint, by other means than the kernel's.

The zonal polynomials come from their hypergeometric form, polynomial potentials are compared by isolating complex
roots in balls, others by Taylor polynomials of order 8.
"""

from __future__ import annotations

from typing import Any

import flint

from packing.bounds.checkers.below import PRECISION, Gap
from packing.bounds.checkers.delsarte import PairLaw, is_nonpositive
from packing.bounds.rationals import to_flint
from packing.kernel import energy as kernel
from packing.kernel.potential import Piece
from packing.kernel.statement import EnergyStatement, RefusedError


def prove(found: kernel.EnergyEntries) -> EnergyStatement:
    """The statement that the entries prove, or `RefusedError`."""
    law = PairLaw(found.space, found.d)
    h = [to_flint(value) for value in found.coefficients]
    in_z = sum((weight * law.zonal(k) for k, weight in enumerate(h)), flint.fmpq_poly())
    in_t = in_z(z_of_overlap(found.space))
    for i, piece in enumerate(found.potential):
        if not is_minorant(in_t, piece):
            raise RefusedError("coefficients", kernel.not_below(i, piece))
    least = kernel.bound(found.n, found.coefficients)
    if least < found.at_least:
        raise RefusedError("at_least", f"claims {found.at_least}, but the coefficients prove {least}")
    return kernel.statement(found)


def z_of_overlap(space: str) -> Any:
    """z = (1 - t)/2 of points, 1 - t^2 of lines, as a polynomial in t."""
    half = flint.fmpq(1, 2)
    return flint.fmpq_poly([half, -half]) if space == "S" else flint.fmpq_poly([1, 0, -1])


def is_minorant(h: Any, piece: Piece) -> bool:
    """Whether h <= f on the piece; False also where balls do not show it."""
    f = piece.polynomial()
    if f is not None:
        return is_nonpositive(h - flint.fmpq_poly([to_flint(c) for c in f]), to_flint(piece.low), to_flint(piece.high))
    with flint.ctx.workprec(PRECISION):
        gap = Gap(h, piece)
        return gap.is_nonnegative(gap.ends.low, gap.ends.high)
